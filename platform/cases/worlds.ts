import type { Clock } from '#platform/clock'
import { Refusals } from './registry.ts'
import type { Statement, Tx } from './transaction.ts'
import type { World } from './work.ts'

const findSandbox: Statement = { name: 'sandbox.find', text: 'SELECT now, world FROM identity.sandbox WHERE id = $1' }
const lockSandbox: Statement = {
  name: 'sandbox.lock',
  text: 'SELECT now, world FROM identity.sandbox WHERE id = $1 FOR UPDATE',
}

interface SandboxRow {
  readonly now: string
  readonly world: { facts?: Record<string, unknown>; permits?: Record<string, string>; series?: Record<string, number> }
}

/** Real time, or the time and facts of a sandbox. Leaves the transaction in the organisation's view. */
export async function worldOf(tx: Tx, clock: Clock, sandbox: string | null, lock = false): Promise<World> {
  if (sandbox === null) return { now: clock.now(), sandbox: null, facts: {}, permits: {}, series: {} }
  tx.asPlatform()
  const found = tx.query<SandboxRow>(lock ? lockSandbox : findSandbox, [sandbox])
  tx.asOrganisation()
  const row = (await found).rows[0]
  if (!row) throw new Refusals([{ code: 'NOT_FOUND', pointer: '', params: { type: 'sandbox', id: sandbox } }])
  const { facts = {}, permits = {}, series = {} } = row.world
  return { now: row.now, sandbox, facts, permits, series }
}
