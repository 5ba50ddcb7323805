import { subtractDecimal, type Quantity } from '#kernel'
import { showCountry, showDay, showInstant, showMeasure } from './format.ts'
import { printable } from './printable.ts'
import type { IssuedRecord, RecordLine } from './record.ts'
import { permitTexts } from './texts.ts'

export type Paper = 'a4' | 'us-letter'

/** Some 120 pages and 0.8 s of one core: beyond that a sheet is the wrong form, the signed record is the right one. */
const MAX_LINES = 2000

/** What the left column of a line is worth: authorised less used, when both speak of one unit. */
function leftOf({ authorised, used }: RecordLine): Quantity | undefined {
  if (!authorised) return undefined
  if (!used) return authorised
  return used.unit === authorised.unit
    ? { value: subtractDecimal(authorised.value, used.value), unit: authorised.unit }
    : undefined
}

/** Prints every text inside a value of strings, lists and records. */
function printAll(value: unknown, undrawable: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return printable(value, undrawable)
  if (Array.isArray(value)) return value.map((item) => printAll(item, undrawable))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, printAll(item, undrawable)]))
  }
  return value
}

/**
 * What the template draws, all of it words ready to print. Throws RangeError when the verification address is not an
 * absolute http(s) URL or the digest is not one (a document whose proof cannot be followed must not be printed), and
 * above 2,000 lines.
 */
export function permitView(
  record: IssuedRecord,
  paper: Paper,
  attached: boolean,
  undrawable: ReadonlySet<string>,
): string {
  const { language, issuer, zone } = record
  const texts = permitTexts[language]
  const measure = (quantity: Quantity | null | undefined): string =>
    quantity ? showMeasure(quantity, issuer.country, language) : ''
  if (!/^https?:\/\/[^\s]+$/.test(record.verifyUrl))
    throw new RangeError('verifyUrl is not an absolute http(s) address')
  if (record.lines.length > MAX_LINES) throw new RangeError(`more than ${MAX_LINES} lines`)
  if (!/^[0-9a-f]{64}$/.test(record.digest)) throw new RangeError('digest is not a SHA-256 in lower-case hexadecimal')
  const balance = record.lines.some((line) => line.authorised)
  const issued = new Date(record.issuedAt)
  const words = {
    title: record.title,
    number: record.number,
    documentTitle: `${record.title} ${record.number}`,
    issuer: issuer.name,
    country: showCountry(issuer.country, language),
    facts: [
      [texts.holder, record.holder.name],
      [texts.taxId, record.holder.taxId],
      [texts.issued, showInstant(record.issuedAt, zone, language)],
      [texts.validUntil, record.validUntil ? showDay(record.validUntil, language) : texts.noExpiry],
      [texts.procedure, `${record.procedure.title} (${record.procedure.id}, ${record.procedure.version})`],
    ],
    goods: texts.goods,
    columns: balance ? [...texts.columns.slice(0, 3), ...texts.balance] : texts.columns,
    lines: record.lines.map((line, index) => [
      String(index + 1),
      line.description,
      line.commodity,
      ...(balance
        ? [measure(line.authorised ?? line.quantity) || texts.noQuantity, measure(line.used), measure(leftOf(line))]
        : [measure(line.quantity) || texts.noQuantity]),
    ]),
    data: texts.data,
    elements: record.elements.map(({ label, value }) => [label, value]),
    conditionsTitle: texts.conditions,
    conditions: record.conditions,
    lawTitle: texts.law,
    law: record.procedure.law,
    signature: texts.signature,
    signedBy: `${texts.role[record.signedBy.role] ?? record.signedBy.role}, ${issuer.name}`,
    level: texts.level[record.signedBy.level] ?? record.signedBy.level,
    verify: texts.verify,
    codeTitle: texts.code,
    digestTitle: texts.digest,
    rendering: texts.rendering(`${record.digest.slice(0, 8)}…${record.digest.slice(-8)}`),
    attachedNote: attached ? texts.attached : '',
    watermark: record.sandbox ? texts.sandbox : '',
    sandboxNote: record.sandbox ? texts.sandboxNote : '',
    status: record.status === 'valid' ? '' : texts.status[record.status],
    page: texts.page,
    of: texts.of,
  }
  return JSON.stringify({
    ...(printAll(words, undrawable) as object),
    code: printable(record.code, undrawable),
    digest: record.digest.match(/.{8}/g)?.join(' ') ?? '',
    verifyUrl: record.verifyUrl,
    qrAlt: `QR: ${record.verifyUrl}`,
    language,
    paper,
    attached,
    date: [
      issued.getUTCFullYear(),
      issued.getUTCMonth() + 1,
      issued.getUTCDate(),
      issued.getUTCHours(),
      issued.getUTCMinutes(),
      issued.getUTCSeconds(),
    ],
  })
}
