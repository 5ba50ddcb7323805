import { randomBytes } from 'node:crypto'

export interface Money {
  readonly amount: string
  readonly currency: string
}

export interface Order {
  readonly reference: string
  readonly amount: Money
  readonly description: string
  readonly code: string
  readonly callbackUrl: string
  readonly returnUrl: string
}

export interface Paid {
  readonly amount: Money
  readonly at: string
  /** `at` is by a test clock of the payer, not by ours. */
  readonly testClock?: true
}

export interface Payment {
  readonly id: string
  readonly order: Order
  /** Absent until paid. What the payer paid may differ from what was asked. */
  readonly paid?: Paid
}

/** What stands on the account: money that came by a payment or a transfer, and refunds that left. */
export interface Movement {
  readonly id: string
  readonly direction: 'CRDT' | 'DBIT'
  readonly amount: Money
  readonly at: string
  /** What travels from end to end: the payment's or the refund's id, or what the payer wrote. */
  readonly endToEnd: string
  /** The structured reference (ISO 11649), where there is one. */
  readonly code?: string
  readonly party: string
}

export interface Refund {
  readonly id: string
  readonly paymentId: string | null
  readonly amount: Money
  readonly description: string
}

export interface Bank {
  /** One payment per reference: the same order again answers the same payment, another order `undefined`. */
  open(order: Order): Payment | undefined
  find(id: string): Payment | undefined
  /** Pays once; a payment that is already paid stays as it is. */
  pay(payment: Payment, amount: Money, at?: string): Payment
  /** A transfer from any bank to the account, with whatever the payer wrote as reference. */
  transfer(code: string, amount: Money, party: string, at?: string): Movement
  /** Pays money back once per id; the same id with another amount answers `undefined`. */
  refund(refund: Refund, at?: string): Movement | undefined
  movements(): readonly Movement[]
}

/** The accounts, in memory: they end with the process. */
export function createBank(now: () => string = () => new Date().toISOString()): Bank {
  const byId = new Map<string, Payment>()
  const idByReference = new Map<string, string>()
  const movements: Movement[] = []
  const refunds = new Map<string, Movement>()
  const sameOrder = (a: Order, b: Order): boolean => JSON.stringify(a) === JSON.stringify(b)
  const book = (m: Omit<Movement, 'id'>): Movement => {
    const movement = { id: `mov_${String(movements.length + 1).padStart(8, '0')}`, ...m }
    movements.push(movement)
    return movement
  }

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
    pay(payment, amount, at) {
      if (payment.paid) return payment
      const when = at ?? now()
      const paid: Payment = { ...payment, paid: { amount, at: when, ...(at ? { testClock: true } : {}) } }
      byId.set(payment.id, paid)
      const { code } = payment.order
      book({ direction: 'CRDT', amount, at: when, endToEnd: payment.id, code, party: 'Pagador con tarjeta simulada' })
      return paid
    },
    transfer: (code, amount, party, at) =>
      book({ direction: 'CRDT', amount, at: at ?? now(), endToEnd: 'NOTPROVIDED', code, party }),
    refund({ id, amount }, at) {
      const known = refunds.get(id)
      if (known)
        return known.amount.amount === amount.amount && known.amount.currency === amount.currency ? known : undefined
      const made = book({ direction: 'DBIT', amount, at: at ?? now(), endToEnd: id, party: 'Devolución' })
      refunds.set(id, made)
      return made
    },
    movements: () => movements,
  }
}
