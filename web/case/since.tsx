import { useEffect, useState, type ReactNode } from 'react'
import { Note, showMoment, useFormats } from '../ui/index.ts'
import type { HistoryEvent, Me } from '../shell/answers.ts'
import { useActs } from '../texts/acts/acts.tsx'
import { useDesk } from '../texts/desk/desk.tsx'

const KEY = 'vuce-seen'
const MOST = 400

type Seen = Readonly<Record<string, number>>
const read = (): Seen => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Seen
  } catch {
    return {}
  }
}
function keep(id: string, seq: number): void {
  try {
    const { [id]: _, ...others } = read()
    localStorage.setItem(KEY, JSON.stringify({ ...Object.fromEntries(Object.entries(others).slice(-MOST)), [id]: seq }))
  } catch {
    // A private window keeps nothing: then everything is as new as the person's last act.
  }
}

export interface SinceSaid {
  readonly events: readonly HistoryEvent[]
  /** Data that those events changed, by element. */
  readonly changed: ReadonlySet<string>
}

const CORRECTIONS = new Set(['CureProvided', 'ObservationAnswered', 'DrRectified', 'RectificationAsked'])
const elementsOf = (data: unknown): string[] => {
  const { elements, lines } = (data ?? {}) as { elements?: object; lines?: readonly object[] | null }
  return [...Object.keys(elements ?? {}), ...(lines ?? []).flatMap((l) => Object.keys(l))]
}

/** What others did since this person last acted on the case or last looked at it on this device. */
export function useSince(id: string, items: readonly HistoryEvent[] | undefined, me: Me): SinceSaid {
  const [before] = useState(() => read()[id])
  const last = items?.at(-1)?.seq
  useEffect(() => {
    if (last !== undefined) keep(id, last)
  }, [id, last])
  const acted = (items ?? []).reduce((max, e) => (e.actor.person === me.person ? Math.max(max, e.seq) : max), 0)
  const from = Math.max(before ?? 0, acted)
  const events = from === 0 ? [] : (items ?? []).filter((e) => e.seq > from && e.actor.person !== me.person)
  return {
    events,
    changed: new Set(events.filter((e) => CORRECTIONS.has(e.type)).flatMap((e) => elementsOf(e.data))),
  }
}

export function Since({ since }: { since: SinceSaid }): ReactNode {
  const d = useDesk().case
  const acts = useActs()
  const formats = useFormats()
  if (since.events.length === 0) return null
  return (
    <Note>
      <p className="strong">{d.since(since.events.length)}</p>
      <ul className="since">
        {since.events.slice(-6).map((e) => {
          const { text } = (e.data ?? {}) as { text?: unknown }
          return (
            <li key={e.seq}>
              <time dateTime={e.at}>{showMoment(e.at, formats)}</time> <b>{acts.event(e.type)}</b>
              {typeof text === 'string' && text && <> «{text}»</>}
            </li>
          )
        })}
      </ul>
    </Note>
  )
}
