import { DraftSchema } from '#modules/drafts'
import type { Extra } from './openapi-extras.ts'

const shared = { tag: 'drafts', path: '/v1/drafts/{key}' } as const

/** Drafts: what is typed and not yet sent (G-1). */
export const draftExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/drafts',
    tag: 'drafts',
    id: 'list-drafts',
    summary: 'Your drafts, without their content',
    query: ['about', 'limit', 'cursor'],
  },
  { ...shared, method: 'get', id: 'read-draft', summary: 'A draft of yours, with what was typed; ETag is its version' },
  {
    ...shared,
    method: 'put',
    id: 'save-draft',
    summary: 'Keeps what was typed for 90 days; If-Match, where it is sent, refuses to overwrite another save',
    body: DraftSchema,
    example: {
      title: 'Café y quinua para Shanghái',
      content: { country: 'pe', regime: 'export', elements: { incoterm: 'CIF' }, lines: [] },
    },
  },
  { ...shared, method: 'delete', id: 'delete-draft', summary: 'Erases a draft', empty: 204 },
]
