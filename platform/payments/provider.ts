import type { Instant, Money } from '#kernel'

/** What the firm is asked to pay. `reference` is the order's number: one reference is one payment, however often it is sent. */
export interface PaymentOrder {
  readonly reference: string
  readonly amount: Money
  readonly description: string
  /** Absolute address that the provider calls when the money is there. */
  readonly callbackUrl: string
  /** Absolute address to which the payer's browser returns. */
  readonly returnUrl: string
}

export interface StartedPayment {
  readonly id: string
  /** Page of the provider where the payer pays. */
  readonly payUrl: string
}

/** What a provider states once paid. The amount is what was paid, not what was asked: the order compares (M06-6). */
export interface Callback {
  readonly paymentId: string
  readonly reference: string
  readonly amount: Money
  readonly paidAt: Instant
  readonly status: 'paid'
}

/**
 * Why a callback is not believed: `too-large` over 16 KiB · `no-signature` · `malformed-signature` · `stale` signed more
 * than five minutes ago or ahead · `bad-signature` · `malformed-body` signed, but not what was agreed.
 */
export type CallbackRefusal =
  'too-large' | 'no-signature' | 'malformed-signature' | 'stale' | 'bad-signature' | 'malformed-body'

export type CallbackReading =
  { readonly ok: true; readonly callback: Callback } | { readonly ok: false; readonly reason: CallbackRefusal }

/** Header names in lower case, as Node gives them. */
export type CallbackHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export interface PaymentProvider {
  /** Throws PaymentProviderDown when it cannot be reached or fails, PaymentRefused when it says no. Safe to repeat. */
  start(order: PaymentOrder): Promise<StartedPayment>
  /** Judges a callback by its raw bytes, before anything parses them. Never throws on what comes from outside. */
  readCallback(headers: CallbackHeaders, rawBody: Uint8Array): CallbackReading
  /** Asks what became of a payment, for the callbacks that never came. Nothing while it is unpaid. Throws as `start`. */
  findPaid(paymentId: string): Promise<Callback | undefined>
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
