import { refusal } from '#kernel'
import { Refusals, type CaseRow, type Order, type Statement, type Work } from '#platform/cases'
import { isLive, type MandateState } from './mandate.ts'
import { outside } from './scope.ts'

// Shared with other acts under the same mandate, but never beside its revocation: whichever commits first counts.
const shareMandate: Statement = {
  name: 'mandate.share',
  text: `SELECT state, sandbox_id FROM cases."case" WHERE id = $1 AND type = 'mandate' FOR SHARE`,
}

/**
 * Whoever acts for another has a mandate that holds at this very moment and covers the act and every case it touches. Asked inside the
 * act's own transaction: a mandate that is taken back between two clicks covers the first and not the second.
 * @throws Refusals MANDATE_NOT_LIVE, MANDATE_SCOPE.
 */
export async function mandateGuard(work: Work, { actor, type, command }: Order): Promise<void> {
  if (!actor.mandate) return
  const { rows } = await work.tx.query<Pick<CaseRow, 'state' | 'sandbox_id'>>(shareMandate, [actor.mandate])
  const s = rows[0]?.state as MandateState | undefined
  const same = s?.principal === actor.org && s.agent === actor.through
  if (!s || !same || rows[0]?.sandbox_id !== work.world.sandbox || !isLive(s, work.world.now.slice(0, 10)))
    throw new Refusals([refusal('MANDATE_NOT_LIVE', '', { principal: s?.principalName ?? '' })])
  const may = work.registry.get(type).type.commands[command]?.may ?? ''
  const faults = [
    ...(s.acts.includes(may)
      ? []
      : [refusal('MANDATE_SCOPE', '', { what: may, principal: s.principalName, permission: may })]),
    ...work.touched.flatMap(({ module, state }) => {
      const subject = module.subject?.(state)
      return subject ? outside(s, subject, s.principalName) : []
    }),
  ]
  if (faults.length) throw new Refusals([...new Map(faults.map((f) => [JSON.stringify(f.params), f])).values()])
}
