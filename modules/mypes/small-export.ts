import { Type, type Static } from 'typebox'
import { caseType, DocumentSchema, ElementsSchema, refusal, refuse, strict, UuidSchema } from '#kernel'
import { answerBy, AnswerSchema, ChannelSchema, ControlSchema, silenceDue, silentBy } from '#modules/customs'
import { decideAnswer } from './answers.ts'
import type { SmallExportFacts } from './decided-on.ts'
import { smallExportEvents } from './events.ts'
import { initialSmallExport, type LandedNote, type Product, type SavingPosted, type SmallExportState } from './state.ts'

const Reason = Type.String({ minLength: 3, maxLength: 500 })
const ReasonOnly = Type.Object({ reason: Reason }, strict)
const Nothing = Type.Object({}, strict)
const Line = Type.Integer({ minimum: 0, maximum: 99 })

export const CheckSchema = Type.Object({ dossier: UuidSchema }, strict)
/** What the window adds to it. */
type Opening = Static<typeof CheckSchema> & { owner?: string; customs?: string; pack?: string }
const beforeDeclaring = [
  'ELIGIBILITY_CHECKED',
  'CLASSIFICATION_REQUESTED',
  'INFO_ASKED',
  'CLASSIFIED',
  'REJECTED',
] as const
/** Declared and not gone: what ends when its period does. */
const underWay: readonly string[] = ['DECLARED', 'ACCEPTED', 'CHANNEL', 'HANDED_TO_CARRIER']
const beforeHandOver = [...beforeDeclaring, 'DECLARED', 'ACCEPTED', 'CHANNEL'] as const

/** The export of a micro or small firm under its own regime (M13). */
export const smallExport = caseType<SmallExportState, SmallExportFacts>()('small-export', {
  initial: initialSmallExport,
  events: smallExportEvents,
  commands: (command) => ({
    checkEligibility: command({
      from: ['NEW'],
      may: 'mypes.declare',
      as: ['owner'],
      input: CheckSchema,
      summary: 'Checks every condition of the regime; what does not hold is told with its norm and the way out',
      decide: (_, input, ctx, { faults = [], eligibility, series = '' }) => {
        if (faults.length || !eligibility) return refuse(...faults)
        const { owner = '', customs = '', pack = '', dossier } = input as Opening
        const at = ctx.now
        return [
          { type: 'SmallExportOpened', data: { owner, customs, pack, dossier, at, series, number: '' } },
          { type: 'EligibilityConfirmed', data: eligibility },
        ]
      },
    }),
    recheckEligibility: command({
      from: [...beforeDeclaring],
      may: 'mypes.declare',
      as: ['applicant'],
      input: Nothing,
      summary: 'Checks the conditions again, as the dossier and the registry are now',
      decide: (_, __, ___, { faults = [], eligibility }) =>
        faults.length || !eligibility ? refuse(...faults) : [{ type: 'EligibilityConfirmed', data: eligibility }],
    }),
    requestClassification: command({
      from: ['ELIGIBILITY_CHECKED', 'CLASSIFIED'],
      may: 'mypes.declare',
      as: ['applicant'],
      input: Type.Object(
        {
          agent: Type.Optional(UuidSchema),
          products: Type.Array(
            Type.Object(
              {
                line: Line,
                material: Type.Optional(Type.String({ minLength: 2, maxLength: 256 })),
                use: Type.Optional(Type.String({ minLength: 2, maxLength: 256 })),
                photos: Type.Optional(Type.Array(DocumentSchema, { maxItems: 10 })),
              },
              strict,
            ),
            { minItems: 1, maxItems: 100 },
          ),
        },
        strict,
      ),
      summary: 'Asks an agent of the agreement for the code of the products; one that was signed before needs no agent',
      decide: (_, __, ctx, { faults = [], products = [], library, agent, classifyBy }) => {
        if (faults.length) return refuse(...faults)
        if (library)
          return [
            {
              type: 'Classified',
              data: { products, by: library.by, at: ctx.now, act: library.act, fee: null, library: true },
            },
          ]
        if (!agent) return refuse(refusal('AGENT_NOT_CHOSEN', '/agent'))
        return [{ type: 'ClassificationRequested', data: { products, agent, by: classifyBy ?? null } }]
      },
    }),
    askInfo: command({
      from: ['CLASSIFICATION_REQUESTED'],
      may: 'mypes.classify',
      as: ['agent'],
      input: Type.Object({ text: Reason }, strict),
      summary: 'The agent asks the firm about the product',
      decide: (_, { text }) => [{ type: 'InfoAsked', data: { text } }],
    }),
    giveInfo: command({
      from: ['INFO_ASKED'],
      may: 'mypes.declare',
      as: ['applicant'],
      input: Type.Object({ text: Reason }, strict),
      summary: 'The firm answers the agent',
      decide: (_, { text }) => [{ type: 'InfoGiven', data: { text } }],
    }),
    classify: command({
      from: ['CLASSIFICATION_REQUESTED'],
      may: 'mypes.classify',
      as: ['agent'],
      input: Type.Object(
        {
          products: Type.Array(
            Type.Object(
              {
                line: Line,
                code: Type.String({ pattern: '^\\d{8,10}$' }),
                reason: Type.Optional(Type.String({ minLength: 3, maxLength: 1000 })),
              },
              strict,
            ),
            { minItems: 1, maxItems: 100 },
          ),
        },
        strict,
      ),
      signature: 'qualified',
      summary: 'The agent signs the code of each product: this, and nothing else, is the agent’s act',
      decide: (s, { products }, ctx, { act = '' }) => {
        const missing = s.products.filter((p) => !products.some((x) => x.line === p.line))
        const extra = products.filter((x) => !s.products.some((p) => p.line === x.line))
        if (missing.length || extra.length)
          return refuse(
            ...missing.map((p) => refusal('PRODUCT_NOT_CLASSIFIED', '/products', { line: p.line })),
            ...extra.map((x) => refusal('UNKNOWN_LINE', '/products', { line: x.line })),
          )
        const coded = s.products.map((p): Product => {
          const said = products.find((x) => x.line === p.line)
          return { ...p, code: said?.code ?? null, act, reason: said?.reason ?? null }
        })
        return [
          {
            type: 'Classified',
            data: {
              products: coded,
              by: ctx.actor.person,
              at: ctx.now,
              act,
              fee: s.agent?.fee ?? null,
              library: false,
            },
          },
        ]
      },
    }),
    declare: command({
      from: ['CLASSIFIED', 'REJECTED'],
      may: 'mypes.declare',
      as: ['applicant'],
      input: Type.Object(
        {
          carrier: UuidSchema,
          elements: Type.Optional(ElementsSchema),
          sameContract: Type.Optional(
            Type.Boolean({
              description: 'Whether this and the other sales to the same buyer are one contract (M13-4)',
            }),
          ),
        },
        strict,
      ),
      signature: 'advanced',
      summary: 'The firm signs its own declaration: it is made here and nowhere else',
      decide: (_, { sameContract }, ctx, facts) => {
        const { faults = [], eligibility, content, digest = '', exemptions = [], carrier, validUntil, joint } = facts
        if (faults.length) return refuse(...faults)
        if (!eligibility || !content || !carrier || !validUntil)
          return refuse(refusal('FIELD_REQUIRED', '/dossier', { field: 'dossier' }))
        if (joint && sameContract === undefined)
          return refuse(refusal('SAME_CONTRACT', '/sameContract', { total: `${joint.amount} ${joint.currency}` }))
        if (joint && sameContract)
          return refuse(
            refusal('OVER_THRESHOLD', '/sameContract', {
              value: `${joint.amount} ${joint.currency}`,
              limit: eligibility.conditions.find((c) => c.check === 'value')?.figures ?? '',
            }),
          )
        return [
          { type: 'EligibilityConfirmed', data: eligibility },
          ...(joint ? [{ type: 'JointValueAsked' as const, data: { total: joint, sameContract: false } }] : []),
          {
            type: 'MypesDeclared',
            data: {
              content,
              digest,
              by: ctx.actor.person,
              at: ctx.now,
              answerBy: answerBy(ctx.now, facts.silence),
              validUntil,
              exemptions,
              carrier,
              splitting: !!joint,
            },
          },
        ]
      },
    }),
    handOver: command({
      from: ['CHANNEL'],
      may: 'mypes.handOver',
      as: ['carrier'],
      input: Type.Object({ guide: Type.String({ pattern: '^[A-Z0-9-]{5,35}$' }) }, strict),
      summary: 'The carrier takes the packages, under its guide',
      decide: (s, { guide }, ctx) =>
        s.released
          ? [{ type: 'HandedToCarrier', data: { guide, at: ctx.now, by: ctx.actor.person } }]
          : refuse(refusal('NOT_RELEASED', '')),
    }),
    confirmExit: command({
      from: ['HANDED_TO_CARRIER'],
      may: 'mypes.confirmExit',
      as: ['carrier', 'customs'],
      input: Nothing,
      summary: 'The carrier or customs says that the packages have left the country',
      decide: (_, __, ctx) => [{ type: 'MypesExited', data: { at: ctx.now } }],
    }),
    requestReturn: command({
      from: ['EXITED', 'CLOSED'],
      may: 'mypes.declare',
      as: ['applicant'],
      input: ReasonOnly,
      signature: 'advanced',
      summary: 'The buyer sends the goods back: they come in free of charges, within a year',
      decide: (s, { reason }, ctx, { returnUntil = '' }) =>
        ctx.now.slice(0, 10) > returnUntil
          ? refuse(refusal('RETURN_TOO_LATE', '', { until: returnUntil }))
          : [{ type: 'ReturnRequested', data: { reason, at: ctx.now } }],
    }),
    confirmReturn: command({
      from: ['RETURN_REQUESTED'],
      may: 'mypes.confirmReturn',
      as: ['customs'],
      input: Nothing,
      summary: 'Customs says that the goods have come back',
      decide: (_, __, ctx, { law = '' }) => [{ type: 'Returned', data: { at: ctx.now, by: ctx.actor.person, law } }],
    }),
    cancel: command({
      from: [...beforeHandOver],
      may: 'mypes.declare',
      as: ['applicant'],
      input: ReasonOnly,
      summary: 'Gives the export up, before the carrier has it',
      decide: (_, { reason }, ctx) => [{ type: 'MypesCancelled', data: { reason, at: ctx.now } }],
    }),
    moveToGeneral: command({
      from: [...beforeDeclaring],
      may: 'mypes.declare',
      as: ['applicant'],
      input: Nothing,
      summary: 'Goes on under the general regime, with everything that was written',
      decide: (_, input) => {
        const { declaration = '' } = input as { declaration?: string }
        return [{ type: 'MovedToGeneral', data: { declaration, reason: 'asked' } }]
      },
    }),
    noteActivity: command({
      from: [...beforeHandOver, 'HANDED_TO_CARRIER', 'EXITED'],
      may: 'mypes.note',
      as: ['applicant'],
      input: Type.Object({ minutes: Type.Integer({ minimum: 1, maximum: 600 }) }, strict),
      summary: 'Minutes in which somebody of the firm worked on it, without pauses of more than three (M42)',
      decide: (_, { minutes }, ctx) => [{ type: 'ActivityNoted', data: { minutes, person: ctx.actor.person } }],
    }),
    takeAnswer: command({
      from: [
        'DECLARED',
        'REJECTED',
        'ACCEPTED',
        'CHANNEL',
        'HANDED_TO_CARRIER',
        'EXITED',
        'CLOSED',
        'CANCELLED',
        'LAPSED',
      ],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: AnswerSchema,
      summary: 'What customs answered',
      decide: (s, answer, ctx) => decideAnswer(s, answer, ctx.now),
    }),
    assignChannel: command({
      from: ['ACCEPTED', 'CHANNEL'],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: ChannelSchema,
      summary: 'The channel that the risk engine assigned',
      decide: (_, { channel }) => [{ type: 'ChannelAssigned', data: { channel, by: 'window' } }],
    }),
    recordControl: command({
      from: ['CHANNEL'],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: ControlSchema,
      summary: 'What a control found',
      decide: (_, data) => [{ type: 'ControlRecorded', data }],
    }),
    finish: command({
      from: ['EXITED'],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: Type.Unsafe<{ note: LandedNote | null; saving: SavingPosted | null }>(Type.Object({})),
      summary: 'The operation is closed, with what the buyer pays and what was saved',
      decide: (_, { note, saving }, ctx) => [
        ...(note ? [{ type: 'LandedCostNoted' as const, data: note }] : []),
        { type: 'SmallExportClosed', data: { at: ctx.now } },
        ...(saving ? [{ type: 'SavingComputed' as const, data: saving }] : []),
      ],
    }),
  }),
  parties: (s) =>
    s.owner
      ? [
          { org: s.owner, capacity: 'applicant' },
          { org: s.customs, capacity: 'customs' },
          ...(s.agent ? [{ org: s.agent.org, capacity: 'agent' }] : []),
          ...(s.carrier ? [{ org: s.carrier.org, capacity: 'carrier' }] : []),
        ]
      : [],
  // What it is: the list of a carrier or an agent shows it too, so it holds no price.
  title: (s) => [s.products[0]?.description ?? s.number, s.content?.destination].filter(Boolean).join(' · '),
  number: (s) => s.mrn ?? (s.number || null),
  numbered: ['SmallExportOpened'],
  work: (s) => {
    const mine = (name: string) => [{ name, org: s.owner, role: 'titular', due: null }]
    switch (s.status) {
      case 'ELIGIBILITY_CHECKED':
        return mine('requestClassification')
      case 'CLASSIFICATION_REQUESTED':
        return s.agent ? [{ name: 'classify', org: s.agent.org, role: 'agent', due: s.classifyBy }] : []
      case 'INFO_ASKED':
        return mine('giveInfo')
      case 'CLASSIFIED':
      case 'REJECTED':
        return mine('declare')
      case 'CHANNEL':
        return s.carrier && s.released
          ? [{ name: 'handOver', org: s.carrier.org, role: 'carrier', due: s.validUntil }]
          : []
      case 'HANDED_TO_CARRIER':
        return s.carrier ? [{ name: 'confirmExit', org: s.carrier.org, role: 'carrier', due: s.validUntil }] : []
      case 'RETURN_REQUESTED':
        return [{ name: 'confirmReturn', org: s.customs, role: 'customs', due: null }]
      default:
        return []
    }
  },
  nextDue: (s) => {
    const open = underWay.includes(s.status)
    const moments = [silenceDue(s.awaiting), open ? s.validUntil : null]
    return moments.filter((m) => m !== null).sort()[0] ?? null
  },
  tick: (s, now) => {
    const open = underWay.includes(s.status)
    const silent = silentBy(s.awaiting, now)
    const { validUntil } = s
    return [
      ...(silent
        ? [
            {
              type: 'CustomsSilent' as const,
              data: { about: 'declaration' as const, since: silent.since },
              at: silent.by,
            },
          ]
        : []),
      ...(open && validUntil && validUntil <= now
        ? [{ type: 'MypesLapsed' as const, data: { at: validUntil }, at: validUntil }]
        : []),
    ].sort((a, b) => (a.at < b.at ? -1 : 1))
  },
})
