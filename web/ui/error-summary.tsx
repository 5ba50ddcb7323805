import warningIcon from '@phosphor-icons/core/bold/warning-circle-bold.svg'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { Icon } from './icon.tsx'

export interface SummaryItem {
  readonly message: string
  /** Id of the field, or an address where the datum lives. */
  readonly target?: string
}

/** All the errors at once, on top, with the same words as beside the fields. Takes the focus each time `round` changes. */
export function ErrorSummary({ items, round }: { items: readonly SummaryItem[]; round: number }): ReactNode {
  const t = useTexts().ui
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (round > 0) box.current?.focus()
  }, [round])
  if (items.length === 0) return null
  return (
    <div className="errsum" role="alert" tabIndex={-1} aria-labelledby="error-summary" ref={box}>
      <h2 id="error-summary">
        <Icon of={warningIcon} /> {t.correct(items.length)}
      </h2>
      <ul>
        {items.map(({ message, target }) => (
          <li key={`${message}${target ?? ''}`}>
            {target ? (
              <a
                href={target.startsWith('/') ? target : `#${target}`}
                onClick={(event) => {
                  const field = target.startsWith('/') ? null : document.getElementById(target)
                  if (!field) return
                  event.preventDefault()
                  field.scrollIntoView({ block: 'center' })
                  field.focus({ preventScroll: true })
                }}
              >
                {message}
              </a>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
