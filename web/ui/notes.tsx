import questionIcon from '@phosphor-icons/core/regular/question.svg'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** A band with an edge: information, a risk, good or bad news. */
export function Note({
  kind = 'info',
  live,
  children,
}: {
  kind?: 'info' | 'warn' | 'ok' | 'bad'
  live?: boolean
  children: ReactNode
}): ReactNode {
  return (
    <div className={`note ${kind}`} role={live ? 'status' : undefined}>
      {children}
    </div>
  )
}

/** Why is one tap away. */
export function Why({ ask, children }: { ask: string; children: ReactNode }): ReactNode {
  return (
    <details className="why">
      <summary>
        <Icon of={questionIcon} />
        {ask}
      </summary>
      <div>{children}</div>
    </details>
  )
}
