import { useState, type ReactNode } from 'react'
import { showDecimal, useFormats } from '../ui/index.ts'
import type { Page } from '../shell/answers.ts'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useDesk } from '../texts/desk/desk.tsx'
import { soonUntil } from './queue-filter.ts'
import type { Times } from './times-chart.tsx'

export interface Workload {
  readonly queues: readonly {
    readonly role: string
    readonly lane: 'usual' | 'urgent'
    readonly waiting: number
    readonly held: number
    readonly paused: number
    readonly overdue: number
    readonly oldest: string | null
  }[]
  readonly officers: readonly {
    readonly person: string
    readonly name: string
    readonly roles: readonly string[]
    readonly held: number
    readonly paused: number
    readonly overdue: number
    readonly oldest: string | null
  }[]
}

const add = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

/** Four figures over the queue: how much, how urgent, how much waits for others, how fast the agency really is. */
export function QueueFigures({ load, roles }: { load: Workload | undefined; roles: readonly string[] }): ReactNode {
  const d = useDesk().queue
  const me = useMe()
  const formats = useFormats()
  const [until] = useState(() => soonUntil(Date.now()))
  const soon = useAnswer<Page<unknown>>(`/v1/inbox?limit=200&paused=no&order=due&until=${until}`)
  const times = useAnswer<Times>(me.organisation.pack ? `/v1/times?country=${me.organisation.pack}` : null, {
    staleTime: 600_000,
  })
  const mine = load?.queues.filter((q) => roles.includes(q.role)) ?? []
  const code = me.organisation.code
  const own = times.data?.recent.filter((t) => t.agency === code) ?? []
  const slowest = own.reduce((max, t) => Math.max(max, t.agencyHours.p50), 0)
  const waiting = add(mine.map((q) => q.waiting))
  const n = (count: number): string => showDecimal(String(count), formats)
  const soonCount = soon.data?.items.length ?? 0
  return (
    <dl className="kpis">
      <div>
        <dt>{d.toReview}</dt>
        <dd>
          {n(waiting + add(mine.map((q) => q.held)))} <small>{d.free(n(waiting))}</small>
        </dd>
      </div>
      <div>
        <dt>
          <a href="/cola?vista=soon">{d.dueSoon}</a>
        </dt>
        <dd>
          {soon.data?.next ? `${n(soonCount)}+` : n(soonCount)}{' '}
          <small>{d.late(n(add(mine.map((q) => q.overdue))))}</small>
        </dd>
      </div>
      <div>
        <dt>
          <a href="/cola?vista=paused">{d.paused}</a>
        </dt>
        <dd>
          {n(add(mine.map((q) => q.paused)))} <small>{d.inPause}</small>
        </dd>
      </div>
      <div>
        <dt>{d.median}</dt>
        <dd>
          {slowest > 0 && `${showDecimal(String(slowest), formats)} h `}
          <small>{slowest > 0 ? d.medianMore : d.noMedian}</small>
        </dd>
      </div>
    </dl>
  )
}
