import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Problem } from './api.ts'

/** What somebody typed and has not sent, kept on this device under whose it is and what it is of. */
export interface Draft {
  readonly key: string
  readonly value: unknown
  /** ISO instant of this device. */
  readonly savedAt: string
}

/** A file that waits with its command. */
export interface Attached {
  readonly digest: string
  readonly blob: Blob
}

/** A command that waits for the network. Sent in order, always with the same id, so it happens once. */
export interface Waiting {
  readonly id: string
  readonly owner: string
  readonly title: string
  readonly path: string
  readonly body: unknown
  readonly version: number | '*' | null
  readonly at: string
  readonly state: 'waiting' | 'sending' | 'rejected' | 'received'
  readonly problem?: Problem
  /** Files that the command names by their digest; they go first. */
  readonly attached?: readonly Attached[]
  /** The draft that goes with it, forgotten when it arrived. */
  readonly draft?: string
}

interface Kept extends DBSchema {
  drafts: { key: string; value: Draft }
  outbox: { key: string; value: Waiting & { order: number }; indexes: { order: number } }
}

let opened: Promise<IDBPDatabase<Kept>> | undefined

/** The device's own store. Where it cannot be opened (a private window), nothing is kept and everything else still works. */
export const store = (): Promise<IDBPDatabase<Kept>> => {
  opened ??= openDB<Kept>('ventanilla', 1, {
    upgrade: (db) => {
      db.createObjectStore('drafts', { keyPath: 'key' })
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('order', 'order')
    },
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

/** Tells the other tabs of this device that a draft or the outbox changed. */
export const channel: BroadcastChannel | undefined =
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('ventanilla')

/** A word to the other tabs. */
export const tellTabs = (message: {
  readonly draft?: string
  readonly gone?: boolean
  readonly outbox?: boolean
}): void =>
  // A channel has no origin to name: the browser gives it to nobody else's pages.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  channel?.postMessage(message)

/** What was seen goes out of the worker's memory: another person follows on this device. */
export const forgetAnswers = (): void =>
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  navigator.serviceWorker?.controller?.postMessage('forget')
