import { Type, type Static } from 'typebox'
import { refusal, strict } from '#kernel'
import type { Identity, IdentityProvider } from '#platform/access'
import { Refusals, systemActor, transact, type Engine, type Statement } from '#platform/cases'
import { getCommandId, getIdentity, sandboxOf, shapeFaults, type Door } from '#platform/http'
import type { TaxRegistry } from '#platform/registry'
import type { EnterpriseState } from './enterprise-state.ts'

export const JoinSchema = Type.Object(
  { country: Type.String({ pattern: '^[A-Z]{2}$' }), taxId: Type.String({ minLength: 3, maxLength: 40 }) },
  strict,
)

const byNumber: Statement = {
  name: 'enterprise.by-number',
  text: `SELECT id FROM cases."case" WHERE number = $1 AND type = 'enterprise' AND status <> 'CLOSED' AND sandbox_id IS NOT DISTINCT FROM $2 LIMIT 1`,
}
const unchecked: Statement = {
  name: 'enterprise.unchecked',
  text: `SELECT id, state FROM cases."case" WHERE type = 'enterprise' AND status IN ('DRAFT', 'ACTIVE') AND state->>'registry' = 'unchecked'
         AND sandbox_id IS NULL ORDER BY id LIMIT 50`,
}

export type JoinInput = Static<typeof JoinSchema>

/** Asks to join a firm by its number; what comes of it is the same to whoever asks, whether or not there is one. */
export async function askToJoin(
  engine: Engine,
  who: Identity,
  input: JoinInput,
  commandId: string,
  sandbox: string | null,
): Promise<void> {
  if (!who.grants.has('enterprise.join'))
    throw new Refusals([refusal('FORBIDDEN', '', { command: 'join', permission: 'enterprise.join' })])
  const faults = shapeFaults(JoinSchema, input)
  if (faults.length) throw new Refusals(faults)
  const { country, taxId } = input
  await engine.asPlatform(sandbox, commandId, async (work) => {
    const { rows } = await work.tx.query<{ id: string }>(byNumber, [`${country}-${taxId}`, sandbox])
    if (!rows[0]) return
    const file = await work.get('enterprise', rows[0].id)
    await work.run(file, 'requestJoin', { person: who.actor.person }, systemActor)
  })
}

/** Asking to join a firm that one may not see: the answer is the same whether or not there is one. */
export function joinRoutes(app: Door, { engine, identity }: { engine: Engine; identity: IdentityProvider }): void {
  app.post('/v1/enterprises/join', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const commandId = getCommandId(request)
    await askToJoin(engine, who, (request.body ?? {}) as JoinInput, commandId, sandboxOf(request, who))
    return reply.code(204).send()
  })
}

/** Asks the registry again about every firm that it did not answer for. Answers how many it has answered now. */
export async function recheck(engine: Engine, registry: TaxRegistry): Promise<number> {
  const waiting = await transact(engine.pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<{ id: string; state: EnterpriseState }>(unchecked, [])).rows
  })
  let answered = 0
  for (const { id, state } of waiting) {
    const said = await registry.ask(state.country, state.taxId)
    // It is away: the others would only wait for nothing.
    if (said.status === 'down') break
    const { status } = said
    const [name, address] = status === 'unknown' ? [null, null] : [said.name, said.address]
    await engine.asPlatform(null, id, async (work) => {
      const file = await work.get('enterprise', id)
      if ((file.state as EnterpriseState).registry !== 'unchecked') return
      await work.run(file, 'answerRegistry', { status, name, address }, systemActor)
    })
    answered++
  }
  return answered
}
