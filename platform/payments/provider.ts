import type { Instant, Money } from '#kernel'

/** What the firm is asked to pay. `reference` is the order as it stands: one reference is one payment, however often it is sent. */
export interface PaymentOrder {
  readonly reference: string
  readonly amount: Money
  readonly description: string
  /** The code that a bank transfer carries (ISO 11649). */
  readonly code: string
  /** Absolute address that the provider calls when the money is there. */
  readonly callbackUrl: string
  /** Absolute address to which the payer's browser returns. */
  readonly returnUrl: string
}

export interface StartedPayment {
  readonly id: string
  /** Page of the provider where the payer pays; nothing where the payer orders a transfer at a bank of their own. */
  readonly payUrl: string | null
}

/** What a provider states once paid. The amount is what was paid, not what was asked: the order compares (M06-6). */
export interface Callback {
  readonly paymentId: string
  readonly reference: string
  readonly amount: Money
  readonly paidAt: Instant
  readonly status: 'paid'
  /** `paidAt` is by a test clock. It counts in a sandbox only; there, other times do not. */
  readonly testClock?: true
}

/**
 * Why a callback is not believed: `too-large` over 16 KiB · `no-signature` · `malformed-signature` · `stale` signed more
 * than five minutes ago or ahead · `bad-signature` · `malformed-body` signed, but not what was agreed · `not-expected` of a provider
 * that sends none.
 */
export type CallbackRefusal =
  'too-large' | 'no-signature' | 'malformed-signature' | 'stale' | 'bad-signature' | 'malformed-body' | 'not-expected'

export type CallbackReading =
  { readonly ok: true; readonly callback: Callback } | { readonly ok: false; readonly reason: CallbackRefusal }

/** Header names in lower case, as Node gives them. */
export type CallbackHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Money to be paid back. `id` is one refund, however often it is sent. */
export interface RefundInstruction {
  readonly id: string
  /** The payment it goes back on; nothing when it came by a way the provider does not know. */
  readonly paymentId: string | null
  readonly amount: Money
  readonly description: string
}

/** How the window speaks to whoever takes the money. docs/how-to/payments.md says what each member must hold to. */
export interface PaymentProvider {
  /** Kept with every payment: `simulator`, `bank-file`. */
  readonly name: string
  /** Throws PaymentProviderDown when it cannot be reached or fails, PaymentRefused when it says no. Safe to repeat. */
  start(order: PaymentOrder): Promise<StartedPayment>
  /** Judges a callback by its raw bytes, before anything parses them. Never throws on what comes from outside. */
  readCallback(headers: CallbackHeaders, rawBody: Uint8Array): CallbackReading
  /** Asks what became of a payment, for the callbacks that never came. Nothing while it is unpaid. Throws as `start`. */
  findPaid(paymentId: string): Promise<Callback | undefined>
  /**
   * Pays money back; answers its reference. Nothing where it cannot by itself: the treasury then orders the transfer (pain.001) and the
   * bank's statement shows it. Throws as `start`. Safe to repeat.
   */
  refund(refund: RefundInstruction): Promise<{ readonly reference: string } | undefined>
  /** Whether it answers now; absent where there is nobody to answer. Never throws. */
  isUp?(): Promise<boolean>
}

/** The provider does not answer or is failing. Trying later may help. */
export class PaymentProviderDown extends Error {
  override name = 'PaymentProviderDown'
}

/** The provider answered no. Trying again will not help. `status` is its HTTP status. */
export class PaymentRefused extends Error {
  override name = 'PaymentRefused'
  readonly status: number
  constructor(status: number, detail: string) {
    super(`the payment provider answered ${status}: ${detail}`)
    this.status = status
  }
}
