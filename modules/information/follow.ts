import type { SheetStanding } from '#modules/finder'
import { newId, systemActor, transact, type Engine, type Statement } from '#platform/cases'
import type { AlertState } from './alert.ts'
import { changesBetween } from './brief.ts'
import { answerNow, type InformationServices } from './module.ts'

/** Subscriptions of one transaction: fewer than a command may touch. */
const PIECE = 40

const findStale: Statement = {
  name: 'information.stale-alerts',
  text: `SELECT case_id AS id FROM information.alert WHERE country = $1 AND seen <> $2 ORDER BY case_id LIMIT ${PIECE} FOR UPDATE SKIP LOCKED`,
}
const markSeen: Statement = {
  name: 'information.seen-alerts',
  text: 'UPDATE information.alert SET seen = $2 WHERE case_id = ANY ($1)',
}

/**
 * Puts the question of every subscription to the rules again wherever these may answer otherwise than when it was last put: another
 * edition of the pack, something published in the catalogues, another day. Who gets another answer is told (M35). What changed is found by
 * comparing the two answers and by nothing else.
 */
export async function followAlerts(
  engine: Engine,
  services: InformationServices,
  rulesOf: (country: string, now: string) => Promise<string>,
): Promise<number> {
  let told = 0
  for (const country of services.library.packs.keys()) {
    const seen = await rulesOf(country, engine.clock.now())
    while (
      await engine.asPlatform(null, newId(), async (work) => {
        const { rows } = await work.tx.query<{ id: string }>(findStale, [country, seen])
        for (const { id } of rows) {
          const file = await work.find('alert', id)
          const s = file?.state as AlertState | undefined
          if (!file || s?.status !== 'ACTIVE' || !s.brief) continue
          const { brief } = answerNow(services, s.question, work.now)
          if (brief.digest === s.brief.digest) continue
          const changes = {
            es: changesBetween(s.brief, brief, 'es'),
            en: changesBetween(s.brief, brief, 'en'),
            pt: changesBetween(s.brief, brief, 'pt'),
          }
          await work.run(file, 'tell', { brief, changes }, systemActor)
          told++
        }
        if (rows.length) work.also(markSeen, [rows.map((r) => r.id), seen])
        return rows.length === PIECE
      })
    );
  }
  return told
}

const findSheets: Statement = {
  name: 'information.sheets',
  text: 'SELECT procedure, status, digest, confirmed_at AS "confirmedAt", review_at AS "reviewAt" FROM information.sheet',
}

/** How the sheets of procedures stand, for the finder to say beside them. A few hundred rows, read again when asked to. */
export function createSheets(pool: Engine['pool']): {
  of(procedure: string): SheetStanding | undefined
  refresh(): Promise<void>
} {
  let known: ReadonlyMap<string, SheetStanding> = new Map()
  return {
    of: (procedure) => known.get(procedure),
    refresh: async () => {
      const { rows } = await transact(pool, null, (tx) =>
        tx.query<SheetStanding & { procedure: string } & Record<string, unknown>>(findSheets, []),
      )
      known = new Map(rows.map(({ procedure, ...standing }) => [procedure, standing]))
    },
  }
}
