import { addMoney, isZero, refusal, showMoney, toInstant, toMs, zero, type Instant, type Money } from '#kernel'
import {
  findCase,
  namedId,
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
import { divide, partOf, partsOf, type PartRow } from './together.ts'

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
  /**
   * Sends the payer of one order, or of several at once, to their provider. @throws Refusals UNAVAILABLE when it is down, NOT_TOGETHER
   * when one payment cannot be for all of them.
   */
  checkout(rows: readonly [CaseRow, ...CaseRow[]]): Promise<Checkout>
  /** A callback as it came. @throws Refusals when it is not believed, names no order, or does not pay all it is for. */
  callback(
    headers: CallbackHeaders,
    body: Uint8Array,
  ): Promise<{ order: string; status: string; orders: readonly string[] }>
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
  text: `INSERT INTO payments.attempt (case_id, payment_id, provider, reference, started_at, ask_at, sandbox_id, amount, currency)
         SELECT r.case_id, $2, $3, $4, $5, $6, $7, r.amount, $8 FROM json_to_recordset($1::json) AS r(case_id uuid, amount numeric)
         ON CONFLICT (case_id, payment_id) DO NOTHING`,
}
const attemptsOf: Statement = {
  name: 'attempt.of-order',
  text: `SELECT ${ATTEMPT} FROM payments.attempt WHERE case_id = $1`,
}
const attemptBy: Statement = {
  name: 'attempt.by-payment',
  text: 'SELECT case_id FROM payments.attempt WHERE payment_id = $1 ORDER BY case_id LIMIT 1',
}
const attemptsDue: Statement = {
  name: 'attempt.due',
  text: `SELECT ${ATTEMPT} FROM (SELECT DISTINCT ON (payment_id) * FROM payments.attempt WHERE ask_at <= $1 ORDER BY payment_id, case_id) a
         ORDER BY ask_at LIMIT 50`,
}
const askLater: Statement = {
  name: 'attempt.later',
  text: 'UPDATE payments.attempt SET ask_at = $2, asked = asked + 1 WHERE payment_id = $1',
}
const attemptDone: Statement = {
  name: 'attempt.done',
  text: 'UPDATE payments.attempt SET ask_at = NULL WHERE payment_id = $1',
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

  /** One of the orders that a payment is for. */
  const attemptOf = (payment: string): Promise<string | undefined> =>
    platform(async (tx) => (await tx.query<{ case_id: string }>(attemptBy, [payment])).rows[0]?.case_id)

  const rowOf = (id: string): Promise<CaseRow | undefined> =>
    platform(async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])

  /** Gives each order what came for it. In a sandbox the bank's time counts only when it is by the test clock. */
  async function take(
    row: Pick<CaseRow, 'id' | 'sandbox_id'>,
    { paymentId, amount, paidAt, testClock }: Callback,
    via: Via,
    from: string,
  ): Promise<readonly { readonly id: string; readonly state: OrderState; readonly part: Money }[]> {
    return engine.asPlatform(row.sandbox_id, newId(), async (work) => {
      const { rows } = await work.tx.query<PartRow>(partsOf, [[paymentId], row.sandbox_id])
      const parts = rows.length ? rows.map(partOf) : [{ order: row.id, asked: null }]
      const at = row.sandbox_id && !testClock ? work.now : paidAt
      const files = await work.findMany(
        'order',
        parts.map((p) => p.order),
      )
      const taken: { id: string; state: OrderState; part: Money }[] = []
      for (const { order: id, amount: part } of divide(parts, amount)) {
        const file = files.get(id)
        if (!file) continue
        const known = (file.state as OrderState).receipts?.some((r) => r.paymentId === paymentId)
        // Nothing came for it, and nothing had been said to have come.
        if (!isZero(part) || known)
          await work.run(file, 'receive', { paymentId, amount: part, paidAt: at, provider: from, via }, systemActor)
        taken.push({ id, state: file.state as OrderState, part })
      }
      work.also(attemptDone, [paymentId])
      return taken
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
    const wait = (at: Instant | null) => platform(async (tx) => void (await tx.query(askLater, [payment, at])))
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
    async checkout(asked) {
      // However they are named, the same orders are the same payment.
      const rows = [...asked].sort((a, b) => (a.id < b.id ? -1 : 1)) as [CaseRow, ...CaseRow[]]
      const [first] = rows
      const states = rows.map((r) => r.state as unknown as OrderState)
      const [s] = states as [OrderState, ...OrderState[]]
      const to = providerOf(s)
      if (!to) throw new Refusals([refusal('UNAVAILABLE')])
      const { currency } = s.total
      if (rows.length > 1) {
        // A transfer carries one code, and a statement could not tell for which orders it came.
        const apart = states.some(
          (o) =>
            o.total.currency !== currency ||
            providerOf(o)?.name !== to.name ||
            packOf(library, o.lines) !== packOf(library, s.lines),
        )
        if (apart || to.name === byFile.name) throw new Refusals([refusal('NOT_TOGETHER', '/orders')])
      }
      const shares = states.map(missing)
      const amount = shares.reduce((sum, m) => addMoney(sum, m), zero(currency))
      const code = paymentCode(s.number)
      // The orders as they stand now: the same attempt repeated is one payment; after a change or a part payment it is another.
      const names = rows.map((r) => `${r.id}.${r.version}`)
      const reference =
        names.length === 1 ? (names[0] ?? '') : `${namedId(`together/${names.join('/')}`)}.${names.length}`
      const numbers = states.map((o) => o.number).join(', ')
      try {
        const started = await to.start({
          reference,
          amount,
          code,
          description: (rows.length > 1 ? numbers : `${numbers}: ${s.lines.map((l) => l.title).join(' + ')}`).slice(
            0,
            140,
          ),
          callbackUrl: `${publicUrl()}/v1/payments/callback`,
          returnUrl: `${publicUrl()}/`,
        })
        const now = clock.now()
        // A transfer is seen on a statement and nowhere else: there is nobody to ask.
        const askAt = started.payUrl ? later(now, 60) : null
        const each = JSON.stringify(rows.map((r, i) => ({ case_id: r.id, amount: shares[i]?.amount })))
        await platform(
          async (tx) =>
            void (await tx.query(putAttempt, [
              each,
              started.id,
              to.name,
              reference,
              now,
              askAt,
              first.sandbox_id,
              currency,
            ])),
        )
        const due = states.map((o) => o.due).sort()[0] ?? s.due
        return { ...started, amount, due, code }
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
      const id = (await attemptOf(paymentId)) ?? reference.slice(0, reference.indexOf('.'))
      const row = UUID.test(id) ? await rowOf(id) : undefined
      if (row?.type !== 'order') throw new Refusals([refusal('NOT_FOUND', '', { type: 'order', id: reference })])
      const taken = await take(row, reading.callback, 'callback', provider?.name ?? '')
      const short = taken.find(({ state: s, part }) => {
        const disputed = s.receipts?.some((r) => r.paymentId === paymentId && r.amount.amount !== part.amount)
        return disputed || (s.status === 'ISSUED' && !isZero(missing(s)))
      })
      if (short)
        throw new Refusals([
          refusal('PAYMENT_AMOUNT_MISMATCH', '/amount', {
            expected: showMoney(short.state.total),
            paid: showMoney(amount),
            missing: showMoney(missing(short.state)),
          }),
        ])
      return { order: row.id, status: taken[0]?.state.status ?? row.status, orders: taken.map((t) => t.id) }
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
