import { Type } from 'typebox'
import { caseType, dueAt, strict, type Calendar, type Instant } from '#kernel'

const text = (max: number) => Type.String({ minLength: 3, maxLength: max, pattern: '\\S' })
/** Business days in which an enquiry point answers (M35-1). */
const DAYS = 5

export const AskSchema = Type.Object(
  {
    agency: Type.String({ pattern: '^[a-z]{2,5}\\.[a-z][a-z0-9-]{0,40}$', description: 'pe.senasa' }),
    text: text(4000),
    procedure: Type.Optional(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' })),
  },
  strict,
)

export interface EnquiryState {
  readonly status: 'NEW' | 'ASKED' | 'ANSWERED'
  readonly asker: string
  readonly agency: string
  readonly org: string
  readonly procedure: string | null
  readonly text: string
  readonly askedAt: Instant | null
  readonly due: Instant | null
  readonly overdue: boolean
  readonly answer: {
    readonly text: string
    readonly law: string | null
    readonly by: string
    readonly at: Instant
  } | null
}

/** Facts: the organisation of the agency that is asked, and its calendar. */
export interface EnquiryFacts {
  readonly org?: string
  readonly calendar?: Calendar
}

/** A question to the enquiry point of an agency, answered within five business days (WTO TFA article 1.3, M35-1). */
export const enquiry = caseType<EnquiryState, EnquiryFacts>()('enquiry', {
  initial: {
    status: 'NEW',
    asker: '',
    agency: '',
    org: '',
    procedure: null,
    text: '',
    askedAt: null,
    due: null,
    overdue: false,
    answer: null,
  },
  events: {
    EnquiryAsked: (
      s,
      e: Pick<EnquiryState, 'asker' | 'agency' | 'org' | 'procedure' | 'text'> & { askedAt: Instant; due: Instant },
    ) => ({ ...s, ...e, status: 'ASKED' }),
    EnquiryOverdue: (s, _: { due: Instant }) => ({ ...s, overdue: true }),
    EnquiryAnswered: (s, e: NonNullable<EnquiryState['answer']>) => ({ ...s, status: 'ANSWERED', answer: e }),
  },
  commands: (command) => ({
    askEnquiry: command({
      from: ['NEW'],
      may: 'enquiry.ask',
      as: ['owner'],
      input: AskSchema,
      summary: 'Asks the enquiry point of an agency',
      decide: (_, { agency, procedure, text: asked }, ctx, { org = '', calendar }) => [
        {
          type: 'EnquiryAsked',
          data: {
            asker: ctx.actor.org,
            agency,
            org,
            procedure: procedure ?? null,
            text: asked,
            askedAt: ctx.now,
            due: calendar ? dueAt(calendar, ctx.now, { n: DAYS, unit: 'bd' }) : ctx.now,
          },
        },
      ],
    }),
    answerEnquiry: command({
      from: ['ASKED'],
      may: 'enquiry.answer',
      as: ['agency'],
      input: Type.Object(
        { text: text(8000), law: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
        strict,
      ),
      summary: 'Answers an enquiry, with the norm the answer stands on',
      decide: (_, { text: said, law }, ctx) => [
        { type: 'EnquiryAnswered', data: { text: said, law: law ?? null, by: ctx.actor.person, at: ctx.now } },
      ],
    }),
  }),
  parties: (s) => [
    ...(s.asker ? [{ org: s.asker, capacity: 'applicant' }] : []),
    ...(s.org ? [{ org: s.org, capacity: 'agency' }] : []),
  ],
  title: (s) => s.text.slice(0, 120),
  work: (s) =>
    s.status === 'ASKED'
      ? [{ name: 'answer-enquiry', org: s.org, role: 'evaluator', due: s.due, since: s.askedAt }]
      : [],
  clocks: (s) =>
    s.askedAt
      ? [
          {
            name: 'enquiry',
            side: 'agency',
            startedAt: s.askedAt,
            due: s.due,
            state: s.status === 'ANSWERED' ? 'STOPPED' : s.overdue ? 'BREACHED' : 'RUNNING',
          },
        ]
      : [],
  nextDue: (s) => (s.status === 'ASKED' && !s.overdue ? s.due : null),
  tick: (s, now) =>
    s.status === 'ASKED' && !s.overdue && s.due && s.due <= now
      ? [{ type: 'EnquiryOverdue', data: { due: s.due }, at: s.due }]
      : [],
})
