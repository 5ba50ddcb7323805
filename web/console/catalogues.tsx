import type { ReactNode } from 'react'
import { ButtonLink, showMoment, Skeleton, Table, Turno, useFormats } from '../ui/index.ts'
import type { CaseRow, Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'

interface Listed {
  readonly id: string
  readonly country: string | null
  readonly title: Readonly<Record<string, string>>
  readonly source: string
  readonly inForce: number
  readonly announced: number
  readonly changedAt: string | null
}

/** Every catalogue with what is in it, and the changes that wait for a second person. */
export function Catalogues(): ReactNode {
  const desk = useDesk()
  const d = desk.catalogues
  const me = useMe()
  const acts = useActs()
  const formats = useFormats()
  const list = useAnswer<Page<Listed>>('/v1/catalogues')
  const pending = useAnswer<Page<CaseRow>>('/v1/catalogue-entries?status=PROPOSED&limit=100')
  if (!list.data) return list.error ? <Wrong error={list.error} /> : <Skeleton />
  const mayPropose = me.grants?.includes('catalogue.propose') ?? false
  return (
    <div className="stack far">
      <header className="deskhead">
        <div>
          <Title>{d.title}</Title>
          <p className="muted">{d.lead}</p>
        </div>
        {mayPropose && (
          <ButtonLink small to="/lista/catalogue-entries/nuevo">
            {d.propose}
          </ButtonLink>
        )}
      </header>
      <section aria-labelledby="pending" className="stack tight">
        <h2 id="pending">{d.pending}</h2>
        {(pending.data?.items.length ?? 0) === 0 ? (
          <p className="muted">{d.noPending}</p>
        ) : (
          <ul className="rows">
            {pending.data?.items.map((entry) => (
              <li key={entry.id}>
                <div>
                  <a className="title" href={`/casos/catalogue-entries/${entry.id}`}>
                    {entry.title || entry.number}
                  </a>
                  <div className="small muted">{showMoment(entry.openedAt, formats)}</div>
                </div>
                <Turno holder="them">{acts.value('PROPOSED')}</Turno>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="all" className="stack tight">
        <h2 id="all">{d.title}</h2>
        <Table
          caption={d.title}
          rows={list.data.items}
          keyOf={(c) => c.id}
          columns={[
            {
              head: acts.field('catalogue'),
              cell: (c) => (
                <>
                  <a href={`/catalogos/${c.id}`}>{c.title[formats.language] ?? c.id}</a>
                  <small>
                    {c.country?.toUpperCase() ?? d.world} · {c.source}
                  </small>
                </>
              ),
            },
            { head: d.inForce, cell: (c) => c.inForce, number: true },
            { head: d.announced, cell: (c) => c.announced, number: true },
            { head: d.changed, cell: (c) => (c.changedAt ? showMoment(c.changedAt, formats) : '—') },
          ]}
        />
      </section>
    </div>
  )
}
