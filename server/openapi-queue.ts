import { BatchSchema, DecideBatchSchema, DutySchema, NextSchema, SkillsSchema } from '#modules/permits'
import type { Extra } from './openapi-extras.ts'

const id = '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a91'
const shared = { tag: 'inbox' } as const

/** Taking cases in legal order (M08-11), deciding alike proposals together (UX 4.7), and what agencies asked for though it was known (DUPLICATE_CAPTURE). */
export const queueExtras: readonly Extra[] = [
  {
    method: 'post',
    path: '/v1/inbox/next',
    tag: 'inbox',
    id: 'take-next',
    summary: 'Takes the next case in legal order; the answer holds it, or null when the queue is empty',
    body: NextSchema,
    example: { role: 'evaluator' },
  },
  {
    method: 'get',
    path: '/v1/inbox/reasons',
    tag: 'inbox',
    id: 'jump-reasons',
    summary: 'The coded reasons for taking a case before its turn',
    open: true,
  },
  {
    method: 'get',
    path: '/v1/workload',
    tag: 'inbox',
    id: 'workload',
    summary: 'How long each queue of your agency is, and how much each officer holds',
  },
  {
    ...shared,
    method: 'get',
    path: '/v1/officers',
    id: 'officers',
    summary: 'Officers of your agency, the procedures of which each takes cases, and who is on duty for urgent ones',
  },
  {
    ...shared,
    method: 'put',
    path: '/v1/officers/{person}/skills',
    id: 'officer-skills',
    summary:
      'Says of which procedures an officer takes cases; cases of others are passed over when the next one is taken',
    body: SkillsSchema,
    example: { procedures: ['pe.export-phyto'] },
  },
  {
    ...shared,
    method: 'post',
    path: '/v1/duties',
    id: 'add-duty',
    summary: 'Puts an officer on duty: urgent cases go to them at once',
    body: DutySchema,
    example: { person: id, from: '2026-06-08T13:00:00.000Z', to: '2026-06-08T21:30:00.000Z' },
  },
  {
    method: 'get',
    path: '/v1/permits/{id}/around',
    tag: 'inbox',
    id: 'around-permit',
    summary: 'Other cases of the same operation that you may see, and the firm’s last year with the agency',
  },
  {
    method: 'get',
    path: '/v1/queue-jumps',
    tag: 'inbox',
    id: 'queue-jumps',
    summary: 'Cases that agencies took before their turn, with the reason: without names of officers or firms',
    open: true,
    query: ['agency', 'limit', 'cursor'],
  },
  {
    ...shared,
    method: 'post',
    path: '/v1/batches',
    id: 'make-batch',
    summary:
      'Puts proposals of one pattern together, and draws by lot which must be opened in full: at least one of ten',
    body: BatchSchema,
    example: { permits: [id, id.replace(/1$/, '2')] },
  },
  { ...shared, method: 'get', path: '/v1/batches/{id}', id: 'read-batch', summary: 'A batch of yours' },
  {
    ...shared,
    method: 'post',
    path: '/v1/batches/{id}/opened/{permit}',
    id: 'open-in-batch',
    summary: 'Says that a case of the batch was opened in full',
  },
  {
    ...shared,
    method: 'post',
    path: '/v1/batches/{id}/approve',
    id: 'approve-batch',
    summary:
      'One act over the list: approves each case that still stands as it was shown, and tells the result of each',
    body: DecideBatchSchema,
    example: { digest: 'a'.repeat(64), reason: 'All meet the requirements.' },
  },
  {
    ...shared,
    method: 'get',
    path: '/v1/duplicate-captures',
    id: 'duplicate-captures',
    summary: 'What agencies asked for in the last year though the State or the case held it, and how often',
    open: true,
  },
]
