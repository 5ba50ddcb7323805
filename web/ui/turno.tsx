import type { ReactNode } from 'react'

/** Who has the ball: `me` is orange and means this person's turn, nothing else. */
export type Holder = 'me' | 'them' | 'done' | 'wait' | 'bad' | 'warn'

/** The counter ticket: «Le toca a usted · hasta el vie 3 jul, 16:30». */
export function Turno({ holder, children }: { holder: Holder; children: ReactNode }): ReactNode {
  return <span className={`turno ${holder}`}>{children}</span>
}

export type Segment = 'done' | 'mine-now' | 'other' | 'next'

/** The thread of segments of a list; the sentence beside it says the same. */
export function Thread({ segments }: { segments: readonly Segment[] }): ReactNode {
  return (
    <span className="thread" aria-hidden="true">
      {segments.map((segment, i) => (
        <i key={i} className={segment} />
      ))}
    </span>
  )
}
