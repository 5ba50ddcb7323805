import { isZero, refusal, showMoney, toInstant, toMs, type Instant } from '#kernel'
import {
  findCase,
  newId,
  Refusals,
  systemActor,
  transact,
  type CaseRow,
  type Engine,
  type Statement,
} from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import {
  bankFileProvider,
  PaymentProviderDown,
  PaymentRefused,
  type Callback,
  type CallbackHeaders,
  type PaymentProvider,
} from '#platform/payments'
import { packOf } from './module.ts'
import { missing, type OrderState, type Via } from './order-state.ts'
import { paymentCode } from './payment-code.ts'

export interface CashierOptions {
  readonly engine: Engine
  readonly library: PackLibrary
  /** The provider of countries that redirect; nothing where none is configured. */
  readonly provider: PaymentProvider | null
  /** Address of this server as the provider and the payer reach it. */
  readonly publicUrl: () => string
}

export interface Checkout {
  readonly id: string
  readonly payUrl: string | null
  readonly amount: OrderState['total']
  readonly due: Instant
  readonly code: string
}

/** Everything that passes between the window and whoever takes the money. */
export interface Cashier {
  /** How the payer of an order pays; null where no provider is configured. */
  providerOf(s: OrderState): PaymentProvider | null
  /** Sends the payer of an order to its provider. @throws Refusals UNAVAILABLE when it is down. */
  checkout(row: CaseRow): Promise<Checkout>
  /** A callback as it came. @throws Refusals when it is not believed, names no order, or does not pay it in full. */
  callback(headers: CallbackHeaders, body: Uint8Array): Promise<{ order: string; status: string }>
  /** Asks the provider what became of the payments of an order that was sent to it. */
  inquire(row: CaseRow): Promise<void>
  /** Asks for callbacks that never came and sends refunds that are due. Safe to run at any time, by several at once. */
  sweep(): Promise<{ asked: number; found: number; repaid: number }>
}

interface Attempt {
  readonly case_id: string
  readonly payment_id: string
  readonly provider: string
  readonly asked: number
  readonly sandbox_id: string | null
  readonly started_at: Instant
}

interface Payout {
  readonly case_id: string
  readonly refund: string
  readonly payment_id: string | null
  readonly provider: string
  readonly amount: string
  readonly currency: string
  readonly tries: number
  readonly sandbox_id: string | null
}

const ATTEMPT = 'case_id, payment_id, provider, asked, sandbox_id, started_at'
const putAttempt: Statement = {
  name: 'attempt.put',
  text: `INSERT INTO payments.attempt (case_id, payment_id, provider, reference, started_at, ask_at, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (case_id, payment_id) DO NOTHING`,
}
const attemptsOf: Statement = {
  name: 'attempt.of-order',
  text: `SELECT ${ATTEMPT} FROM payments.attempt WHERE case_id = $1`,
}
const attemptsDue: Statement = {
  name: 'attempt.due',
  text: `SELECT ${ATTEMPT} FROM payments.attempt WHERE ask_at <= $1 ORDER BY ask_at LIMIT 50`,
}
const askLater: Statement = {
  name: 'attempt.later',
  text: 'UPDATE payments.attempt SET ask_at = $3, asked = asked + 1 WHERE case_id = $1 AND payment_id = $2',
}
const attemptDone: Statement = {
  name: 'attempt.done',
  text: 'UPDATE payments.attempt SET ask_at = NULL WHERE case_id = $1 AND payment_id = $2',
}
const payoutsDue: Statement = {
  name: 'payout.due',
  text: `SELECT case_id, refund, payment_id, provider, amount::text, currency, tries, sandbox_id FROM payments.payout
         WHERE send_at <= $1 ORDER BY send_at LIMIT 50`,
}
const payoutLater: Statement = {
  name: 'payout.later',
  text: 'UPDATE payments.payout SET send_at = $3, tries = tries + 1, by_file = $4 WHERE case_id = $1 AND refund = $2',
}
const putRefused: Statement = {
  name: 'payment.refused',
  text: `INSERT INTO payments.refused (digest, reason, body, first_at, last_at) VALUES (sha256($1::bytea), $2, $3, $4, $4)
         ON CONFLICT (digest, reason) DO UPDATE SET count = payments.refused.count + 1, last_at = excluded.last_at`,
}

const later = (now: Instant, seconds: number): Instant => toInstant(toMs(now) + seconds * 1000)
/** A minute, then twice as long each time, six hours at most. */
const backoff = (now: Instant, tries: number): Instant => later(now, Math.min(60 * 2 ** tries, 6 * 3600))
const ASK_FOR_MS = 7 * 24 * 3600 * 1000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const KEPT_CHARS = 2000

export function createCashier({ engine, library, provider, publicUrl }: CashierOptions): Cashier {
  const { pool, clock } = engine
  const byFile = bankFileProvider()
  const named = (name: string): PaymentProvider | null => (name === byFile.name ? byFile : provider)
  // Where no provider is configured, what an account can do is not refused.
  const providerOf = (s: OrderState): PaymentProvider | null => {
    const payments = packOf(library, s.lines)?.payments
    if (payments?.provider === 'bank-file') return byFile
    return provider ?? (payments?.account ? byFile : null)
  }

  const platform = <T>(run: Parameters<typeof transact<T>>[2]): Promise<T> =>
    transact(pool, null, async (tx) => {
      tx.asPlatform()
      return run(tx)
    })

  const rowOf = (id: string): Promise<CaseRow | undefined> =>
    platform(async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])

  /** Gives the order what came. In a sandbox the bank's time counts only when it is by the test clock. */
  async function take(
    row: CaseRow,
    { paymentId, amount, paidAt, testClock }: Callback,
    via: Via,
    from: string,
  ): Promise<OrderState> {
    return engine.asPlatform(row.sandbox_id, newId(), async (work) => {
      const file = await work.get('order', row.id)
      const at = row.sandbox_id && !testClock ? work.now : paidAt
      await work.run(file, 'receive', { paymentId, amount, paidAt: at, provider: from, via }, systemActor)
      work.also(attemptDone, [row.id, paymentId])
      return file.state as OrderState
    })
  }

  async function refuse(body: Uint8Array, reason: string): Promise<never> {
    const text = Buffer.from(body).subarray(0, KEPT_CHARS).toString('utf8').replaceAll('\0', '')
    await platform(async (tx) => void (await tx.query(putRefused, [Buffer.from(body), reason, text, clock.now()])))
    throw new Refusals([refusal('CALLBACK_REFUSED', '', { reason })])
  }

  async function ask(attempt: Attempt): Promise<boolean> {
    const { case_id: id, payment_id: payment, asked } = attempt
    const now = clock.now()
    const wait = (at: Instant | null) => platform(async (tx) => void (await tx.query(askLater, [id, payment, at])))
    const from = named(attempt.provider)
    try {
      const found = await from?.findPaid(payment)
      const row = found && (await rowOf(id))
      if (found && row && from) {
        await take(row, found, 'inquiry', from.name)
        return true
      }
      await wait(toMs(now) - toMs(attempt.started_at) > ASK_FOR_MS ? null : backoff(now, asked))
    } catch (error) {
      if (error instanceof PaymentRefused) await wait(null)
      else if (error instanceof PaymentProviderDown) await wait(backoff(now, asked))
      else throw error
    }
    return false
  }

  async function payOut(p: Payout): Promise<boolean> {
    const now = clock.now()
    const set = (at: Instant | null, file = false) =>
      platform(async (tx) => void (await tx.query(payoutLater, [p.case_id, p.refund, at, file])))
    try {
      const amount = { amount: p.amount.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), currency: p.currency }
      const sent = await named(p.provider)?.refund({
        id: `${p.case_id}.${p.refund}`,
        paymentId: p.payment_id,
        amount,
        description: p.refund,
      })
      if (!sent) {
        await set(null, true)
        return false
      }
      await engine.asPlatform(p.sandbox_id, newId(), async (work) => {
        const file = await work.get('order', p.case_id)
        await work.run(file, 'repay', { refund: p.refund, reference: sent.reference }, systemActor)
        work.also(payoutLater, [p.case_id, p.refund, null, false])
      })
      return true
    } catch (error) {
      if (error instanceof PaymentRefused) await set(null, true)
      else if (error instanceof PaymentProviderDown) await set(backoff(now, p.tries))
      else throw error
      return false
    }
  }

  return {
    providerOf,
    async checkout(row) {
      const s = row.state as unknown as OrderState
      const to = providerOf(s)
      if (!to) throw new Refusals([refusal('UNAVAILABLE')])
      const amount = missing(s)
      const code = paymentCode(s.number)
      // The order as it stands now: the same attempt repeated is one payment; after a change or a part payment it is another.
      const reference = `${row.id}.${row.version}`
      try {
        const started = await to.start({
          reference,
          amount,
          code,
          description: `${s.number}: ${s.lines.map((l) => l.title).join(' + ')}`.slice(0, 140),
          callbackUrl: `${publicUrl()}/v1/payments/callback`,
          returnUrl: `${publicUrl()}/`,
        })
        const now = clock.now()
        // A transfer is seen on a statement and nowhere else: there is nobody to ask.
        const askAt = started.payUrl ? later(now, 60) : null
        await platform(
          async (tx) =>
            void (await tx.query(putAttempt, [row.id, started.id, to.name, reference, now, askAt, row.sandbox_id])),
        )
        return { ...started, amount, due: s.due, code }
      } catch (error) {
        if (error instanceof PaymentProviderDown || error instanceof PaymentRefused)
          throw new Refusals([refusal('UNAVAILABLE')])
        throw error
      }
    },
    async callback(headers, body) {
      const reading = provider?.readCallback(headers, body) ?? { ok: false as const, reason: 'no-signature' as const }
      if (!reading.ok) return refuse(body, reading.reason)
      const { reference, paymentId, amount } = reading.callback
      const id = reference.slice(0, reference.indexOf('.'))
      const row = UUID.test(id) ? await rowOf(id) : undefined
      if (row?.type !== 'order') throw new Refusals([refusal('NOT_FOUND', '', { type: 'order', id: reference })])
      const s = await take(row, reading.callback, 'callback', provider?.name ?? '')
      const open = missing(s)
      const disputed = s.receipts?.some((r) => r.paymentId === paymentId && r.amount.amount !== amount.amount)
      if ((s.status === 'ISSUED' && !isZero(open)) || disputed)
        throw new Refusals([
          refusal('PAYMENT_AMOUNT_MISMATCH', '/amount', {
            expected: showMoney(s.total),
            paid: showMoney(amount),
            missing: showMoney(open),
          }),
        ])
      return { order: row.id, status: s.status }
    },
    async inquire(row) {
      const attempts = await platform(async (tx) => (await tx.query<Attempt>(attemptsOf, [row.id])).rows)
      for (const attempt of attempts) await ask(attempt)
    },
    async sweep() {
      const now = clock.now()
      const [attempts, payouts] = await platform((tx) =>
        Promise.all([
          tx.query<Attempt>(attemptsDue, [now]).then(({ rows }) => rows),
          tx.query<Payout>(payoutsDue, [now]).then(({ rows }) => rows),
        ]),
      )
      let found = 0
      let repaid = 0
      for (const attempt of attempts) if (await ask(attempt)) found++
      for (const payout of payouts) if (await payOut(payout)) repaid++
      return { asked: attempts.length, found, repaid }
    },
  }
}
