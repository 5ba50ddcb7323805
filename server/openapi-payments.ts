import { Type } from 'typebox'
import { MoneySchema, strict, UuidSchema } from '#kernel'
import { QuoteSchema } from '#modules/applications'
import { TogetherSchema } from '#modules/payments'
import { shipmentExample } from './openapi-examples.ts'
import { answer } from './openapi-parts.ts'
import type { Extra } from './openapi-extras.ts'

/** Quotes, checkout, receipts, and what the treasury does. */
export const paymentExtras: readonly Extra[] = [
  {
    method: 'post',
    path: '/v1/quotes',
    tag: 'orders',
    id: 'quote',
    summary: 'What these goods would cost: lines, laws, unit values with their dates, and what an exemption saves',
    open: true,
    body: QuoteSchema,
    example: { ...shipmentExample, answers: undefined, documents: undefined },
    query: ['lang'],
  },
  {
    method: 'post',
    path: '/v1/orders/{id}/checkout',
    tag: 'orders',
    id: 'checkout-order',
    summary: 'Sends the payer to the payment provider',
    answer: answer(
      'Where to pay',
      Type.Object(
        {
          id: Type.String(),
          payUrl: Type.Union([Type.String(), Type.Null()], {
            description: 'Where the payer pays; null where orders are paid by transfer with the code',
          }),
          order: UuidSchema,
          amount: MoneySchema,
          due: Type.String(),
          code: Type.String({ description: 'Reference of a bank transfer (ISO 11649)' }),
        },
        strict,
      ),
    ),
  },
  {
    method: 'post',
    path: '/v1/payments',
    tag: 'orders',
    id: 'pay-together',
    summary:
      'Pays several orders at once: sends the payer to the provider for the sum, which is divided as each order asks',
    body: TogetherSchema,
  },
  {
    method: 'post',
    path: '/v1/orders/{id}/check',
    tag: 'orders',
    id: 'check-order',
    summary: 'Asks the payment provider what became of the payment, when its word is late',
    answer: answer(
      'The order now',
      Type.Object(
        { order: UuidSchema, status: Type.String(), paidAt: Type.Union([Type.String(), Type.Null()]) },
        strict,
      ),
    ),
  },
  {
    method: 'get',
    path: '/v1/orders/{id}/receipt',
    tag: 'orders',
    id: 'get-receipt',
    summary: 'The signed receipt of a paid order, with the data of an invoice',
  },
  {
    method: 'get',
    path: '/v1/orders/{id}/receipt.pdf',
    tag: 'orders',
    id: 'get-receipt-pdf',
    summary: 'Its PDF rendering',
    query: ['lang'],
    answer: {
      description: 'The rendering',
      content: { 'application/pdf': { schema: { type: 'string', contentEncoding: 'binary' } } },
    },
  },
  {
    method: 'post',
    path: '/v1/statements',
    tag: 'statements',
    id: 'take-statement',
    summary: 'Takes in a bank statement (camt.053.001.02 or .08): what agrees is reconciled, what does not is listed',
    body: 'bytes',
  },
  {
    method: 'get',
    path: '/v1/payouts',
    tag: 'statements',
    id: 'payouts',
    summary: 'Refunds and handovers that the treasury has to order at its own bank',
  },
  {
    method: 'get',
    path: '/v1/payouts.xml',
    tag: 'statements',
    id: 'payouts-file',
    summary: 'The same as the file a bank takes (ISO 20022 pain.001.001.09)',
    answer: {
      description: 'CstmrCdtTrfInitn',
      content: { 'application/xml': { schema: { type: 'string' } } },
    },
  },
  {
    method: 'get',
    path: '/v1/settlements',
    tag: 'statements',
    id: 'settlements',
    summary: 'What each agency was paid, what the bank confirmed and what went back, by day',
    query: ['country', 'from', 'to'],
  },
  {
    method: 'get',
    path: '/v1/payments/measures',
    tag: 'statements',
    id: 'payment-measures',
    summary: 'Minutes from payment to start, mean cost, share not reconciled',
    query: ['country', 'days'],
  },
]
