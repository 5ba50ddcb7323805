import { Type, type Static } from 'typebox'
import {
  caseType,
  DocumentSchema,
  refusal,
  refuse,
  strict,
  UuidSchema,
  type AttachedDocument,
  type Instant,
} from '#kernel'

interface Finding {
  readonly result: 'conform' | 'nonconform'
  readonly by: string
  readonly at: Instant
  readonly text: string | null
  readonly evidence: readonly AttachedDocument[]
}

export interface InspectionState {
  readonly status: 'NEW' | 'CONVENED' | 'CONFORM' | 'NONCONFORM'
  readonly convenor: string
  readonly owner: string
  readonly application: string
  readonly place: string
  readonly opensAt: string
  /** Why these goods: the channel and the profile that chose them. The score is never told (M12-9). */
  readonly reason: string
  readonly permits: readonly string[]
  /** Organisations that open the goods together, by id. */
  readonly participants: readonly string[]
  readonly findings: Readonly<Record<string, Finding>>
}

export const ConveneSchema = Type.Object(
  {
    application: UuidSchema,
    permits: Type.Array(UuidSchema, { minItems: 1, maxItems: 20, uniqueItems: true }),
    agencies: Type.Array(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,40}$' }), {
      maxItems: 10,
      description: 'Agencies that open the goods with customs: pe.senasa',
    }),
    place: Type.String({ minLength: 1, maxLength: 200 }),
    opensAt: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
      description: 'Instant in UTC',
    }),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  strict,
)
const Convene = Type.Object(
  { ...ConveneSchema.properties, convenor: UuidSchema, owner: UuidSchema, participants: Type.Array(UuidSchema) },
  strict,
)

/** A joint inspection: one opening of the goods, all agencies at it (M12-6). */
export const inspection = caseType<InspectionState>()('inspection', {
  initial: {
    status: 'NEW',
    convenor: '',
    owner: '',
    application: '',
    place: '',
    opensAt: '',
    reason: '',
    permits: [],
    participants: [],
    findings: {},
  },
  events: {
    InspectionConvened: (s, e: Omit<Static<typeof Convene>, 'agencies'>) => ({ ...s, ...e, status: 'CONVENED' }),
    FindingRecorded: (s, e: Finding & { org: string }) => ({
      ...s,
      findings: {
        ...s.findings,
        [e.org]: { result: e.result, by: e.by, at: e.at, text: e.text, evidence: e.evidence },
      },
    }),
    InspectionClosed: (s, e: { result: 'conform' | 'nonconform' }) => ({
      ...s,
      status: e.result === 'conform' ? 'CONFORM' : 'NONCONFORM',
    }),
  },
  commands: (command) => ({
    convene: command({
      from: ['NEW'],
      may: 'inspection.convene',
      as: ['owner'],
      input: ConveneSchema,
      summary: 'Convenes one opening of the goods for all agencies',
      decide: (_, input) => {
        const { agencies: _agencies, ...e } = input as Static<typeof Convene>
        return [{ type: 'InspectionConvened', data: e }]
      },
    }),
    record: command({
      from: ['CONVENED'],
      may: 'inspection.record',
      as: ['participant'],
      input: Type.Object(
        {
          result: Type.Union([Type.Literal('conform'), Type.Literal('nonconform')]),
          text: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
          documents: Type.Optional(Type.Array(DocumentSchema, { maxItems: 50 })),
        },
        strict,
      ),
      summary: 'Each participant records what it found; the last one closes the inspection',
      decide: (s, { result, text, documents }, ctx) => {
        const org = ctx.actor.org
        if (!s.participants.includes(org) || s.findings[org]) return refuse(refusal('NOT_INVITED'))
        const found = { org, result, by: ctx.actor.person, at: ctx.now, text: text ?? null, evidence: documents ?? [] }
        const others = Object.values(s.findings)
        const last = others.length + 1 === s.participants.length
        const all = result === 'conform' && others.every((f) => f.result === 'conform') ? 'conform' : 'nonconform'
        return last
          ? [
              { type: 'FindingRecorded', data: found },
              { type: 'InspectionClosed', data: { result: all } },
            ]
          : [{ type: 'FindingRecorded', data: found }]
      },
    }),
  }),
  parties: (s) =>
    s.owner
      ? [{ org: s.owner, capacity: 'applicant' }, ...s.participants.map((org) => ({ org, capacity: 'participant' }))]
      : [],
  title: (s) => s.place,
  work: (s) =>
    s.status === 'CONVENED'
      ? s.participants
          .filter((org) => !s.findings[org])
          .map((org) => ({ name: 'record', org, role: 'inspector', due: s.opensAt }))
      : [],
})
