import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMoney, allot, compareMoney, isRefused, money, sumDecimal, zero, type Money } from '#kernel'
import type { Transfer } from '#modules/ledger'
import { transfersOf } from './books.ts'
import { order } from './order.ts'
import { heldIn, type OrderFacts, type OrderState } from './order-state.ts'

const facts: OrderFacts = {
  treasury: 'treasury',
  payees: { a: 'agency-a', b: 'agency-b' },
  reconcileBy: '2026-06-17T22:00:00.000Z',
  fourEyes: { amount: '20.00', currency: 'PEN' },
  law: 'NORM art. 1',
}

/** An order of two agencies with books beside it. */
class Books {
  state: OrderState = order.initial
  transfers: Transfer[] = []
  events: { type: string; data: unknown }[] = []
  now = '2026-06-15T15:00:00.000Z'

  give(command: string, input: object, as: 'system' | 'payer' | 'treasury' = 'system', person = 'p1'): void {
    const due = order.nextDue?.(this.state)
    if (due && due <= this.now) this.apply(order.tick?.(this.state, this.now, undefined) ?? [])
    const actor = { person, org: as, roles: [as] }
    const ctx = { now: this.now, caseId: 'c', actor, capacities: [as], definition: undefined }
    const decided = order.decide(this.state, command as 'receive', input as never, ctx, facts)
    if (!isRefused(decided)) this.apply(decided as never)
  }
  apply(events: readonly { type: string; data: unknown }[]): void {
    for (const event of events) {
      this.events.push(event)
      this.state = order.evolve(this.state, event as never)
      this.transfers.push(...transfersOf(event, this.state))
    }
  }
  balance(account: string, org?: string): Money {
    return this.transfers.reduce((sum, t) => {
      if (t.amount.currency !== 'PEN') return sum
      const debit = t.debit.account === account && (!org || t.debit.org === org)
      const credit = t.credit.account === account && (!org || t.credit.org === org)
      const signed = debit ? t.amount : credit ? money(`-${t.amount.amount}`, 'PEN') : zero('PEN')
      return addMoney(sum, signed)
    }, zero('PEN'))
  }
}

const pen = (amount: string): Money => ({ amount, currency: 'PEN' })
const minus = (m: Money): Money => money(m.amount.startsWith('-') ? m.amount.slice(1) : `-${m.amount}`, m.currency)
const line = (permit: string, agency: string, amount: string) => ({
  permit,
  procedure: 'xt.one@2026-01-01',
  title: 'One',
  agency,
  amount: pen(amount),
  law: 'NORM',
})

const acts = fc.oneof(
  fc.record({
    do: fc.constant('receive'),
    paymentId: fc.constantFrom('p1', 'p2', 'p3'),
    cents: fc.constantFrom(1, 1000, 3000, 3001, 6000),
    currency: fc.constantFrom('PEN', 'PEN', 'PEN', 'USD'),
    late: fc.boolean(),
    via: fc.constantFrom('callback', 'inquiry'),
  }),
  fc.record({
    do: fc.constant('reconcile'),
    paymentId: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
    cents: fc.constantFrom(1000, 3000, 3001),
  }),
  fc.record({ do: fc.constant('drop'), permit: fc.constantFrom('x', 'y') }),
  fc.record({ do: fc.constant('refund'), permit: fc.constantFrom('x', 'y'), cents: fc.constantFrom(500, 1000, 2000) }),
  fc.record({ do: fc.constant('requestRefund'), cents: fc.constantFrom(0, 100, 2500) }),
  fc.record({
    do: fc.constant('decideRefund'),
    outcome: fc.constantFrom('grant', 'deny'),
    person: fc.constantFrom('t1', 't2'),
  }),
  fc.record({ do: fc.constant('decideHeld'), action: fc.constantFrom('apply', 'refund') }),
  fc.record({ do: fc.constant('repay'), refund: fc.constantFrom('R1', 'R2', 'R3') }),
  fc.record({ do: fc.constant('expire') }),
)
type Act = { do: string } & Record<string, unknown>
const amountOf = (cents: unknown, currency = 'PEN'): Money => money(`${Number(cents ?? 0) / 100}`, currency)

function play(list: readonly Act[]): Books {
  const books = new Books()
  books.give('issue', {
    number: 'OP-1',
    payer: 'payer',
    application: 'app',
    lines: [line('x', 'a', '10.00'), line('y', 'b', '20.00')],
    due: '2026-06-16T15:00:00.000Z',
  })
  for (const act of list) {
    const told = {
      paymentId: act.paymentId,
      amount: amountOf(act.cents, act.currency as string),
      paidAt: act.late ? '2026-06-16T16:00:00.000Z' : '2026-06-15T16:00:00.000Z',
    }
    if (act.do === 'receive') books.give('receive', { ...told, via: act.via })
    else if (act.do === 'reconcile')
      books.give('reconcile', {
        ...told,
        amount: amountOf(act.cents),
        statement: 'S',
        entry: '1',
        bookedAt: told.paidAt,
      })
    else if (act.do === 'refund') books.give('refund', { permit: act.permit, amount: amountOf(act.cents), law: 'L' })
    else if (act.do === 'requestRefund')
      books.give('requestRefund', { reason: 'r', ...(act.cents ? { amount: amountOf(act.cents) } : {}) }, 'payer')
    else if (act.do === 'decideRefund')
      books.give(act.do, { outcome: act.outcome, reason: 'r' }, 'treasury', String(act.person))
    else if (act.do === 'decideHeld') books.give(act.do, { action: act.action, reason: 'r' }, 'treasury')
    else if (act.do === 'repay') books.give('repay', { refund: act.refund, reference: 'T' })
    else if (act.do === 'drop') books.give('drop', { permit: act.permit })
    else books.now = '2026-06-17T15:00:00.000Z'
  }
  return books
}

describe('the books of an order', () => {
  it('balance after any sequence of payments, faults, refunds and statements', () => {
    fc.assert(
      fc.property(fc.array(acts as fc.Arbitrary<Act>, { maxLength: 14 }), (list) => {
        const books = play(list)
        const { state } = books
        const came = (state.receipts ?? [])
          .filter((r) => r.amount.currency === 'PEN')
          .reduce((sum, r) => addMoney(sum, r.amount), zero('PEN'))
        const refunds = (state.refunds ?? []).filter((r) => r.amount.currency === 'PEN')
        const total = (statuses: readonly string[]): Money =>
          refunds.filter((r) => statuses.includes(r.status)).reduce((sum, r) => addMoney(sum, r.amount), zero('PEN'))
        // What stands in suspense is what the order says is held, and is nobody's twice.
        expect(minus(books.balance('suspense'))).toEqual(heldOrAsked(state))
        // Refunds payable are exactly the granted ones that were not paid.
        expect(minus(books.balance('refunds'))).toEqual(total(['granted']))
        // The agencies hold what was paid, less what went back to the payer from them.
        const agencies = addMoney(books.balance('received'), books.balance('payable'))
        const fromAgencies = refunds
          .filter((r) => r.from !== 'suspense' && (r.status === 'granted' || r.status === 'paid'))
          .reduce((sum, r) => addMoney(sum, r.amount), zero('PEN'))
        const due = state.paidAt ? addMoney(state.total, minus(fromAgencies)) : zero('PEN')
        expect(minus(agencies)).toEqual(due)
        // Money in = money held + owed to agencies + refunds owed + refunds paid.
        const assets = addMoney(books.balance('clearing'), books.balance('bank'))
        expect(assets).toEqual(addMoney(came, minus(total(['paid']))))
        // And every account together is nothing, as double entry has it.
        const all = ['clearing', 'bank', 'suspense', 'received', 'payable', 'refunds'].map((a) => books.balance(a))
        expect(all.reduce(addMoney, zero('PEN'))).toEqual(zero('PEN'))
        // No agency is ever owed less than nothing, nor anything before the order is paid.
        for (const org of ['agency-a', 'agency-b'])
          expect(
            compareMoney(addMoney(books.balance('received', org), books.balance('payable', org)), zero('PEN')),
          ).toBeLessThanOrEqual(0)
        // Replaying its events gives the same order, whatever happened.
        expect(order.fold(books.events)).toEqual(state)
      }),
      { numRuns: 600 },
    )
  })

  it('an order is paid by money that came in time, however late the notice, and not by money that came late', () => {
    const told = { paymentId: 'p1', amount: pen('30.00') }
    const intime = play([{ do: 'expire' }])
    intime.give('receive', { ...told, paidAt: '2026-06-16T14:59:59.000Z' })
    expect([intime.state.status, intime.state.paidAt]).toEqual(['PAID', '2026-06-16T14:59:59.000Z'])
    const late = play([{ do: 'expire' }])
    late.give('receive', { ...told, paidAt: '2026-06-16T15:00:00.001Z' })
    expect([late.state.status, heldIn(late.state, 'PEN')]).toEqual(['EXPIRED', pen('30.00')])
    late.give('decideHeld', { action: 'apply', reason: 'The bank was down' }, 'treasury')
    expect(late.state.status).toBe('PAID')
  })

  it('a refund above the amount of the pack needs two people, and nobody decides their own', () => {
    const books = play([
      { do: 'receive', paymentId: 'p1', cents: 3000, currency: 'PEN', late: false, via: 'callback' },
      { do: 'requestRefund', cents: 2500 },
      { do: 'decideRefund', outcome: 'grant', person: 't1' },
      { do: 'decideRefund', outcome: 'grant', person: 't1' },
    ])
    expect([books.state.status, books.state.refunds?.[0]?.status]).toEqual(['REFUND_REQUESTED', 'asked'])
    books.give('decideRefund', { outcome: 'grant', reason: 'r' }, 'treasury', 't2')
    expect(books.state.refunds?.[0]?.status).toBe('granted')
    books.give('repay', { refund: 'R1', reference: 'T' })
    expect(books.state.status).toBe('REFUNDED')
  })
})

/** A refund that is asked for takes nothing out of suspense until it is granted; none of suspense is ever asked for. */
const heldOrAsked = (s: OrderState): Money => heldIn(s, 'PEN')

describe('one total for several payees', () => {
  const part = fc.tuple(fc.nat(9_999_999), fc.integer({ min: 0, max: 6 })).map(([n, scale]) => {
    const digits = String(n).padStart(scale + 1, '0')
    return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  })
  it('is rounded once, and the shares add up to it exactly, none further than a cent from its part', () => {
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('PEN', 'CLP', 'BHD'),
        (parts, currency) => {
          const { total, shares } = allot(parts, currency)
          expect(total).toEqual(money(sumDecimal(parts), currency))
          expect(shares.reduce(addMoney, zero(currency))).toEqual(total)
          const unit = { PEN: 0.01, CLP: 1, BHD: 0.001 }[currency] ?? 0
          shares.forEach((s, i) => expect(Math.abs(Number(s.amount) - Number(parts[i]))).toBeLessThan(unit + 1e-9))
          expect(allot(parts, currency)).toEqual({ total, shares })
        },
      ),
      { numRuns: 500 },
    )
  })
  it('gives the rest to the largest cut-off, the first where they are equal', () => {
    expect(allot(['0.335', '0.335', '0.335'], 'PEN')).toEqual({
      total: pen('1.01'),
      shares: [pen('0.34'), pen('0.34'), pen('0.33')],
    })
    expect(allot(['10.004', '5.006'], 'PEN').shares).toEqual([pen('10.00'), pen('5.01')])
  })
})
