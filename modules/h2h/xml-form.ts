import { fromWcoXml, wcoInner, type Dictionary, type ExportedDossier, type OwnAnswers } from '#kernel'
import { escapeText, type CanonicalElement } from '#platform/xmldsig'
import type { Field, FieldType } from './fields.ts'
import { byElement, headers, messages, namespaceOf, VERSIONS, type JsonMessage } from './messages.ts'

type Json = Readonly<Record<string, unknown>>
interface Measured {
  readonly value?: string
  readonly unit?: string
  readonly amount?: string
  readonly currency?: string
}

/** Trade data as a message carries them: what is empty is not there. */
type Shipment = Partial<Omit<ExportedDossier, 'answers'>> & {
  readonly answers?: Readonly<Record<string, Partial<OwnAnswers[string]>>>
}

const exportedOf = ({ answers, ...rest }: Shipment): Partial<ExportedDossier> => ({
  ...rest,
  ...(answers
    ? {
        answers: Object.fromEntries(
          Object.entries(answers).map(([id, { elements = {}, lines = [] }]) => [id, { elements, lines }]),
        ),
      }
    : {}),
})

function valueXml({ xml, type }: Field, value: unknown, dictionary: Dictionary): string {
  switch (type.kind) {
    case 'record':
      return `<${xml}>${fieldsXml(type.fields, value as Json, dictionary)}</${xml}>`
    case 'dossier':
      return `<${xml}>${wcoInner(dictionary, exportedOf(value as Shipment))}</${xml}>`
    case 'quantity': {
      const { value: said = '', unit = '' } = value as Measured
      return `<${xml} unit="${escapeText(unit)}">${escapeText(said)}</${xml}>`
    }
    case 'money': {
      const { amount = '', currency = '' } = value as Measured
      return `<${xml} currency="${escapeText(currency)}">${escapeText(amount)}</${xml}>`
    }
    default:
      return `<${xml}>${escapeText(String(value))}</${xml}>`
  }
}

const fieldsXml = (fields: readonly Field[], values: Json, dictionary: Dictionary): string =>
  fields
    .map((f) => {
      const value = values[f.name]
      if (value === undefined) return ''
      const all = f.most === undefined ? [value] : (value as readonly unknown[])
      return all.map((one) => valueXml(f, one, dictionary)).join('')
    })
    .join('')

/** The XML form of a message. Canonical as it stands, unless it carries trade data. */
export function toXml(json: JsonMessage, dictionary: Dictionary): string {
  const message = messages.get(json.message)
  if (!message) throw new TypeError(`no message ${json.message}`)
  return `<${message.xml} xmlns="${namespaceOf(json.version)}"><CommunicationMetaData>${fieldsXml(headers[json.version], json, dictionary)}</CommunicationMetaData>${fieldsXml(message.body, json.body, dictionary)}</${message.xml}>`
}

function dossierOf(element: CanonicalElement, opening: boolean, dictionary: Dictionary): Json {
  const { country, regime, elements, lines, answers, documents } = fromWcoXml(dictionary, element)
  const said = Object.entries(answers).map(([procedure, { elements: head, lines: of }]) => [
    procedure,
    { ...(Object.keys(head).length ? { elements: head } : {}), ...(of.length ? { lines: of } : {}) },
  ])
  return {
    ...(opening ? { country, regime } : {}),
    ...(element.children.some((c) => c.name === 'GoodsShipment') ? { elements } : {}),
    ...(lines.length ? { lines } : {}),
    ...(said.length ? { answers: Object.fromEntries(said) as Json } : {}),
    ...(documents.length ? { documents } : {}),
  }
}

function valueOf(type: FieldType, element: CanonicalElement, dictionary: Dictionary): unknown {
  switch (type.kind) {
    case 'record':
      return valuesOf(type.fields, element.children, dictionary)
    case 'dossier':
      return dossierOf(element, type.opening, dictionary)
    case 'quantity':
      return { value: element.text, unit: element.attributes['unit'] ?? '' }
    case 'money':
      return { amount: element.text, currency: element.attributes['currency'] ?? '' }
    case 'whole':
      return Number(element.text)
    case 'flag':
      return element.text === 'true'
    default:
      return element.text
  }
}

function valuesOf(fields: readonly Field[], elements: readonly CanonicalElement[], dictionary: Dictionary): Json {
  const values: Record<string, unknown> = {}
  for (const f of fields) {
    const found = elements.filter((e) => e.name === f.xml).map((e) => valueOf(f.type, e, dictionary))
    if (f.most !== undefined && found.length) values[f.name] = found
    else if (found.length) values[f.name] = found[0]
  }
  return values
}

/** Which version and message a root element is; nothing when it is none of ours. */
export function kindOf(root: { readonly name: string; readonly namespace: string }) {
  const version = VERSIONS.find((v) => namespaceOf(v) === root.namespace)
  const message = byElement.get(root.name)
  return version && message ? { version, message } : undefined
}

/** The JSON form of a message that its schema has accepted. */
export function fromXml(root: CanonicalElement, dictionary: Dictionary): JsonMessage {
  const kind = kindOf(root)
  if (!kind) throw new TypeError(`no message {${root.namespace}}${root.name}`)
  const { version, message } = kind
  const head = root.children.find((c) => c.name === 'CommunicationMetaData')
  return {
    message: message.name,
    version,
    ...valuesOf(headers[version], head?.children ?? [], dictionary),
    body: valuesOf(message.body, root.children, dictionary),
  }
}
