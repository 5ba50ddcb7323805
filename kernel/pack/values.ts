import { validCas, validTaxId } from '../check-digits.ts'
import { isDecimal, type Decimal } from '../decimal.ts'
import { formatFault } from '../dictionary/formats.ts'
import { minorUnits } from '../money.ts'
import { pointerToken, refusal, type Refusal } from '../problem.ts'
import { toBase } from '../quantity.ts'
import { isCountry } from './codes/countries.ts'
import { isCurrency } from './codes/currencies.ts'
import { findMeantUnit, isUnit } from './codes/units.ts'
import { labelParams, quoted } from './labels.ts'
import type { Element } from './model.ts'
import { compareNumbers, isKnownDay } from './quick.ts'

/** Longest text per field of UNTDED: name 3036, identifier 3039, address 3042 in five lines, and the general one (7002). */
export const MAX = { name: 70, id: 35, address: 175, code: 70, permit: 35, text: 512 }
export const QUANTITY_DECIMALS = 6

type Fault = Refusal | undefined

const fault = (element: Element, code: string, pointer: string, more?: Refusal['params']): Refusal =>
  refusal(code, pointer, { ...labelParams(element), ...more })

const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
/** Control characters, lone surrogates, and those that turn the direction of writing: none belongs in a legal text (spec G-4). */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufeff]/u

/** Unicode NFC, trimmed, without control characters, at most `max` characters. Nothing is corrected: it is refused with a fix. */
function textFault(element: Element, value: unknown, pointer: string, max: number): Fault {
  if (typeof value !== 'string') return fault(element, 'TEXT_EXPECTED', pointer, { given: quoted(value) })
  // Characters are counted as people see them, not as UTF-16 stores them.
  const length = value.length > max ? Array.from(value).length : value.length
  if (length > max) return fault(element, 'TEXT_TOO_LONG', pointer, { max, length })
  if (PLAIN.test(value)) return undefined
  if (value.trim() === '') return fault(element, 'EMPTY_VALUE', pointer)
  if (FORBIDDEN.test(value)) return fault(element, 'TEXT_CONTROL', pointer)
  if (value.trim() !== value) return fault(element, 'TEXT_NOT_TRIMMED', pointer, { corrected: quoted(value.trim()) })
  if (value.normalize('NFC') !== value) return fault(element, 'TEXT_NOT_NFC', pointer)
  return undefined
}

/** A text within its length and its format, and a code within its list. */
function wordFault(element: Element, value: unknown, pointer: string, max: number): Fault {
  const wrong = textFault(element, value, pointer, max)
  if (wrong || typeof value !== 'string') return wrong
  if (element.codes && !Object.hasOwn(element.codes, value)) {
    const all = Object.keys(element.codes)
    const allowed = all.length > 12 ? `${all.slice(0, 12).join(', ')}, …` : all.join(', ')
    return fault(element, 'NOT_IN_LIST', pointer, { given: quoted(value), allowed })
  }
  const found = element.format === undefined ? undefined : formatFault(element.format, value)
  if (!found) return undefined
  const params = { given: quoted(value), expected: found.expected }
  return found.kind === 'shape'
    ? fault(element, 'BAD_FORMAT', pointer, params)
    : fault(element, 'CHECK_DIGIT', pointer, params)
}

/** A number within the bounds and decimals of its element. */
function numberFault(element: Element, value: unknown, pointer: string): Fault {
  const wrong = decimalFault(element, value, pointer)
  if (wrong || !isDecimal(value)) return wrong
  return boundFault(element, value, pointer)
}

function boundFault(element: Element, value: Decimal, pointer: string): Fault {
  const { range, decimals } = element
  if (decimals !== undefined && (value.split('.')[1]?.length ?? 0) > decimals)
    return fault(element, 'TOO_MANY_DECIMALS', pointer, { max: decimals })
  if (range?.min !== undefined && compareNumbers(value, range.min) < 0)
    return fault(element, 'BELOW_MIN', pointer, { given: value, min: range.min })
  if (range?.max !== undefined && compareNumbers(value, range.max) > 0)
    return fault(element, 'ABOVE_MAX', pointer, { given: value, max: range.max })
  return undefined
}

/** What a number with a comma was meant to be; two answers when the comma may be either. Nothing when it is no number at all. */
function findMeant(text: string): readonly string[] | undefined {
  const bare = text.replaceAll(/\s/g, '')
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(bare) || /^-?\d{1,3}(,\d{3}){2,}$/.test(bare)) return [bare.replaceAll(',', '')]
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare)) return [bare.replaceAll('.', '').replace(',', '.')]
  if (/^-?\d{1,3}(\.\d{3}){2,}$/.test(bare)) return [bare.replaceAll('.', '')]
  if (/^-?\d{1,3},\d{3}$/.test(bare) && !/^-?0,/.test(bare)) return [bare.replace(',', '.'), bare.replace(',', '')]
  if (/^-?\d+,\d+$/.test(bare)) return [bare.replace(',', '.')]
  return bare !== text && isDecimal(bare) ? [bare] : undefined
}

/** Decimal text as JSON carries it: a string with a point, no thousands separator, no exponent. */
function decimalFault(element: Element, value: unknown, pointer: string): Fault {
  if (isDecimal(value)) return undefined
  if (typeof value === 'number') {
    const corrected = String(value)
    return fault(element, 'NUMBER_AS_TEXT', pointer, { corrected: isDecimal(corrected) ? corrected : '0.00' })
  }
  if (value === null || value === '') return fault(element, 'EMPTY_VALUE', pointer)
  if (typeof value !== 'string') return fault(element, 'NOT_A_NUMBER', pointer, { given: quoted(value) })
  const [corrected, other] = findMeant(value) ?? []
  const params = { given: quoted(value) }
  if (corrected !== undefined && other !== undefined)
    return fault(element, 'NUMBER_AMBIGUOUS', pointer, { ...params, corrected, other })
  if (corrected !== undefined) return fault(element, 'DECIMAL_COMMA', pointer, { ...params, corrected })
  return fault(element, 'NOT_A_NUMBER', pointer, params)
}

/** An amount that may not be negative, with so many decimals at most. */
function amountFault(element: Element, value: unknown, pointer: string, decimals: number): Fault {
  const wrong = decimalFault(element, value, pointer)
  if (wrong || !isDecimal(value)) return wrong
  if (value.startsWith('-')) return fault(element, 'NEGATIVE_VALUE', pointer)
  const written = value.split('.')[1]?.length ?? 0
  return written > decimals ? fault(element, 'TOO_MANY_DECIMALS', pointer, { max: decimals }) : undefined
}

type Json = Readonly<Record<string, unknown>>

const asObject = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined

/** An object of closed keys: unknown ones are refused, never dropped. */
function unknownKeys(element: Element, value: Json, known: readonly string[], pointer: string): Refusal[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) =>
      fault(element, 'UNKNOWN_FIELD', `${pointer}/${pointerToken(key)}`, {
        field: quoted(key),
        known: known.join(', '),
      }),
    )
}

const NONE: readonly Refusal[] = []
const listOf = (...faults: readonly Fault[]): Refusal[] => faults.filter((found) => found !== undefined)
const oneOf = (found: Fault): readonly Refusal[] => (found ? [found] : NONE)

const baseOf = (unit: string): string => toBase({ value: '1', unit }).unit

function quantityFaults(element: Element, value: unknown, pointer: string): Refusal[] {
  const record = asObject(value)
  if (!record) return [fault(element, 'QUANTITY_EXPECTED', pointer, { given: quoted(value) })]
  const { unit } = record
  const meant = typeof unit === 'string' ? findMeantUnit(unit) : undefined
  const wrongUnit = isUnit(unit)
    ? undefined
    : meant
      ? fault(element, 'UNIT_MEANT', `${pointer}/unit`, { given: quoted(unit), corrected: meant })
      : fault(element, 'UNKNOWN_UNIT_CODE', `${pointer}/unit`, { given: quoted(unit ?? '') })
  const family = element.unit
  const otherFamily =
    !wrongUnit && family !== undefined && baseOf(String(unit)) !== baseOf(family)
      ? fault(element, 'UNIT_NOT_ACCEPTED', `${pointer}/unit`, { unit: family })
      : undefined
  return [
    ...unknownKeys(element, record, ['value', 'unit'], pointer),
    ...listOf(
      amountFault(element, record.value ?? null, `${pointer}/value`, QUANTITY_DECIMALS),
      wrongUnit ?? otherFamily,
    ),
  ]
}

function moneyFaults(element: Element, value: unknown, pointer: string): Refusal[] {
  const record = asObject(value)
  if (!record) return [fault(element, 'MONEY_EXPECTED', pointer, { given: quoted(value) })]
  const known = isCurrency(record.currency)
  const decimals = known ? minorUnits(String(record.currency)) : 4
  return [
    ...unknownKeys(element, record, ['amount', 'currency'], pointer),
    ...listOf(
      amountFault(element, record.amount ?? null, `${pointer}/amount`, decimals),
      known
        ? undefined
        : fault(element, 'UNKNOWN_CURRENCY', `${pointer}/currency`, { given: quoted(record.currency ?? '') }),
    ),
  ]
}

function partyFaults(element: Element, value: unknown, pointer: string): Refusal[] {
  const record = asObject(value)
  if (!record) return [fault(element, 'PARTY_EXPECTED', pointer, { given: quoted(value) })]
  const { name, id, country, address } = record
  const part = (of: unknown, key: string, max: number): Fault =>
    of === undefined ? undefined : textFault(element, of, `${pointer}/${key}`, max)
  const wrongId = part(id, 'id', MAX.id)
  const badDigit =
    !wrongId && typeof id === 'string' && typeof country === 'string' && !validTaxId(country, id)
      ? fault(element, 'TAXID_CHECK_DIGIT', `${pointer}/id`, { given: id, country })
      : undefined
  return [
    ...unknownKeys(element, record, ['name', 'id', 'country', 'address'], pointer),
    ...listOf(
      name === undefined ? fault(element, 'PARTY_NAME_REQUIRED', `${pointer}/name`) : part(name, 'name', MAX.name),
      wrongId,
      country === undefined || isCountry(country)
        ? undefined
        : fault(element, 'UNKNOWN_COUNTRY', `${pointer}/country`, { given: quoted(country) }),
      part(address, 'address', MAX.address),
      badDigit,
    ),
  ]
}

function casFault(element: Element, value: unknown, pointer: string): Fault {
  if (typeof value === 'string' && validCas(value)) return undefined
  const shaped = typeof value === 'string' && /^[1-9]\d{1,6}-\d{2}-\d$/.test(value)
  return fault(element, shaped ? 'CAS_CHECK_DIGIT' : 'BAD_CAS', pointer, { given: quoted(value) })
}

/** True for text of a UN/LOCODE's shape: country and three letters or digits 2 to 9. */
export const isLocation = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Z]{2}[A-Z2-9]{3}$/.test(value) && isCountry(value.slice(0, 2))

const isPersonalRef = (value: unknown): boolean => {
  const record = asObject(value)
  return (
    record !== undefined &&
    Object.keys(record).length === 1 &&
    typeof record.ref === 'string' &&
    /^[0-9a-f]{64}$/.test(record.ref)
  )
}

const shaped = (element: Element, ok: boolean, code: string, value: unknown, pointer: string): readonly Refusal[] =>
  ok ? NONE : [fault(element, code, pointer, { given: quoted(value) })]

/**
 * Every fault of one value in the shape the API carries it: numbers as decimal text, yes-no as a boolean, days as `2026-06-16`,
 * quantities `{value, unit}`, money `{amount, currency}`, parties `{name, id?, country?, address?}`. Nothing is coerced. A personal
 * element may stand as `{ref}`, which the platform puts in place of the datum once it has been checked.
 */
export function checkValue(element: Element, value: unknown, pointer: string): readonly Refusal[] {
  if (value === null || value === undefined || value === '') return [fault(element, 'EMPTY_VALUE', pointer)]
  if (element.personal && isPersonalRef(value)) return NONE
  switch (element.type) {
    case 'text':
      return oneOf(wordFault(element, value, pointer, element.max ?? MAX.text))
    case 'code':
      return oneOf(wordFault(element, value, pointer, element.max ?? MAX.code))
    case 'permit':
      return oneOf(wordFault(element, value, pointer, element.max ?? MAX.permit))
    case 'number':
      return oneOf(numberFault(element, value, pointer))
    case 'yes-no':
      return shaped(element, typeof value === 'boolean', 'YES_NO_EXPECTED', value, pointer)
    case 'date':
      return shaped(element, isKnownDay(value), 'NOT_A_DAY', value, pointer)
    case 'quantity':
      return quantityFaults(element, value, pointer)
    case 'money':
      return moneyFaults(element, value, pointer)
    case 'party':
      return partyFaults(element, value, pointer)
    case 'country':
      return shaped(element, isCountry(value), 'UNKNOWN_COUNTRY', value, pointer)
    case 'location':
      return shaped(element, isLocation(value), 'BAD_LOCATION', value, pointer)
    case 'hs':
      return shaped(element, typeof value === 'string' && /^\d{6,12}$/.test(value), 'BAD_HS', value, pointer)
    case 'cas':
      return oneOf(casFault(element, value, pointer))
  }
}
