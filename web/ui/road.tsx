import checkIcon from '@phosphor-icons/core/bold/check-bold.svg'
import handIcon from '@phosphor-icons/core/bold/hand-bold.svg'
import hourglassIcon from '@phosphor-icons/core/bold/hourglass-bold.svg'
import crossIcon from '@phosphor-icons/core/bold/x-bold.svg'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { Icon } from './icon.tsx'
import { Thread, type Segment } from './turno.tsx'

export interface Stop {
  readonly name: string
  /** Who holds it and one date, in a few words. */
  readonly more?: string
  readonly state: Segment | 'bad'
  readonly icon?: string
  /** Where it leads. */
  readonly to?: string
}

/** One stop, or several strands at the same time. */
export type Stage = Stop | { readonly strands: readonly Stop[] }

const MARK = { done: checkIcon, 'mine-now': handIcon, other: hourglassIcon, bad: crossIcon } as const

function OneStop({ stop }: { stop: Stop }): ReactNode {
  const t = useTexts().ui
  const icon = stop.state === 'next' ? stop.icon : MARK[stop.state]
  return (
    <div className={`stop ${stop.state}`}>
      <span className="knot">{icon && <Icon of={icon} />}</span>
      <span>
        <b>{stop.to ? <a href={stop.to}>{stop.name}</a> : stop.name}</b>
        <span className="sr">, {t.stop[stop.state]}. </span>
        {stop.more && <small>{stop.more}</small>}
      </span>
    </div>
  )
}

const segmentOf = (stage: Stage): Segment => {
  if (!('strands' in stage)) return stage.state === 'bad' ? 'other' : stage.state
  const states = stage.strands.map((s) => s.state)
  if (states.includes('mine-now')) return 'mine-now'
  if (states.includes('other')) return 'other'
  return states.every((s) => s === 'done' || s === 'bad') ? 'done' : 'next'
}

export const segmentsOf = (stages: readonly Stage[]): readonly Segment[] => stages.map(segmentOf)

/** Where the operation stands: the first stage that is neither done nor to come, from 1. */
export const stepOf = (stages: readonly Stage[]): number => {
  const at = segmentsOf(stages).findIndex((s) => s === 'mine-now' || s === 'other')
  return at < 0 ? segmentsOf(stages).filter((s) => s === 'done').length : at + 1
}

/** The road to the border: an ordered list drawn as a thread. What is drawn is also what is read aloud. */
export function Road({ stages, label }: { stages: readonly Stage[]; label: string }): ReactNode {
  const t = useTexts().ui
  return (
    <ol className="road" id="mapa" aria-label={label} tabIndex={-1}>
      {stages.map((stage, i) =>
        'strands' in stage ? (
          <li key={i} className={stage.strands.length > 1 ? 'fork' : 'fork one'}>
            {stage.strands.length > 1 && <span className="sr">{t.atOnce(stage.strands.length)}</span>}
            <ul className="strands">
              {stage.strands.map((stop, n) => (
                <li key={n}>
                  <OneStop stop={stop} />
                </li>
              ))}
            </ul>
          </li>
        ) : (
          <li key={i}>
            <OneStop stop={stage} />
          </li>
        ),
      )}
    </ol>
  )
}

/** On a phone, before the map: how far it is, and the way to the map. */
export function ShortRoad({ stages }: { stages: readonly Stage[] }): ReactNode {
  const t = useTexts().ui
  return (
    <p className="short-road">
      <Thread segments={segmentsOf(stages)} />
      <a href="#mapa" className="small">
        {t.step(stepOf(stages), stages.length)}
      </a>
    </p>
  )
}
