import type { ReactNode } from 'react'
import { ButtonLink, Note, showMoney, Skeleton, useFormats, Why } from '../ui/index.ts'
import { useAnswer } from '../shell/queries.ts'
import { periodWords } from '../forms/periods.ts'
import { useTexts } from '../texts/texts.tsx'

export interface RequirementSheet {
  readonly procedure: string
  readonly title?: string
  readonly agency?: { readonly name: string }
  readonly within?: string | null
  readonly law?: string
  readonly lines: readonly number[]
  readonly fee?: { readonly amount: string; readonly currency: string } | null
  readonly why: readonly { readonly topic?: string; readonly law?: string; readonly note?: string | null }[]
}

export interface RequirementAnswer {
  readonly day: string
  readonly procedures: readonly RequirementSheet[]
  readonly prohibitions: readonly { readonly law?: string; readonly note?: string | null }[]
  readonly nothingNeeded: boolean
}

/** What the rules ask for these goods: in order, each with cost, time, who and why. */
export function Requirements({ id }: { id: string }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const { data, error } = useAnswer<RequirementAnswer>(`/v1/dossiers/${id}/requirements?lang=${formats.language}`)
  if (!data) return error ? null : <Skeleton shape={['line', 'line']} />
  if (data.prohibitions.length)
    return (
      <Note kind="bad">
        <p className="strong">{t.dossier.prohibited}</p>
        {data.prohibitions.map((p, i) => (
          <p key={i}>{[p.note, p.law].filter(Boolean).join('. ')}</p>
        ))}
      </Note>
    )
  if (data.nothingNeeded)
    return (
      <Note kind="ok">
        <p className="strong">{t.dossier.nothingNeeded}</p>
        <p>{t.dossier.nothingNeededMore}</p>
      </Note>
    )
  return (
    <section aria-labelledby="needs" className="stack tight">
      <h2 id="needs">{t.dossier.whatTheyNeed}</h2>
      <ol className="need">
        {data.procedures.map((p) => (
          <li key={p.procedure}>
            <div>
              <h3>{p.title ?? p.procedure}</h3>
              <p>{p.agency?.name}</p>
              <Why ask={t.ui.why}>
                {[...p.why.map((w) => [w.note, w.law].filter(Boolean).join('. ')), p.law].filter(Boolean).join(' · ')}
              </Why>
            </div>
            <p className="cost">
              {p.fee ? showMoney(p.fee, formats) : t.dossier.costLater}
              {p.within && <small>{t.dossier.within(periodWords(p.within, formats.language))}</small>}
            </p>
          </li>
        ))}
      </ol>
      <p className="row no-print">
        <ButtonLink to={`/operaciones/${id}/paso/1`}>{t.firm.todoVerb.complete}</ButtonLink>
      </p>
    </section>
  )
}
