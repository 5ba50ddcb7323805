import { useEffect, useRef, type ReactNode } from 'react'

export interface Shortcut {
  readonly key: string
  readonly words: string
  readonly run: () => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type))

/**
 * Single keys for people who decide all day. Never while somebody types, never with a modifier, and off where the person turned them off
 * (WCAG 2.1.4). `?` opens the list of them.
 */
export function useKeys(shortcuts: readonly Shortcut[], on: boolean): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    if (!on) return undefined
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const found = latest.current.find((s) => s.key === event.key)
      if (!found) return
      event.preventDefault()
      found.run()
    }
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [on])
}

/** The list of keys, in a dialog of the machine's own: Escape closes it, and the focus comes back. */
export function KeyList({
  title,
  close,
  shortcuts,
  open,
  onClose,
}: {
  title: string
  close: string
  shortcuts: readonly Shortcut[]
  open: boolean
  onClose: () => void
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    <dialog ref={dialog} className="card" aria-labelledby="keys" onClose={onClose}>
      <h2 id="keys">{title}</h2>
      <dl className="pairs">
        {shortcuts.map(({ key, words }) => (
          <div key={key}>
            <dt>{words}</dt>
            <dd>
              <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <button type="button" className="btn alt sm" onClick={onClose}>
          {close}
        </button>
      </p>
    </dialog>
  )
}
