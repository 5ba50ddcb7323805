import mapIcon from '@phosphor-icons/core/regular/map-pin.svg'
import { useState, type ReactNode } from 'react'
import { countryName, Empty, Icon, Skeleton, Turno, useFormats } from '../ui/index.ts'
import type { Page } from '../shell/answers.ts'
import { useOutbox } from '../shell/outbox.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer, useMe } from '../shell/queries.ts'
import { useDesk } from '../texts/desk/desk.tsx'
import { useTexts } from '../texts/texts.tsx'
import { dueOf, goodsOf, pathOfType, type QueueRow } from './queue-row.tsx'

/** Turns at which somebody goes and looks: inspections, joint openings, results of a laboratory. */
export const isVisit = (row: Pick<QueueRow, 'name' | 'type'>): boolean =>
  row.name.startsWith('inspection:') || row.name.startsWith('lab:') || row.type === 'inspection'

export const visitAddress = (row: Pick<QueueRow, 'id' | 'name' | 'type'>): string =>
  `/ruta/${row.id}?caso=${pathOfType(row.type)}&turno=${encodeURIComponent(row.name)}`

/** The inspector's day: where to go, for what, until when. Made to be read in the sun with one thumb. */
export function Route(): ReactNode {
  const desk = useDesk()
  const d = desk.route
  const t = useTexts()
  const me = useMe()
  const formats = useFormats()
  const [now] = useState(() => Date.now())
  const { data, error, refetch } = useAnswer<Page<QueueRow>>('/v1/inbox?limit=200&paused=no&order=due')
  const waiting = useOutbox(`${me.person}/${me.organisation.id}`).filter((w) => w.state !== 'received')
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const visits = data.items.filter((r) => isVisit(r) && (me.roles.includes(r.role) || me.roles.includes('customs')))
  return (
    <div className="stack loose field-work">
      <header>
        <Title>{d.title(visits.length)}</Title>
        <p className="muted">{d.lead}</p>
      </header>
      {visits.length === 0 ? (
        <Empty>{d.none}</Empty>
      ) : (
        <ol className="stack">
          {visits.map((row) => {
            const sent = waiting.some((w) => w.path.includes(row.id))
            const late = row.due !== null && Date.parse(row.due) < now
            return (
              <li key={row.id + row.name}>
                <a className={late ? 'visit late' : 'visit'} href={visitAddress(row)}>
                  <span>
                    <b>{goodsOf(row, desk)}</b>
                    <span className="muted">{row.firm ?? row.title}</span>
                    <span className="small muted row">
                      <Icon of={mapIcon} />
                      {[row.title, row.country && countryName(row.country, formats)].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  {sent ? (
                    <Turno holder="wait">{d.waiting}</Turno>
                  ) : (
                    <Turno holder={late ? 'bad' : 'me'}>{dueOf(row.due, desk, t, formats)}</Turno>
                  )}
                </a>
              </li>
            )
          })}
        </ol>
      )}
    </div>
  )
}
