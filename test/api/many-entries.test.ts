import { afterAll, beforeAll, expect, it } from 'vitest'
import { paymentCode, takeFile, verifyBooks } from '#modules/payments'
import { newId, systemActor } from '#platform/cases'
import type { Movement } from '../../simulators/payment-provider/bank.ts'
import { statementOf } from '../../simulators/payment-provider/statement.ts'
import { openTestHouse, type TestHouse } from '../helpers/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const ORDERS = 1_000
const PARTS = 10

/** Orders without their applications: as many as a country pays in a day, each to be paid in parts. */
async function issueMany(): Promise<string[]> {
  const numbers: string[] = []
  for (let done = 0; done < ORDERS; done += 50)
    await house.house.engine.asPlatform(null, newId(), async (work) => {
      for (let i = done; i < done + 50; i++) {
        const number = `OP-2026-${String(9_000_000 + i).padStart(7, '0')}`
        const file = work.open('order', newId())
        const line = { permit: newId(), procedure: 'pe.hazmat-notice@2026-01-01', title: 'x', agency: 'mtc', law: 'x' }
        const lines = [{ ...line, amount: { amount: '100.00', currency: 'PEN' } }]
        const issue = { number, payer: file.ownerOrg, application: newId(), lines, due: '2099-01-01T00:00:00.000Z' }
        await work.run(file, 'issue', issue, systemActor)
        numbers.push(number)
      }
    })
  return numbers
}

it('a statement of 10,000 entries is taken in whole, once, and the books balance', { timeout: 240_000 }, async () => {
  const { engine, library, pool } = house.house
  const numbers = await issueMany()
  const day = house.clock.now().slice(0, 10)
  const at = house.clock.now()
  const movements = numbers.flatMap((number, o) =>
    Array.from({ length: PARTS }, (_, p): Movement => ({
      id: `M${String(o * PARTS + p).padStart(8, '0')}`,
      direction: 'CRDT',
      amount: { amount: '1.01', currency: 'PEN' },
      at,
      endToEnd: 'NOTPROVIDED',
      code: paymentCode(number),
      party: `Pagador ${o}`,
    })),
  )
  const bytes = Buffer.from(statementOf(movements, { day, currency: 'PEN', account: '00-000-284556', version: '08' }))
  const pack = library.packs.get('pe')
  if (!pack) throw new Error('there is a pack pe')
  const take = () =>
    takeFile({ engine, library }, { bytes, pack, actor: systemActor, sandbox: null, commandId: newId() })
  const [taken] = await take()
  expect(taken?.state).toMatchObject({ entries: ORDERS * PARTS, payments: ORDERS * PARTS, differences: [] })
  const [again] = await take()
  expect([again?.id, again?.repeated]).toEqual([taken?.id, true])
  const books = await verifyBooks(pool)
  expect([books.breaches, books.transfers]).toEqual([[], ORDERS * PARTS * 2])
})
