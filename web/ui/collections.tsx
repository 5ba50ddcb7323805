import { useId, useState, type ReactNode } from 'react'

export interface Column<T> {
  readonly head: string
  readonly cell: (row: T) => ReactNode
  readonly number?: boolean
}

/** A table that becomes cards on a phone and keeps its header words. The first column names the row. */
export function Table<T>({
  caption,
  columns,
  rows,
  keyOf,
  first,
  told,
}: {
  /** The caption is seen as well: where no heading says the same. */
  told?: boolean
  caption: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
  first?: (row: T) => boolean
}): ReactNode {
  return (
    <div className="scroller" role="group" aria-label={caption} tabIndex={0}>
      <table className="grid">
        <caption className={told ? undefined : 'sr'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, number }) => (
              <th key={head} scope="col" className={number ? 'num' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={first?.(row) ? 'first' : undefined}>
              {columns.map(({ head, cell, number }, i) =>
                i === 0 ? (
                  <th key={head} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} data-label={head} className={number ? 'num' : undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Tabs as the ARIA practices say: arrows move, the panel is named by its tab. */
export function Tabs({
  label,
  tabs,
}: {
  label: string
  tabs: readonly { readonly id: string; readonly title: ReactNode; readonly body: ReactNode }[]
}): ReactNode {
  const base = useId()
  const [open, setOpen] = useState(tabs[0]?.id)
  const move = (by: number): void => {
    const at = tabs.findIndex((tab) => tab.id === open)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    if (!next) return
    setOpen(next.id)
    document.getElementById(`${base}${next.id}`)?.focus()
  }
  return (
    <div>
      <div
        className="tablist"
        role="tablist"
        aria-label={label}
        onKeyDown={({ key }) => {
          if (key === 'ArrowRight') move(1)
          if (key === 'ArrowLeft') move(-1)
        }}
      >
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            id={`${base}${id}`}
            type="button"
            role="tab"
            aria-selected={id === open}
            aria-controls={`${base}${id}-panel`}
            tabIndex={id === open ? 0 : -1}
            onClick={() => setOpen(id)}
          >
            {title}
          </button>
        ))}
      </div>
      {tabs.map(({ id, body }) => (
        <div key={id} id={`${base}${id}-panel`} role="tabpanel" aria-labelledby={`${base}${id}`} hidden={id !== open}>
          {id === open && body}
        </div>
      ))}
    </div>
  )
}

/** What happened, newest last, each with its hour. */
export function Timeline({
  items,
}: {
  items: readonly { readonly at: string; readonly when: string; readonly what: ReactNode; readonly more?: ReactNode }[]
}): ReactNode {
  return (
    <ol className="tl">
      {items.map(({ at, when, what, more }, i) => (
        <li key={i}>
          <time dateTime={at}>{when}</time>
          <div>
            <span>{what}</span>
            {more && <div className="small muted">{more}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** How far: bars for the eye, a sentence for the ear. */
export function Steps({ at, of, words }: { at: number; of: number; words: string }): ReactNode {
  return (
    <div className="prog" role="img" aria-label={words}>
      {Array.from({ length: of }, (_, i) => (
        <i key={i} className={i + 1 < at ? 'on' : i + 1 === at ? 'now' : ''} />
      ))}
    </div>
  )
}
