import { Type, type Static } from 'typebox'
import { caseType, DaySchema, DigestSchema, refusal, refuse, strict, UuidSchema, type Instant } from '#kernel'
import { LawSchema, type Neighbour } from './entry.ts'

const Count = Type.Integer({ minimum: 0 })
const text = (max: number) => Type.String({ minLength: 1, maxLength: max })

/** What the platform says of a list it loads. The rows stand beside the case, under the digest that is in its chain. */
export const LoadSchema = Type.Object(
  {
    catalogue: text(50),
    from: DaySchema,
    files: Type.Array(Type.Object({ name: text(200), digest: DigestSchema, size: Count }, strict), { minItems: 1 }),
    law: LawSchema,
    by: text(200),
    backdating: Type.Union([text(300), Type.Null()]),
    rows: DigestSchema,
    counts: Type.Object(
      { read: Count, added: Count, changed: Count, ended: Count, unchanged: Count, skipped: Count },
      strict,
    ),
    waits: Type.Boolean(),
    authority: UuidSchema,
  },
  strict,
)
export type LoadedList = Static<typeof LoadSchema>

export interface ImportState extends Omit<LoadedList, 'waits'> {
  readonly status: 'NEW' | 'PROPOSED' | 'IN_FORCE' | 'REJECTED'
  readonly publishedAt: Instant | null
}

/** Rows of the import that would hold on days on which another entry already does. */
export interface ImportFacts {
  readonly overlaps?: readonly (Neighbour & { readonly code: string })[]
}

const nothing = '0'.repeat(64)

/** One import of a list: who loaded which file when, and what it changed. A list is one act, so it is one case. */
export const catalogueImport = caseType<ImportState, ImportFacts>()('catalogue-import', {
  initial: {
    status: 'NEW',
    catalogue: '',
    from: '',
    files: [],
    law: { norm: '' },
    by: '',
    backdating: null,
    rows: nothing,
    counts: { read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, skipped: 0 },
    authority: '',
    publishedAt: null,
  },
  events: {
    ListProposed: (s, e: Omit<LoadedList, 'waits'>) => ({ ...s, ...e, status: 'PROPOSED' }),
    // An official list, taken as its publisher gives it: nothing in it is ours to decide.
    ListLoaded: (s, e: Omit<LoadedList, 'waits'> & { publishedAt: Instant }) => ({ ...s, ...e, status: 'IN_FORCE' }),
    ListApproved: (s, e: { by: string; publishedAt: Instant }) => ({
      ...s,
      status: 'IN_FORCE',
      publishedAt: e.publishedAt,
    }),
    ListRejected: (s, _: { by: string; reason: string }) => ({ ...s, status: 'REJECTED' }),
  },
  commands: (command) => ({
    load: command({
      from: ['NEW'],
      may: 'catalogue.load',
      as: ['system'],
      internal: true,
      input: LoadSchema,
      summary: 'Loads a list of codes from a file',
      decide: (_, { waits, ...list }, ctx) => [
        waits ? { type: 'ListProposed', data: list } : { type: 'ListLoaded', data: { ...list, publishedAt: ctx.now } },
      ],
    }),
    approveList: command({
      from: ['PROPOSED'],
      may: 'catalogue.approve',
      as: ['authority'],
      input: Type.Object({}, strict),
      summary: 'Approves the figures of an import: they hold from now on',
      decide: (s, _, ctx, { overlaps = [] }) => {
        const faults = overlaps.map((o) =>
          refusal('VALIDITY_OVERLAP', '', {
            entry: `${s.catalogue} ${o.code}`,
            span: `${o.from} – ${o.to ?? '…'}`,
            case: o.caseId,
          }),
        )
        if (faults.length) return refuse(...faults)
        return [{ type: 'ListApproved', data: { by: ctx.actor.person, publishedAt: ctx.now } }]
      },
    }),
    rejectList: command({
      from: ['PROPOSED'],
      may: 'catalogue.approve',
      as: ['authority'],
      input: Type.Object({ reason: text(1000) }, strict),
      summary: 'Refuses the figures of an import; nothing of it ever held',
      decide: (_, { reason }, ctx) => [{ type: 'ListRejected', data: { by: ctx.actor.person, reason } }],
    }),
  }),
  parties: (s) => (s.authority ? [{ org: s.authority, capacity: 'authority' }] : []),
  title: (s) => `${s.catalogue} · ${s.files.map((f) => f.name).join(', ')}`.slice(0, 200),
  number: (s) => `${s.catalogue}@${s.from}`,
  work: (s) =>
    s.status === 'PROPOSED' ? [{ name: 'approve-list', org: s.authority, role: 'steward', due: null }] : [],
})
