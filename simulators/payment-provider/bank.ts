import { randomBytes } from 'node:crypto'

export interface Money {
  readonly amount: string
  readonly currency: string
}

export interface Order {
  readonly reference: string
  readonly amount: Money
  readonly description: string
  readonly callbackUrl: string
  readonly returnUrl: string
}

export interface Payment {
  readonly id: string
  readonly order: Order
  /** Absent until paid. What the payer paid may differ from what was asked. */
  readonly paid?: { readonly amount: Money; readonly at: string }
}

export interface Bank {
  /** One payment per reference: the same order again answers the same payment, another order `undefined`. */
  open(order: Order): Payment | undefined
  find(id: string): Payment | undefined
  /** Pays once; a payment that is already paid stays as it is. */
  pay(payment: Payment, amount: Money): Payment
}

/** The accounts, in memory: they end with the process. */
export function createBank(now: () => string = () => new Date().toISOString()): Bank {
  const byId = new Map<string, Payment>()
  const idByReference = new Map<string, string>()
  const sameOrder = (a: Order, b: Order): boolean => JSON.stringify(a) === JSON.stringify(b)

  return {
    open(order) {
      const known = byId.get(idByReference.get(order.reference) ?? '')
      if (known) return sameOrder(known.order, order) ? known : undefined
      const payment: Payment = { id: `pay_${randomBytes(12).toString('hex')}`, order }
      byId.set(payment.id, payment)
      idByReference.set(order.reference, payment.id)
      return payment
    },
    find: (id) => byId.get(id),
    pay(payment, amount) {
      if (payment.paid) return payment
      const paid: Payment = { ...payment, paid: { amount, at: now() } }
      byId.set(payment.id, paid)
      return paid
    },
  }
}
