import { Type, type Static } from 'typebox'
import { refusal, strict, toInstant, toMs, type Instant, type PermitState } from '#kernel'
import { clockActor, newId, Refusals, systemActor, transact, type Engine, type Statement } from '#platform/cases'

const Facts = Type.Record(
  Type.String({ pattern: '^(applicant|risk|customs)\\.[A-Za-z]+$' }),
  Type.Union([Type.String(), Type.Boolean(), Type.Integer()]),
  { maxProperties: 20 },
)

/** What holds in the world of a sandbox: its time, facts, permits taken as given, and where number series begin. */
export const WorldSchema = Type.Object(
  {
    now: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{3})?)?Z$',
      description: 'First moment of the test clock, UTC',
    }),
    facts: Type.Optional(Facts),
    permits: Type.Optional(
      Type.Record(Type.String(), Type.Union(['granted', 'pending', 'refused', 'none'].map((s) => Type.Literal(s))), {
        maxProperties: 50,
      }),
    ),
    series: Type.Optional(
      Type.Record(Type.String({ maxLength: 60 }), Type.Integer({ minimum: 1, maximum: 999_999_999 }), {
        maxProperties: 50,
      }),
    ),
  },
  strict,
)
export const FactsSchema = Type.Object({ facts: Facts }, strict)
export const AdvanceSchema = Type.Object({ to: WorldSchema.properties.now }, strict)
export const SettleSchema = Type.Object(
  { permit: Type.String({ maxLength: 80 }), outcome: Type.Union([Type.Literal('granted'), Type.Literal('refused')]) },
  strict,
)

export type WorldRequest = Static<typeof WorldSchema>

const putSandbox: Statement = {
  name: 'sandbox.put',
  text: 'INSERT INTO identity.sandbox (id, owner_org, now, world) VALUES ($1, $2, $3, $4)',
}
const getSandbox: Statement = {
  name: 'sandbox.get',
  text: 'SELECT id, owner_org AS owner, now, world FROM identity.sandbox WHERE id = $1',
}
const moveClock: Statement = {
  name: 'sandbox.move',
  text: 'UPDATE identity.sandbox SET now = $2 WHERE id = $1 AND now <= $2 RETURNING now',
}
const setPermit: Statement = {
  name: 'sandbox.permit',
  text: `UPDATE identity.sandbox SET world = jsonb_set(world, ARRAY['permits'], coalesce(world->'permits', '{}') || $2::jsonb) WHERE id = $1`,
}
const firstDue: Statement = {
  name: 'sandbox.due',
  text: `SELECT id, type, next_due AS due FROM cases."case" WHERE sandbox_id = $1 AND next_due <= $2 ORDER BY next_due, id LIMIT 1`,
}
const setFacts: Statement = {
  name: 'sandbox.facts',
  text: `UPDATE identity.sandbox SET world = jsonb_set(world, ARRAY['facts'], coalesce(world->'facts', '{}') || $2::jsonb) WHERE id = $1`,
}
const waitingFor: Statement = {
  name: 'sandbox.waiting',
  text: `SELECT id FROM cases."case" WHERE sandbox_id = $1 AND type = 'permit' AND status = 'WAITING' AND state->'awaits' ? $2 ORDER BY id`,
}

export interface Sandbox {
  readonly id: string
  readonly owner: string
  readonly now: Instant
  readonly world: Readonly<Record<string, unknown>>
}

export interface Sandboxes {
  create(owner: string, world: WorldRequest): Promise<Sandbox>
  get(id: string): Promise<Sandbox>
  /** Moves time: everything that falls due happens, in order, each at its own moment. */
  advance(id: string, to: Instant): Promise<Sandbox & { readonly ticks: number }>
  /** Other facts hold in its world from now on; what is not named stays. */
  suppose(id: string, facts: NonNullable<WorldRequest['facts']>): Promise<Sandbox>
  /** Says that a permit others wait for was granted or refused. */
  settle(id: string, permit: string, outcome: 'granted' | 'refused'): Promise<Sandbox>
}

const whole = (at: string): Instant => toInstant(toMs(at))
const MAX_TICKS = 10_000

export function createSandboxes(engine: Engine): Sandboxes {
  const moving = new Map<string, Promise<unknown>>()

  const platform = <T>(
    run: (query: <R extends object>(s: Statement, v: readonly unknown[]) => Promise<R[]>) => Promise<T>,
  ): Promise<T> =>
    transact(engine.pool, null, (tx) => {
      tx.asPlatform()
      return run(async (s, v) => (await tx.query<never>(s, v)).rows)
    })

  const get = (id: string): Promise<Sandbox> =>
    platform(async (query) => {
      const [row] = await query<Sandbox>(getSandbox, [id])
      if (!row) throw new Refusals([refusal('NOT_FOUND', '', { type: 'sandbox', id })])
      return row
    })

  const moveTo = (id: string, at: Instant): Promise<boolean> =>
    platform(async (query) => (await query(moveClock, [id, at])).length === 1)

  async function advance(id: string, to: Instant): Promise<Sandbox & { ticks: number }> {
    const start = await get(id)
    if (to < start.now) throw new Refusals([refusal('CLOCK_BACKWARDS', '/to', { now: start.now })])
    let ticks = 0
    for (; ticks < MAX_TICKS; ticks++) {
      const [next] = await platform((query) => query<{ id: string; type: string; due: Instant }>(firstDue, [id, to]))
      if (!next) break
      const current = await get(id)
      await moveTo(id, next.due > current.now ? next.due : current.now)
      await engine.tick(next.id, next.type, id)
    }
    await moveTo(id, to)
    return { ...(await get(id)), ticks }
  }

  return {
    create: async (owner, { now, ...world }) => {
      const id = newId()
      await platform((query) => query(putSandbox, [id, owner, whole(now), JSON.stringify(world)]))
      return get(id)
    },
    get,
    // One move at a time per clock: two callers moving it at once would tick the same case twice for nothing.
    advance: (id, to) => {
      const before = moving.get(id) ?? Promise.resolve()
      const mine = before.then(
        () => advance(id, whole(to)),
        () => advance(id, whole(to)),
      )
      const settled = mine.then(undefined, () => undefined)
      moving.set(id, settled)
      void settled.then(() => {
        if (moving.get(id) === settled) moving.delete(id)
      })
      return mine
    },
    suppose: async (id, facts) => {
      await platform((query) => query(setFacts, [id, JSON.stringify(facts)]))
      return get(id)
    },
    settle: async (id, permit, outcome) => {
      await platform((query) => query(setPermit, [id, JSON.stringify({ [permit]: outcome })]))
      const waiting = await platform((query) => query<{ id: string }>(waitingFor, [id, permit]))
      for (const { id: caseId } of waiting)
        await engine.asPlatform(id, clockActor.person, async (work) => {
          const file = await work.get('permit', caseId)
          if ((file.state as PermitState).status === 'WAITING')
            await work.run(file, 'dependencyResolved', { permit, outcome }, systemActor)
        })
      return get(id)
    },
  }
}
