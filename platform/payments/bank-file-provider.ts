import type { PaymentProvider } from './provider.ts'

/**
 * No provider at all: the payer orders a transfer with the order's code, and only the bank's statement says that it came. The second
 * adapter of the interface; it needs nothing but an account.
 */
export const bankFileProvider = (): PaymentProvider => ({
  name: 'bank-file',
  start: (order) => Promise.resolve({ id: order.code, payUrl: null }),
  readCallback: () => ({ ok: false, reason: 'not-expected' }),
  findPaid: () => Promise.resolve(undefined),
  refund: () => Promise.resolve(undefined),
})
