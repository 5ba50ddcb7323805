import lockIcon from '@phosphor-icons/core/regular/lock-key.svg'
import { useEffect, useState, type ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { Arch, Icon } from './icon.tsx'
import { Note } from './notes.tsx'

/** True once `ms` went by, so that what is quick never flickers. */
export function useAfter(ms: number): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return late
}

/** The true layout in grey, after 300 ms; a sentence after 5 s. Never a spinner over a page. */
export function Skeleton({
  shape = ['title', 'block', 'line', 'line', 'line'],
}: {
  shape?: readonly ('title' | 'block' | 'line')[]
}): ReactNode {
  const t = useTexts().ui
  const shown = useAfter(300)
  const slow = useAfter(5000)
  return (
    <div role="status">
      <span className="sr">{t.loading}</span>
      {shown && (
        <div className="skeleton" aria-hidden="true">
          {shape.map((one, i) => (
            <i key={i} className={one === 'line' ? '' : one} />
          ))}
        </div>
      )}
      {slow && <p className="muted">{t.slow}</p>}
    </div>
  )
}

export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <Arch />
      <p className="big">{children}</p>
      {action}
    </div>
  )
}

/** What failed, what still works, whom to call. The code small, at the end. */
export function Failure({
  title,
  children,
  code,
  retry,
}: {
  title: string
  children?: ReactNode
  code?: string
  retry?: () => void
}): ReactNode {
  const t = useTexts().ui
  return (
    <Note kind="bad" live>
      <p className="strong">{title}</p>
      {children && <p>{children}</p>}
      <p className="row">
        {retry && (
          <button type="button" className="btn alt sm" onClick={retry}>
            {t.again}
          </button>
        )}
        {code && <span className="code">{code}</span>}
      </p>
    </Note>
  )
}

/** Something is missing: say where the hole is. */
export function Partial({ children }: { children: ReactNode }): ReactNode {
  return <Note kind="warn">{children}</Note>
}

export function Locked({ children }: { children: ReactNode }): ReactNode {
  return (
    <Note>
      <p className="row">
        <Icon of={lockIcon} />
        <span>{children}</span>
      </p>
    </Note>
  )
}
