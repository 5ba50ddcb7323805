import type { ReactNode } from 'react'

/**
 * How much of a period has gone, as a bar with its words beside it. The bar is for the eye only: the words say the same. Instants in ms;
 * without a start there is no bar.
 */
export function Sla({
  from,
  due,
  now,
  children,
}: {
  from: string | null | undefined
  due: string | null | undefined
  now: number
  children: ReactNode
}): ReactNode {
  const [start, end] = [Date.parse(from ?? ''), Date.parse(due ?? '')]
  const share = end > start ? Math.min(1, Math.max(0.03, (now - start) / (end - start))) : undefined
  const kind = share === undefined ? '' : now > end ? 'bad' : share >= 0.8 ? 'warn' : ''
  return (
    <span className={`sla ${kind}`}>
      {share !== undefined && (
        <svg viewBox="0 0 64 8" aria-hidden="true" focusable="false">
          <rect className="all" width="64" height="8" rx="1.5" />
          <rect className="gone" width={64 * share} height="8" rx="1.5" />
        </svg>
      )}
      <span>{children}</span>
    </span>
  )
}
