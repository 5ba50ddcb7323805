import type { Pool } from 'pg'
import type { Instant } from '#kernel'
import { transact, type Statement } from '#platform/cases'

const expired: Statement = { name: 'draft.expire', text: 'DELETE FROM drafts.draft WHERE expires_at <= $1' }

/** Erases drafts that nobody has saved for ninety days. */
export const expireDrafts = (pool: Pool, now: Instant): Promise<void> =>
  transact(pool, null, async (tx) => {
    tx.asPlatform()
    await tx.query(expired, [now])
  })
