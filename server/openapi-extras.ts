import { Type, type TSchema } from 'typebox'
import { DigestSchema, strict } from '#kernel'
import { AskSchema } from '#modules/applications'
import { AccountSchema, AdvanceSchema, SettleSchema, WorldSchema } from '#modules/sandbox'
import { catalogueExtras } from './openapi-catalogues.ts'
import { shipmentExample } from './openapi-examples.ts'
import { bundleExtras } from './openapi-bundle.ts'
import { evidenceExtras } from './openapi-evidence.ts'
import { customsExtras } from './openapi-customs.ts'
import { draftExtras } from './openapi-drafts.ts'
import { exchangeExtras } from './openapi-exchange.ts'
import { h2hExtras } from './openapi-h2h.ts'
import { queueExtras } from './openapi-queue.ts'
import { noticeExtras } from './openapi-notices.ts'
import { finderExtras } from './openapi-finder.ts'
import { json, pdf, type Json } from './openapi-parts.ts'
import { sessionExtras } from './openapi-sessions.ts'
import { paymentExtras } from './openapi-payments.ts'
import { webExtras } from './openapi-web.ts'
import { StorySchema } from './pages.ts'

/** A route that is no command of a case: said once, here. */
export interface Extra {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  readonly path: string
  readonly tag: string
  readonly id: string
  readonly summary: string
  readonly open?: boolean
  readonly body?: TSchema | 'bytes'
  readonly example?: unknown
  readonly answer?: Json
  readonly query?: readonly string[]
  /** Status of the answer when it has no body. */
  readonly empty?: 204
  /** It answers 201. */
  readonly created?: boolean
}

const file = {
  description: 'Digest, size and the type found in the bytes',
  content: json(Type.Object({ digest: DigestSchema, size: Type.Integer(), mediaType: Type.String() }, strict)),
}
const der = {
  description: 'DER',
  content: { 'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary' } } },
}

export const extras: readonly Extra[] = [
  ...catalogueExtras,
  ...finderExtras,
  ...webExtras,
  ...draftExtras,
  ...queueExtras,
  ...bundleExtras,
  ...evidenceExtras,
  ...exchangeExtras,
  ...h2hExtras,
  ...customsExtras,
  ...noticeExtras,
  {
    method: 'get',
    path: '/v1/roots',
    tag: 'roots',
    id: 'roots',
    summary: 'Signed and time-stamped roots over all events, the newest first',
    open: true,
    query: ['limit', 'cursor'],
  },
  {
    method: 'get',
    path: '/v1/roots/{number}',
    tag: 'roots',
    id: 'root',
    summary: 'One root: size and hash of the log, signature, RFC 3161 time stamp',
    open: true,
  },
  {
    method: 'get',
    path: '/v1/roots/{number}/consistency',
    tag: 'roots',
    id: 'root-consistency',
    summary: 'Proof that the log of an earlier root was only added to (RFC 9162, 2.1.4)',
    open: true,
    query: ['from'],
  },
  {
    method: 'get',
    path: '/v1/cases/{id}/proof',
    tag: 'roots',
    id: 'case-proof',
    summary: 'Proof that the last event of a case stands under the newest root (RFC 9162, 2.1.3)',
  },
  {
    method: 'get',
    path: '/v1/inbox',
    tag: 'inbox',
    id: 'inbox',
    summary: 'What waits for your organisation, in order of legal time or (order=due) of what ends first',
    query: ['limit', 'cursor', 'role', 'lane', 'holder', 'order', 'turn', 'paused', 'until', 'q'],
  },
  {
    method: 'get',
    path: '/v1/search',
    tag: 'inbox',
    id: 'search-cases',
    summary: 'Cases by number, tax number, name of a firm, or words of their title',
    query: ['q', 'limit'],
  },
  {
    method: 'post',
    path: '/v1/files',
    tag: 'files',
    id: 'upload-file',
    summary: 'Keeps a file and answers its digest, by which cases refer to it',
    body: 'bytes',
    answer: file,
  },
  {
    method: 'post',
    path: '/v1/requirements',
    tag: 'requirements',
    id: 'ask-requirements',
    summary: 'What these goods need, why, and what it costs',
    open: true,
    body: AskSchema,
    example: { ...shipmentExample, answers: undefined, documents: undefined },
  },
  {
    method: 'get',
    path: '/v1/dossiers/{id}/requirements',
    tag: 'requirements',
    id: 'requirements-of-dossier',
    summary: 'What a dossier needs',
  },
  {
    method: 'get',
    path: '/v1/dossiers/{id}/timeline',
    tag: 'dossiers',
    id: 'timeline-of-dossier',
    summary: 'What happened to the operation, over all its cases, in order of time',
    query: ['limit', 'cursor'],
  },
  {
    method: 'get',
    path: '/v1/dossiers/{id}/impact',
    tag: 'dossiers',
    id: 'impact-on-dossier',
    summary: 'Issued documents that a change of these data would make untrue',
    query: ['elements'],
  },
  {
    method: 'get',
    path: '/v1/dossiers/{id}/provenance',
    tag: 'dossiers',
    id: 'provenance-of-dossier',
    summary: 'Every value each datum has had, with its source, author, time and status',
    query: ['element'],
  },
  {
    method: 'get',
    path: '/v1/dossiers/{id}/forms/{procedure}',
    tag: 'dossiers',
    id: 'form-of-dossier',
    summary: 'What a form shows because it is known, and what it still asks',
  },
  {
    method: 'get',
    path: '/v1/procedures',
    tag: 'requirements',
    id: 'list-procedures',
    summary: 'Procedures in force, with their times and laws',
    open: true,
    query: ['lang'],
  },
  {
    method: 'get',
    path: '/v1/procedures/{id}',
    tag: 'requirements',
    id: 'get-procedure',
    summary: 'One procedure and its form as JSON Schema, in the version of a day',
    open: true,
    query: ['lang', 'day'],
  },
  ...paymentExtras,
  {
    method: 'get',
    path: '/v1/permits/{id}/document',
    tag: 'documents',
    id: 'get-document',
    summary: 'The signed record of the issued document: the original',
  },
  {
    method: 'get',
    path: '/v1/permits/{id}/document.pdf',
    tag: 'documents',
    id: 'get-document-pdf',
    summary: 'Its PDF rendering',
    query: ['lang'],
    answer: pdf,
  },
  {
    method: 'get',
    path: '/v1/permits/{id}/sps.xml',
    tag: 'documents',
    id: 'get-sps-certificate',
    summary: 'A sanitary or phytosanitary certificate as a UN/CEFACT message (ISPM 12)',
    answer: {
      description: 'SPSCertificate',
      content: { 'application/xml': { schema: { type: 'string' } } },
    },
  },
  {
    method: 'get',
    path: '/v1/verify/{code}',
    tag: 'documents',
    id: 'verify-document',
    summary: 'Verifies a document by its public code',
    open: true,
    query: ['digest'],
  },
  {
    method: 'post',
    path: '/v1/verify',
    tag: 'documents',
    id: 'verify-record',
    summary: 'Verifies a signed record, a digest or a code',
    open: true,
    body: Type.Object(
      { jws: Type.Optional(Type.String()), digest: Type.Optional(DigestSchema), code: Type.Optional(Type.String()) },
      strict,
    ),
    example: { code: '7KQM-2XVD-9RWA' },
  },
  {
    method: 'get',
    path: '/pki/root.cer',
    tag: 'documents',
    id: 'root-certificate',
    summary: 'Root certificate of the installation, DER',
    open: true,
    answer: der,
  },
  {
    method: 'get',
    path: '/pki/issuing.cer',
    tag: 'documents',
    id: 'issuing-certificate',
    summary: 'Certificate of the issuing authority, DER',
    open: true,
    answer: der,
  },
  {
    method: 'get',
    path: '/pki/issuing.crl',
    tag: 'documents',
    id: 'revocation-list',
    summary: 'Certificate revocation list (RFC 5280), DER',
    open: true,
    answer: der,
  },
  {
    method: 'post',
    path: '/pki/ocsp',
    tag: 'documents',
    id: 'ocsp',
    summary: 'Whether certificates are still good (RFC 6960); also GET /pki/ocsp/{base64}',
    open: true,
    body: 'bytes',
    answer: der,
  },
  {
    method: 'post',
    path: '/pki/time-stamp',
    tag: 'documents',
    id: 'time-stamp',
    summary: 'A time stamp over a SHA-256 digest (RFC 3161)',
    open: true,
    body: 'bytes',
    answer: der,
  },
  {
    method: 'get',
    path: '/.well-known/jwks.json',
    tag: 'documents',
    id: 'get-keys',
    summary: 'Public keys of the seals',
    open: true,
  },
  ...sessionExtras,
  {
    method: 'get',
    path: '/health',
    tag: 'service',
    id: 'health',
    summary: 'Answers when the service is ready',
    open: true,
  },
]

export const sandboxExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/demo/accounts',
    tag: 'sandboxes',
    id: 'list-demo-accounts',
    summary: 'The invented people of the packs, with their tokens',
    open: true,
  },
  {
    method: 'post',
    path: '/v1/demo/story',
    tag: 'sandboxes',
    id: 'tell-demo-story',
    summary: 'Tells the landing page the steps of a demonstration',
    body: StorySchema,
    empty: 204,
  },
  {
    method: 'post',
    path: '/v1/sandboxes',
    tag: 'sandboxes',
    id: 'create-sandbox',
    summary: 'A test clock and the facts of its world',
    body: WorldSchema,
    example: { now: '2026-06-08T14:00:00.000Z', facts: { 'applicant.cleanApprovals': 12 } },
  },
  { method: 'get', path: '/v1/sandboxes/{id}', tag: 'sandboxes', id: 'get-sandbox', summary: 'A sandbox and its time' },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/carry',
    tag: 'sandboxes',
    id: 'carry-sandbox',
    summary: 'Sends its copies to the simulated systems of others, and asks what became of those sent before',
  },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/advance',
    tag: 'sandboxes',
    id: 'advance-sandbox',
    summary: 'Moves its clock: due things happen, each at its moment',
    body: AdvanceSchema,
    example: { to: '2026-06-12T15:00:00.000Z' },
  },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/settle',
    tag: 'sandboxes',
    id: 'settle-sandbox',
    summary: 'Says that a permit others wait for was granted or refused',
    body: SettleSchema,
    example: { permit: 'pe.pesticide-registration', outcome: 'granted' },
  },
  {
    method: 'get',
    path: '/v1/sandboxes/{id}/permits/{permit}/scenario',
    tag: 'sandboxes',
    id: 'record-scenario',
    summary: 'What people did to a permit, as a scenario that pack check plays',
    answer: { description: 'A scenario file', content: { 'application/yaml': { schema: { type: 'string' } } } },
  },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/accounts',
    tag: 'sandboxes',
    id: 'create-sandbox-account',
    summary: 'A person who acts in this sandbox, with a token',
    body: AccountSchema,
    example: { org: 'pe.senasa', name: 'ana', roles: ['evaluator', 'approver'] },
  },
]
