import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonical } from '#kernel'
import { Refusals, systemActor, verifyStore, type CaseRow, type Done, type EventRow } from '#platform/cases'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { fileAcid, people } from '../../test/helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

/** Who may try what, whether it is the moment for it or not. */
const attempts: readonly (readonly [string, string, object])[] = [
  [people.victor, 'propose', { outcome: 'approve' }],
  [people.victor, 'propose', { outcome: 'deny', grounds: 'The class is wrong.' }],
  [people.victor, 'observe', { observations: [{ text: 'Which tank?' }] }],
  [people.irene, 'approve', {}],
  [people.irene, 'return', { reason: 'Look again.' }],
  [people.irene, 'deny', { grounds: 'The class is wrong.' }],
  [people.lucia, 'answer', { text: 'The second one.', elements: { 'transport.id': 'QQQ-777' } }],
  [people.lucia, 'withdraw', {}],
  [people.martin, 'answer', { text: 'The first one.' }],
  [people.customs, 'draw', { lines: [{ line: 0, quantity: { value: '1', unit: 'KGM' } }] }],
]

const step = fc.record({
  what: fc.nat(attempts.length + 1),
  target: fc.nat(2),
  /** Answers to the version last seen, or to whatever it is now. */
  blind: fc.boolean(),
  repeat: fc.boolean(),
})

interface Filed {
  readonly permit: string
  readonly order: string
}

const bodyOf = (r: PromiseSettledResult<Done>): string => (r.status === 'fulfilled' ? r.value.body : String(r.reason))

async function take(
  cases: readonly Filed[],
  { what, target, blind, repeat }: { what: number; target: number; blind: boolean; repeat: boolean },
): Promise<string> {
  const { permit, order } = cases[target] as Filed
  const { engine } = app.house
  try {
    const attempt = attempts[what]
    if (!attempt) {
      await engine.asPlatform(null, systemActor.person, async (work) => {
        const file = await work.get('order', order)
        const { total } = file.state as unknown as { total: object }
        await work.run(file, 'receive', { paymentId: `pay-${order}`, amount: total, paidAt: work.now }, systemActor)
      })
      return 'paid'
    }
    const [token, command, input] = attempt
    const seen = blind ? null : Number((await app.call('GET', `/v1/permits/${permit}`, token)).body.version)
    const given = await app.order(token, 'permit', command, input, { id: permit, version: seen })
    const [done, again] = await Promise.allSettled([
      engine.execute(given),
      engine.execute(repeat ? given : { ...given, commandId: randomUUID() }),
    ])
    // The same command twice at once: done once, answered the same; or refused both times.
    if (repeat && (done.status === 'fulfilled' || again.status === 'fulfilled'))
      expect(bodyOf(again)).toBe(bodyOf(done))
    if (done.status === 'rejected') throw done.reason
    return command
  } catch (error) {
    if (error instanceof Refusals) return error.message
    throw error
  }
}

describe('any commands from clients at once', () => {
  it('leave gapless chains that verify, and snapshots that are the fold of their events', async () => {
    const outcomes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 3, maxLength: 8 }), { minLength: 4, maxLength: 6 }),
        async (clients) => {
          const cases = [await fileAcid(app), await fileAcid(app), await fileAcid(app)]
          await Promise.all(
            clients.map(async (steps) => {
              for (const s of steps) outcomes.add(await take(cases, s))
            }),
          )
          for (const { permit, order } of cases)
            for (const id of [permit, order]) {
              const [row] = await app.asOwner<CaseRow & Record<string, unknown>>(
                'SELECT * FROM cases."case" WHERE id = $1',
                [id],
              )
              const events = await app.asOwner<EventRow & Record<string, unknown>>(
                'SELECT * FROM cases.event WHERE case_id = $1 ORDER BY seq',
                [id],
              )
              expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1))
              expect(row?.version).toBe(events.length)
              const { type } = app.house.engine.registry.get(row?.type ?? '')
              expect(canonical(type.fold(events))).toBe(canonical(row?.state))
            }
          expect((await verifyStore(app.house.pool, app.house.engine.registry)).breaches).toEqual([])
        },
      ),
      { numRuns: 6, endOnFailure: true },
    )
    // The walk went somewhere: something was paid, something decided, something refused.
    expect([...outcomes]).toEqual(expect.arrayContaining(['paid', 'propose', 'NOT_NOW']))
    expect(app.errors).toEqual([])
  })
})
