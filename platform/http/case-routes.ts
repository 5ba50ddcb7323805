import type { FastifyInstance } from 'fastify'
import type { Acting, IdentityProvider } from '#platform/access'
import { typeOfBytes, type FileStore } from '#platform/files'
import { refusal } from '#kernel'
import {
  findCase,
  findEvents,
  Refusals,
  transact,
  Work,
  type CaseModule,
  type CaseRow,
  type Engine,
  type EventRow,
  type OpenCase,
  type Statement,
} from '#platform/cases'
import { requireFactor, type Level } from './second-factor.ts'
import { getActing, getCommandId, getSeenVersion, isUuid, pageOf, sendJson } from './context.ts'
import { presentCase } from './present.ts'
import { shapeFaults } from './validate.ts'

const listCases: Statement = {
  name: 'case.list',
  text: `SELECT DISTINCT ON (c.id) c.id, c.number, c.title, c.status, c.version, c.opened_at AS "openedAt", c.changed_at AS "changedAt"
         FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
         WHERE p.org_id = $2 AND c.type = $1 AND c.sandbox_id IS NOT DISTINCT FROM $3 AND ($4::text IS NULL OR c.status = $4)
           AND p.case_id < coalesce($5::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY c.id DESC LIMIT $6`,
}

const listWithStates: Statement = {
  name: 'case.list-with-states',
  text: listCases.text.replace('c.title,', 'c.title, c.state,'),
}

// What was handed in with an opinion or an answer is in the history, even when the state has moved on.
const namesFile: Statement = {
  name: 'case.names-file',
  text: 'SELECT 1 FROM cases.event WHERE case_id = $1 AND data::text LIKE $2 LIMIT 1',
}

export interface CaseRouteDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly files: FileStore
  /** Acts that sign at an advanced level or above ask for a second factor. */
  readonly stepUp: boolean
  /** Told of each case that somebody of another organisation than its owner reads. */
  readonly onRead?: (read: { caseId: string; person: string; org: string; mandate: string | null; at: string }) => void
}

/** Routes of a case type, derived from its table of commands (DESIGN 5 and 7). */
export function caseRoutes(
  app: FastifyInstance,
  module: CaseModule,
  { engine, identity, files, stepUp, onRead }: CaseRouteDeps,
): void {
  const { type, path, opens } = module
  const base = `/v1/${path}`

  app.get(base, async (request, reply) => {
    const acting = await getActing(request, identity)
    const { identity: who, sandbox } = acting
    const { limit, cursor } = pageOf(request)
    const { status } = request.query as { status?: string }
    const values = [type.name, who.actor.org, sandbox, status ?? null, isUuid(cursor) ? cursor : null, limit + 1]
    const rows = await transact(
      engine.pool,
      who.actor.org,
      async (tx) =>
        (await tx.query<{ id: string; state?: unknown }>(who.actor.mandate ? listWithStates : listCases, values)).rows,
    )
    const page = rows.slice(0, limit)
    // Under a mandate a page may hold fewer than asked: what it does not cover is left out, and the next page follows all the same.
    const items = who.actor.mandate
      ? page.flatMap(({ state, ...row }) => (isCovered(module, state, acting) ? [row] : []))
      : page
    return sendJson(reply, 200, JSON.stringify({ items, next: rows.length > limit ? page.at(-1)?.id : null }))
  })

  app.get(`${base}/:id`, async (request, reply) => {
    const acting = await getActing(request, identity)
    const { identity: who, sandbox } = acting
    const { body, version } = await transact(engine.pool, who.actor.org, async (tx) => {
      const row = visible(
        (await tx.query<CaseRow>(findCase, [idOf(request.params, module)])).rows[0],
        module,
        sandbox,
        acting,
      )
      const { person, org, mandate = null, through } = who.actor
      if (row.owner_org !== org || mandate)
        onRead?.({ caseId: row.id, person, org: through ?? org, mandate, at: engine.clock.now() })
      tx.asPlatform()
      const world = { now: engine.clock.now(), sandbox: row.sandbox_id, facts: {}, permits: {}, series: {} }
      const work = new Work({ tx, registry: engine.registry, world, commandId: row.id, recordedAt: world.now })
      return {
        body: JSON.stringify(await presentCase(asOpen(row, module), work, who.actor, who.grants)),
        version: row.version,
      }
    })
    return sendJson(reply, 200, body, version)
  })

  app.get(`${base}/:id/history`, async (request, reply) => {
    const acting = await getActing(request, identity)
    const { identity: who, sandbox } = acting
    const { limit, cursor } = pageOf(request)
    const from = Number(cursor ?? 0) || 0
    const { events, whole } = await transact(engine.pool, who.actor.org, async (tx) => {
      const row = visible(
        (await tx.query<CaseRow>(findCase, [idOf(request.params, module)])).rows[0],
        module,
        sandbox,
        acting,
      )
      const seen = seenBy(row, module, who.actor.org, engine.clock.now())
      tx.asPlatform()
      const { rows } = await tx.query<EventRow>(findEvents, [row.id, Math.min(row.version, from + limit), from])
      return { events: rows, whole: seen === row.state }
    })
    const items = events.map((e) => ({
      seq: e.seq,
      type: e.type,
      at: e.at,
      recordedAt: e.recorded_at,
      actor: e.actor,
      commandId: e.command_id,
      // Who sees only part of a case sees what happened and when, not what was said: an event is told whole or not at all.
      data: whole ? e.data : null,
      prevHash: e.prev_hash.toString('hex'),
      hash: e.hash.toString('hex'),
    }))
    return sendJson(
      reply,
      200,
      JSON.stringify({ items, next: items.length === limit ? String(items.at(-1)?.seq) : null }),
    )
  })

  // A file is read through a case that names it: who may see the case may open its papers, and nobody else.
  app.get(`${base}/:id/files/:digest`, async (request, reply) => {
    const acting = await getActing(request, identity)
    const { identity: who, sandbox } = acting
    const { digest } = request.params as { digest: string }
    const named = await transact(engine.pool, who.actor.org, async (tx) => {
      const row = visible(
        (await tx.query<CaseRow>(findCase, [idOf(request.params, module)])).rows[0],
        module,
        sandbox,
        acting,
      )
      if (!/^[0-9a-f]{64}$/.test(digest)) return false
      const seen = seenBy(row, module, who.actor.org, engine.clock.now())
      if (JSON.stringify(seen).includes(`"${digest}"`)) return true
      if (seen !== row.state) return false
      tx.asPlatform()
      return (await tx.query(namesFile, [row.id, `%"${digest}"%`])).rows.length > 0
    })
    const bytes = named ? await files.find(digest) : undefined
    if (!bytes) throw new Refusals([refusal('NOT_FOUND', '', { type: 'file', id: digest })])
    const type = typeOfBytes(bytes) ?? 'application/octet-stream'
    return reply
      .type(type)
      .header('content-disposition', 'attachment')
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(bytes))
  })

  /** The level at which an act on a case signs. A case that is not theirs to see is not told of: the command's own counts. */
  async function levelOf(name: string, id: string, org: string): Promise<Level> {
    const own = type.commands[name]?.signature
    if (!module.level || own === undefined) return own
    const [row] = await transact(engine.pool, org, async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows)
    return row?.type === type.name ? module.level(row.definition, name) : own
  }

  if (opens) {
    const { command } = opens
    const input = opens.input ?? type.commands[command]?.input
    app.post(base, async (request, reply) => {
      const acting = await getActing(request, identity)
      const { identity: who, sandbox } = acting
      const commandId = getCommandId(request)
      if (stepUp) requireFactor(who, type.commands[command]?.signature, engine.clock.now())
      const faults = input ? shapeFaults(input, request.body ?? {}) : []
      if (faults.length) throw new Refusals(faults)
      const done = await engine.execute({
        actor: who.actor,
        grants: who.grants,
        sandbox,
        commandId,
        type: type.name,
        command,
        input: request.body ?? {},
      })
      if (done.repeated) void reply.header('idempotent-replayed', 'true')
      return sendJson(reply, done.status, done.body)
    })
  }

  for (const [name, command] of Object.entries(type.commands)) {
    if (command.internal || name === opens?.command) continue
    app.post(`${base}/:id/${name}`, async (request, reply) => {
      const acting = await getActing(request, identity)
      const { identity: who, sandbox } = acting
      const commandId = getCommandId(request)
      const version = getSeenVersion(request)
      const id = idOf(request.params, module)
      if (stepUp) requireFactor(who, await levelOf(name, id, who.actor.org), engine.clock.now())
      const input = request.body ?? {}
      const faults = shapeFaults(command.input, input)
      if (faults.length) throw new Refusals(faults)
      const done = await engine.execute({
        actor: who.actor,
        grants: who.grants,
        sandbox,
        commandId,
        type: type.name,
        command: name,
        input,
        target: { id, version },
      })
      if (done.repeated) void reply.header('idempotent-replayed', 'true')
      return sendJson(reply, done.status, done.body)
    })
  }
}

/** The id in the address, or 404: an id that cannot be one names nothing. */
export function idOf(params: unknown, module: CaseModule): string {
  const { id } = params as { id: string }
  if (!isUuid(id)) throw new Refusals([refusal('NOT_FOUND', '', { type: module.noun, id })])
  return id
}

/** A row the reader may see, of this type and this world; otherwise 404, as if it did not exist. */
export function visible(
  row: CaseRow | undefined,
  module: CaseModule,
  sandbox: string | null,
  acting?: Acting,
): CaseRow {
  const found = row?.type === module.type.name && row.sandbox_id === sandbox ? row : undefined
  if (!found || (acting && !isCovered(module, found.state, acting)))
    throw new Refusals([refusal('NOT_FOUND', '', { type: module.noun, id: '' })])
  return found
}

/** Whether somebody who acts for another may know of a case. Whoever acts for themselves is not asked. */
function isCovered(module: CaseModule, state: unknown, { identity, covers }: Acting): boolean {
  if (!identity.actor.mandate) return true
  return module.subject !== undefined && covers(module.subject(state))
}

/** The part of a case that an organisation may see; the state itself when that is all of it, 404 when it is nothing. */
export function seenBy(row: CaseRow, module: CaseModule, org: string, now: string): { readonly status: string } {
  const seen = module.view ? module.view(row.state, { org, now }) : row.state
  if (!seen) throw new Refusals([refusal('NOT_FOUND', '', { type: module.noun, id: row.id })])
  return seen
}

export const asOpen = (row: CaseRow, module: CaseModule): OpenCase => ({
  id: row.id,
  module,
  definition: row.definition,
  isNew: false,
  ownerOrg: row.owner_org,
  openedAt: row.opened_at,
  was: row.version,
  state: row.state,
  version: row.version,
  events: [],
})
