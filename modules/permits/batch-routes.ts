import { randomInt } from 'node:crypto'
import { Type, type Static } from 'typebox'
import { refusal, strict, toInstant, toMs, UuidSchema, type PermitState, type Refusal } from '#kernel'
import type { Directory } from '#platform/access'
import {
  findCase,
  namedId,
  newId,
  Refusals,
  transact,
  type CaseRow,
  type Engine,
  type Statement,
} from '#platform/cases'
import {
  getCommandId,
  getIdentity,
  isUuid,
  problemOf,
  requireFactor,
  sandboxOf,
  sendJson,
  shapeFaults,
  type Door,
  type Level,
} from '#platform/http'
import { digestOf, drawSample, outsideBatch, patternOf, type BatchItem } from './batch.ts'

export const BatchSchema = Type.Object(
  {
    permits: Type.Array(UuidSchema, {
      minItems: 2,
      maxItems: 100,
      uniqueItems: true,
      description: 'Proposals to approve together; those that differ from the first one are left out, with the reason',
    }),
  },
  strict,
)
export const DecideBatchSchema = Type.Object(
  {
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the list as it was shown: the act is over it' }),
    reason: Type.String({ minLength: 1, maxLength: 4000, description: 'Written once, for all of them' }),
    pull: Type.Optional(
      Type.Array(UuidSchema, { maxItems: 99, uniqueItems: true, description: 'Taken out, to be decided one by one' }),
    ),
  },
  strict,
)

interface Batch {
  readonly id: string
  readonly procedure: string
  readonly items: readonly BatchItem[]
  readonly sample: readonly string[]
  readonly opened: readonly string[]
  readonly digest: string
  readonly expires_at: string
  readonly result: readonly object[] | null
}

const put: Statement = {
  name: 'batch.put',
  text: `INSERT INTO permits.batch (id, org_id, person_id, procedure, pattern, items, sample, digest, sandbox_id, made_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}
const find: Statement = {
  name: 'batch.find',
  text: `SELECT id, procedure, items, sample, opened, digest, expires_at, result FROM permits.batch
         WHERE id = $1 AND org_id = $2 AND person_id = $3 AND sandbox_id IS NOT DISTINCT FROM $4`,
}
const open: Statement = {
  name: 'batch.open',
  text: 'UPDATE permits.batch SET opened = array_append(opened, $2::uuid) WHERE id = $1 AND NOT $2::uuid = ANY(opened)',
}
const close: Statement = {
  name: 'batch.close',
  text: 'UPDATE permits.batch SET result = $2, reason = $3, decided_at = $4 WHERE id = $1 AND result IS NULL',
}

const HOUR = 3_600_000

const definitions: Statement = {
  name: 'batch.definitions',
  text: 'SELECT DISTINCT definition FROM cases."case" WHERE id = ANY($1)',
}

/** Deciding alike proposals together (UX 4.7): one reason and one act, after opening a sample that nobody chose. */
export function batchRoutes(
  app: Door,
  engine: Engine,
  directory: Directory,
  /** Whether acts that sign ask for a second factor. */
  { stepUp }: { readonly stepUp: boolean },
): void {
  type Request = Parameters<typeof getIdentity>[0]

  async function approver(request: Request) {
    const who = await getIdentity(request, directory)
    if (!who.grants.has('permit.approve'))
      throw new Refusals([refusal('FORBIDDEN', '', { command: 'approve', permission: 'permit.approve' })])
    return { who, sandbox: sandboxOf(request, who) }
  }

  async function getBatch(request: Request) {
    const { who, sandbox } = await approver(request)
    const { id } = request.params as { id: string }
    const batch = isUuid(id)
      ? await transact(
          engine.pool,
          who.actor.org,
          async (tx) => (await tx.query<Batch>(find, [id, who.actor.org, who.actor.person, sandbox])).rows[0],
        )
      : undefined
    if (!batch) throw new Refusals([refusal('NOT_FOUND', '', { type: 'batch', id })])
    return { who, sandbox, batch }
  }

  const shown = ({ expires_at: expiresAt, ...batch }: Batch): object => ({ ...batch, expiresAt })

  app.post('/v1/batches', async (request, reply) => {
    const { who, sandbox } = await approver(request)
    const faults = shapeFaults(BatchSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { permits } = request.body as Static<typeof BatchSchema>
    const { org, person } = who.actor
    const now = engine.clock.now()
    const made = await transact(engine.pool, org, async (tx) => {
      const rows = await Promise.all(permits.map(async (id) => (await tx.query<CaseRow>(findCase, [id])).rows[0]))
      const excluded: { permit: string; reason: string }[] = []
      const items: BatchItem[] = []
      let pattern: string | undefined
      let procedure = ''
      for (const [i, row] of rows.entries()) {
        const permit = permits[i] ?? ''
        const s = row?.state as unknown as PermitState | undefined
        const own = row?.type === 'permit' && row.sandbox_id === sandbox && s?.orgs[s.agency] === org
        if (!row || !s || !own) {
          excluded.push({ permit, reason: 'NOT_FOUND' })
          continue
        }
        const holder = s.holders?.decide
        const why = holder && holder.person !== person ? 'HELD_BY_OTHER' : outsideBatch(s, person)
        const alike = patternOf(s)
        if (!why) {
          pattern ??= alike
          procedure ||= s.procedure
        }
        if (why ?? alike !== pattern) excluded.push({ permit, reason: why ?? 'DIFFERENT_PATTERN' })
        else
          items.push({
            permit,
            number: row.number,
            title: row.title,
            version: row.version,
            head: row.head.toString('hex'),
          })
      }
      if (items.length < 2)
        throw new Refusals([refusal('BATCH_TOO_SMALL', '/permits', { alike: items.length })], { excluded })
      const id = newId()
      const sample = drawSample(
        items.map((i) => i.permit),
        (n) => randomInt(n),
      )
      const expiresAt = toInstant(toMs(now) + HOUR)
      const digest = digestOf(items)
      await tx.query(put, [
        id,
        org,
        person,
        procedure,
        pattern,
        JSON.stringify(items),
        sample,
        digest,
        sandbox,
        now,
        expiresAt,
      ])
      return { id, procedure, items, sample, opened: [], digest, expiresAt, excluded, result: null }
    })
    return sendJson(reply, 201, JSON.stringify(made))
  })

  /** What the documents of a batch are signed with: one signature of the officer stands for all of them. */
  async function levelsOf(permits: readonly string[]): Promise<Level[]> {
    const { rows } = await transact(engine.pool, null, (tx) => {
      tx.asPlatform()
      return tx.query<{ definition: string }>(definitions, [permits])
    })
    const { level } = engine.registry.get('permit')
    return Promise.all(rows.map(async (r) => (level ? level(r.definition, 'approve') : 'qualified')))
  }

  app.get('/v1/batches/:id', async (request, reply) => {
    const { batch } = await getBatch(request)
    return sendJson(reply, 200, JSON.stringify(shown(batch)))
  })

  app.post('/v1/batches/:id/opened/:permit', async (request, reply) => {
    const { who, batch } = await getBatch(request)
    const { permit } = request.params as { permit: string }
    if (!batch.items.some((i) => i.permit === permit))
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'permit', id: permit })])
    await transact(engine.pool, who.actor.org, (tx) => tx.query(open, [batch.id, permit]))
    const opened = [...new Set([...batch.opened, permit])]
    return sendJson(reply, 200, JSON.stringify(shown({ ...batch, opened })))
  })

  app.post('/v1/batches/:id/approve', async (request, reply) => {
    const { who, sandbox, batch } = await getBatch(request)
    getCommandId(request)
    const faults = shapeFaults(DecideBatchSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { digest, reason, pull = [] } = request.body as Static<typeof DecideBatchSchema>
    if (batch.result) return sendJson(reply, 200, JSON.stringify({ id: batch.id, results: batch.result }))
    const unopened = batch.sample.filter((id) => !batch.opened.includes(id))
    const wrong: Refusal[] = [
      ...(digest === batch.digest ? [] : [refusal('BATCH_CHANGED', '/digest')]),
      ...(batch.expires_at > engine.clock.now() ? [] : [refusal('BATCH_CHANGED', '')]),
      ...unopened.map((permit) => refusal('SAMPLE_UNOPENED', '', { permit })),
    ]
    if (wrong.length) throw new Refusals(wrong)
    if (stepUp)
      for (const level of await levelsOf(batch.items.map((i) => i.permit)))
        requireFactor(who, level, engine.clock.now())
    const results: object[] = []
    for (const { permit, version, number, title } of batch.items) {
      const about = { permit, number, title }
      if (pull.includes(permit)) {
        results.push({ ...about, outcome: 'left', reason: 'PULLED' })
        continue
      }
      try {
        // The same act again, after a line that broke, is the same command on each case.
        const done = await engine.execute({
          actor: who.actor,
          grants: who.grants,
          sandbox,
          commandId: namedId(`batch/${batch.id}/${permit}`),
          type: 'permit',
          command: 'approve',
          input: { reason },
          target: { id: permit, version },
        })
        const after = JSON.parse(done.body) as { status: string; number: string | null }
        results.push({ ...about, outcome: 'approved', status: after.status, number: after.number })
      } catch (error) {
        if (!(error instanceof Refusals)) throw error
        const { code, errors } = problemOf(error.refusals, request.id, error.extra)
        results.push({ ...about, outcome: 'left', reason: code, errors })
      }
    }
    await transact(engine.pool, who.actor.org, (tx) =>
      tx.query(close, [batch.id, JSON.stringify(results), reason, engine.clock.now()]),
    )
    return sendJson(reply, 200, JSON.stringify({ id: batch.id, results }))
  })
}
