import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { ariaOf, type Fault } from './fields.tsx'

export interface Suggestion {
  readonly value: string
  readonly label: string
  readonly more?: string
  readonly code?: string
}

/**
 * An editable combobox with a list (ARIA 1.2): what is typed is looked for, arrows move, Enter takes, Escape closes.
 * `find` may be slow or local; answers that come late for older words are dropped.
 */
export function Combobox({
  id,
  value,
  shown,
  onChange,
  find,
  hint,
  faults,
}: {
  id: string
  value: string
  /** Words of the value that is chosen. */
  shown: string
  onChange: (value: string, suggestion?: Suggestion) => void
  find: (words: string) => readonly Suggestion[] | Promise<readonly Suggestion[]>
  hint?: unknown
  faults?: readonly Fault[]
}): ReactNode {
  const t = useTexts().ui
  const list = useId()
  const [typed, setTyped] = useState(shown)
  const [found, setFound] = useState<readonly Suggestion[]>([])
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const asked = useRef(0)
  useEffect(() => setTyped(shown), [shown])

  const look = (words: string): void => {
    const turn = ++asked.current
    void Promise.resolve(find(words)).then((suggestions) => {
      if (turn !== asked.current) return
      setFound(suggestions.slice(0, 8))
      setActive(-1)
      setOpen(true)
    })
  }
  const take = (suggestion: Suggestion): void => {
    asked.current++
    setTyped(suggestion.label)
    setOpen(false)
    onChange(suggestion.value, suggestion)
  }
  const move = (by: number): void => {
    if (!open) look(typed)
    else if (found.length) setActive((active + by + found.length) % found.length)
  }
  return (
    <div className="combo">
      <input
        {...ariaOf(id, hint, faults)}
        role="combobox"
        type="text"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={open && found.length > 0}
        aria-controls={list}
        aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          if (event.target.value.trim() === '') {
            asked.current++
            setOpen(false)
            onChange('')
          } else look(event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            move(event.key === 'ArrowDown' ? 1 : -1)
          } else if (event.key === 'Enter' && open) {
            event.preventDefault()
            const chosen = found[active] ?? found[0]
            if (chosen) take(chosen)
          } else if (event.key === 'Escape') setOpen(false)
        }}
        onBlur={() => {
          setOpen(false)
          const exact = found.find(
            (f) => f.label.toLowerCase() === typed.trim().toLowerCase() || f.value === typed.trim(),
          )
          if (exact) take(exact)
          else if (typed !== shown && typed.trim() !== '') onChange(typed.trim())
        }}
      />
      <ul role="listbox" id={list} aria-label={t.suggestions} hidden={!open || found.length === 0}>
        {found.map((suggestion, i) => (
          <li
            key={suggestion.value}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
          >
            <span>
              {suggestion.label}
              {suggestion.more && <small>{suggestion.more}</small>}
            </span>
            {suggestion.code && <span className="mono muted">{suggestion.code}</span>}
          </li>
        ))}
      </ul>
      <span className="sr" role="status">
        {open ? t.found(found.length) : ''}
      </span>
      {value === '' && typed !== '' && !open && null}
    </div>
  )
}
