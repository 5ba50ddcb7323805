import type { ReactNode } from 'react'
import { ButtonLink, Skeleton, showMoment, Turno, useFormats } from '../ui/index.ts'
import type { CaseRow, Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useTexts } from '../texts/texts.tsx'

/** Who acts for the firm: its file with people and roles, and the mandates it gave and received. What may be done with each is on its page. */
export function Team(): ReactNode {
  const t = useTexts()
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const firms = useAnswer<Page<CaseRow>>('/v1/enterprises?limit=20')
  const mandates = useAnswer<Page<CaseRow>>('/v1/mandates?limit=100')
  if (!firms.data || !mandates.data) {
    const error = firms.error ?? mandates.error
    return error ? <Wrong error={error} /> : <Skeleton />
  }
  const list = (rows: readonly CaseRow[], kind: string): ReactNode => (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.id}>
          <div>
            <a className="title" href={`/tramites/${kind}/${row.id}`}>
              {row.title || row.number}
            </a>
            <div className="small muted">{showMoment(row.changedAt, formats, undefined, { hour: false })}</div>
          </div>
          <Turno
            holder={
              row.status === 'ACTIVE'
                ? 'done'
                : ['REVOKED', 'EXPIRED', 'SUSPENDED'].includes(row.status)
                  ? 'bad'
                  : 'wait'
            }
          >
            {acts.value(row.status)}
          </Turno>
        </li>
      ))}
    </ul>
  )
  return (
    <div className="stack far">
      <header className="stack tight">
        <Title>{t.dossier.team}</Title>
        <p className="muted">{t.dossier.teamMore}</p>
      </header>
      {firms.data.items.length > 0 && (
        <section aria-labelledby="firm">
          <h2 id="firm">{me.organisation.name}</h2>
          {list(firms.data.items, 'enterprises')}
        </section>
      )}
      <section aria-labelledby="mandates" className="stack">
        <div className="head">
          <h2 id="mandates">{t.dossier.mandates}</h2>
          {me.grants?.includes('mandate.offer') && (
            <ButtonLink kind="alt" small to="/lista/mandates/nuevo">
              {t.dossier.giveMandate}
            </ButtonLink>
          )}
        </div>
        {mandates.data.items.length === 0 ? (
          <p className="muted">{t.dossier.noMandates}</p>
        ) : (
          list(mandates.data.items, 'mandates')
        )}
      </section>
    </div>
  )
}
