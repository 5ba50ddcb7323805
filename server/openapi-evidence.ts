import type { Extra } from './openapi-extras.ts'

const jwt = {
  description: 'A JWT secured as W3C VC-JOSE-COSE says',
  content: { 'application/vc+jwt': { schema: { type: 'string' } } },
}
const archive = {
  description: 'The package',
  content: { 'application/zip': { schema: { type: 'string', contentEncoding: 'binary' } } },
}

const papers = [
  { path: '/v1/permits/{id}/document', id: 'document', of: 'the issued document' },
  { path: '/v1/orders/{id}/receipt', id: 'receipt', of: 'the receipt' },
]

/** What proves a document outside the window. */
export const evidenceExtras: readonly Extra[] = [
  ...papers.flatMap(({ path, id, of }): Extra[] => [
    {
      method: 'get',
      path: `${path}/evidence.zip`,
      tag: 'documents',
      id: `get-${id}-evidence`,
      summary: `Evidence package of ${of}: record, signature, certificates, revocation, time stamps, and a script that checks them with OpenSSL`,
      query: ['edition'],
      answer: archive,
    },
    {
      method: 'get',
      path: `${path}/credential`,
      tag: 'documents',
      id: `get-${id}-credential`,
      summary: `Of ${of}, a verifiable credential (W3C VC Data Model 2.0)`,
      query: ['edition'],
      answer: jwt,
    },
  ]),
  {
    method: 'get',
    path: '/v1/status-lists/{list}',
    tag: 'documents',
    id: 'get-status-list',
    summary: 'Which credentials were revoked (W3C Bitstring Status List)',
    open: true,
    answer: jwt,
  },
  {
    method: 'get',
    path: '/issuers/{org}/did.json',
    tag: 'documents',
    id: 'get-issuer',
    summary: 'The keys of an issuer of credentials (did:web)',
    open: true,
  },
]
