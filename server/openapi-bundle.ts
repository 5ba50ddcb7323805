import type { Extra } from './openapi-extras.ts'

const content = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
})
const shared = { method: 'get', tag: 'dossiers' } as const

/** A dossier as a whole: to archive, to exchange, to take in (M02, outputs). */
export const bundleExtras: readonly Extra[] = [
  {
    ...shared,
    path: '/v1/dossiers/{id}/bundle.pdf',
    id: 'bundle-of-dossier',
    summary: 'The dossier as PDF/A-3a, with its issued documents and its XML attached',
    query: ['lang'],
    answer: content('application/pdf', 'The bundle'),
  },
  {
    ...shared,
    path: '/v1/dossiers/{id}/export.xml',
    id: 'export-dossier',
    summary: 'The data of the dossier in the classes of the WCO Data Model',
    answer: content('application/xml', 'As /v1/dossiers/export.xsd describes it'),
  },
  {
    ...shared,
    path: '/v1/dossiers/export.xsd',
    id: 'schema-of-export',
    summary: 'The XSD of exports, derived from the dictionary',
    open: true,
    answer: content('application/xml', 'XML Schema 1.0'),
  },
  {
    method: 'post',
    tag: 'dossiers',
    path: '/v1/dossiers/import',
    id: 'import-dossier',
    summary: 'Opens a dossier with what an export says; the body is application/xml',
    body: 'bytes',
  },
]
