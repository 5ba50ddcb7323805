import type { Pool } from 'pg'
import { transact, type Statement } from '#platform/cases'

/** One reading of a case by somebody whose organisation does not own it. */
export interface Look {
  readonly caseId: string
  readonly person: string
  readonly org: string
  readonly mandate: string | null
  readonly at: string
}

/** Keeps readings: gathered in memory and written once a second, because nobody who reads should wait for it. */
export interface Looks {
  note(look: Look): void
  flush(): Promise<void>
  close(): Promise<void>
}

const write: Statement = {
  name: 'look.write',
  text: `INSERT INTO oversight.look (case_id, person_id, org_id, day, mandate, first_at, last_at, times)
         SELECT case_id, person_id, org_id, first_at::date, mandate, first_at, last_at, times
         FROM json_to_recordset($1::json) AS r(case_id uuid, person_id uuid, org_id uuid, mandate text, first_at timestamptz, last_at timestamptz, times int)
         ON CONFLICT (case_id, person_id, org_id, day, mandate) DO UPDATE SET last_at = excluded.last_at, times = oversight.look.times + excluded.times`,
}

interface Row {
  case_id: string
  person_id: string
  org_id: string
  mandate: string
  first_at: string
  last_at: string
  times: number
}

export function createLooks(pool: Pool, warn: (text: string) => void): Looks {
  let rows = new Map<string, Row>()
  let under: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    if (rows.size === 0) return under
    const batch = [...rows.values()]
    rows = new Map()
    under = under
      .then(() =>
        transact(pool, null, async (tx) => {
          tx.asPlatform()
          await tx.query(write, [JSON.stringify(batch)])
        }),
      )
      .catch((error: unknown) =>
        warn(`readings were not kept: ${error instanceof Error ? error.message : String(error)}`),
      )
    return under
  }
  const timer = setInterval(() => void flush(), 1000)
  timer.unref()
  return {
    note: ({ caseId, person, org, mandate, at }) => {
      const key = `${caseId} ${person} ${org} ${at.slice(0, 10)} ${mandate ?? ''}`
      const known = rows.get(key)
      if (known) {
        known.last_at = at
        known.times++
      } else
        rows.set(key, {
          case_id: caseId,
          person_id: person,
          org_id: org,
          mandate: mandate ?? '',
          first_at: at,
          last_at: at,
          times: 1,
        })
    },
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}
