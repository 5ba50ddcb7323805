import { createHash, randomUUID } from 'node:crypto'

/** Function codes of the response message, as a public customs service uses them. */
export const CODES = {
  accepted: '01',
  received: '02',
  rejected: '03',
  control: '05',
  amended: '07',
  released: '09',
  cancelled: '10',
  tax: '13',
  held: '15',
  exit: '16',
  entry: '17',
} as const
export type Answer = keyof typeof CODES

export interface Declared {
  /** What the sender calls its message. */
  readonly reference: string
  readonly mrn: string
  readonly version: number
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** `20260803114721Z`, the form 304 of UN/EDIFACT 2379. */
const stamp = (at: Date): string => `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`

export interface Said {
  readonly error?: { readonly code: string; readonly text: string; readonly item?: number; readonly tag?: string }
  readonly channel?: string
  readonly text?: string
}

/** A response message in terms of the WCO Data Model. Its id is its own: whoever gets it twice knows it again. */
export function responseXml(answer: Answer, { reference, mrn, version }: Declared, said: Said, at: Date): string {
  const { error, channel, text } = said
  const date = (name: string): string =>
    `<${name}><DateTimeString formatCode="304">${stamp(at)}</DateTimeString></${name}>`
  const pointer = (section: string, sequence?: number, tag?: string): string =>
    `<Pointer>${sequence ? `<SequenceNumeric>${sequence}</SequenceNumeric>` : ''}<DocumentSectionCode>${section}</DocumentSectionCode>${tag ? `<TagID>${tag}</TagID>` : ''}</Pointer>`
  const fault = error
    ? `<Error><Description>${escape(error.text)}</Description><ValidationCode>${error.code}</ValidationCode>${pointer('42A')}${pointer('67A')}${
        error.item ? pointer('68A', error.item, error.tag) : error.tag ? pointer('67A', 1, error.tag) : ''
      }</Error>`
    : ''
  const note = text
    ? `<AdditionalInformation><StatementDescription>${escape(text)}</StatementDescription></AdditionalInformation>`
    : ''
  const status = channel ? `<Status><NameCode>${channel}</NameCode></Status>` : ''
  const when =
    answer === 'accepted' ? date('AcceptanceDateTime') : answer === 'rejected' ? date('RejectionDateTime') : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<MetaData xmlns="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"><WCODataModelVersionCode>3.6</WCODataModelVersionCode><WCOTypeName>RES</WCOTypeName>
<Response xmlns="urn:wco:datamodel:WCO:RES-DMS:2"><FunctionCode>${CODES[answer]}</FunctionCode><FunctionalReferenceID>${randomUUID()}</FunctionalReferenceID>${date('IssueDateTime')}${note}${status}${fault}
<Declaration>${when}<FunctionalReferenceID>${escape(reference)}</FunctionalReferenceID>${answer === 'rejected' ? '' : `<ID>${mrn}</ID>`}<VersionID>${version}</VersionID></Declaration></Response></MetaData>`
}

/** The number that customs gives: year, country and 14 characters that follow from the message. */
export const mrnOf = (country: string, id: string, year: number): string =>
  `${String(year).slice(2)}${country}${createHash('sha256').update(id).digest('hex').slice(0, 14).toUpperCase()}`
