import { randomBytes } from 'node:crypto'
import { Type, type Static } from 'typebox'
import { recordScenario, refusal, strict } from '#kernel'
import { moveOpenCases } from '#modules/permits'
import type { Directory, Identity } from '#platform/access'
import {
  findCase,
  findEvents,
  namedId,
  Refusals,
  transact,
  type CaseRow,
  type Engine,
  type EventRow,
} from '#platform/cases'
import { getIdentity, isUuid, sendJson, shapeFaults, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import {
  AdvanceSchema,
  FactsSchema,
  SettleSchema,
  WorldSchema,
  type Sandboxes,
  type WorldRequest,
} from './sandboxes.ts'

export const AccountSchema = Type.Object(
  {
    org: Type.String({
      maxLength: 80,
      description: 'An agency (pe.senasa), a demo organisation (agrofarma) or customs (pe.aduana)',
    }),
    name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,30}$' }),
    roles: Type.Array(Type.String({ maxLength: 30 }), { minItems: 1, maxItems: 8 }),
  },
  strict,
)

export interface SandboxDeps {
  readonly engine: Engine
  readonly library: PackLibrary
  readonly directory: Directory
  readonly sandboxes: Sandboxes
  /** Organisation id by the name an integrator knows. */
  readonly findOrg: (name: string) => string | undefined
  /** Carries the messages of a sandbox to the systems of others; absent when nobody does. */
  readonly carry?: (sandbox: string) => Promise<number>
}

/** Test clocks, the facts of their worlds and people to act in them. Not there at all outside a sandbox. */
export function sandboxRoutes(app: Door, { engine, library, directory, sandboxes, findOrg, carry }: SandboxDeps): void {
  const idOf = (params: unknown): string => {
    const { id } = params as { id: string }
    if (!isUuid(id)) throw new Refusals([refusal('NOT_FOUND', '', { type: 'sandbox', id })])
    return id
  }
  const checked = <T>(schema: Parameters<typeof shapeFaults>[0], body: unknown): T => {
    const faults = shapeFaults(schema, body ?? {})
    if (faults.length) throw new Refusals(faults)
    return body as T
  }
  /** A sandbox is its maker's, and that of the people made in it; to others it does not exist. */
  const own = async (request: Parameters<typeof getIdentity>[0]): Promise<string> => {
    const who: Identity = await getIdentity(request, directory)
    const id = idOf(request.params)
    const { owner } = await sandboxes.get(id)
    if (owner !== who.actor.org && who.account.sandbox !== id)
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'sandbox', id })])
    return id
  }

  app.post('/v1/sandboxes', async (request, reply) => {
    const who = await getIdentity(request, directory)
    return sendJson(
      reply,
      201,
      JSON.stringify(await sandboxes.create(who.actor.org, checked<WorldRequest>(WorldSchema, request.body))),
    )
  })
  app.get('/v1/sandboxes/:id', async (request, reply) => {
    return sendJson(reply, 200, JSON.stringify(await sandboxes.get(await own(request))))
  })
  app.post('/v1/sandboxes/:id/advance', async (request, reply) => {
    const id = await own(request)
    const { to } = checked<Static<typeof AdvanceSchema>>(AdvanceSchema, request.body)
    const moved = await sandboxes.advance(id, to)
    // A version may have bound the open cases on the way: each is moved as of the day on which it did.
    await moveOpenCases(engine, library, moved.now, id)
    return sendJson(reply, 200, JSON.stringify(moved))
  })
  app.post('/v1/sandboxes/:id/carry', async (request, reply) => {
    const id = await own(request)
    return sendJson(reply, 200, JSON.stringify({ moved: (await carry?.(id)) ?? 0 }))
  })
  app.post('/v1/sandboxes/:id/settle', async (request, reply) => {
    const id = await own(request)
    const { permit, outcome } = checked<Static<typeof SettleSchema>>(SettleSchema, request.body)
    return sendJson(reply, 200, JSON.stringify(await sandboxes.settle(id, permit, outcome)))
  })
  app.post('/v1/sandboxes/:id/facts', async (request, reply) => {
    const id = await own(request)
    const { facts } = checked<{ facts: NonNullable<WorldRequest['facts']> }>(FactsSchema, request.body)
    return sendJson(reply, 200, JSON.stringify(await sandboxes.suppose(id, facts)))
  })
  // What was tried by hand becomes a story that `pack check` plays from then on (PACK 16.17).
  app.get('/v1/sandboxes/:id/permits/:permit/scenario', async (request, reply) => {
    const id = await own(request)
    const { permit } = request.params as { permit: string }
    const missing = new Refusals([refusal('NOT_FOUND', '', { type: 'permit', id: permit })])
    if (!isUuid(permit)) throw missing
    const { row, events } = await transact(engine.pool, null, async (tx) => {
      tx.asPlatform()
      const found = (await tx.query<CaseRow>(findCase, [permit])).rows[0]
      if (found?.type !== 'permit' || found.sandbox_id !== id) throw missing
      return { row: found, events: (await tx.query<EventRow>(findEvents, [permit, found.version, 0])).rows }
    })
    const [name = '', from = ''] = (row.definition.split('#')[0] ?? '').split('@')
    const found = library.findProcedure(name, from)
    if (!found) throw missing
    const told = events.map((e) => ({ type: e.type, data: e.data, at: e.at, actor: e.actor, commandId: e.command_id }))
    return reply
      .type('application/yaml; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(recordScenario(row.title, found.procedure, told, new Map()))
  })
  app.post('/v1/sandboxes/:id/accounts', async (request, reply) => {
    const id = await own(request)
    const { org, name, roles } = checked<Static<typeof AccountSchema>>(AccountSchema, request.body)
    const orgId = findOrg(org)
    if (!orgId) throw new Refusals([refusal('UNKNOWN_ORGANISATION', '/org', { name: org })])
    const label = `${id}/${org}.${name}`
    const person = namedId(`person/${id}/${name}`)
    // One person may hold roles in several organisations; each is an account of its own, under a token of its own.
    const account = { id: namedId(`account/${label}`), person, name, org: orgId, roles, label, sandbox: id }
    const token = `sandbox.${randomBytes(24).toString('hex')}`
    await directory.putAccount(account, token, engine.clock.now())
    return sendJson(reply, 201, JSON.stringify({ account: { ...account, id: account.id }, token }))
  })
}
