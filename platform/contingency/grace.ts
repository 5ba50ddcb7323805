import { createHash } from 'node:crypto'
import { refusal } from '#kernel'
import type { Directory, Identity } from '#platform/access'
import { Refusals } from '#platform/cases'
import { isUnavailable } from '#platform/db'

/** Who proved lately who they are may go on acting for so long while nobody can be asked. Milliseconds. */
const GRACE = 4 * 3_600_000
const MOST = 20_000

/**
 * Identities while the database is away: whoever was recognised in the last four hours is still known by the same token; anybody else is
 * refused, and told that it is not their fault. A token that was withdrawn meanwhile works until the database is back, and no longer.
 */
export function withGrace(directory: Directory): Directory {
  const seen = new Map<string, { identity: Identity; at: number }>()
  return {
    ...directory,
    identify: async (bearer) => {
      const key = createHash('sha256').update(bearer).digest('base64')
      try {
        const identity = await directory.identify(bearer)
        seen.delete(key)
        if (identity) seen.set(key, { identity, at: Date.now() })
        const [oldest] = seen.keys()
        if (seen.size > MOST && oldest !== undefined) seen.delete(oldest)
        return identity
      } catch (error) {
        if (!isUnavailable(error)) throw error
        const known = seen.get(key)
        if (known && Date.now() - known.at < GRACE) return known.identity
        throw new Refusals([refusal('IDENTITY_UNAVAILABLE')])
      }
    },
  }
}
