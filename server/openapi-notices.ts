import { CodeSchema, ContactSchema } from '#modules/notices'
import { DeclareSchema, ReceiptSchema } from './contingency-routes.ts'
import type { Extra } from './openapi-extras.ts'

const pdf = {
  description: 'The rendering',
  content: { 'application/pdf': { schema: { type: 'string', contentEncoding: 'binary' } } },
}

/** Routes of the mailbox, of courtesy channels, of the help desk, of times and of bad days. */
export const noticeExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/notices',
    tag: 'notices',
    id: 'list-notices',
    summary:
      'Your mailbox: all of your organisation’s, what is meant for your roles (`mine=true`), what nobody opened (`unread=true`)',
    query: ['limit', 'cursor', 'mine', 'unread'],
  },
  {
    method: 'post',
    path: '/v1/notices/{id}/open',
    tag: 'notices',
    id: 'open-notice',
    summary: 'Opens a notice: it is served, and the period that it starts runs from this moment',
  },
  {
    method: 'get',
    path: '/v1/notices/{id}',
    tag: 'notices',
    id: 'get-notice',
    summary: 'One notice, without opening it',
  },
  {
    method: 'get',
    path: '/v1/notices/{id}/proof',
    tag: 'notices',
    id: 'proof-of-service',
    summary: 'The signed proof that a notice was served, once it was',
  },
  {
    method: 'get',
    path: '/v1/notices/{id}/proof.pdf',
    tag: 'notices',
    id: 'proof-of-service-pdf',
    summary: 'The proof of service as a PDF with a QR code',
    query: ['lang'],
    answer: pdf,
  },
  {
    method: 'get',
    path: '/v1/contacts',
    tag: 'notices',
    id: 'list-contacts',
    summary: 'Where courtesy copies go: your own addresses, and your organisation’s',
  },
  {
    method: 'post',
    path: '/v1/contacts',
    tag: 'notices',
    id: 'add-contact',
    summary: 'Registers an address, and sends a code to it; a webhook is given its secret here, once',
    body: ContactSchema,
  },
  {
    method: 'post',
    path: '/v1/contacts/{id}/code',
    tag: 'notices',
    id: 'renew-contact-code',
    summary: 'Sends another code, once the last one has expired',
  },
  {
    method: 'post',
    path: '/v1/contacts/{id}/verify',
    tag: 'notices',
    id: 'verify-contact',
    summary: 'Confirms an address with its code',
    body: CodeSchema,
  },
  {
    method: 'post',
    path: '/v1/contacts/{id}/remove',
    tag: 'notices',
    id: 'remove-contact',
    summary: 'Forgets an address: copies on their way to it are stopped',
  },
  {
    method: 'get',
    path: '/v1/desk/tasks',
    tag: 'notices',
    id: 'list-desk-tasks',
    summary: 'Firms that cannot be reached, for the help desk',
    query: ['limit', 'cursor'],
  },
  {
    method: 'post',
    path: '/v1/desk/tasks/{id}/close',
    tag: 'notices',
    id: 'close-desk-task',
    summary: 'The help desk has reached them',
  },
  {
    method: 'get',
    path: '/v1/times',
    tag: 'service',
    id: 'published-times',
    summary: 'What agencies really take: percentiles of the last 90 days and by month, cells of five cases or more',
    open: true,
    query: ['country', 'agency', 'procedure', 'format'],
  },
  {
    method: 'get',
    path: '/v1/status',
    tag: 'service',
    id: 'status',
    summary: 'What works now, what does not and since when, and what did not in the last 90 days',
    open: true,
  },
  {
    method: 'post',
    path: '/v1/contingency',
    tag: 'service',
    id: 'declare-contingency',
    summary: 'Declares or ends a contingency: proposed by one person (202), done by the second (200)',
    body: DeclareSchema,
  },
  {
    method: 'post',
    path: '/v1/contingency/receipts/verify',
    tag: 'service',
    id: 'verify-receipt',
    summary: 'Checks a receipt of a command that was received in contingency, with or without a database',
    open: true,
    body: ReceiptSchema,
  },
]
