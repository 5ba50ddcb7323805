import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Payment } from './bank.ts'
import { wrongAmount, type Fault } from './faults.ts'

/** What came of a callback. `status` 0: nobody answered. */
export interface Delivery {
  readonly status: number
  readonly body: string
  readonly attempts: number
}

export interface Courier {
  /** Tells the merchant of a payment as the fault allows. Nothing when no callback was sent yet, or will ever be. */
  tell(payment: Payment, fault: Fault): Promise<Delivery | undefined>
}

const ATTEMPTS = 5
const ANSWER_MS = 10_000
const MAX_ANSWER = 4096

/** Sends signed callbacks. After a 5xx or no answer it waits `retryMs`, then twice as long each time, five attempts in all. */
export function createCourier(secret: string, retryMs: number): Courier {
  /** Callbacks that wait for a later one to overtake them. */
  const overtaken: (() => Promise<Delivery>)[] = []

  async function attempt(url: string, key: string, body: string): Promise<{ status: number; body: string }> {
    const t = Math.floor(Date.now() / 1000)
    const v1 = createHmac('sha256', key).update(`${t}.${body}`).digest('hex')
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', signature: `t=${t},v1=${v1}`, 'user-agent': 'Banco-Simulado/1' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      return { status: response.status, body: (await response.text()).slice(0, MAX_ANSWER) }
    } catch (error) {
      return { status: 0, body: error instanceof Error ? error.message : String(error) }
    }
  }

  async function deliver(url: string, key: string, body: string): Promise<Delivery> {
    for (let attempts = 1; ; attempts++) {
      const answer = await attempt(url, key, body)
      const again = answer.status === 0 || answer.status >= 500
      if (!again || attempts === ATTEMPTS) return { ...answer, attempts }
      await sleep(retryMs * 2 ** (attempts - 1))
    }
  }

  return {
    async tell({ id, order, paid }, { mode, delayMs }) {
      if (!paid || mode === 'lost') return undefined
      const amount = mode === 'wrong-amount' ? { ...paid.amount, amount: wrongAmount(paid.amount.amount) } : paid.amount
      const body = JSON.stringify({
        paymentId: id,
        reference: order.reference,
        amount,
        paidAt: paid.at,
        status: 'paid',
        ...(paid.testClock ? { clock: 'test' } : {}),
      })
      const key = mode === 'forged' ? `not-${secret}` : secret
      const send = (): Promise<Delivery> => deliver(order.callbackUrl, key, body)
      if (mode === 'out-of-order') {
        overtaken.push(send)
        return undefined
      }
      if (mode === 'late') {
        setTimeout(() => void send(), delayMs)
        return undefined
      }
      if (mode === 'duplicate') await send()
      const delivered = await send()
      for (const held of overtaken.splice(0).reverse()) await held()
      return delivered
    },
  }
}
