import type { ReactNode } from 'react'
import { showMoment, Skeleton, Table, useFormats } from '../ui/index.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'
import type { Workload } from './queue-figures.tsx'
import { MonthsChart, TimesChart, type Times } from './times-chart.tsx'

interface Jump {
  readonly agency: string
  readonly desk: string
  readonly code: string
  readonly at: string
}

/** How much waits at each desk, how much each person holds, and how long the agency really takes. */
export function Load(): ReactNode {
  const d = useDesk()
  const acts = useActs()
  const me = useMe()
  const formats = useFormats()
  const { code, pack } = me.organisation
  const load = useAnswer<Workload>('/v1/workload')
  const times = useAnswer<Times>(pack && code ? `/v1/times?country=${pack}&agency=${code}` : null)
  const jumps = useAnswer<Page<Jump>>(pack && code ? `/v1/queue-jumps?agency=${pack}.${code}&limit=20` : null)
  if (!load.data) return load.error ? <Wrong error={load.error} retry={() => void load.refetch()} /> : <Skeleton />
  const when = (at: string | null): string => (at ? showMoment(at, formats) : '—')
  return (
    <div className="stack far">
      <header>
        <Title>{d.load.title}</Title>
        <p className="muted">{d.load.lead}</p>
      </header>
      <section aria-labelledby="queues" className="stack tight">
        <h2 id="queues">{d.load.queues}</h2>
        {load.data.queues.length === 0 ? (
          <p className="muted">{d.load.nobody}</p>
        ) : (
          <Table
            caption={d.load.queues}
            rows={load.data.queues}
            keyOf={(q) => q.role + q.lane}
            columns={[
              {
                head: d.load.role,
                cell: (q) => (
                  <a href={`/cola?mesa=${q.role}`}>
                    {acts.value(q.role)} {q.lane === 'urgent' && `(${d.load.lane['urgent']})`}
                  </a>
                ),
              },
              { head: d.load.waiting, cell: (q) => q.waiting, number: true },
              { head: d.load.held, cell: (q) => q.held, number: true },
              { head: d.load.paused, cell: (q) => q.paused, number: true },
              { head: d.load.overdue, cell: (q) => <Late n={q.overdue} />, number: true },
              { head: d.load.oldest, cell: (q) => when(q.oldest) },
            ]}
          />
        )}
      </section>
      <section aria-labelledby="officers" className="stack tight">
        <h2 id="officers">{d.load.officers}</h2>
        <Table
          caption={d.load.officers}
          rows={load.data.officers}
          keyOf={(o) => o.person}
          columns={[
            { head: d.load.person, cell: (o) => o.name },
            { head: d.people.roles, cell: (o) => o.roles.map((r) => acts.value(r)).join(', ') },
            { head: d.load.held, cell: (o) => o.held, number: true },
            { head: d.load.paused, cell: (o) => o.paused, number: true },
            { head: d.load.overdue, cell: (o) => <Late n={o.overdue} />, number: true },
            { head: d.load.oldest, cell: (o) => when(o.oldest) },
          ]}
        />
      </section>
      {times.data && (
        <section aria-labelledby="times" className="stack">
          <h2 id="times">{d.load.times}</h2>
          <TimesChart rows={times.data.recent} days={times.data.days} />
          <MonthsChart rows={times.data.months} />
        </section>
      )}
      {jumps.data && (
        <section aria-labelledby="jumps" className="stack tight">
          <h2 id="jumps">{d.load.jumps}</h2>
          {jumps.data.items.length === 0 ? (
            <p className="muted">{d.load.noJumps}</p>
          ) : (
            <ul className="rows">
              {jumps.data.items.map((j, i) => (
                <li key={i}>
                  <span>{acts.value(j.code)}</span>
                  <span className="small muted">{showMoment(j.at, formats)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </div>
  )
}

const Late = ({ n }: { n: number }): ReactNode => (n > 0 ? <b className="bad">{n}</b> : n)
