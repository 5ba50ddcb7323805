import {
  countryOf,
  wordsIn,
  type Dictionary,
  type Pack,
  type PermitState,
  type Procedure,
  type Quantity,
  type Value,
} from '#kernel'

/**
 * The original of an issued document: what the seal signs. Self-contained, so that it can be read and judged without the window.
 * Amounts are decimal text, instants UTC, texts in the pack's language.
 */
export interface DocumentRecord {
  readonly id: string
  readonly edition: number
  readonly documentType: string
  readonly documentCode: string
  readonly title: string
  readonly number: string
  readonly code: string
  readonly issuer: { readonly id: string; readonly name: string; readonly country: string }
  readonly holder: { readonly name: string; readonly taxId: string }
  readonly procedure: { readonly id: string; readonly version: string; readonly title: string; readonly law: string }
  readonly issuedAt: string
  readonly zone: string
  readonly validUntil: string | null
  readonly lines: readonly {
    readonly description: string
    readonly commodity: string
    readonly quantity: unknown
    readonly authorised?: unknown
  }[]
  readonly elements: readonly { readonly id: string; readonly label: string; readonly value: string }[]
  readonly conditions: readonly string[]
  readonly signedBy: { readonly role: string; readonly level: string }
  readonly sandbox: boolean
}

const text = (value: Value | undefined): string => {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'sí' : 'no'
  if ('amount' in value) return `${value.amount} ${value.currency}`
  if ('unit' in value) return `${value.value} ${value.unit}`
  if ('name' in value) return value.id ? `${value.name} (${value.id})` : value.name
  return '—'
}

export interface RecordInput {
  readonly caseId: string
  readonly state: PermitState
  readonly pack: Pack
  readonly procedure: Procedure
  readonly dictionary: Dictionary
  readonly code: string
  readonly sandbox: boolean
}

/** Builds the record of a permit's document as its state stands. Nothing personal: references stay out of it. */
export function recordOf({
  caseId,
  state: s,
  pack,
  procedure,
  dictionary,
  code,
  sandbox,
}: RecordInput): DocumentRecord {
  const dr = s.resolution
  if (!dr) throw new TypeError('a permit without a resolution has no document')
  const type = pack.documents.get(dr.document)
  const agency = pack.agencies.get(s.agency)
  const language = pack.language
  const labelOf = (id: string): string => {
    const element = procedure.form.find((i) => i.element.id === id)?.element ?? dictionary.elements.get(id)
    return element ? wordsIn(element.label, language) : id
  }
  const isPersonal = (id: string): boolean =>
    procedure.form.some((i) => i.element.id === id && i.element.personal === true)
  return {
    id: caseId,
    edition: dr.edition,
    documentType: dr.document,
    documentCode: type?.code ?? '',
    title: type ? wordsIn(type.name, language) : s.title,
    number: dr.number,
    code,
    issuer: { id: `${pack.id}.${s.agency}`, name: agency?.name ?? s.agency, country: countryOf(pack) },
    holder: { name: s.applicant.party.name, taxId: s.applicant.party.id ?? '' },
    procedure: { id: procedure.id, version: procedure.key, title: s.title, law: procedure.law },
    issuedAt: dr.issuedAt,
    zone: procedure.calendar.zone,
    validUntil: dr.validUntil,
    lines: s.lines.map((line, i) => {
      const balance = dr.per === 'document' ? undefined : dr.balance.find((b) => b.line === i)
      const asked = line['goods.quantity'] as Quantity | undefined
      // Where quantities are authorised line by line, the document says what was authorised, and nothing for a line that was refused.
      const partial = dr.per === 'document' ? s.granted?.find((g) => g.line === i) : undefined
      const none = partial ? !partial.quantity : dr.per !== 'document' && dr.balance.length > 0 && !balance
      const refused = none && asked ? { value: '0', unit: asked.unit } : undefined
      const authorised = balance?.authorised ?? partial?.quantity ?? refused
      return {
        description: text(line['goods.tradeName'] ?? line['goods.description'] ?? line['goods.commodity']),
        commodity: text(line['goods.commodity']),
        quantity: authorised ?? asked ?? null,
        ...(authorised ? { authorised } : {}),
      }
    }),
    elements: Object.entries(s.elements)
      .filter(([id]) => !isPersonal(id))
      .map(([id, value]) => ({ id, label: labelOf(id), value: text(value) })),
    conditions: (procedure.output?.conditions ?? []).map((c) => wordsIn(c, language)),
    signedBy: { role: s.approvals.length ? 'approver' : 'system', level: dr.signature },
    sandbox,
  }
}
