import sealIcon from '@phosphor-icons/core/regular/seal-check.svg'
import type { ReactNode } from 'react'
import { Icon, showMoment, useFormats } from '../ui/index.ts'
import { useAnswer } from '../shell/queries.ts'
import { useDesk } from '../texts/desk/desk.tsx'

interface Proof {
  readonly root: { readonly number: number; readonly at: string }
}

/** Whether what happened to the case stands under a signed root already: anybody can check that nothing was changed since. */
export function CaseProof({ id }: { id: string }): ReactNode {
  const d = useDesk().case
  const formats = useFormats()
  const { data } = useAnswer<Proof>(`/v1/cases/${id}/proof`, { staleTime: 600_000 })
  return (
    <p className="small muted row">
      <Icon of={sealIcon} />
      {data ? (
        <>
          <span>{d.proofHeld(String(data.root.number), showMoment(data.root.at, formats))}</span>
          <a href={`/v1/cases/${id}/proof`}>{d.proof}</a>
        </>
      ) : (
        <span>{d.proofNot}</span>
      )}
    </p>
  )
}
