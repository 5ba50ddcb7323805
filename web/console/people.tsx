import type { ReactNode } from 'react'
import { showMoment, Skeleton, Table, useFormats } from '../ui/index.ts'
import type { Workload } from '../desk/queue-figures.tsx'
import type { CaseRow, Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'

/** Who may act in this organisation, and the firms whose files it keeps: their people and roles are acts on the firm's file. */
export function People(): ReactNode {
  const desk = useDesk()
  const d = desk.people
  const t = useTexts()
  const acts = useActs()
  const formats = useFormats()
  const load = useAnswer<Workload>('/v1/workload')
  const firms = useAnswer<Page<CaseRow>>('/v1/enterprises?limit=200')
  if (!load.data) return load.error ? <Wrong error={load.error} /> : <Skeleton />
  return (
    <div className="stack far">
      <header>
        <Title>{d.title}</Title>
        <p className="muted">{d.lead}</p>
      </header>
      <section aria-labelledby="own" className="stack tight">
        <h2 id="own">{d.agency}</h2>
        <Table
          caption={d.agency}
          rows={load.data.officers}
          keyOf={(o) => o.person}
          columns={[
            { head: d.person, cell: (o) => o.name },
            { head: d.roles, cell: (o) => o.roles.map((r) => acts.value(r)).join(', ') },
          ]}
        />
      </section>
      <section aria-labelledby="firms" className="stack tight">
        <h2 id="firms">{d.enterprises}</h2>
        {(firms.data?.items.length ?? 0) === 0 ? (
          <p className="muted">{d.none}</p>
        ) : (
          <Table
            caption={d.enterprises}
            rows={firms.data?.items ?? []}
            keyOf={(f) => f.id}
            columns={[
              { head: desk.list.what, cell: (f) => <a href={`/casos/enterprises/${f.id}`}>{f.title}</a> },
              { head: desk.list.status, cell: (f) => t.firm.status[f.status] ?? acts.value(f.status) },
              { head: desk.list.changed, cell: (f) => showMoment(f.changedAt, formats) },
            ]}
          />
        )}
      </section>
    </div>
  )
}
