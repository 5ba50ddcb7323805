import { CertificateRequestSchema, ReplaySchema, SubscriptionSchema } from '#modules/h2h'
import type { Extra } from './openapi-extras.ts'

const signed = {
  description: 'The receipt, the status or the error, signed by the window in the form in which it was asked',
  content: {
    'application/xml': { schema: { type: 'string' } },
    'application/jose': { schema: { type: 'string' } },
  },
}

/** Host to host (M30). What the messages say is in their own schemas, which this page only leads to. */
export const h2hExtras: readonly Extra[] = [
  {
    method: 'post',
    path: '/h2h/v1/messages',
    tag: 'h2h',
    id: 'send-message',
    summary:
      'Sends a signed message: XML with an XAdES signature (`application/xml`), or its JSON form as a JWS (`application/jose`). The same id with the same content gets the same answer',
    body: 'bytes',
    answer: signed,
  },
  {
    method: 'get',
    path: '/h2h/v1/schemas/{version}/{file}',
    tag: 'h2h',
    id: 'message-schema',
    summary: 'Schema of a message: `submit.xsd`, or `submit.json` for its JSON form',
    open: true,
    answer: { description: 'XSD 1.0 or JSON Schema', content: { 'application/xml': { schema: { type: 'string' } } } },
  },
  {
    method: 'get',
    path: '/h2h/v1/sent/{message}',
    tag: 'h2h',
    id: 'sent-message',
    summary: 'A message of yours as it came, signature and all: the original of what you declared',
    answer: signed,
  },
  {
    method: 'get',
    path: '/h2h/soap',
    tag: 'h2h',
    id: 'wsdl',
    summary: 'WSDL of the SOAP 1.2 facade',
    open: true,
    answer: { description: 'WSDL 1.1', content: { 'application/wsdl+xml': { schema: { type: 'string' } } } },
  },
  {
    method: 'post',
    path: '/h2h/soap',
    tag: 'h2h',
    id: 'send-message-soap',
    summary: 'The same as a SOAP 1.2 operation: the signed message in base64, and the signed answer so',
    body: 'bytes',
    answer: { description: 'A SOAP envelope', content: { 'application/soap+xml': { schema: { type: 'string' } } } },
  },
  {
    method: 'post',
    path: '/h2h/v1/batches',
    tag: 'h2h',
    id: 'send-batch',
    summary:
      'Many signed messages in one file, a record separator (0x1E) before each: `application/xml-seq`, or `application/jose-seq` for the JSON form. Each is done by itself',
    body: 'bytes',
    created: true,
  },
  {
    method: 'get',
    path: '/h2h/v1/batches/{id}',
    tag: 'h2h',
    id: 'get-batch',
    summary: 'How far a file of messages is: done, accepted, rejected, how many a second',
  },
  {
    method: 'get',
    path: '/h2h/v1/batches/{id}/answers',
    tag: 'h2h',
    id: 'batch-answers',
    summary: 'What the messages of a file were answered, each signed; `refused=true`: only those that were refused',
    query: ['limit', 'cursor', 'refused'],
  },
  {
    method: 'get',
    path: '/h2h/v1/messages',
    tag: 'h2h',
    id: 'pull-messages',
    summary:
      'What the window says to your systems, from a cursor on: each message signed, in the form you subscribed to',
    query: ['limit', 'cursor'],
  },
  {
    method: 'post',
    path: '/h2h/v1/messages/replay',
    tag: 'h2h',
    id: 'replay-messages',
    summary: 'Carries messages to your program again: what was given up, or everything from a number on',
    body: ReplaySchema,
  },
  {
    method: 'get',
    path: '/h2h/v1/subscription',
    tag: 'h2h',
    id: 'get-subscription',
    summary: 'How you are told, and how many messages were carried, wait, or were given up',
  },
  {
    method: 'put',
    path: '/h2h/v1/subscription',
    tag: 'h2h',
    id: 'put-subscription',
    summary:
      'Subscribes to messages about your cases: pulled, or carried to your program (retries 1, 2, 4 … 64 minutes for a day)',
    body: SubscriptionSchema,
  },
  {
    method: 'get',
    path: '/v1/certificates',
    tag: 'h2h',
    id: 'list-certificates',
    summary: 'Certificates of your systems',
  },
  {
    method: 'post',
    path: '/v1/certificates',
    tag: 'h2h',
    id: 'enrol-certificate',
    summary: 'A certificate for a key that your system keeps: the key never leaves it, the request is signed with it',
    body: CertificateRequestSchema,
  },
]
