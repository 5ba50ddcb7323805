import type { Pool } from 'pg'
import { grantsOf, type Acting, type MandateAsked } from '#platform/access'
import { findCase, transact, type CaseRow, type Statement, type Work } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { isLive, type MandateState } from './mandate.ts'
import { outside } from './scope.ts'

/**
 * Who somebody is under a mandate: the organisation they act for, with no more grants than their own roles, an agent's and the mandate
 * give together. Nothing when there is no such mandate for them now; asked afresh each time, because taking it back works at once.
 */
export async function findActing(
  pool: Pool,
  clock: Clock,
  { identity, mandate, sandbox }: MandateAsked,
): Promise<Acting | undefined> {
  const found = await transact(pool, null, async (tx) => {
    tx.asPlatform()
    const row = (await tx.query<CaseRow>(findCase, [mandate])).rows[0]
    const world = sandbox ? (await tx.query<{ now: string }>(sandboxNow, [sandbox])).rows[0]?.now : clock.now()
    return { row, now: world ?? clock.now() }
  })
  const s = found.row?.type === 'mandate' ? (found.row.state as unknown as MandateState) : undefined
  if (!s || found.row?.sandbox_id !== sandbox) return undefined
  if (s.agent !== identity.actor.org || !isLive(s, found.now.slice(0, 10))) return undefined
  const agents = grantsOf(['agent'])
  const grants = new Set(s.acts.filter((a) => agents.has(a) && identity.grants.has(a)))
  const actor = { ...identity.actor, org: s.principal, mandate, through: s.agent }
  return {
    identity: { ...identity, actor, grants },
    covers: (subject) => outside(s, subject, s.principalName).length === 0,
  }
}

const sandboxNow: Statement = { name: 'mandate.sandbox', text: 'SELECT now FROM identity.sandbox WHERE id = $1' }

const liveOf: Statement = {
  name: 'mandate.live',
  text: `SELECT c.id, c.state FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
         WHERE p.org_id = $1 AND p.capacity = 'agent' AND c.type = 'mandate' AND c.status = 'ACTIVE' AND c.sandbox_id IS NULL
         ORDER BY c.id DESC LIMIT 200`,
}

/** The mandates that an organisation may act under today. */
export const liveMandates = (
  pool: Pool,
  org: string,
  now: string,
): Promise<readonly (MandateState & { readonly id: string })[]> =>
  transact(pool, org, async (tx) => {
    const { rows } = await tx.query<{ id: string; state: MandateState }>(liveOf, [org])
    return rows.map(({ id, state }) => ({ ...state, id })).filter((m) => isLive(m, now.slice(0, 10)))
  })

const givenTo: Statement = {
  name: 'mandate.given-to',
  text: `SELECT c.state FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
         WHERE p.org_id = $1 AND p.capacity = 'agent' AND c.type = 'mandate' AND c.status = 'ACTIVE' AND c.sandbox_id IS NOT DISTINCT FROM $2`,
}

const mandatorsIn = new WeakMap<Work, Map<string, Promise<readonly string[]>>>()

/** Firms that have mandated an organisation as of now: their permits meet its needs too (PACK 16.12). Asked once in a command. */
export function mandatorsOf(work: Work, agent: string): Promise<readonly string[]> {
  const known = mandatorsIn.get(work) ?? new Map<string, Promise<readonly string[]>>()
  mandatorsIn.set(work, known)
  const found = known.get(agent) ?? readMandators(work, agent)
  known.set(agent, found)
  return found
}

async function readMandators(work: Work, agent: string): Promise<readonly string[]> {
  const { rows } = await work.tx.query<{ state: MandateState }>(givenTo, [agent, work.world.sandbox])
  const day = work.now.slice(0, 10)
  return [...new Set(rows.flatMap(({ state }) => (isLive(state, day) ? [state.principal] : [])))]
}

const givenBy: Statement = {
  name: 'mandate.given-by',
  text: `SELECT c.state FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
         WHERE p.org_id = $1 AND p.capacity = 'principal' AND c.type = 'mandate' AND c.status = 'ACTIVE' AND c.sandbox_id IS NOT DISTINCT FROM $2`,
}

/** Organisations that a firm has mandated as of now: what they wait for, a permit of the firm may give (PACK 16.12). */
export async function agentsOf(work: Work, principal: string): Promise<readonly string[]> {
  const { rows } = await work.tx.query<{ state: MandateState }>(givenBy, [principal, work.world.sandbox])
  const day = work.now.slice(0, 10)
  return [...new Set(rows.flatMap(({ state }) => (isLive(state, day) ? [state.agent] : [])))]
}
