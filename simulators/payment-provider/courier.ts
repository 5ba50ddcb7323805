import { deliver, type Delivery } from '../http.ts'
import type { Payment } from './bank.ts'
import { wrongAmount, type Fault } from './faults.ts'

export interface Courier {
  /** Tells the merchant of a payment as the fault allows. Nothing when no callback was sent yet, or will ever be. */
  tell(payment: Payment, fault: Fault): Promise<Delivery | undefined>
}

/** Sends signed callbacks. After a 5xx or no answer it waits `retryMs`, then twice as long each time, five attempts in all. */
export function createCourier(secret: string, retryMs: number): Courier {
  /** Callbacks that wait for a later one to overtake them. */
  const overtaken: (() => Promise<Delivery>)[] = []

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
      const send = (): Promise<Delivery> =>
        deliver({ url: order.callbackUrl, body, key, type: 'application/json', agent: 'Banco-Simulado/1', retryMs })
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
