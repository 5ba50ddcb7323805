import type { Pool } from 'pg'
import { newId, systemActor, transact, type Engine, type Statement, type Work } from '#platform/cases'
import type { LiveCatalogues } from './live.ts'
import { worldKey } from './rows.ts'

/** Cases of one transaction: fewer than a command may touch. */
const PIECE = 40

const ask: Statement = {
  name: 'catalogue.follow-up',
  text: `INSERT INTO catalogues.follow_up (id, world, country, because, asked_at) VALUES ($1, $2, $3, $4, $5)`,
}
const take: Statement = {
  name: 'catalogue.follow-up-take',
  text: `SELECT id, world, country, because, cursor FROM catalogues.follow_up WHERE done_at IS NULL AND id = $1 FOR UPDATE SKIP LOCKED`,
}
const findOpen: Statement = {
  name: 'catalogue.follow-up-open',
  text: 'SELECT id, world FROM catalogues.follow_up WHERE done_at IS NULL ORDER BY asked_at LIMIT 20',
}
// A refusal may be appealed, and so may what was left out of an approval: their periods run on after the decision.
const findPermits: Statement = {
  name: 'catalogue.follow-up-permits',
  text: `SELECT id FROM cases."case" WHERE type = 'permit' AND id > $1 AND definition LIKE $2 || '.%' AND sandbox_id IS NOT DISTINCT FROM $3
           AND (status IN ('AWAITING_PAYMENT', 'ADMISSIBILITY', 'CURE_REQUESTED', 'UNDER_EVALUATION', 'OBSERVED', 'PROPOSED', 'UNDER_APPEAL', 'DENIED', 'REVOKED')
             OR status IN ('APPROVED', 'PARTIALLY_USED', 'EXHAUSTED') AND state ? 'granted')
         ORDER BY id LIMIT ${PIECE}`,
}
const advance: Statement = {
  name: 'catalogue.follow-up-advance',
  text: 'UPDATE catalogues.follow_up SET cursor = $2, seen = seen + $3, changed = changed + $4, done_at = $5 WHERE id = $1',
}
const FIRST = '00000000-0000-0000-0000-000000000000'

/** Why periods are reckoned again: which days, by which norm. */
export interface Because {
  readonly catalogue: string
  readonly codes: readonly string[]
  readonly norm: string
}

/** Orders, in the transaction that publishes days of rest, that open cases of the country be reckoned again. */
export function askFollowUp(work: Work, country: string, because: Because): void {
  work.also(ask, [newId(), worldKey(work.world.sandbox), country, JSON.stringify(because), work.now])
}

interface Asked extends Record<string, unknown> {
  readonly id: string
  readonly world: string
  readonly country: string
  readonly because: Because
  readonly cursor: string | null
}

/** One piece of one order. Answers whether more is left of it; nothing when another node has it in hand. */
const piece = (engine: Engine, id: string, sandbox: string | null): Promise<boolean> =>
  engine.asPlatform(sandbox, newId(), async (work) => {
    const [asked] = (await work.tx.query<Asked>(take, [id])).rows
    if (!asked) return false
    const values = [asked.cursor ?? FIRST, asked.country, sandbox]
    const found = (await work.tx.query<{ id: string }>(findPermits, values)).rows
    let changed = 0
    for (const { id: permit } of found) {
      const file = await work.find('permit', permit)
      if (!file) continue
      const version = file.version
      await work.run(file, 'recomputeClocks', { because: asked.because }, systemActor)
      if (file.version > version) changed++
    }
    const last = found.length < PIECE
    work.also(advance, [id, found.at(-1)?.id ?? asked.cursor, found.length, changed, last ? work.now : null])
    return !last
  })

/** Does what was ordered and is not done, piece by piece. Safe on every node at once, and after any of them was killed. */
export async function followUp(engine: Engine, pool: Pool, live: LiveCatalogues): Promise<void> {
  const open = await transact(pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<{ id: string; world: string }>(findOpen, [])).rows
  })
  for (const { id, world } of open) {
    // What this node knows may be a second old; what was ordered was ordered for what was published then.
    live.changed(world || null)
    while (await piece(engine, id, world || null));
  }
}
