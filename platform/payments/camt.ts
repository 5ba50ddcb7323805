import { ParseOption, XmlDocument, XmlElement, XmlParseError } from 'libxml2-wasm'
import {
  addDecimal,
  compareDecimal,
  isDecimal,
  subtractDecimal,
  type Day,
  type Decimal,
  type Instant,
  type Money,
} from '#kernel'

/** One movement of an account, as a statement shows it. A batch that lists its transactions gives one of these for each. */
export interface StatementEntry {
  /** The bank's own reference, unique on the account; with the position behind it where an entry holds several. */
  readonly id: string
  readonly direction: 'credit' | 'debit'
  readonly amount: Money
  readonly day: Day
  /** Where the bank says more than the day. */
  readonly at: Instant | null
  readonly endToEnd: string | null
  /** Structured creditor reference (ISO 11649), else what of the payer's words looks like one. */
  readonly code: string | null
  readonly party: string | null
}

export interface BankStatement {
  readonly id: string
  readonly account: string
  readonly currency: string
  readonly opening: Decimal
  readonly closing: Decimal
  /** First and last day of its booked entries; the day of the closing balance when it has none. */
  readonly from: Day
  readonly to: Day
  readonly entries: readonly StatementEntry[]
}

/** Why a file is no statement we take: a word for the machine, and where. */
export interface StatementFault {
  readonly reason:
    | 'too-large'
    | 'not-xml'
    | 'dtd'
    | 'namespace'
    | 'no-statement'
    | 'missing'
    | 'amount'
    | 'day'
    | 'currency'
    | 'too-many'
    | 'sum'
  readonly at: string
}

export type StatementReading =
  | { readonly ok: true; readonly statements: readonly BankStatement[] }
  | { readonly ok: false; readonly fault: StatementFault }

const MAX_BYTES = 64 * 1024 * 1024
const MAX_ENTRIES = 50_000
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(02|08)$/
const OPTIONS =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_NOBLANKS

class Faulty extends Error {
  readonly fault: StatementFault
  constructor(reason: StatementFault['reason'], at: string) {
    super(reason)
    this.fault = { reason, at }
  }
}

/** Children of an element by name, in one walk: an element of the message is read once. */
function childrenOf(element: XmlElement): ReadonlyMap<string, readonly XmlElement[]> {
  const found = new Map<string, XmlElement[]>()
  for (let node = element.firstChild; node; node = node.next)
    if (node instanceof XmlElement) {
      const list = found.get(node.name)
      if (list) list.push(node)
      else found.set(node.name, [node])
    }
  return found
}

const path = (element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined =>
  names.reduce<XmlElement | undefined>((at, name) => (at ? childrenOf(at).get(name)?.[0] : undefined), element)
const textAt = (element: XmlElement | undefined, ...names: readonly string[]): string | null =>
  path(element, ...names)?.content.trim() || null

function need<T>(value: T | null | undefined, at: string): T {
  if (value === null || value === undefined) throw new Faulty('missing', at)
  return value
}

function moneyOf(element: XmlElement | undefined, at: string): Money {
  const amount = need(element, at)
  const text = amount.content.trim()
  const currency = amount.attr('Ccy')?.value ?? ''
  if (!isDecimal(text) || text.startsWith('-')) throw new Faulty('amount', at)
  if (!/^[A-Z]{3}$/.test(currency)) throw new Faulty('currency', at)
  return { amount: text, currency }
}

const DAY = /^\d{4}-\d{2}-\d{2}/

/** `Dt` or `DtTm`. A moment without an offset is only worth its day: which clock it is by, the message does not say. */
function dateOf(element: XmlElement | undefined, at: string): { day: Day; at: Instant | null } {
  const text = textAt(element, 'DtTm') ?? textAt(element, 'Dt') ?? ''
  const day = DAY.exec(text)?.[0]
  if (!day || Number.isNaN(Date.parse(day))) throw new Faulty('day', at)
  const exact = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  return { day, at: Number.isNaN(exact) ? null : new Date(exact).toISOString() }
}

const signOf = (element: XmlElement, at: string): 'credit' | 'debit' => {
  const text = textAt(element, 'CdtDbtInd')
  if (text !== 'CRDT' && text !== 'DBIT') throw new Faulty('missing', `${at}/CdtDbtInd`)
  return text === 'CRDT' ? 'credit' : 'debit'
}

const CODE = /RF\s?\d{2}[0-9A-Z\s-]{5,40}/i

function codeIn(details: XmlElement | undefined): string | null {
  const structured = textAt(details, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref')
  if (structured) return structured
  const words = textAt(details, 'RmtInf', 'Ustrd')
  return (words && CODE.exec(words)?.[0]) || null
}

const partyOf = (details: XmlElement | undefined): string | null => {
  const parties = path(details, 'RltdPties')
  const name = (who: string): string | null => textAt(parties, who, 'Nm') ?? textAt(parties, who, 'Pty', 'Nm')
  return (name('Dbtr') ?? name('Cdtr'))?.slice(0, 140) ?? null
}

function entriesOf(entry: XmlElement, at: string): StatementEntry[] {
  const parts = childrenOf(entry)
  const status = textAt(parts.get('Sts')?.[0], 'Cd') ?? parts.get('Sts')?.[0]?.content.trim()
  // What is only announced has not happened.
  if (status !== 'BOOK') return []
  const whole = moneyOf(parts.get('Amt')?.[0], `${at}/Amt`)
  const direction = signOf(entry, at)
  const when = dateOf(parts.get('BookgDt')?.[0] ?? parts.get('ValDt')?.[0], `${at}/BookgDt`)
  const id = need(textAt(entry, 'AcctSvcrRef') ?? textAt(entry, 'NtryRef'), `${at}/AcctSvcrRef`).slice(0, 80)
  const details = (parts.get('NtryDtls') ?? []).flatMap((d) => childrenOf(d).get('TxDtls') ?? [])
  const one = (d: XmlElement | undefined, amount: Money, own: string): StatementEntry => ({
    id: own,
    direction,
    amount,
    ...when,
    endToEnd: textAt(d, 'Refs', 'EndToEndId'),
    code: codeIn(d),
    party: partyOf(d),
  })
  if (details.length < 2) return [one(details[0], whole, id)]
  return details.map((d, i) => {
    const amount = path(d, 'Amt') ?? path(d, 'AmtDtls', 'TxAmt', 'Amt')
    return one(d, moneyOf(amount, `${at}/NtryDtls/TxDtls[${i + 1}]/Amt`), `${id}/${i + 1}`)
  })
}

function balance(statement: XmlElement, codes: readonly string[], at: string): { money: Money; day: Day } {
  for (const code of codes)
    for (const bal of childrenOf(statement).get('Bal') ?? []) {
      if (textAt(bal, 'Tp', 'CdOrPrtry', 'Cd') !== code) continue
      const { amount, currency } = moneyOf(path(bal, 'Amt'), `${at}/Bal/Amt`)
      const signed = signOf(bal, `${at}/Bal`) === 'debit' ? subtractDecimal('0', amount) : amount
      return { money: { amount: signed, currency }, day: dateOf(path(bal, 'Dt'), `${at}/Bal/Dt`).day }
    }
  throw new Faulty('missing', `${at}/Bal ${codes.join(' or ')}`)
}

function statementOf(element: XmlElement, n: number): BankStatement {
  const at = `/Document/BkToCstmrStmt/Stmt[${n + 1}]`
  const id = need(textAt(element, 'Id'), `${at}/Id`).slice(0, 80)
  const account = need(
    textAt(element, 'Acct', 'Id', 'IBAN') ?? textAt(element, 'Acct', 'Id', 'Othr', 'Id'),
    `${at}/Acct/Id`,
  )
  const { money: opening } = balance(element, ['OPBD', 'PRCD'], at)
  const { money: closing, day } = balance(element, ['CLBD'], at)
  const raw = childrenOf(element).get('Ntry') ?? []
  if (raw.length > MAX_ENTRIES) throw new Faulty('too-many', at)
  const entries = raw.flatMap((e, i) => entriesOf(e, `${at}/Ntry[${i + 1}]`))
  if (entries.length > MAX_ENTRIES) throw new Faulty('too-many', at)
  const sum = entries.reduce(
    (total, { direction, amount }) =>
      direction === 'credit' ? addDecimal(total, amount.amount) : subtractDecimal(total, amount.amount),
    opening.amount,
  )
  // A statement whose entries do not lead from one balance to the other is not whole: none of it is taken.
  if (compareDecimal(sum, closing.amount) !== 0) throw new Faulty('sum', `${at}: ${sum} is not ${closing.amount}`)
  const foreign = entries.findIndex((e) => e.amount.currency !== closing.currency)
  if (foreign >= 0 || opening.currency !== closing.currency) throw new Faulty('currency', `${at}/Ntry[${foreign + 1}]`)
  const days = entries.map((e) => e.day).sort()
  return {
    id,
    account,
    currency: closing.currency,
    opening: opening.amount,
    closing: closing.amount,
    from: days[0] ?? day,
    to: days.at(-1) ?? day,
    entries,
  }
}

/**
 * Reads a bank-to-customer statement (ISO 20022 camt.053, versions 02 and 08). Bounded, without network, entities or DTD; what is not
 * whole is refused whole, with the place. Never throws on what comes from outside.
 */
export function readStatements(bytes: Uint8Array): StatementReading {
  if (bytes.byteLength > MAX_BYTES) return { ok: false, fault: { reason: 'too-large', at: '' } }
  let doc: XmlDocument | undefined
  try {
    doc = XmlDocument.fromBuffer(bytes, { option: OPTIONS })
    if (doc.dtd) throw new Faulty('dtd', '/')
    const { root } = doc
    if (root.name !== 'Document' || !NAMESPACE.test(root.namespaceUri))
      throw new Faulty('namespace', root.namespaceUri.slice(0, 120))
    const message = path(root, 'BkToCstmrStmt')
    const statements = message ? (childrenOf(message).get('Stmt') ?? []) : []
    if (statements.length === 0) throw new Faulty('no-statement', '/Document')
    return { ok: true, statements: statements.map(statementOf) }
  } catch (error) {
    if (error instanceof Faulty) return { ok: false, fault: error.fault }
    if (error instanceof XmlParseError)
      return { ok: false, fault: { reason: 'not-xml', at: error.message.slice(0, 200).trim() } }
    throw error
  } finally {
    doc?.dispose()
  }
}
