import { Type, type Static } from 'typebox'
import { jumpReasonCodes } from './jump-reasons.ts'
import {
  DocumentSchema,
  ElementsSchema,
  LinesSchema,
  MoneySchema,
  QuantitySchema,
  UUID_PATTERN,
  UuidSchema,
  strict,
} from '../schema.ts'

const Text = Type.String({ minLength: 1, maxLength: 4000 })
/** What a value names of the very case, said in the schema itself: a screen offers those and nobody types an id. */
const Name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,60}$', 'x-names': 'task' })
const LabTask = Type.String({ pattern: '^[a-z][a-z0-9-]{0,60}$', 'x-names': 'lab-task' })
const Line = Type.Integer({ minimum: 0, 'x-names': 'line' })
const Colleague = Type.String({ pattern: UUID_PATTERN, 'x-names': 'colleague' })
const Verdict = Type.Union([Type.Literal('conform'), Type.Literal('nonconform')])
const Moment = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z$' })
const Documents = Type.Array(DocumentSchema, { maxItems: 50 })

/** An observation or defect: what is wrong or wanted, in words, and optionally what it is about. */
export const ObservationSchema = Type.Object(
  {
    text: Text,
    about: Type.Optional(
      Type.String({ maxLength: 120, description: 'Element or document that is wrong', 'x-names': 'datum' }),
    ),
    asks: Type.Optional(
      Type.String({
        maxLength: 120,
        description: 'Element or document wanted that the case does not have',
        'x-names': 'missing',
      }),
    ),
  },
  strict,
)

const Desk = Type.Optional(
  Type.String({
    pattern: '^[a-z][a-z0-9:-]{0,60}$',
    description:
      'Which desk, where several wait: evaluate, decide, rectify, opinion:<task>, inspection:<task>, lab:<task>',
    'x-names': 'desk',
  }),
)

const Correction = {
  elements: Type.Optional(ElementsSchema),
  lines: Type.Optional(LinesSchema),
  documents: Type.Optional(Documents),
  text: Type.Optional(Text),
}

const Ground = Type.Union([Type.Literal('AGENCY_ERROR'), Type.Literal('PLATFORM_ERROR')], {
  description: 'The State caused the error: the correction costs nothing (M06-7)',
})

export const inputs = {
  submit: Type.Object(
    {
      procedure: Type.String(),
      orgs: Type.Record(Type.String(), UuidSchema),
      customs: Type.Union([UuidSchema, Type.Null()]),
      applicant: Type.Object(
        {
          org: UuidSchema,
          party: Type.Object(
            {
              name: Type.String(),
              id: Type.Optional(Type.String()),
              country: Type.Optional(Type.String()),
              address: Type.Optional(Type.String()),
            },
            strict,
          ),
        },
        strict,
      ),
      application: UuidSchema,
      dossier: UuidSchema,
      lineOf: Type.Array(Type.Integer({ minimum: 0 })),
      elements: ElementsSchema,
      lines: LinesSchema,
      documents: Documents,
      renews: Type.Optional(Type.Object({ permit: UuidSchema, number: Type.String() }, strict)),
    },
    strict,
  ),
  none: Type.Object({}, strict),
  extendPeriod: Type.Object({ reason: Text }, strict),
  excludeOutage: Type.Object({ from: Type.String(), to: Type.String() }, strict),
  serveNotice: Type.Object({ by: Type.Optional(UuidSchema) }, strict),
  dependencyResolved: Type.Object(
    {
      permit: Type.String(),
      outcome: Type.Union([Type.Literal('granted'), Type.Literal('refused')]),
      /** The firm that has it, where it is another that mandated the applicant (PACK 16.12). */
      holder: Type.Optional(UuidSchema),
    },
    strict,
  ),
  pay: Type.Object(
    {
      order: UuidSchema,
      amount: MoneySchema,
      paidAt: Type.String(),
      /** When the payment counts, where that is before the window came to know of it (M06). */
      effectiveAt: Type.Optional(Type.String()),
      /** The amount is its share of an order that was rounded on the sum of several fees. */
      share: Type.Optional(Type.Literal(true)),
    },
    strict,
  ),
  reinstate: Type.Object({ reason: Type.String() }, strict),
  requestCure: Type.Object({ defects: Type.Array(ObservationSchema, { minItems: 1, maxItems: 50 }) }, strict),
  correction: Type.Object(Correction, strict),
  answer: Type.Object({ ...Correction, text: Text }, strict),
  take: Type.Object(
    {
      desk: Desk,
      reason: Type.Optional(
        Type.Object(
          {
            code: Type.Union(jumpReasonCodes.map((code) => Type.Literal(code))),
            text: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
          },
          { ...strict, description: 'Why it is taken before its turn; kept when there is a case ahead of it' },
        ),
      ),
    },
    strict,
  ),
  release: Type.Object({ desk: Desk, reason: Text }, strict),
  reassign: Type.Object({ desk: Desk, to: Colleague, reason: Text }, strict),
  assignOnDuty: Type.Object({ to: Colleague }, strict),
  observe: Type.Object(
    {
      observations: Type.Array(ObservationSchema, {
        minItems: 1,
        maxItems: 50,
        description: 'The complete list: one round only',
      }),
      reason: Type.Optional(
        Type.String({ minLength: 1, maxLength: 4000, description: 'The approver’s signed reason for a further round' }),
      ),
    },
    strict,
  ),
  giveOpinion: Type.Object(
    {
      task: Name,
      result: Type.Union([Type.Literal('proceed'), Type.Literal('against')]),
      text: Type.Optional(Text),
      documents: Type.Optional(Documents),
    },
    strict,
  ),
  record: Type.Object(
    {
      task: Name,
      result: Verdict,
      how: Type.Optional(
        Type.Union([Type.Literal('remote'), Type.Literal('documentary')], {
          description: 'Made from a distance or from papers, where the procedure allows it; on the spot when absent',
        }),
      ),
      place: Type.Optional(
        Type.Object(
          {
            latitude: Type.String({ pattern: '^-?([0-8]?\\d(\\.\\d{1,8})?|90(\\.0{1,8})?)$' }),
            longitude: Type.String({ pattern: '^-?((1[0-7]\\d|\\d{1,2})(\\.\\d{1,8})?|180(\\.0{1,8})?)$' }),
          },
          { ...strict, description: 'Where the inspector stood, WGS 84' },
        ),
      ),
      text: Type.Optional(Text),
      documents: Type.Optional(Documents),
    },
    strict,
  ),
  scheduleInspection: Type.Object(
    {
      task: Name,
      slots: Type.Array(
        Type.Object(
          { from: Moment, to: Moment, place: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
          strict,
        ),
        { minItems: 1, maxItems: 10, description: 'Times of which the applicant chooses one' },
      ),
    },
    strict,
  ),
  chooseSlot: Type.Object(
    {
      task: Name,
      slot: Type.Integer({ minimum: 0, maximum: 9, description: 'Which of the times, from 0', 'x-names': 'slot' }),
    },
    strict,
  ),
  missed: Type.Object(
    { task: Name, absent: Type.Union([Type.Literal('applicant'), Type.Literal('agency')]), text: Type.Optional(Text) },
    strict,
  ),
  takeSample: Type.Object(
    {
      task: LabTask,
      samples: Type.Array(
        Type.Object(
          {
            id: Type.String({ minLength: 1, maxLength: 35, description: 'The number on the seal' }),
            line: Type.Optional(Line),
          },
          strict,
        ),
        { minItems: 1, maxItems: 100 },
      ),
      text: Type.Optional(Text),
      documents: Type.Optional(Documents),
    },
    strict,
  ),
  reportResult: Type.Object(
    {
      task: Name,
      result: Type.Optional(Verdict),
      values: Type.Optional(
        Type.Array(
          Type.Object({ test: Name, value: Type.String({ pattern: '^-?\\d{1,12}(\\.\\d{1,12})?$' }) }, strict),
          {
            maxItems: 200,
            description: 'What was measured, in the unit of the catalogue: the limits decide the result',
          },
        ),
      ),
      text: Type.Optional(Text),
      documents: Type.Optional(Documents),
    },
    strict,
  ),
  propose: Type.Object(
    {
      outcome: Type.Union([Type.Literal('approve'), Type.Literal('deny')]),
      grounds: Type.Optional(Text),
      lines: Type.Optional(
        Type.Array(
          Type.Object({ line: Line, quantity: Type.Union([QuantitySchema, Type.Null()]), reason: Text }, strict),
          {
            maxItems: 1000,
            description: 'Lines approved for less than was asked, or (null) not at all, each with its reason',
          },
        ),
      ),
    },
    strict,
  ),
  approve: Type.Object({ reason: Type.Optional(Text) }, strict),
  deny: Type.Object({ grounds: Type.Optional(Text) }, strict),
  giveBack: Type.Object({ reason: Text }, strict),
  rectify: Type.Object(
    { elements: Type.Optional(ElementsSchema), lines: Type.Optional(LinesSchema), ground: Type.Optional(Ground) },
    strict,
  ),
  askRectify: Type.Object(
    {
      elements: Type.Optional(ElementsSchema),
      lines: Type.Optional(LinesSchema),
      text: Type.Optional(Text),
      ground: Type.Optional(Ground),
    },
    strict,
  ),
  declineRectify: Type.Object({ reason: Text }, strict),
  renew: Type.Object(
    {
      elements: Type.Optional(ElementsSchema),
      lines: Type.Optional(LinesSchema),
      documents: Type.Optional(Documents),
    },
    { ...strict, description: 'What is new since; everything else is taken over' },
  ),
  linkRenewal: Type.Object({ permit: UuidSchema }, strict),
  closeRenewal: Type.Object({ permit: UuidSchema, outcome: Type.String() }, strict),
  reportCopy: Type.Object(
    {
      to: Type.String(),
      edition: Type.Integer({ minimum: 1 }),
      kind: Type.Optional(Type.Literal('cancel')),
      outcome: Type.Union(
        (['sent', 'received', 'accepted', 'rejected'] as const).map((outcome) => Type.Literal(outcome)),
      ),
      reference: Type.Optional(Type.String({ maxLength: 200 })),
      text: Type.Optional(Text),
    },
    strict,
  ),
  revoke: Type.Object({ grounds: Type.Optional(Text) }, strict),
  draw: Type.Object(
    {
      lines: Type.Array(Type.Object({ line: Line, quantity: QuantitySchema }, strict), {
        minItems: 1,
        maxItems: 1000,
      }),
      reference: Type.Optional(
        Type.String({ minLength: 1, maxLength: 70, description: 'The customs declaration that draws' }),
      ),
    },
    strict,
  ),
  withdraw: Type.Object({ reason: Type.Optional(Text) }, strict),
  appeal: Type.Object({ text: Text }, strict),
  resolveAppeal: Type.Object(
    { outcome: Type.Union([Type.Literal('upheld'), Type.Literal('overturned')]), grounds: Type.Optional(Text) },
    strict,
  ),
}
export type Inputs = { [K in keyof typeof inputs]: Static<(typeof inputs)[K]> }
