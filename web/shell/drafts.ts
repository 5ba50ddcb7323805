import { useCallback, useEffect, useRef, useState } from 'react'
import { api, Refused } from './api.ts'
import { channel, store, tellTabs, type Draft } from './store.ts'

/** Also on the server, so that another device finds it. A window that keeps no drafts answers 404, and this device's is enough. */
const address = (key: string): string => `/v1/drafts/${encodeURIComponent(key)}`
let serverKeeps = true

interface ServerDraft {
  readonly content?: unknown
}

async function fromServer(key: string): Promise<Draft | undefined> {
  if (!serverKeeps || key.startsWith('local:')) return undefined
  try {
    const found = await api<ServerDraft>(address(serverKey(key)))
    const kept = found.content as Draft | undefined
    return kept && typeof kept.savedAt === 'string' ? { key, value: kept.value, savedAt: kept.savedAt } : undefined
  } catch {
    return undefined
  }
}

/** Keys on the server are of whoever is signed in; only on the device does the key name them. */
const serverKey = (key: string): string => key.slice(key.indexOf('/') + 1)

async function toServer(draft: Draft): Promise<void> {
  if (!serverKeeps || draft.key.startsWith('local:')) return
  try {
    const { value, savedAt } = draft
    await api(address(serverKey(draft.key)), { method: 'PUT', body: { content: { value, savedAt } } })
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) serverKeeps = false
  }
}

export const readDraft = async (key: string): Promise<Draft | undefined> => {
  const [device, server] = await Promise.all([
    store()
      .then((db) => db.get('drafts', key))
      .catch(() => undefined),
    navigator.onLine ? fromServer(key) : undefined,
  ])
  if (!device || !server) return device ?? server
  return device.savedAt >= server.savedAt ? device : server
}

export const forgetDraft = async (key: string): Promise<void> => {
  await store()
    .then((db) => db.delete('drafts', key))
    .catch(() => undefined)
  tellTabs({ draft: key, gone: true })
  if (serverKeeps && !key.startsWith('local:'))
    await api(address(serverKey(key)), { method: 'DELETE' }).catch(() => undefined)
}

/** On this device 90 days, like the server's. Whoever leaves for good asks for all of them to go. */
export async function sweepDrafts(now: number): Promise<void> {
  const db = await store().catch(() => undefined)
  if (!db) return
  for (const draft of await db.getAll('drafts'))
    if (Date.parse(draft.savedAt) < now - 90 * 86_400_000) await db.delete('drafts', draft.key)
}

export interface Drafting<T> {
  readonly value: T
  readonly set: (change: T | ((now: T) => T)) => void
  /** Device time of the last save; null while nothing was typed. */
  readonly savedAt: string | null
  readonly ready: boolean
  /** The same form was changed in another tab of this device. */
  readonly elsewhere: boolean
  /** Takes what the other tab wrote. */
  readonly takeOther: () => void
  readonly forget: () => Promise<void>
}

const DEVICE_AFTER = 400
const SERVER_AFTER = 4000

/** State of a form that survives anything: reload, crash, sign-out, an expired session, another tab. */
export function useDraft<T>(key: string, initial: T): Drafting<T> {
  const [value, setValue] = useState(initial)
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const [ready, setReady] = useState(false)
  const [elsewhere, setElsewhere] = useState(false)
  const latest = useRef(value)
  const timers = useRef<{ device?: ReturnType<typeof setTimeout>; server?: ReturnType<typeof setTimeout> }>({})
  const dirty = useRef(false)
  const forgotten = useRef(false)

  const save = useCallback(async (): Promise<void> => {
    if (!dirty.current || forgotten.current) return
    dirty.current = false
    const draft: Draft = { key, value: latest.current, savedAt: new Date().toISOString() }
    await store()
      .then((db) => db.put('drafts', draft))
      .catch(() => undefined)
    tellTabs({ draft: key })
    setSavedAt(draft.savedAt)
    clearTimeout(timers.current.server)
    timers.current.server = setTimeout(() => void toServer(draft), SERVER_AFTER)
  }, [key])

  useEffect(() => {
    let here = true
    forgotten.current = false
    void readDraft(key).then((draft) => {
      if (!here) return
      // What was typed while the store was being asked is newer than anything in it.
      if (draft && !dirty.current) {
        latest.current = draft.value as T
        setValue(draft.value as T)
        setSavedAt(draft.savedAt)
      }
      setReady(true)
    })
    const heard = ({ data }: MessageEvent<{ draft?: string; gone?: boolean }>): void => {
      if (data.draft !== key) return
      if (data.gone) forgotten.current = true
      else setElsewhere(true)
    }
    const hide = (): void => {
      if (document.visibilityState === 'hidden') void save()
    }
    channel?.addEventListener('message', heard)
    document.addEventListener('visibilitychange', hide)
    addEventListener('pagehide', hide)
    return () => {
      here = false
      channel?.removeEventListener('message', heard)
      document.removeEventListener('visibilitychange', hide)
      removeEventListener('pagehide', hide)
      clearTimeout(timers.current.device)
      void save()
    }
  }, [key, save])

  return {
    value,
    savedAt,
    ready,
    elsewhere,
    set: useCallback(
      (change) => {
        const next = typeof change === 'function' ? (change as (now: T) => T)(latest.current) : change
        latest.current = next
        dirty.current = true
        forgotten.current = false
        setValue(next)
        clearTimeout(timers.current.device)
        timers.current.device = setTimeout(() => void save(), DEVICE_AFTER)
      },
      [save],
    ),
    takeOther: useCallback(() => {
      void store()
        .then((db) => db.get('drafts', key))
        .then((draft) => {
          if (!draft) return
          latest.current = draft.value as T
          setValue(draft.value as T)
          setSavedAt(draft.savedAt)
          setElsewhere(false)
        })
    }, [key]),
    forget: useCallback(async () => {
      forgotten.current = true
      dirty.current = false
      clearTimeout(timers.current.device)
      clearTimeout(timers.current.server)
      await forgetDraft(key)
      setSavedAt(null)
    }, [key]),
  }
}

/** Everything of this person on this device goes, after the server has it. For a phone that others use. */
export async function forgetDevice(): Promise<void> {
  const db = await store().catch(() => undefined)
  await db?.clear('drafts')
}
