import type { Extra } from './openapi-extras.ts'

/** What became of the copies that go to the systems of others (M09, M31). */
export const exchangeExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/permits/{id}/copies',
    tag: 'permits',
    id: 'copies-of-permit',
    summary: 'Every message about the document to another system: attempts, next attempt, answer, reference',
  },
]
