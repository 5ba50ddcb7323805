import { transact, type Statement } from '#platform/cases'
import type { Pool } from 'pg'
import { channelOfDraw, drawOf, hashOfKey } from './draw.ts'
import type { AssignmentState } from './assignment.ts'
import { stricter, type Channel } from './score.ts'

export interface DrawBreach {
  readonly assignment: string
  readonly declaration: string
  readonly reason: 'value' | 'commitment' | 'no-key' | 'channel'
}

// From the events, which nobody can change, not from the snapshot.
const draws: Statement = {
  name: 'risk.draws',
  text: `SELECT d.case_id AS assignment, s.data->'subject'->>'case' AS declaration, d.data AS drawn, a.data->>'channel' AS channel, s.data->>'country' AS country,
           coalesce(c.sandbox_id::text, '') AS world
         FROM cases.event d JOIN cases.event s ON s.case_id = d.case_id AND s.type = 'OperationScored'
           JOIN cases.event a ON a.case_id = d.case_id AND a.type = 'ChannelAssigned' JOIN cases."case" c ON c.id = d.case_id
         WHERE d.type = 'RandomDrawn' AND d.case_id > $1 ORDER BY d.case_id LIMIT 1000`,
}
const keys: Statement = {
  name: 'risk.all-keys',
  text: 'SELECT world, country, day::text AS day, key, hash FROM risk.day_key',
}

interface Row {
  readonly assignment: string
  readonly declaration: string
  readonly drawn: NonNullable<AssignmentState['drawn']>
  readonly channel: Channel
  readonly country: string
  readonly world: string
}

/** Draws every operation again with the key of its day, and compares: whoever chose one is found (M12-4). */
export async function verifyDraws(
  pool: Pool,
): Promise<{ readonly draws: number; readonly breaches: readonly DrawBreach[] }> {
  return transact(
    pool,
    null,
    async (tx) => {
      tx.asPlatform()
      const { rows: all } = await tx.query<{ world: string; country: string; day: string; key: string; hash: string }>(
        keys,
        [],
      )
      const byDay = new Map(all.map((k) => [`${k.world}/${k.country}/${k.day}`, k]))
      const breaches: DrawBreach[] = []
      let after = '00000000-0000-0000-0000-000000000000'
      let count = 0
      for (;;) {
        const { rows } = await tx.query<Row & Record<string, unknown>>(draws, [after])
        for (const { assignment, declaration, drawn, channel, country, world } of rows) {
          after = assignment
          count++
          const key = byDay.get(`${world}/${country}/${drawn.day}`)
          const breach = (reason: DrawBreach['reason']): void => void breaches.push({ assignment, declaration, reason })
          if (!key) breach('no-key')
          else if (hashOfKey(key.key) !== key.hash || key.hash !== drawn.keyHash) breach('commitment')
          else if (!drawn.given && drawOf(key.key, declaration) !== drawn.value) breach('value')
          else if (
            channelOfDraw(drawn.value, drawn.chances) !== drawn.channel ||
            // Looked at no less than chance drew; only a red of a month that has had its share is a yellow.
            stricter(channel, drawn.capped ? 'yellow' : drawn.channel) !== channel
          )
            breach('channel')
        }
        if (rows.length < 1000) return { draws: count, breaches }
      }
    },
    { snapshot: true },
  )
}
