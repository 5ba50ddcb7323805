import type { Dictionary, Instant } from '#kernel'
import { readXml, textOf, XmlUnreadable, type XmlTree } from '#platform/xml'

/** What customs may answer (M11). */
export const answerKinds = [
  'received',
  'accepted',
  'rejected',
  'control',
  'amended',
  'released',
  'cancelled',
  'tax',
  'held',
  'exit',
  'entry',
] as const
export type AnswerKind = (typeof answerKinds)[number]

const KINDS: Readonly<Record<string, AnswerKind>> = {
  '01': 'accepted',
  '02': 'received',
  '03': 'rejected',
  '05': 'control',
  '07': 'amended',
  '09': 'released',
  '10': 'cancelled',
  '13': 'tax',
  '15': 'held',
  '16': 'exit',
  '17': 'entry',
}

export type Channel = 'green' | 'yellow' | 'red'
/** Channels as the messages say them, to customs and from it. */
export const CHANNEL_CODES = { green: 'G', yellow: 'Y', red: 'R' } as const satisfies Record<Channel, string>
const channels: readonly Channel[] = ['green', 'yellow', 'red']

/** A fault that customs found, and the datum of the window that caused it (M11-7). */
export interface CustomsError {
  readonly code: string
  readonly text: string
  /** Element of the dictionary, where customs said which datum of the WCO Data Model it means. */
  readonly element: string | null
  /** Line of the declaration, from 0; nothing for the header. */
  readonly line: number | null
}

export interface CustomsAnswer {
  readonly kind: AnswerKind
  /** Its own id: the same message twice has the same. */
  readonly id: string
  /** What we called the message it answers. */
  readonly reference: string
  readonly mrn: string | null
  readonly at: Instant | null
  readonly channel: Channel | null
  readonly text: string | null
  readonly errors: readonly CustomsError[]
}

const children = (tree: XmlTree, name: string): readonly XmlTree[] => tree.children.filter((c) => c.name === name)

/** `20260803114721Z` as an instant; nothing when it is none. */
function instantOf(text: string | undefined): Instant | null {
  const m = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z?$/.exec(text ?? '')
  return m ? `${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}.000Z` : null
}

function errorOf(tree: XmlTree, dictionary: Dictionary): CustomsError {
  const pointers = children(tree, 'Pointer')
  const item = pointers.find((p) => textOf(p, 'DocumentSectionCode') === '68A')
  const tag = pointers.map((p) => textOf(p, 'TagID')).findLast(Boolean)
  const onLine = item !== undefined
  const element = tag
    ? [...dictionary.elements.values()].find((e) => e.wco === tag && e.line === onLine)?.id
    : undefined
  const sequence = Number(item && textOf(item, 'SequenceNumeric'))
  return {
    code: (textOf(tree, 'ValidationCode') ?? '').slice(0, 20),
    text: (textOf(tree, 'Description') ?? '').slice(0, 500),
    element: element ?? null,
    line: onLine && Number.isInteger(sequence) && sequence > 0 ? sequence - 1 : null,
  }
}

/** Reads an answer of customs. Nothing when it is no response that we know; the signature was checked before. */
export function readAnswer(source: string, dictionary: Dictionary): CustomsAnswer | undefined {
  let root: XmlTree
  try {
    root = readXml(source)
  } catch (error) {
    if (error instanceof XmlUnreadable) return undefined
    throw error
  }
  const response = root.name === 'Response' ? root : children(root, 'Response')[0]
  const declaration = response && children(response, 'Declaration')[0]
  const kind = KINDS[(response && textOf(response, 'FunctionCode')) ?? '']
  const id = response && textOf(response, 'FunctionalReferenceID')
  const reference = declaration && textOf(declaration, 'FunctionalReferenceID')
  if (!response || !declaration || !kind || !id || id.length > 60 || !reference) return undefined
  return {
    kind,
    id,
    reference,
    mrn: textOf(declaration, 'ID')?.slice(0, 35) ?? null,
    at: instantOf(textOf(response, 'IssueDateTime', 'DateTimeString')?.trim()),
    channel: channels.find((c) => CHANNEL_CODES[c] === textOf(response, 'Status', 'NameCode')) ?? null,
    text: textOf(response, 'AdditionalInformation', 'StatementDescription')?.slice(0, 500) ?? null,
    errors: children(response, 'Error').map((e) => errorOf(e, dictionary)),
  }
}
