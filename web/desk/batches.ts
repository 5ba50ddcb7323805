import { api, newKey } from '../shell/api.ts'

export interface BatchItem {
  readonly permit: string
  readonly number: string | null
  readonly title: string
  readonly version: number
}
export interface Batch {
  readonly id: string
  readonly procedure: string
  readonly items: readonly BatchItem[]
  readonly sample: readonly string[]
  readonly opened: readonly string[]
  readonly digest: string
  readonly expiresAt: string
  readonly excluded?: readonly { readonly permit: string; readonly reason: string }[]
  readonly result: readonly BatchResult[] | null
}
export interface BatchResult {
  readonly permit: string
  readonly number: string | null
  readonly title: string
  readonly outcome: 'approved' | 'left'
  readonly reason?: string
}

/** What was left out is told once, by the answer that made the batch; it is kept for the page that follows. */
const excluded = new Map<string, NonNullable<Batch['excluded']>>()
export const excludedOf = (batch: string): NonNullable<Batch['excluded']> => excluded.get(batch) ?? []

/** Puts alike proposals together. @throws Refused with BATCH_TOO_SMALL when fewer than two are alike. */
export async function makeBatch(permits: readonly string[]): Promise<string> {
  const made = await api<Batch>('/v1/batches', {
    method: 'POST',
    body: { permits: permits.slice(0, 100) },
    key: newKey(),
  })
  excluded.set(made.id, made.excluded ?? [])
  return made.id
}
