import { Type, type Static } from 'typebox'
import { caseType, refusal, refuse, strict, toInstant, toMs, UuidSchema, type Instant } from '#kernel'

export interface BreakGlassState {
  readonly status: 'NEW' | 'OPEN' | 'CLOSED' | 'EXPIRED'
  /** The case whose contents are looked at, its type and title, and who it belongs to. */
  readonly case: string
  readonly type: string
  readonly title: string
  readonly owner: string
  readonly by: string
  readonly org: string
  readonly reasonCode: string
  readonly text: string
  readonly openedAt: Instant
  readonly until: Instant
  readonly looks: number
}

const Reason = Type.Union(['incident', 'court-order', 'complaint', 'audit'].map((r) => Type.Literal(r)))
export const OpenSchema = Type.Object(
  {
    case: UuidSchema,
    reasonCode: Reason,
    text: Type.String({
      minLength: 15,
      maxLength: 1000,
      description: 'Why, in words that the owner of the case will read',
    }),
    minutes: Type.Integer({ minimum: 5, maximum: 60 }),
  },
  strict,
)
const Opened = Type.Object(
  {
    case: UuidSchema,
    type: Type.String(),
    title: Type.String(),
    owner: UuidSchema,
    reasonCode: Type.String(),
    text: Type.String(),
    minutes: Type.Integer(),
  },
  strict,
)
const Empty = Type.Object({}, strict)

/** Looking into a case that is not one's own, because something has gone wrong: with a reason, for a while, and told to its owner. */
export const breakGlass = caseType<BreakGlassState>()('break-glass', {
  initial: {
    status: 'NEW',
    case: '',
    type: '',
    title: '',
    owner: '',
    by: '',
    org: '',
    reasonCode: '',
    text: '',
    openedAt: '',
    until: '',
    looks: 0,
  },
  events: {
    GlassBroken: (s, { minutes, ...e }: Static<typeof Opened> & { by: string; org: string; openedAt: Instant }) => ({
      ...s,
      ...e,
      status: 'OPEN',
      until: toInstant(toMs(e.openedAt) + minutes * 60_000),
    }),
    PayloadSeen: (s, _: { by: string }) => ({ ...s, looks: s.looks + 1 }),
    GlassClosed: (s) => ({ ...s, status: 'CLOSED' }),
    GlassExpired: (s) => ({ ...s, status: 'EXPIRED' }),
  },
  commands: (command) => ({
    open: command({
      from: ['NEW'],
      may: 'break-glass.open',
      as: ['owner'],
      input: Opened,
      signature: 'advanced',
      summary: 'Opens a case of somebody else for reading, with a reason and for a while; its owner is told',
      decide: (_, input, { actor, now }) => [
        { type: 'GlassBroken', data: { ...input, by: actor.person, org: actor.org, openedAt: now } },
      ],
    }),
    look: command({
      from: ['OPEN'],
      may: 'break-glass.look',
      as: ['opener', 'system'],
      input: Empty,
      internal: true,
      summary: 'One reading of the case, on the record before its contents are shown',
      decide: (s, _, { actor, now }) =>
        // Whoever gave the reason reads, and nobody for them.
        s.by !== actor.person || now >= s.until
          ? refuse(refusal('GLASS_CLOSED'))
          : [{ type: 'PayloadSeen', data: { by: actor.person } }],
    }),
    close: command({
      from: ['OPEN'],
      may: 'break-glass.open',
      as: ['opener'],
      input: Empty,
      summary: 'Ends the reading before its time',
      decide: () => [{ type: 'GlassClosed', data: {} }],
    }),
  }),
  parties: (s) =>
    s.org
      ? [
          { org: s.org, capacity: 'opener' },
          { org: s.owner, capacity: 'concerned' },
        ]
      : [],
  title: (s) => s.title,
  nextDue: (s) => (s.status === 'OPEN' ? s.until : null),
  tick: (s, now) => (s.status === 'OPEN' && s.until <= now ? [{ type: 'GlassExpired', data: {}, at: s.until }] : []),
})
