import type { ReactNode } from 'react'
import { showDecimal, showMoment, useFormats } from '../ui/index.ts'
import { useAnswer } from '../shell/queries.ts'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'

interface Near {
  readonly id: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly openedAt: string
  readonly agency: string
}
interface Said {
  readonly firm: { readonly name: string; readonly taxId: string | null } | null
  readonly related: readonly Near[]
  readonly recent: readonly Near[]
  readonly record: Readonly<
    Record<'filed' | 'granted' | 'clean' | 'denied' | 'observed' | 'revoked' | 'abandoned', number>
  > & { readonly since: string }
}

/** Other cases of the same operation, and the firm's year with this agency. */
export function Around({ id }: { id: string }): ReactNode {
  const d = useDesk().case
  const formats = useFormats()
  const { data } = useAnswer<Said>(`/v1/permits/${id}/around`)
  if (!data) return null
  const figures = (['filed', 'granted', 'clean', 'observed', 'denied', 'revoked', 'abandoned'] as const).map(
    (name) => [name, data.record[name]] as const,
  )
  return (
    <section aria-labelledby="around" className="stack">
      <h2 id="around">{d.around}</h2>
      <div className="around">
        <div className="stack tight">
          <h3>{d.related}</h3>
          <Cases list={data.related} none={d.nothingAround} />
          {data.recent.length > 0 && (
            <>
              <h3>{d.recent}</h3>
              <Cases list={data.recent} none="" />
            </>
          )}
        </div>
        <div className="stack tight">
          <h3>{d.record}</h3>
          <p className="small muted">{[data.firm?.name, data.firm?.taxId].filter(Boolean).join(' · ')}</p>
          <dl className="tally">
            {figures.map(([name, n]) => (
              <div key={name}>
                <dt>{d[name]}</dt>
                <dd>{showDecimal(String(n), formats)}</dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
    </section>
  )
}

function Cases({ list, none }: { list: readonly Near[]; none: string }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  if (list.length === 0) return <p className="muted">{none}</p>
  return (
    <ul className="rows">
      {list.map((c) => (
        <li key={c.id}>
          <div>
            <a className="title" href={`/casos/permits/${c.id}`}>
              {c.title}
            </a>
            <div className="small muted">
              {[c.number, c.agency.toUpperCase(), showMoment(c.openedAt, formats, undefined, { hour: false })]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </div>
          <span className="small">{t.firm.status[c.status] ?? c.status}</span>
        </li>
      ))}
    </ul>
  )
}
