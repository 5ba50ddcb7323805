import type { ReactNode } from 'react'
import { Checkbox, Note } from '../ui/index.ts'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'

interface Said {
  readonly items: readonly { readonly permit: string; readonly number: string; readonly title: string }[]
}

/** The issued documents that a change of some data would touch (M02-2), told before it is made. */
export function useImpact(dossier: string, changed: readonly string[]): Said['items'] {
  const elements = [...new Set(changed)].sort().join(',')
  const { data } = useAnswer<Said>(
    elements ? `/v1/dossiers/${dossier}/impact?elements=${encodeURIComponent(elements)}` : null,
  )
  return data?.items ?? []
}

export function ImpactNote({
  items,
  accepted,
  onAccept,
}: {
  items: Said['items']
  accepted: boolean
  onAccept: (on: boolean) => void
}): ReactNode {
  const t = useTexts().dossier
  if (items.length === 0) return null
  return (
    <Note kind="warn" live>
      <p>
        {t.impact}
        <b>{items.map((i) => `${i.title} ${i.number}`).join(', ')}</b>
      </p>
      <Checkbox id="acknowledge" checked={accepted} onChange={onAccept}>
        {t.acknowledge}
      </Checkbox>
    </Note>
  )
}
