import { Type, type Static } from 'typebox'
import { addMonths, caseType, refusal, refuse, strict, toInstant, toMs, UuidSchema, type Instant } from '#kernel'
import { conformanceFaults } from './conformance.ts'

/** The clauses a firm agrees to: data protection, availability, incidents, confidentiality, audit (M30-9). */
export const CLAUSES = '2026-1'
/** Days before its end at which the firm is told of a certificate, and of the agreement (M30, timers). */
const WARNINGS = [60, 30, 7]
const DAY = 86_400_000

export interface ConnectionState {
  readonly status:
    | 'NEW'
    | 'REQUESTED'
    | 'AGREEMENT_SIGNED'
    | 'SANDBOX'
    | 'CONFORMANCE_TESTED'
    | 'CERTIFIED'
    | 'PRODUCTION'
    | 'SUSPENDED'
    | 'RETIRED'
  readonly firm: string
  readonly lead: string
  readonly name: string
  readonly contact: string
  readonly clauses: string | null
  readonly agreementUntil: Instant | null
  readonly conformance: {
    readonly mandatory: number
    readonly optional: number
    readonly passed: number
    readonly at: Instant
  } | null
  readonly productionAsked: Instant | null
  readonly perSecond: number | null
  /** Certificates that sign for it, and when each ends. */
  readonly certificates: readonly { readonly serial: string; readonly until: Instant }[]
  /** Warnings that were given: `<what> <days>`. */
  readonly warned: readonly string[]
  readonly before: ConnectionState['status'] | null
  readonly reason: string | null
}

const Reason = Type.Object({ text: Type.String({ minLength: 3, maxLength: 500 }) }, strict)
const Empty = Type.Object({}, strict)
export const RequestSchema = Type.Object(
  {
    name: Type.String({
      minLength: 3,
      maxLength: 80,
      description: 'The system that will speak: an ERP and its version',
    }),
    contact: Type.String({ minLength: 5, maxLength: 120, description: 'Who answers for it: a mail address' }),
  },
  strict,
)
const Requested = Type.Object({ ...RequestSchema.properties, firm: UuidSchema, lead: UuidSchema }, strict)
const Sign = Type.Object(
  {
    clauses: Type.Literal(CLAUSES),
    accept: Type.Literal(true, { description: 'Data protection, availability, incidents, confidentiality, audit' }),
  },
  strict,
)
export const ReportSchema = Type.Object(
  {
    kit: Type.String({ minLength: 1, maxLength: 40 }),
    results: Type.Array(
      Type.Object(
        {
          case: Type.String({ pattern: '^[a-z][a-z0-9-]{2,60}$' }),
          passed: Type.Boolean(),
          message: Type.Optional(Type.String({ maxLength: 70, description: 'The message that shows it' })),
        },
        strict,
      ),
      { minItems: 1, maxItems: 200 },
    ),
  },
  strict,
)
const Live = Type.Object({ perSecond: Type.Integer({ minimum: 1, maximum: 1000 }) }, strict)
const Certificate = Type.Object({ serial: Type.String(), until: Type.String() }, strict)
export interface ConnectionFacts {
  /** Messages that the firm was seen to send. */
  readonly received?: ReadonlySet<string>
}

type Ending = { readonly what: string; readonly at: Instant }
const endings = (s: ConnectionState): readonly Ending[] =>
  s.status === 'RETIRED' || s.status === 'NEW'
    ? []
    : [
        ...s.certificates.map((c) => ({ what: `certificate ${c.serial}`, at: c.until })),
        ...(s.agreementUntil ? [{ what: 'agreement', at: s.agreementUntil }] : []),
      ]
interface Warning extends Ending {
  readonly days: number
  readonly due: Instant
}
/** Every warning that is not given yet, the next first. */
const warnings = (s: ConnectionState): readonly Warning[] =>
  endings(s)
    .flatMap((e) => WARNINGS.map((days) => ({ ...e, days, due: toInstant(toMs(e.at) - days * DAY) })))
    .filter((w) => !s.warned.includes(`${w.what} ${w.days}`))
    .sort((a, b) => (a.due < b.due ? -1 : 1))
const endsAt = (s: ConnectionState): Instant | null =>
  ['SANDBOX', 'CONFORMANCE_TESTED', 'CERTIFIED', 'PRODUCTION'].includes(s.status) ? s.agreementUntil : null

const before = ['SANDBOX', 'CONFORMANCE_TESTED', 'CERTIFIED', 'PRODUCTION'] as const

/** The connection of a firm's system (M30): from the request and the agreement over sandbox and conformance to production. */
export const connection = caseType<ConnectionState, ConnectionFacts>()('connection', {
  initial: {
    status: 'NEW',
    firm: '',
    lead: '',
    name: '',
    contact: '',
    clauses: null,
    agreementUntil: null,
    conformance: null,
    productionAsked: null,
    perSecond: null,
    certificates: [],
    warned: [],
    before: null,
    reason: null,
  },
  events: {
    ConnectionRequested: (s, e: Static<typeof Requested>) => ({ ...s, ...e, status: 'REQUESTED' }),
    AgreementSigned: (s, e: { clauses: string; by: string; until: Instant }) => ({
      ...s,
      clauses: e.clauses,
      agreementUntil: e.until,
      warned: s.warned.filter((w) => !w.startsWith('agreement')),
      status:
        s.status === 'REQUESTED' ? 'AGREEMENT_SIGNED' : s.status === 'SUSPENDED' ? (s.before ?? 'SANDBOX') : s.status,
      before: null,
      reason: null,
    }),
    SandboxOpened: (s) => ({ ...s, status: 'SANDBOX' }),
    ConformancePassed: (s, e: NonNullable<ConnectionState['conformance']> & { kit: string }) => ({
      ...s,
      conformance: { mandatory: e.mandatory, optional: e.optional, passed: e.passed, at: e.at },
      status: 'CONFORMANCE_TESTED',
    }),
    ConnectionCertified: (s, _: { by: string }) => ({ ...s, status: 'CERTIFIED' }),
    ProductionRequested: (s, e: { at: Instant }) => ({ ...s, productionAsked: e.at }),
    ConnectionLive: (s, e: { perSecond: number; by: string }) => ({
      ...s,
      status: 'PRODUCTION',
      perSecond: e.perSecond,
    }),
    CertificateNoted: (s, e: Static<typeof Certificate>) => ({ ...s, certificates: [...s.certificates, e] }),
    CertificateExpiring: (s, e: { what: string; days: number; at: Instant }) => ({
      ...s,
      warned: [...s.warned, `${e.what} ${e.days}`],
    }),
    AgreementExpiring: (s, e: { what: string; days: number; at: Instant }) => ({
      ...s,
      warned: [...s.warned, `${e.what} ${e.days}`],
    }),
    AgreementEnded: (s, e: { at: Instant }) => ({
      ...s,
      status: 'SUSPENDED',
      before: s.status,
      reason: `agreement ended ${e.at}`,
    }),
    ConnectionSuspended: (s, e: { reason: string; by: string }) => ({
      ...s,
      status: 'SUSPENDED',
      before: s.status,
      reason: e.reason,
    }),
    ConnectionResumed: (s, _: { by: string }) => ({ ...s, status: s.before ?? 'SANDBOX', before: null, reason: null }),
    ConnectionRetired: (s, e: { reason: string; by: string }) => ({ ...s, status: 'RETIRED', reason: e.reason }),
  },
  commands: (command) => ({
    request: command({
      from: ['NEW'],
      may: 'connection.request',
      as: ['owner'],
      input: Requested,
      summary: 'Asks for a connection for a system of the firm',
      decide: (_, input) => [{ type: 'ConnectionRequested', data: input }],
    }),
    signAgreement: command({
      from: ['REQUESTED', ...before, 'SUSPENDED'],
      may: 'connection.request',
      as: ['firm'],
      input: Sign,
      signature: 'advanced',
      summary: 'Signs the agreement for a year; the sandbox opens at once',
      decide: (s, { clauses }, { now, actor }) => {
        if (s.status === 'SUSPENDED' && !s.reason?.startsWith('agreement ended'))
          return refuse(refusal('CONNECTION_SUSPENDED', '', { reason: s.reason ?? '' }))
        const until = toInstant(Date.parse(`${addMonths(now.slice(0, 10), 12)}T00:00:00Z`))
        const signed = { type: 'AgreementSigned' as const, data: { clauses, by: actor.person, until } }
        return s.status === 'REQUESTED' ? [signed, { type: 'SandboxOpened' as const, data: {} }] : [signed]
      },
    }),
    reportConformance: command({
      from: ['SANDBOX', 'CONFORMANCE_TESTED'],
      may: 'connection.request',
      as: ['firm'],
      input: ReportSchema,
      summary: 'Hands in the report of the conformance kit; what it claims is compared with what was received',
      decide: (_, { kit, results }, { now }, { received = new Set() }) => {
        const { faults, mandatory, optional, passed } = conformanceFaults(results, received)
        if (faults.length) return refuse(...faults)
        return [{ type: 'ConformancePassed', data: { kit, mandatory, optional, passed, at: now } }]
      },
    }),
    certify: command({
      from: ['CONFORMANCE_TESTED'],
      may: 'connection.decide',
      as: ['authority'],
      input: Empty,
      summary: 'Certifies the connection',
      decide: (_, __, { actor }) => [{ type: 'ConnectionCertified', data: { by: actor.person } }],
    }),
    requestProduction: command({
      from: ['CERTIFIED'],
      may: 'connection.request',
      as: ['firm'],
      input: Empty,
      summary: 'Asks to go into production',
      decide: (_, __, { now }) => [{ type: 'ProductionRequested', data: { at: now } }],
    }),
    goLive: command({
      from: ['CERTIFIED'],
      may: 'connection.decide',
      as: ['authority'],
      input: Live,
      summary: 'Opens production, with a quota of messages a second',
      decide: (s, { perSecond }, { actor }) =>
        s.productionAsked
          ? [{ type: 'ConnectionLive', data: { perSecond, by: actor.person } }]
          : refuse(refusal('PRODUCTION_NOT_ASKED')),
    }),
    noteCertificate: command({
      from: ['REQUESTED', ...before],
      may: 'connection.note',
      as: ['system'],
      input: Certificate,
      internal: true,
      summary: 'A certificate that signs for it',
      decide: (_, input) => [{ type: 'CertificateNoted', data: input }],
    }),
    suspend: command({
      from: [...before],
      may: 'connection.decide',
      as: ['authority'],
      input: Reason,
      summary: 'Suspends the connection at once',
      decide: (_, { text }, { actor }) => [{ type: 'ConnectionSuspended', data: { reason: text, by: actor.person } }],
    }),
    resume: command({
      from: ['SUSPENDED'],
      may: 'connection.decide',
      as: ['authority'],
      input: Empty,
      summary: 'Lets a suspended connection go on where it was',
      decide: (_, __, { actor }) => [{ type: 'ConnectionResumed', data: { by: actor.person } }],
    }),
    retire: command({
      from: ['REQUESTED', ...before, 'SUSPENDED'],
      may: 'connection.request',
      as: ['firm'],
      input: Reason,
      summary: 'Ends the connection for good',
      decide: (_, { text }, { actor }) => [{ type: 'ConnectionRetired', data: { reason: text, by: actor.person } }],
    }),
  }),
  parties: (s) =>
    s.firm
      ? [
          { org: s.firm, capacity: 'firm' },
          { org: s.lead, capacity: 'authority' },
        ]
      : [],
  work: (s) =>
    s.status === 'CONFORMANCE_TESTED'
      ? [{ name: 'certify', org: s.lead, role: 'coordinator', due: null }]
      : s.status === 'CERTIFIED' && s.productionAsked
        ? [{ name: 'goLive', org: s.lead, role: 'coordinator', due: toInstant(toMs(s.productionAsked) + 14 * DAY) }]
        : s.status === 'REQUESTED'
          ? [{ name: 'signAgreement', org: s.firm, role: 'titular', due: null }]
          : [],
  title: (s) => s.name,
  nextDue: (s) =>
    [warnings(s)[0]?.due ?? null, endsAt(s)]
      .filter((d) => d !== null)
      .sort()
      .at(0) ?? null,
  tick: (s, now) => {
    const told = warnings(s).filter((w) => w.due <= now)
    const ended = endsAt(s)
    return [
      ...told.map((w) => ({
        type: w.what === 'agreement' ? ('AgreementExpiring' as const) : ('CertificateExpiring' as const),
        data: { what: w.what, days: w.days, at: w.at },
        at: w.due,
      })),
      ...(ended && ended <= now ? [{ type: 'AgreementEnded' as const, data: { at: ended }, at: ended }] : []),
    ]
  },
})
