import { Type, type Static } from 'typebox'
import {
  caseType,
  ElementsSchema,
  QuantitySchema,
  refusal,
  refuse,
  strict,
  UuidSchema,
  type Instant,
  type Refusal,
} from '#kernel'
import {
  answerBy,
  AnswerSchema,
  ChannelSchema,
  ControlSchema,
  silenceDue,
  silentBy,
  type DeclaredContent,
} from '#modules/customs'
import { decideAnswer } from './answers.ts'
import { declarationEvents } from './events.ts'
import { initialDeclaration, underCustoms, type DeclarationState } from './state.ts'

/** What a declaration is decided on: its content as the dossier gives it now, its digest, and the law's periods. */
export interface DeclarationFacts {
  readonly content?: DeclaredContent
  readonly digest?: string
  /** Minutes after which silence of customs is told. */
  readonly silence?: number
  readonly regularisation?: number
  /** What keeps it from being sent: permits that were used up meanwhile, an agent that a norm asks for. */
  readonly faults?: readonly Refusal[]
  readonly series?: string
}

const Reason = Type.String({ minLength: 3, maxLength: 500 })
export const PrepareSchema = Type.Object(
  {
    dossier: UuidSchema,
    elements: Type.Optional(ElementsSchema),
    part: Type.Optional(
      Type.Array(Type.Object({ line: Type.Integer({ minimum: 0, maximum: 999 }), quantity: QuantitySchema }, strict), {
        minItems: 1,
        maxItems: 1000,
        description: 'Quantities of lines, where a shipment is declared in several times; all of it when absent',
      }),
    ),
  },
  strict,
)
export type PrepareInput = Static<typeof PrepareSchema>
/** What the window adds to it. */
type Prepared = PrepareInput & { readonly owner: string; readonly customs: string }
const Nothing = Type.Object({}, strict)
const ReasonOnly = Type.Object({ reason: Reason }, strict)

/** M11, where the pack says nothing. */
const REGULARISATION_DAYS = 30
const missing = (): ReturnType<typeof refuse> => refuse(refusal('FIELD_REQUIRED', '/dossier', { field: 'dossier' }))

/** The customs declaration as the window mirrors it (M11). Customs is another system: what it says comes in as answers. */
export const declaration = caseType<DeclarationState, DeclarationFacts>()('declaration', {
  initial: initialDeclaration,
  events: declarationEvents,
  commands: (command) => ({
    prepare: command({
      from: ['NEW'],
      may: 'declaration.prepare',
      as: ['owner'],
      input: PrepareSchema,
      summary: 'Prepares a declaration from the dossier: values, duties and permits follow from what is there',
      decide: (_, input, __, { content, series = '' }) => {
        const { owner, customs, dossier, part = null } = input as Prepared
        if (!content) return missing()
        return [{ type: 'DeclarationPrepared', data: { owner, customs, dossier, part, content, series, number: '' } }]
      },
    }),
    refresh: command({
      from: ['PREPARED', 'REJECTED'],
      may: 'declaration.prepare',
      as: ['applicant'],
      input: Type.Object({ elements: Type.Optional(ElementsSchema) }, strict),
      summary: 'Prepares it again from the dossier as it is now',
      decide: (_, __, ___, { content }) =>
        content ? [{ type: 'DeclarationRefreshed', data: { content } }] : missing(),
    }),
    send: command({
      from: ['PREPARED'],
      may: 'declaration.sign',
      as: ['applicant'],
      input: Nothing,
      signature: 'advanced',
      summary: 'Signs the declaration and sends it to customs',
      decide: (_, __, ctx, facts) => {
        if (facts.faults?.length) return refuse(...facts.faults)
        return [
          {
            type: 'DeclarationSent',
            data: {
              digest: facts.digest ?? '',
              by: ctx.actor.person,
              at: ctx.now,
              answerBy: answerBy(ctx.now, facts.silence),
            },
          },
        ]
      },
    }),
    amend: command({
      from: [...underCustoms, 'EXIT_CONFIRMED', 'ENTRY_CONFIRMED'],
      may: 'declaration.amend',
      as: ['applicant'],
      input: Type.Object({ reason: Reason, elements: Type.Optional(ElementsSchema) }, strict),
      signature: 'advanced',
      summary: 'Asks customs to accept the declaration as the dossier says it now',
      decide: (s, { reason }, ctx, facts) => {
        if (s.awaiting) return refuse(refusal('CUSTOMS_PENDING', '', { about: s.awaiting.about }))
        if (!facts.content) return missing()
        const { content, digest = '' } = facts
        const asked = {
          content,
          reason,
          at: ctx.now,
          answerBy: answerBy(ctx.now, facts.silence),
          digest,
          by: ctx.actor.person,
        }
        return [{ type: 'AmendmentRequested', data: asked }]
      },
    }),
    cancel: command({
      from: ['PREPARED', 'REJECTED', ...underCustoms],
      may: 'declaration.cancel',
      as: ['applicant'],
      input: ReasonOnly,
      signature: 'advanced',
      summary: 'Gives the declaration up; once customs has it, customs has to agree',
      decide: (s, { reason }, ctx, facts) => {
        if (s.status === 'PREPARED' || s.status === 'REJECTED')
          return [{ type: 'DeclarationCancelled', data: { reason, at: ctx.now } }]
        if (s.awaiting) return refuse(refusal('CUSTOMS_PENDING', '', { about: s.awaiting.about }))
        return [
          { type: 'CancellationRequested', data: { reason, at: ctx.now, answerBy: answerBy(ctx.now, facts.silence) } },
        ]
      },
    }),
    regularise: command({
      from: ['EXIT_CONFIRMED'],
      may: 'declaration.amend',
      as: ['applicant'],
      input: Type.Object({ elements: Type.Optional(ElementsSchema) }, strict),
      signature: 'advanced',
      summary: 'Gives customs the final data of an export, within the days that the law allows after embarkation',
      decide: (s, __, ctx, facts) => {
        if (s.awaiting) return refuse(refusal('CUSTOMS_PENDING', '', { about: s.awaiting.about }))
        if (!facts.content) return missing()
        const { content, digest = '' } = facts
        const data = {
          content,
          reason: 'Datos definitivos',
          at: ctx.now,
          answerBy: answerBy(ctx.now, facts.silence),
          digest,
          by: ctx.actor.person,
        }
        return [{ type: 'RegularisationSent', data }]
      },
    }),
    confirmExit: command({
      from: ['RELEASED'],
      may: 'declaration.confirmExit',
      as: ['customs'],
      input: Nothing,
      summary: 'Customs says at the border that the goods have left, or have come in',
      decide: (s, _, ctx, { regularisation = REGULARISATION_DAYS }) =>
        decideAnswer(
          s,
          {
            about: 'declaration',
            kind: s.content?.direction === 'export' ? 'exit' : 'entry',
            id: '',
            reference: '',
            mrn: s.mrn,
            at: ctx.now,
            channel: null,
            text: null,
            errors: [],
          },
          ctx.now,
          regularisation,
        ),
    }),
    close: command({
      from: ['EXIT_CONFIRMED', 'ENTRY_CONFIRMED', 'REGULARISED'],
      may: 'declaration.amend',
      as: ['applicant', 'system'],
      input: Nothing,
      summary: 'Closes the declaration',
      decide: (s, _, ctx) =>
        s.status === 'EXIT_CONFIRMED'
          ? refuse(refusal('NOT_REGULARISED', '', { by: s.regulariseBy ?? '' }))
          : [{ type: 'DeclarationClosed', data: { at: ctx.now } }],
    }),
    takeAnswer: command({
      from: [
        'SENT',
        'REJECTED',
        ...underCustoms,
        'EXIT_CONFIRMED',
        'ENTRY_CONFIRMED',
        'REGULARISED',
        'CLOSED',
        'CANCELLED',
      ],
      may: 'declaration.takeAnswer',
      as: ['system'],
      internal: true,
      input: AnswerSchema,
      summary: 'What customs answered',
      decide: (s, answer, ctx, { regularisation = REGULARISATION_DAYS }) =>
        decideAnswer(s, answer, ctx.now, regularisation),
    }),
    assignChannel: command({
      from: ['ACCEPTED', 'CHANNEL_ASSIGNED', 'DOC_REVIEW', 'PHYSICAL_INSPECTION'],
      may: 'declaration.takeAnswer',
      as: ['system'],
      internal: true,
      input: ChannelSchema,
      summary: 'The channel that the risk engine assigned',
      decide: (_, { channel }) => [{ type: 'ChannelAssigned', data: { channel, by: 'window' } }],
    }),
    recordControl: command({
      from: ['CHANNEL_ASSIGNED', 'DOC_REVIEW', 'PHYSICAL_INSPECTION', 'HELD'],
      may: 'declaration.takeAnswer',
      as: ['system'],
      internal: true,
      input: ControlSchema,
      summary: 'What a control of documents or goods found',
      decide: (_, data) => [{ type: 'ControlRecorded', data }],
    }),
    hold: command({
      from: [...underCustoms],
      may: 'declaration.takeAnswer',
      as: ['system'],
      internal: true,
      input: ReasonOnly,
      summary: 'Stops it: a permit it stands on was used up meanwhile',
      decide: (_, { reason }, ctx) => [{ type: 'DeclarationHeld', data: { reason, at: ctx.now } }],
    }),
  }),
  parties: (s) =>
    s.owner
      ? [
          { org: s.owner, capacity: 'applicant' },
          { org: s.customs, capacity: 'customs' },
        ]
      : [],
  title: (s) => [s.content?.items[0]?.description, s.content?.destination].filter(Boolean).join(' · '),
  number: (s) => s.mrn ?? (s.number || null),
  numbered: ['DeclarationPrepared'],
  work: (s) => {
    const mine = (name: string, due: Instant | null) => [{ name, org: s.owner, role: 'titular', due }]
    if (s.status === 'PREPARED') return mine('send', null)
    if (s.status === 'REJECTED') return mine('correct', null)
    if (s.status === 'EXIT_CONFIRMED' && !s.awaiting) return mine('regularise', s.regulariseBy)
    return []
  },
  clocks: (s) =>
    s.awaiting
      ? [
          {
            name: 'customs',
            side: 'agency' as const,
            startedAt: s.awaiting.since,
            due: s.awaiting.by,
            state: s.awaiting.silent ? ('BREACHED' as const) : ('RUNNING' as const),
          },
        ]
      : [],
  nextDue: (s) => {
    const moments = [
      silenceDue(s.awaiting),
      s.status === 'EXIT_CONFIRMED' && !s.overdue ? s.regulariseBy : null,
    ].filter((m) => m !== null)
    return moments.sort()[0] ?? null
  },
  tick: (s, now) => {
    const silent = silentBy(s.awaiting, now)
    return [
      ...(silent
        ? [{ type: 'CustomsSilent' as const, data: { about: silent.about, since: silent.since }, at: silent.by }]
        : []),
      ...(s.status === 'EXIT_CONFIRMED' && !s.overdue && s.regulariseBy && s.regulariseBy <= now
        ? [{ type: 'RegularisationOverdue' as const, data: { by: s.regulariseBy }, at: s.regulariseBy }]
        : []),
    ].sort((a, b) => (a.at < b.at ? -1 : 1))
  },
})
