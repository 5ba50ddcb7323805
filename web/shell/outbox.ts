import { useEffect, useState } from 'react'
import { api, newKey, Refused, Unreachable, upload } from './api.ts'
import { forgetDraft } from './drafts.ts'
import { channel, store, tellTabs, type Attached, type Waiting } from './store.ts'

export type { Attached, Waiting }

type Listener = () => void
const listeners = new Set<Listener>()
const changed = (elsewhere = true): void => {
  listeners.forEach((l) => l())
  if (elsewhere) tellTabs({ outbox: true })
}
channel?.addEventListener('message', ({ data }: MessageEvent<{ outbox?: boolean }>) => {
  if (data.outbox) changed(false)
})

export const waitingThings = async (): Promise<readonly Waiting[]> => {
  const db = await store().catch(() => undefined)
  return db ? db.getAllFromIndex('outbox', 'order') : []
}

const put = async (item: Waiting & { order: number }): Promise<void> => {
  await (await store()).put('outbox', item)
  changed()
}

export const dropWaiting = async (id: string): Promise<void> => {
  await (await store()).delete('outbox', id)
  changed()
}

export interface Command {
  readonly title: string
  readonly path: string
  readonly body: unknown
  readonly version?: number | '*'
  readonly key?: string
  readonly draft?: string
  /** Files it names by their digest, not yet in the store of the window: taken where there was no network. */
  readonly attached?: readonly Attached[]
  /** Whose it is: never sent under another person's session. */
  readonly owner: string
}

export type Sent<T> = { readonly done: T } | { readonly waiting: Waiting }

/** Gives a command now, or puts it in the visible queue when nobody answers. Refusals are thrown: they are not for waiting. */
export async function send<T>(command: Command): Promise<Sent<T>> {
  const key = command.key ?? newKey()
  const { path, body, version, attached = [] } = command
  try {
    for (const { blob } of attached) await upload(blob)
    const done = await api<T>(path, { method: 'POST', body, key, ...(version === undefined ? {} : { version }) })
    if (command.draft) await forgetDraft(command.draft)
    return { done }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const at = new Date().toISOString()
    const { title, owner, draft } = command
    const waiting: Waiting & { order: number } = {
      id: key,
      owner,
      title,
      path,
      body,
      version: version ?? null,
      at,
      state: 'waiting',
      order: Date.parse(at),
      ...(draft ? { draft } : {}),
      ...(attached.length ? { attached } : {}),
    }
    await put(waiting)
    return { waiting }
  }
}

/** Sends what waits, in order, in one tab only. Stops at the first that finds no network; a refused one stays, with its reasons. */
export async function flush(owner: string): Promise<number> {
  let sent = 0
  const run = async (): Promise<void> => {
    for (const item of (await waitingThings()) as readonly (Waiting & { order: number })[]) {
      if (item.owner !== owner || item.state === 'rejected' || item.state === 'received') continue
      await put({ ...item, state: 'sending' })
      try {
        // The store knows a file by its digest: sent twice it is there once.
        for (const { blob } of item.attached ?? []) await upload(blob)
        await api(item.path, {
          method: 'POST',
          body: item.body,
          key: item.id,
          ...(item.version === null ? {} : { version: item.version }),
        })
        const { attached: _, ...arrived } = item
        await put({ ...arrived, state: 'received' })
        if (item.draft) await forgetDraft(item.draft)
        sent++
      } catch (error) {
        // A session that ended or a second factor that is too old is mended by the person: what waits goes on waiting.
        if (error instanceof Refused && error.problem.status !== 401 && !error.problem.stepUp) {
          await put({ ...item, state: 'rejected', problem: error.problem })
          continue
        }
        await put({ ...item, state: 'waiting' })
        if (error instanceof Unreachable || error instanceof Refused) return
        throw error
      }
    }
  }
  if (navigator.locks)
    await navigator.locks.request('ventanilla-outbox', { ifAvailable: true }, (lock) => (lock ? run() : undefined))
  else await run()
  return sent
}

export function useOutbox(owner: string): readonly Waiting[] {
  const [items, setItems] = useState<readonly Waiting[]>([])
  useEffect(() => {
    let here = true
    const look = (): void =>
      void waitingThings().then((found) => here && setItems(found.filter((i) => i.owner === owner)))
    look()
    listeners.add(look)
    return () => {
      here = false
      listeners.delete(look)
    }
  }, [owner])
  return items
}
