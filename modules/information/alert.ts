import { Type } from 'typebox'
import { caseType, strict, type Instant, type Language } from '#kernel'
import type { Brief } from './brief.ts'

/** The question of a subscription: parameters of the finder, without a day, for it is asked anew each time. */
export const SubscribeSchema = Type.Object(
  {
    question: Type.Record(
      Type.String({ pattern: '^[A-Za-z][A-Za-z.]{0,60}$' }),
      Type.String({ minLength: 1, maxLength: 200 }),
      { maxProperties: 20, description: 'Parameters of GET /v1/finder: country, hs, regime, origin, destination, ...' },
    ),
  },
  strict,
)
const Lines = Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: 50 })

export interface AlertState {
  readonly status: 'NEW' | 'ACTIVE' | 'ENDED'
  readonly subscriber: string
  readonly question: Readonly<Record<string, string>>
  readonly about: string
  readonly brief: Brief | null
  readonly sent: number
  readonly lastAt: Instant | null
}

/** Facts: the answer to the question as it is now. */
export interface AlertFacts {
  readonly brief?: Brief
  readonly about?: string
}

const none: AlertState['question'] = {}

/** Somebody who wants to know when the rules for a product and market change (M35). */
export const alert = caseType<AlertState, AlertFacts>()('alert', {
  initial: { status: 'NEW', subscriber: '', question: none, about: '', brief: null, sent: 0, lastAt: null },
  events: {
    AlertSubscribed: (s, e: Pick<AlertState, 'subscriber' | 'question' | 'about' | 'brief'>) => ({
      ...s,
      ...e,
      status: 'ACTIVE',
    }),
    RuleAlertSent: (
      s,
      e: { before: string; brief: Brief; changes: Readonly<Record<Language, readonly string[]>>; at: Instant },
    ) => ({ ...s, brief: e.brief, sent: s.sent + 1, lastAt: e.at }),
    AlertEnded: (s, _: Record<string, never>) => ({ ...s, status: 'ENDED' }),
  },
  commands: (command) => ({
    subscribe: command({
      from: ['NEW'],
      may: 'alert.subscribe',
      as: ['owner'],
      input: SubscribeSchema,
      summary: 'Asks to be told when the answer of the finder to a question changes',
      decide: (_, { question }, ctx, { brief = null, about = '' }) => [
        { type: 'AlertSubscribed', data: { subscriber: ctx.actor.org, question, about, brief } },
      ],
    }),
    unsubscribe: command({
      from: ['ACTIVE'],
      may: 'alert.subscribe',
      as: ['applicant'],
      input: Type.Object({}, strict),
      summary: 'Asks no longer to be told',
      decide: () => [{ type: 'AlertEnded', data: {} }],
    }),
    tell: command({
      from: ['ACTIVE'],
      may: 'alert.tell',
      as: ['system'],
      internal: true,
      input: Type.Object(
        {
          brief: Type.Unsafe<Brief>({ type: 'object' }),
          changes: Type.Object({ es: Lines, en: Lines, pt: Lines }, strict),
        },
        strict,
      ),
      summary: 'Tells the subscriber what changed',
      decide: (s, { brief, changes }, ctx) =>
        brief.digest === s.brief?.digest
          ? []
          : [{ type: 'RuleAlertSent', data: { before: s.brief?.digest ?? '', brief, changes, at: ctx.now } }],
    }),
  }),
  parties: (s) => (s.subscriber ? [{ org: s.subscriber, capacity: 'applicant' }] : []),
  title: (s) => s.about.slice(0, 200),
})
