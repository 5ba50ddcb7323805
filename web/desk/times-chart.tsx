import type { ReactNode } from 'react'
import { showDecimal, showShare, Table, useFormats } from '../ui/index.ts'
import { humane } from '../forms/humane.ts'
import { useDesk } from '../texts/desk/desk.tsx'

interface Spread {
  readonly p50: number
  readonly p90: number
}
export interface TimesRow {
  readonly country: string
  readonly agency: string
  readonly procedure: string
  readonly month: string | null
  readonly cases: number
  readonly withinTerm: string
  readonly agencyHours: Spread
  readonly totalHours: Spread
}
export interface Times {
  readonly days: number
  readonly leastCases: number
  readonly recent: readonly TimesRow[]
  readonly months: readonly TimesRow[]
}

const HEIGHT = 26
const WIDTH = 520
const nameOf = (row: TimesRow): string => `${row.agency.toUpperCase()} · ${humane(row.procedure.replace(/^.*\./, ''))}`

/** Real times as bars that begin at zero: half of the cases in the full part, nine of ten with the light one. The table says the same. */
export function TimesChart({ rows, days }: { rows: readonly TimesRow[]; days: number }): ReactNode {
  const d = useDesk().times
  const formats = useFormats()
  const shown = [...rows].sort((a, b) => b.agencyHours.p50 - a.agencyHours.p50).slice(0, 24)
  const most = Math.max(1, ...shown.map((r) => r.agencyHours.p90))
  const hours = (n: number): string => `${showDecimal(String(n), formats)} h`
  if (shown.length === 0) return <p className="muted">{d.none}</p>
  return (
    <figure className="stack tight">
      <figcaption className="small muted">
        {d.chart} {d.lead(days, 5)}
      </figcaption>
      <ul className="bars" aria-label={d.chart}>
        {shown.map((row) => (
          <li key={row.country + row.agency + row.procedure}>
            <span className="clip">{nameOf(row)}</span>
            <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect className="nine" y="5" height="16" width={(WIDTH * row.agencyHours.p90) / most} rx="2" />
              <rect className="half" y="5" height="16" width={(WIDTH * row.agencyHours.p50) / most} rx="2" />
            </svg>
            <span className="small">
              <b>{hours(row.agencyHours.p50)}</b> · {hours(row.agencyHours.p90)}
            </span>
          </li>
        ))}
      </ul>
      <details className="why">
        <summary>{d.table}</summary>
        <Table
          caption={d.title}
          rows={shown}
          keyOf={(r) => r.country + r.agency + r.procedure}
          columns={[
            { head: d.agency, cell: (r) => r.agency.toUpperCase() },
            { head: d.procedure, cell: (r) => humane(r.procedure.replace(/^.*\./, '')) },
            { head: d.cases, cell: (r) => r.cases, number: true },
            { head: d.half, cell: (r) => hours(r.agencyHours.p50), number: true },
            { head: d.nine, cell: (r) => hours(r.agencyHours.p90), number: true },
            { head: d.within, cell: (r) => showShare(Number(r.withinTerm)), number: true },
          ]}
        />
      </details>
    </figure>
  )
}

const W = 640
const H = 170
const LEFT = 44
const BOTTOM = 24

/** Medians by month, at most five lines, each labelled where it ends. */
export function MonthsChart({ rows }: { rows: readonly TimesRow[] }): ReactNode {
  const d = useDesk().times
  const formats = useFormats()
  const groups = new Map<string, TimesRow[]>()
  for (const row of rows) {
    const key = row.country + row.agency + row.procedure
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const lines = [...groups.values()]
    .filter((g) => g.length > 1)
    .sort((a, b) => b.length - a.length)
    .slice(0, 5)
  const months = [...new Set(lines.flatMap((g) => g.map((r) => r.month ?? '')))].sort()
  if (lines.length === 0 || months.length < 2) return null
  const most = Math.max(1, ...lines.flatMap((g) => g.map((r) => r.agencyHours.p50)))
  const x = (month: string | null): number =>
    LEFT + (months.indexOf(month ?? '') * (W - LEFT - 150)) / (months.length - 1)
  const y = (hours: number): number => 10 + (1 - hours / most) * (H - BOTTOM - 10)
  return (
    <figure className="stack tight">
      <figcaption className="small muted">{d.months}</figcaption>
      <svg className="months" viewBox={`0 0 ${W} ${H}`} role="img" aria-label={d.months}>
        <line className="axis" x1={LEFT} x2={W - 150} y1={y(0)} y2={y(0)} />
        <text x={LEFT - 6} y={y(most) + 4} textAnchor="end">
          {showDecimal(String(Math.round(most)), formats)} h
        </text>
        <text x={LEFT - 6} y={y(0) + 4} textAnchor="end">
          0
        </text>
        {months.map((m) => (
          <text key={m} x={x(m)} y={H - 6} textAnchor="middle">
            {m.slice(2)}
          </text>
        ))}
        {lines.map((g, i) => {
          const last = g.at(-1)
          return (
            <g key={g[0]?.procedure} className={`line s${i + 1}`}>
              <polyline points={g.map((r) => `${x(r.month)},${y(r.agencyHours.p50)}`).join(' ')} />
              {last && (
                <text x={x(last.month) + 6} y={y(last.agencyHours.p50) + 4}>
                  {humane(last.procedure.replace(/^.*\./, ''))}
                </text>
              )}
            </g>
          )
        })}
      </svg>
    </figure>
  )
}
