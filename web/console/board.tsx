import type { ReactNode } from 'react'
import { showDecimal, showMoment, Skeleton, Table, Turno, useFormats } from '../ui/index.ts'
import { MonthsChart, TimesChart, type Times } from '../desk/times-chart.tsx'
import { humane } from '../forms/humane.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'

export interface PackSaid {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly digest: string
  readonly agencies: number
  readonly procedures: number
  readonly unconfirmed: number
}
interface Capture {
  readonly procedure: string
  readonly datum: string
  readonly source: string
  readonly times: number
}
interface Status {
  readonly components: readonly { readonly name: string; readonly ok: boolean; readonly since: string }[]
}

/** Where are we slow, and who mends it: the title is what the figures say. Nothing here that the public may not see. */
export function Board(): ReactNode {
  const desk = useDesk()
  const d = desk.board
  const acts = useActs()
  const formats = useFormats()
  const { language } = formats
  const times = useAnswer<Times>('/v1/times')
  const packs = useAnswer<Page<PackSaid>>(`/v1/packs?lang=${language}`)
  const captures = useAnswer<{ items: readonly Capture[] }>('/v1/duplicate-captures')
  const status = useAnswer<Status>('/v1/status')
  if (!times.data || !packs.data) {
    const error = times.error ?? packs.error
    return error ? <Wrong error={error} retry={() => void times.refetch()} /> : <Skeleton />
  }
  const slowest = [...times.data.recent].sort((a, b) => b.agencyHours.p50 - a.agencyHours.p50)[0]
  const title = slowest
    ? d.slow(
        `${slowest.agency.toUpperCase()}, ${humane(slowest.procedure.replace(/^.*\./, '')).toLowerCase()}`,
        `${showDecimal(String(slowest.agencyHours.p50), formats)} h`,
      )
    : desk.times.none
  return (
    <div className="stack far">
      <header>
        <p className="muted small">{d.title}</p>
        <Title>{title}</Title>
        <p className="muted">{d.lead}</p>
      </header>
      <section aria-labelledby="times" className="stack">
        <div className="row between">
          <h2 id="times">{desk.times.title}</h2>
          <a href="/v1/times?format=csv" download="times.csv">
            {desk.times.csv}
          </a>
        </div>
        <TimesChart rows={times.data.recent} days={times.data.days} />
        <MonthsChart rows={times.data.months} />
      </section>
      <section aria-labelledby="packs" className="stack tight">
        <h2 id="packs">{d.packs}</h2>
        <Table
          caption={d.packs}
          rows={packs.data.items}
          keyOf={(p) => p.id}
          columns={[
            {
              head: acts.field('country'),
              cell: (p) => <a href={`/reglas?q=${encodeURIComponent(p.id)}`}>{p.name}</a>,
            },
            {
              head: d.version,
              cell: (p) => (
                <>
                  {p.version} <small className="mono">{p.digest.slice(0, 12)}</small>
                </>
              ),
            },
            { head: d.agencies, cell: (p) => p.agencies, number: true },
            { head: d.procedures, cell: (p) => p.procedures, number: true },
            {
              head: d.unconfirmed,
              cell: (p) => (p.unconfirmed > 0 ? <b className="bad">{p.unconfirmed}</b> : 0),
              number: true,
            },
          ]}
        />
      </section>
      <section aria-labelledby="dup" className="stack tight">
        <h2 id="dup">{d.duplicates}</h2>
        {(captures.data?.items.length ?? 0) === 0 ? (
          <p className="muted">{d.noDuplicates}</p>
        ) : (
          <Table
            caption={d.duplicates}
            rows={captures.data?.items ?? []}
            keyOf={(c) => c.procedure + c.datum + c.source}
            columns={[
              { head: acts.field('procedure'), cell: (c) => humane(c.procedure) },
              { head: acts.field('element'), cell: (c) => humane(c.datum) },
              { head: acts.field('registry'), cell: (c) => humane(c.source) },
              { head: desk.times.cases, cell: (c) => c.times, number: true },
            ]}
          />
        )}
      </section>
      {status.data && (
        <section aria-labelledby="status" className="stack tight">
          <h2 id="status">{d.status}</h2>
          <ul className="rows">
            {status.data.components.map((c) => (
              <li key={c.name}>
                <span>
                  {humane(c.name)} <span className="small muted">{showMoment(c.since, formats)}</span>
                </span>
                <Turno holder={c.ok ? 'done' : 'bad'}>{c.ok ? 'OK' : '503'}</Turno>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
