import type { ReactNode } from 'react'
import { Pairs, useFormats } from '../ui/index.ts'
import { useAnswer } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'
import { readable } from './readable.ts'

/** What a change of a catalogue would touch, asked before anybody approves it: the dry run (M04-4). */
export function Impact({ id }: { id: string }): ReactNode {
  const d = useDesk().catalogues
  const t = useTexts()
  const acts = useActs()
  const formats = useFormats()
  const { data } = useAnswer<{ dossiers?: number; permits?: number }>(`/v1/catalogue-entries/${id}/impact`)
  if (!data) return null
  return (
    <section aria-labelledby="impact" className="stack tight">
      <h2 id="impact">{d.impact}</h2>
      {(data.dossiers ?? 0) + (data.permits ?? 0) === 0 ? (
        <p className="muted">{d.impactNone}</p>
      ) : (
        <Pairs items={readable(data, formats, t, acts)} />
      )}
    </section>
  )
}
