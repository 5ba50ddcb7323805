import { Type } from 'typebox'
import { caseType, refusal, refuse, strict, type Instant } from '#kernel'
import type { Channel, Part } from './score.ts'

export interface Subject {
  readonly type: string
  readonly case: string
  readonly number: string
}
interface Scored {
  readonly subject: Subject
  readonly customs: string
  readonly country: string
  readonly score: string
  readonly parts: readonly Part[]
  readonly profiles: readonly { readonly id: string; readonly title: string; readonly score: string }[]
  readonly rules: readonly { readonly name: string; readonly channel: 'yellow' | 'red'; readonly why: string }[]
}
interface Drawn {
  readonly day: string
  readonly keyHash: string
  readonly value: number
  readonly channel: Channel
  /** Out of 10,000. */
  readonly chances: { readonly red: number; readonly yellow: number }
  /** In a sandbox that says what is drawn, it cannot be checked. */
  readonly given?: true
  /** Drawn to red, and not sent there: the month has had its share (M12-3). */
  readonly capped?: true
}
export interface AssignmentState extends Scored {
  readonly status: 'NEW' | 'SCORED' | 'CHANNEL' | 'EXECUTED' | 'RESULT'
  readonly drawn: Drawn | null
  readonly channel: Channel | null
  readonly why: readonly string[]
  readonly downgrade: { readonly to: Channel; readonly reason: string; readonly by: string } | null
  readonly result: 'conform' | 'minor' | 'serious' | null
  readonly assignedAt: Instant | null
}

/** What the engine worked out, as the case is given it. */
export interface Assigned extends Scored {
  readonly drawn: Drawn
  readonly channel: Channel
  readonly why: readonly string[]
}

const Reason = Type.String({ minLength: 10, maxLength: 500 })
const Strict = (['yellow', 'red'] as const).map((c) => Type.Literal(c))
const Lower = (['green', 'yellow'] as const).map((c) => Type.Literal(c))
const RANK = { green: 0, yellow: 1, red: 2 } as const

/** One operation's risk (M12): its score, what chance drew, its channel, what a control found. The firm is no party of it. */
export const assignment = caseType<AssignmentState>()('assignment', {
  initial: {
    status: 'NEW',
    subject: { type: '', case: '', number: '' },
    customs: '',
    country: '',
    score: '0.00',
    parts: [],
    profiles: [],
    rules: [],
    drawn: null,
    channel: null,
    why: [],
    downgrade: null,
    result: null,
    assignedAt: null,
  },
  events: {
    OperationScored: (s, e: Scored) => ({ ...s, ...e, status: 'SCORED' }),
    RandomDrawn: (s, e: Drawn) => ({ ...s, drawn: e }),
    ChannelAssigned: (s, e: { channel: Channel; why: readonly string[]; at: Instant }) => ({
      ...s,
      status: 'CHANNEL',
      channel: e.channel,
      why: e.why,
      assignedAt: e.at,
    }),
    ChannelUpgraded: (s, e: { channel: Channel; reason: string; by: string }) => ({
      ...s,
      channel: e.channel,
      why: [...s.why, e.reason],
      downgrade: null,
    }),
    DowngradeProposed: (s, e: { to: Channel; reason: string; by: string }) => ({ ...s, downgrade: e }),
    ChannelDowngraded: (s, e: { channel: Channel; reason: string; by: readonly string[] }) => ({
      ...s,
      channel: e.channel,
      why: [...s.why, e.reason],
      downgrade: null,
    }),
    InspectionResult: (
      s,
      e: { result: 'conform' | 'minor' | 'serious'; code: string | null; text: string | null; by: string; at: Instant },
    ) => ({ ...s, status: 'RESULT', result: e.result }),
  },
  commands: (command) => ({
    assign: command({
      from: ['NEW'],
      may: 'assignment.assign',
      as: ['owner', 'system'],
      internal: true,
      input: Type.Unsafe<Assigned>(Type.Object({})),
      summary: 'Scores an operation, draws it and assigns its channel',
      decide: (_, { drawn, channel, why, ...scored }, ctx) => [
        { type: 'OperationScored', data: scored },
        { type: 'RandomDrawn', data: drawn },
        { type: 'ChannelAssigned', data: { channel, why, at: ctx.now } },
      ],
    }),
    upgradeChannel: command({
      from: ['CHANNEL'],
      may: 'assignment.upgrade',
      as: ['customs'],
      input: Type.Object({ channel: Type.Union(Strict), reason: Reason }, strict),
      summary: 'Looks closer than the engine asked for, with a reason',
      decide: (s, { channel, reason }, ctx) =>
        RANK[channel] <= RANK[s.channel ?? 'green']
          ? refuse(refusal('CHANNEL_NOT_HIGHER', '/channel', { channel: s.channel ?? '' }))
          : [{ type: 'ChannelUpgraded', data: { channel, reason, by: ctx.actor.person } }],
    }),
    proposeDowngrade: command({
      from: ['CHANNEL'],
      may: 'assignment.downgrade',
      as: ['customs'],
      input: Type.Object({ channel: Type.Union(Lower), reason: Reason }, strict),
      summary: 'Proposes a lighter channel; another person decides (M12-7)',
      decide: (s, { channel, reason }, ctx) =>
        RANK[channel] >= RANK[s.channel ?? 'green']
          ? refuse(refusal('CHANNEL_NOT_LOWER', '/channel', { channel: s.channel ?? '' }))
          : [{ type: 'DowngradeProposed', data: { to: channel, reason, by: ctx.actor.person } }],
    }),
    downgradeChannel: command({
      from: ['CHANNEL'],
      may: 'assignment.downgrade',
      as: ['customs'],
      input: Type.Object({}, strict),
      summary: 'Agrees to a lighter channel that somebody else proposed',
      decide: (s, _, ctx) => {
        if (!s.downgrade) return refuse(refusal('NOTHING_PROPOSED', ''))
        if (s.downgrade.by === ctx.actor.person) return refuse(refusal('FOUR_EYES', ''))
        const { to, reason, by } = s.downgrade
        return [{ type: 'ChannelDowngraded', data: { channel: to, reason, by: [by, ctx.actor.person] } }]
      },
    }),
    recordResult: command({
      from: ['CHANNEL'],
      may: 'assignment.record',
      as: ['customs'],
      input: Type.Object(
        {
          result: Type.Union((['conform', 'minor', 'serious'] as const).map((r) => Type.Literal(r))),
          code: Type.Optional(Type.String({ pattern: '^[A-Z0-9-]{2,20}$' })),
          text: Type.Optional(Type.String({ minLength: 3, maxLength: 2000 })),
        },
        strict,
      ),
      summary: 'What the look at documents or goods found; it is fed back into the profiles',
      decide: (s, { result, code, text }, ctx) => {
        if (s.channel === 'green') return refuse(refusal('NOTHING_TO_CONTROL', ''))
        if (result !== 'conform' && !text) return refuse(refusal('GROUNDS_REQUIRED', '/text'))
        return [
          {
            type: 'InspectionResult',
            data: { result, code: code ?? null, text: text ?? null, by: ctx.actor.person, at: ctx.now },
          },
        ]
      },
    }),
  }),
  parties: (s) => (s.customs ? [{ org: s.customs, capacity: 'customs' }] : []),
  title: (s) => `${s.subject.number} · ${s.channel ?? ''}`,
  number: (s) => s.subject.number || null,
  work: (s) =>
    s.status === 'CHANNEL' && s.channel !== 'green'
      ? [
          {
            name: s.channel === 'red' ? 'inspect' : 'review',
            org: s.customs,
            role: 'customs',
            due: null,
            since: s.assignedAt,
          },
        ]
      : [],
})
