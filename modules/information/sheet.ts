import { Type } from 'typebox'
import { caseType, dueAt, refusal, refuse, strict, type Calendar, type Instant } from '#kernel'

/** Days after which a sheet is due for review, and after which it says that nobody looked at it (M35). */
const REVIEW = 180
const STALE = 190

export interface SheetState {
  readonly status: 'NEW' | 'DRAFT' | 'AGENCY_CONFIRMED' | 'PUBLISHED' | 'REVIEW_DUE' | 'STALE'
  readonly procedure: string
  readonly title: string
  /** Version of the procedure and digest of what the sheet says, as they were confirmed. The words themselves are the pack's (M35-3). */
  readonly version: string
  readonly digest: string
  readonly agency: string
  readonly draftedBy: string
  readonly confirmedBy: string | null
  readonly confirmedAt: Instant | null
  readonly reviewAt: Instant | null
  readonly staleAt: Instant | null
}

/** What the pack says of the procedure today. */
export interface SheetFacts {
  readonly content?: { readonly version: string; readonly digest: string; readonly title: string }
  readonly calendar?: Calendar
}

const NOTHING = { version: '', digest: '', title: '' }

export const DraftSchema = Type.Object(
  { procedure: Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$', description: 'pe.export-phyto' }) },
  strict,
)

/** The sheet of one procedure: published as it is enforced, and only once its agency says that it is right (M35). */
export const sheet = caseType<SheetState, SheetFacts>()('sheet', {
  initial: {
    status: 'NEW',
    procedure: '',
    title: '',
    version: '',
    digest: '',
    agency: '',
    draftedBy: '',
    confirmedBy: null,
    confirmedAt: null,
    reviewAt: null,
    staleAt: null,
  },
  events: {
    SheetDrafted: (s, e: Pick<SheetState, 'procedure' | 'title' | 'version' | 'digest' | 'agency' | 'draftedBy'>) => ({
      ...s,
      ...e,
      status: 'DRAFT',
    }),
    SheetConfirmed: (s, e: Pick<SheetState, 'version' | 'digest'> & { by: string; at: Instant }) => ({
      ...s,
      status: 'AGENCY_CONFIRMED',
      version: e.version,
      digest: e.digest,
      confirmedBy: e.by,
      confirmedAt: e.at,
    }),
    SheetPublished: (s, e: { at: Instant; reviewAt: Instant; staleAt: Instant }) => ({
      ...s,
      status: 'PUBLISHED',
      reviewAt: e.reviewAt,
      staleAt: e.staleAt,
    }),
    SheetReviewDue: (s, _: { since: Instant }) => ({ ...s, status: 'REVIEW_DUE' }),
    SheetStale: (s, _: { since: Instant }) => ({ ...s, status: 'STALE' }),
  },
  commands: (command) => ({
    draftSheet: command({
      from: ['NEW'],
      may: 'sheet.draft',
      as: ['owner'],
      input: DraftSchema,
      summary: 'Puts the sheet of a procedure before its agency, as the pack says it today',
      decide: (_, { procedure }, ctx, { content = NOTHING }) => [
        {
          type: 'SheetDrafted',
          data: { procedure, ...content, agency: ctx.actor.org, draftedBy: ctx.actor.person },
        },
      ],
    }),
    confirmSheet: command({
      from: ['DRAFT', 'PUBLISHED', 'REVIEW_DUE', 'STALE'],
      may: 'sheet.confirm',
      as: ['agency'],
      input: Type.Object({}, strict),
      summary: 'The agency says that the sheet is right, which publishes it; again after each review',
      decide: (s, _, ctx, { content = NOTHING, calendar }) => {
        if (s.status === 'DRAFT' && ctx.actor.person === s.draftedBy) return refuse(refusal('FOUR_EYES'))
        const at = (n: number): Instant => (calendar ? dueAt(calendar, ctx.now, { n, unit: 'd' }) : ctx.now)
        return [
          {
            type: 'SheetConfirmed',
            data: { version: content.version, digest: content.digest, by: ctx.actor.person, at: ctx.now },
          },
          { type: 'SheetPublished', data: { at: ctx.now, reviewAt: at(REVIEW), staleAt: at(STALE) } },
        ]
      },
    }),
  }),
  parties: (s) => (s.agency ? [{ org: s.agency, capacity: 'agency' }] : []),
  title: (s) => `${s.procedure} · ${s.title}`.slice(0, 200),
  number: (s) => s.procedure || null,
  work: (s) =>
    s.status === 'DRAFT' || s.status === 'REVIEW_DUE' || s.status === 'STALE'
      ? [{ name: 'confirm-sheet', org: s.agency, role: 'approver', due: s.status === 'REVIEW_DUE' ? s.staleAt : null }]
      : [],
  nextDue: (s) => (s.status === 'PUBLISHED' ? s.reviewAt : s.status === 'REVIEW_DUE' ? s.staleAt : null),
  tick: (s, now) => {
    const since = s.confirmedAt ?? now
    const review = s.status === 'PUBLISHED' && s.reviewAt && s.reviewAt <= now ? s.reviewAt : null
    const stale = (review || s.status === 'REVIEW_DUE') && s.staleAt && s.staleAt <= now ? s.staleAt : null
    return [
      ...(review ? [{ type: 'SheetReviewDue' as const, data: { since }, at: review }] : []),
      ...(stale ? [{ type: 'SheetStale' as const, data: { since }, at: stale }] : []),
    ]
  },
})
