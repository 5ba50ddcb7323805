import type { ReactNode } from 'react'
import { ButtonLink, countryName, showMoment, Sla, Turno, useFormats, type Formats } from '../ui/index.ts'
import { nearness } from '../ui/index.ts'
import { useTexts, type Texts } from '../texts/texts.tsx'
import { useDesk, type Desk } from '../texts/desk/desk.tsx'

/** A turn of the queue, as `/v1/inbox` tells it. */
export interface QueueRow {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly role: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly since: string
  readonly due: string | null
  readonly lane: 'usual' | 'urgent'
  readonly firm: string | null
  readonly goods: string | null
  readonly lines: number
  readonly country: string | null
  readonly procedure: string | null
  readonly clockFrom: string | null
  readonly holder: { readonly person: string; readonly name: string | null; readonly me: boolean } | null
}

/** Where the cases of a type are, in the API and in the screens. */
const PATHS: Readonly<Record<string, string>> = {
  permit: 'permits',
  inspection: 'inspections',
  order: 'orders',
  dossier: 'dossiers',
  'catalogue-entry': 'catalogue-entries',
  'catalogue-import': 'catalogue-imports',
}
export const pathOfType = (type: string): string => PATHS[type] ?? `${type}s`
export const addressOfRow = ({ type, id }: Pick<QueueRow, 'type' | 'id'>): string => `/casos/${pathOfType(type)}/${id}`

export const goodsOf = ({ goods, lines, title }: QueueRow, d: Desk): string =>
  goods ? (lines > 1 ? `${goods} ${d.queue.otherGoods(lines - 1)}` : goods) : title

/** «vence mañana», «venció el vie 3». */
export function dueOf(due: string | null, d: Desk, t: Texts, formats: Formats): string {
  if (!due) return d.queue.noPeriod
  const near = nearness(due, formats)
  if (near === 'past') return d.queue.overdueSince(showMoment(due, formats, undefined, { hour: false }))
  const hour = near === 'today' ? ` ${showMoment(due, formats).split(', ').at(-1) ?? ''}` : ''
  return d.queue.dueOn(near ? `${t.ui[near]}${hour}` : showMoment(due, formats, undefined, { hour: false }))
}

export function Situation({ row, next }: { row: QueueRow; next: boolean }): ReactNode {
  const d = useDesk().queue
  const t = useTexts()
  if (row.name.startsWith('await-')) return <Turno holder="wait">{d.waitsFor}</Turno>
  if (row.holder?.me) return <Turno holder="me">{d.yours}</Turno>
  if (next) return <Turno holder="me">{d.turnNow}</Turno>
  if (row.holder) return <Turno holder="them">{d.heldBy(row.holder.name ?? '')}</Turno>
  if (row.lane === 'urgent') return <Turno holder="warn">{d.urgent}</Turno>
  return <span className="muted">{t.firm.status[row.status] ?? d.free1}</span>
}

/** One case in one line on a desk, in a card on a phone. The whole of it is one link. */
export function QueueLine({
  row,
  next,
  now,
  chosen,
  onChoose,
  active,
}: {
  row: QueueRow
  next: boolean
  now: number
  active: boolean
  chosen?: boolean
  onChoose?: (on: boolean) => void
}): ReactNode {
  const desk = useDesk()
  const d = desk.queue
  const t = useTexts()
  const formats = useFormats()
  const goods = goodsOf(row, desk)
  return (
    <div className={['qrow', next ? 'first' : '', active ? 'active' : ''].filter(Boolean).join(' ')}>
      {onChoose && (
        <label className="qpick">
          <input type="checkbox" checked={chosen ?? false} onChange={({ target }) => onChoose(target.checked)} />
          <span className="sr">{d.select(goods)}</span>
        </label>
      )}
      <span className="qwho">
        <a href={addressOfRow(row)} data-row={row.id + row.name}>
          {row.firm ?? row.title}
        </a>
        <small>{goods}</small>
      </span>
      <span className="qwhat">
        <span className="clip">{row.title}</span>
        {row.number && <small className="mono">{row.number}</small>}
      </span>
      <span className="qplace clip">{row.country ? countryName(row.country, formats) : ''}</span>
      <span className="qdate">{showMoment(row.since, formats)}</span>
      <span className="qsla">
        <Sla from={row.clockFrom ?? row.since} due={row.due} now={now}>
          {dueOf(row.due, desk, t, formats)}
        </Sla>
      </span>
      <span className="qstate">
        <Situation row={row} next={next} />
      </span>
      <span className="qgo">
        {next && (
          <ButtonLink small to={addressOfRow(row)}>
            {d.open}
            <span className="sr"> {goods}</span>
          </ButtonLink>
        )}
      </span>
    </div>
  )
}
