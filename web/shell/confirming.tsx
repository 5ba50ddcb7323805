import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from '../ui/index.ts'
import { useTexts } from '../texts/texts.tsx'
import type { Me } from './answers.ts'
import { api, onReach } from './api.ts'

/** Where the other window ends: it was confirmed there, or left. */
const AFTER = '/cuenta'

const isThere = (other: Window): boolean => {
  try {
    return other.closed || other.location.pathname === AFTER
  } catch {
    // It is at another identity provider, whose address is none of ours.
    return false
  }
}

export interface Confirming {
  /** An act waits for the second factor. */
  readonly pending: boolean
  readonly dialog: ReactNode
  readonly ask: () => void
}

/**
 * An act that asks for a second factor, wherever it was given: confirmed in a window of its own, so that the page stays as it is with all
 * that was typed, chosen and attached, and the act is given again.
 */
export function useConfirming(): Confirming {
  const t = useTexts().shell
  const [address, setAddress] = useState<string>()
  const [done, setDone] = useState(false)
  const box = useRef<HTMLDialogElement>(null)
  const other = useRef<Window | null>(null)
  const before = useRef<Promise<string | null>>(undefined)
  useEffect(
    () =>
      onReach((event, to) => {
        if (event !== 'confirm' || to === undefined) return
        setDone(false)
        setAddress(to)
        if (!box.current?.open) box.current?.showModal()
      }),
    [],
  )
  const look = async (): Promise<void> => {
    const was = await before.current
    if (was === undefined || (await steppedUpAt()) === was) return
    before.current = undefined
    setAddress(undefined)
    setDone(true)
  }
  const go = (): void => {
    if (address === undefined) return
    before.current = steppedUpAt()
    other.current = open(`${address}?to=${AFTER}`)
    // A browser that opens no windows goes there itself: what is typed is kept as a draft.
    if (!other.current) {
      location.assign(`${address}?to=${encodeURIComponent(location.pathname + location.search)}`)
      return
    }
    const timer = setInterval(() => {
      if (!other.current || !isThere(other.current)) return
      clearInterval(timer)
      other.current.close()
      void look()
    }, 400)
  }
  const close = (): void => box.current?.close()
  return {
    pending: address !== undefined,
    ask: () => box.current?.showModal(),
    dialog: (
      <dialog ref={box} className="card" aria-labelledby="confirming">
        <div className="stack">
          <h2 id="confirming">{done ? t.confirmed : t.confirm}</h2>
          <p role="status">{done ? t.confirmedMore : t.confirmMore}</p>
          <p className="row">
            <Button onPress={done ? close : go}>{done ? t.goOn : t.confirmNow}</Button>
            {!done && (
              <Button kind="alt" onPress={close}>
                {t.notNow}
              </Button>
            )}
          </p>
        </div>
      </dialog>
    ),
  }
}

const steppedUpAt = (): Promise<string | null> =>
  api<Me>('/v1/me').then(
    (me) => me.session?.steppedUpAt ?? null,
    () => null,
  )
