import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react'

const MARGIN = 12

/** Rows of one height that the window shows now, with some above and below. */
export function useWindowRows(
  box: RefObject<HTMLElement | null>,
  count: number,
  height: number,
): { readonly first: number; readonly last: number } {
  const [range, setRange] = useState({ first: 0, last: 40 })
  useLayoutEffect(() => {
    let frame = 0
    const look = (): void => {
      frame = 0
      const top = box.current?.getBoundingClientRect().top ?? 0
      const first = Math.max(0, Math.floor(-top / height) - MARGIN)
      const last = Math.max(first, Math.ceil((innerHeight - top) / height) + MARGIN)
      setRange((now) => (now.first === first && now.last === last ? now : { first, last }))
    }
    const soon = (): void => {
      frame ||= requestAnimationFrame(look)
    }
    look()
    addEventListener('scroll', soon, { passive: true })
    addEventListener('resize', soon)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', soon)
      removeEventListener('resize', soon)
    }
  }, [box, height])
  return { first: Math.min(range.first, Math.max(0, count - 1)), last: Math.min(range.last, count) }
}

/**
 * A list as long as it is, of which only what is seen is in the page: ten thousand rows scroll like fifty. `onEnd` is called when the last
 * ones come near. A screen reader is told how many there are in all and which one each is.
 */
export function VirtualRows<T>({
  label,
  rows,
  total,
  height,
  row,
  onEnd,
}: {
  label: string
  rows: readonly T[]
  /** How many there are in all, as far as it is known. */
  total: number
  height: number
  row: (item: T, index: number) => ReactNode
  onEnd: () => void
}): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const { first, last } = useWindowRows(box, rows.length, height)
  const near = last + 60 >= rows.length
  useEffect(() => {
    if (near) onEnd()
  }, [near, rows.length, onEnd])
  return (
    <div ref={box} role="list" aria-label={label} className="vrows" style={{ height: `${rows.length * height}px` }}>
      {rows.slice(first, last).map((item, i) => (
        <div
          key={first + i}
          role="listitem"
          aria-posinset={first + i + 1}
          aria-setsize={total}
          className="vrow"
          style={{ height: `${height}px`, transform: `translateY(${(first + i) * height}px)` }}
        >
          {row(item, first + i)}
        </div>
      ))}
    </div>
  )
}

/** Follows a media query. */
export function useMedia(query: string): boolean {
  const [on, setOn] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const hear = (): void => setOn(list.matches)
    hear()
    list.addEventListener('change', hear)
    return () => list.removeEventListener('change', hear)
  }, [query])
  return on
}
