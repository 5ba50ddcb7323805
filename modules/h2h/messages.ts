import { Type, type TSchema } from 'typebox'
import { strict } from '#kernel'
import {
  choice,
  day,
  field,
  flag,
  instant,
  money,
  quantity,
  record,
  recordSchema,
  text,
  UUID,
  whole,
  word,
  type Field,
} from './fields.ts'

/** Versions of the messages. Two live at once; a retired one is refused with the names of those that live (M30-5). */
export const VERSIONS = [1, 2] as const
export type Version = (typeof VERSIONS)[number]
export const namespaceOf = (version: Version): string => `urn:ventanilla:h2h:${version}`

export const MESSAGE_ID = '[A-Za-z0-9][A-Za-z0-9._:-]{0,69}'
const TAX_ID = '[A-Za-z0-9][A-Za-z0-9./-]{0,39}'
const ID = word(`${UUID}|[0-9A-Za-z][0-9A-Za-z/.-]{2,59}`)
const PROCEDURE = word('[a-z]{2,5}\\.[a-z0-9-]{1,60}')

const party = record(
  field('country', 'CountryCode', word('[A-Z]{2}'), 'Country of the tax number, ISO 3166-1 alpha-2'),
  field('id', 'ID', word(TAX_ID), 'Tax number'),
)

const head = (sender: Field): readonly Field[] => [
  field('id', 'ID', word(MESSAGE_ID), 'Names the message: the same id with the same content gets the same answer'),
  field('correlation', 'CorrelationID', word(MESSAGE_ID), 'The message that this one goes with', { optional: true }),
  sender,
  field('recipient', 'Recipient', word('[a-z0-9][a-z0-9.-]{1,60}'), 'Which window: vuce.cl'),
  field('createdAt', 'PreparationDateTime', instant, 'When the sender made it, UTC'),
  field('test', 'TestIndicator', flag, 'True in a sandbox, false in real life'),
  field('mandate', 'MandateID', word(UUID), 'The mandate under which another signs for the sender', { optional: true }),
]

/**
 * What stands before the body. The second version says in which role the sender speaks and, when an agent signs, for whom: the first left
 * that to the mandate.
 */
export const headers: Readonly<Record<Version, readonly Field[]>> = {
  1: head(field('sender', 'Sender', party, 'The firm that speaks')),
  2: head(
    field(
      'submitter',
      'Submitter',
      record(
        field('country', 'CountryCode', word('[A-Z]{2}'), 'Country of the tax number, ISO 3166-1 alpha-2'),
        field('id', 'ID', word(TAX_ID), 'Tax number'),
        field('role', 'RoleCode', choice('principal', 'agent'), 'Whether the sender signs itself or an agent for it'),
      ),
      'The firm that speaks, and in which role it is signed',
    ),
  ),
}

export interface Message {
  /** In JSON: `submit`. */
  readonly name: string
  /** Root element in XML: `Submit`. */
  readonly xml: string
  /** `in`: a firm sends it. `out`: the window does. */
  readonly way: 'in' | 'out'
  readonly about: string
  readonly body: readonly Field[]
}

const target = field('target', 'FunctionalReferenceID', ID, 'The case: its id, or its number')
const seen = field('version', 'VersionID', whole(1_000_000_000), 'The version seen; whatever it is now when absent', {
  optional: true,
})
const words = (name: string, xml: string, about: string, optional = false): Field =>
  field(name, xml, text(4000), about, { optional })

const caseOf = record(
  field('id', 'ID', word(UUID), 'Id of the case'),
  field('type', 'TypeCode', word('[a-z-]{2,40}'), 'application, permit, dossier, order'),
  field('number', 'FunctionalReferenceID', text(60), 'Its number', { optional: true }),
  field('status', 'StatusCode', word('[A-Z_]{2,40}'), 'Where it stands'),
  field('version', 'VersionID', whole(1_000_000_000), 'Its version'),
  field('procedure', 'GovernmentProcedureID', text(120), 'Of a permit: the procedure', { optional: true }),
  field('agency', 'GovernmentAgencyID', text(60), 'Of a permit: who decides', { optional: true }),
  field('total', 'TotalAmount', money, 'Of an order: what is to be paid', { optional: true }),
)

const fault = record(
  field('code', 'ValidationCode', word('[A-Z][A-Z0-9_]{2,60}'), 'As the error catalogue lists it'),
  field('pointer', 'Pointer', text(500), 'Where, in the JSON form of the body', { optional: true }),
  field('line', 'LineNumeric', whole(10_000_000), 'Where, in the XML that was sent', { optional: true }),
  field('message', 'Description', text(2000), 'What is wrong'),
  field('fix', 'RemedyDescription', text(2000), 'What to do', { optional: true }),
)

const list: readonly Message[] = [
  {
    name: 'submit',
    xml: 'Submit',
    way: 'in',
    about: 'Files one application with every agency that the shipment needs',
    body: [
      field('dossier', 'OperationDossier', { kind: 'dossier', opening: true }, 'The shipment, to open a dossier with', {
        optional: true,
      }),
      field('target', 'FunctionalReferenceID', word(UUID), 'A dossier that is open already', { optional: true }),
      field('procedures', 'GovernmentProcedureID', PROCEDURE, 'Asked for by name; without it the rules choose', {
        optional: true,
        most: 20,
      }),
      field(
        'agencies',
        'GovernmentAgency',
        record(
          field('procedure', 'GovernmentProcedureID', PROCEDURE, 'The procedure'),
          field('agency', 'ID', word('[a-z][a-z0-9-]{0,60}'), 'Who is to decide it, where several may'),
        ),
        'Chosen entities',
        { optional: true, most: 20 },
      ),
    ],
  },
  {
    name: 'complete',
    xml: 'Complete',
    way: 'in',
    about: 'Completes or corrects a dossier',
    body: [
      target,
      seen,
      field('data', 'OperationDossier', { kind: 'dossier', opening: false }, 'What is new'),
      field('acknowledge', 'AcknowledgedID', word(UUID), 'Permits whose documents the change contradicts', {
        optional: true,
        most: 50,
      }),
    ],
  },
  { name: 'query', xml: 'Query', way: 'in', about: 'Asks where a case stands', body: [target] },
  {
    name: 'cancel',
    xml: 'Cancel',
    way: 'in',
    about: 'Withdraws a permit that is not decided, or gives up a dossier',
    body: [target, seen, words('reason', 'ReasonDescription', 'Why')],
  },
  {
    name: 'answer',
    xml: 'AnswerObservation',
    way: 'in',
    about: 'Answers an observation, or cures what kept an application from being admitted',
    body: [
      target,
      seen,
      field('to', 'TypeCode', choice('observation', 'defects'), 'What is answered'),
      words('text', 'Content', 'The answer in words'),
      field('data', 'OperationDossier', { kind: 'dossier', opening: false }, 'Corrected data', { optional: true }),
    ],
  },
  {
    name: 'draw',
    xml: 'DrawPermit',
    way: 'in',
    about: 'Draws goods on a permit: customs, when they cross',
    body: [
      target,
      seen,
      field(
        'lines',
        'GovernmentAgencyGoodsItem',
        record(
          field('line', 'SequenceNumeric', whole(999), 'Line of the permit, from 0'),
          field('quantity', 'GoodsMeasure', quantity, 'How much'),
        ),
        'What is drawn',
        { most: 1000 },
      ),
      field('reference', 'DeclarationID', text(70), 'The customs declaration that draws', { optional: true }),
    ],
  },
  {
    name: 'status',
    xml: 'Status',
    way: 'out',
    about: 'Where a case stands, or what happened to it',
    body: [
      field('case', 'Case', caseOf, 'The case'),
      field('event', 'EventCode', word('[A-Z][A-Za-z]{2,60}'), 'What happened', { optional: true }),
      field('at', 'EventDateTime', instant, 'When'),
      field('ucr', 'UCR', text(35), 'Unique consignment reference of its dossier', { optional: true }),
      field('actions', 'ActionCode', word('[a-zA-Z]{2,40}'), 'What you may do now', { optional: true, most: 60 }),
      field('due', 'LimitDateTime', instant, 'By when it must be decided, or you must act', { optional: true }),
    ],
  },
  {
    name: 'issued',
    xml: 'PermitIssued',
    way: 'out',
    about: 'A permit was issued: what it says, and where its signed record stands',
    body: [
      field('case', 'Case', caseOf, 'The permit'),
      field('number', 'DocumentID', text(60), 'Number of the document'),
      field('edition', 'VersionNumeric', whole(10_000), 'Edition of the document'),
      field('code', 'VerificationID', text(20), 'For the public verification'),
      field('digest', 'DigestText', word('[0-9a-f]{64}'), 'SHA-256 of the signed record'),
      field('issuedAt', 'IssueDateTime', instant, 'When'),
      field('validUntil', 'ExpirationDateTime', day, 'Last day', { optional: true }),
      field(
        'record',
        'SignedRecord',
        word('[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+'),
        'The original: a JWS that its issuer signed',
      ),
    ],
  },
  {
    name: 'receipt',
    xml: 'Receipt',
    way: 'out',
    about: 'Your message was received and done',
    body: [
      field('of', 'ReferencedMessageID', word(MESSAGE_ID), 'Your message'),
      field('digest', 'DigestText', word('[0-9a-f]{64}'), 'SHA-256 of what you signed'),
      field('receivedAt', 'AcceptanceDateTime', instant, 'When it was received'),
      field('case', 'Case', caseOf, 'What came of it', { optional: true }),
      field('cases', 'RelatedCase', caseOf, 'What else came of it', { optional: true, most: 100 }),
      field('ucr', 'UCR', text(35), 'Unique consignment reference', { optional: true }),
      field('actions', 'ActionCode', word('[a-zA-Z]{2,40}'), 'What you may do now', { optional: true, most: 60 }),
    ],
  },
  {
    name: 'error',
    xml: 'Error',
    way: 'out',
    about: 'Your message was not done, and why: every reason at once',
    body: [
      field('of', 'ReferencedMessageID', word(MESSAGE_ID), 'Your message, where its id could be read', {
        optional: true,
      }),
      field('digest', 'DigestText', word('[0-9a-f]{64}'), 'SHA-256 of what you signed', { optional: true }),
      field('receivedAt', 'AcceptanceDateTime', instant, 'When it was received'),
      field('step', 'StepCode', choice('schema', 'signature', 'business'), 'Where it ended'),
      field('status', 'StatusCode', whole(599), 'As in HTTP'),
      field('code', 'ErrorCode', word('[A-Z][A-Z0-9_]{2,60}'), 'The leading fault'),
      field('traceId', 'TraceID', text(60), 'For the help desk', { optional: true }),
      field('faults', 'Error', fault, 'All of them', { most: 500 }),
    ],
  },
]

export const messages: ReadonlyMap<string, Message> = new Map(list.map((m) => [m.name, m]))
export const byElement: ReadonlyMap<string, Message> = new Map(list.map((m) => [m.xml, m]))

/** A message as it stands in the house, whichever form and version it came in: its header is that of the first version. */
export interface Envelope {
  readonly message: string
  readonly version: Version
  readonly id: string
  readonly correlation?: string
  readonly sender: { readonly country: string; readonly id: string }
  readonly recipient: string
  readonly createdAt: string
  readonly test: boolean
  readonly mandate?: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A message in its JSON form: the header's fields, and the body's under `body`. */
export type JsonMessage = Readonly<Record<string, unknown>> & {
  readonly message: string
  readonly version: Version
  readonly body: Readonly<Record<string, unknown>>
}

const schemas = new Map<string, TSchema>()

/** JSON Schema of a message in a version. */
export function messageSchema(message: Message, version: Version): TSchema {
  const key = `${message.name} ${version}`
  const known = schemas.get(key)
  if (known) return known
  const { properties } = recordSchema(headers[version])
  const made = Type.Object(
    {
      message: Type.Literal(message.name),
      version: Type.Literal(version),
      ...properties,
      body: recordSchema(message.body),
    },
    { ...strict, title: message.xml, description: message.about },
  )
  schemas.set(key, made)
  return made
}

type Said = Readonly<Record<string, unknown>> & { readonly submitter?: { country: string; id: string } }

/** The header of any version as the house knows it. */
export function envelopeOf(json: JsonMessage): Envelope {
  const { submitter, ...rest } = json as Said
  return (submitter
    ? { ...rest, sender: { country: submitter.country, id: submitter.id } }
    : rest) as unknown as Envelope
}

/** A message of the house in a version that its reader knows. */
export const inVersion = (envelope: Envelope, version: Version): JsonMessage => {
  const { sender, ...rest } = envelope
  const said = version === 1 ? { sender } : { submitter: { ...sender, role: envelope.mandate ? 'agent' : 'principal' } }
  return { ...rest, ...said, version }
}
