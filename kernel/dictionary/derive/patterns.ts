import type { Decimal } from '../../decimal.ts'
import type { Day } from '../../time.ts'

/**
 * Comparisons as regular expressions. JSON Schema cannot compare decimal text or days, but both are regular languages, so any validator
 * gives our verdict without a keyword of ours. Patterns are those of ECMA-262 with the flag `u`.
 */

const DECIMAL = String.raw`-?\d{1,24}(?:\.\d{1,12})?`
export const decimalPattern = `^${DECIMAL}$`
/** What an amount may be: not negative, and with so many decimals at most. */
export const amountPattern = (decimals: number): string =>
  decimals === 0 ? String.raw`^\d{1,24}$` : String.raw`^\d{1,24}(?:\.\d{1,${decimals}})?$`
export const numberPattern = (decimals: number): string =>
  decimals === 0 ? String.raw`^-?\d{1,24}$` : String.raw`^-?\d{1,24}(?:\.\d{1,${decimals}})?$`

const LONG = String.raw`(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])`
const SHORT = String.raw`(?:0[469]|11)-(?:0[1-9]|[12]\d|30)`
const FEBRUARY = String.raw`02-(?:0[1-9]|1\d|2[0-8])`
const LEAP = String.raw`(?:\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29`
const DAY = String.raw`(?:\d{4}-(?:${LONG}|${SHORT}|${FEBRUARY})|${LEAP})`
/** Days that exist: 2026-02-30 does not. */
export const dayPattern = `^${DAY}$`

const FORBIDDEN = String.raw`\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufeff`
/** Text without control characters, with nothing to trim. That it is in form NFC is left to `x-check`. */
export const textPattern = String.raw`^(?=\S)[^${FORBIDDEN}]*[^${FORBIDDEN}\s]$`

const above = (digit: string): string => (digit === '9' ? '' : digit === '8' ? '9' : `[${Number(digit) + 1}-9]`)
const below = (digit: string): string => (digit === '0' ? '' : digit === '1' ? '0' : `[0-${Number(digit) - 1}]`)
const digits = (n: number): string => (n === 0 ? '' : String.raw`\d{${n}}`)
const FRACTION = String.raw`(?:\.\d+)?`

interface Magnitude {
  readonly whole: string
  readonly fraction: string
}

function magnitudeOf(bound: Decimal): Magnitude {
  const [whole = '', fraction = ''] = bound.replace('-', '').split('.')
  return { whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') }
}

/** Alternatives for unsigned decimal text whose whole part is another than the bound's, above or below it. */
function wholes(whole: string, side: (digit: string) => string): string[] {
  return Array.from(whole).flatMap((digit, i) => {
    const other = side(digit)
    return other ? [`0*${whole.slice(0, i)}${other}${digits(whole.length - i - 1)}${FRACTION}`] : []
  })
}

const equalWhole = (whole: string): string => (whole === '' ? '0+' : `0*${whole}`)

function magnitudeAbove({ whole, fraction }: Magnitude, strict: boolean): string[] {
  const more = String.raw`\d*[1-9]\d*`
  const parts = Array.from(fraction).flatMap((digit, i) => {
    const other = above(digit)
    return other ? [String.raw`\.${fraction.slice(0, i)}${other}\d*`] : []
  })
  if (strict) parts.push(String.raw`\.${fraction}${more}`)
  else parts.push(fraction === '' ? FRACTION : String.raw`\.${fraction}\d*`)
  const longer = String.raw`0*[1-9]${digits(whole.length)}\d*${FRACTION}`
  return [longer, ...wholes(whole, above), `${equalWhole(whole)}(?:${parts.join('|')})`]
}

function magnitudeBelow({ whole, fraction }: Magnitude, strict: boolean): string[] {
  const all: string[] = []
  const shorter = whole.length - 1
  if (shorter >= 0)
    all.push(shorter === 0 ? `0+${FRACTION}` : String.raw`(?:0+\d{0,${shorter}}|\d{1,${shorter}})${FRACTION}`)
  all.push(...wholes(whole, below))
  const parts = Array.from(fraction).flatMap((digit, i) => {
    const other = below(digit)
    const prefix = i === 0 ? '' : String.raw`\.${fraction.slice(0, i)}`
    return [...(other ? [String.raw`\.${fraction.slice(0, i)}${other}\d*`] : []), prefix]
  })
  if (!strict) parts.push(fraction === '' ? String.raw`(?:\.0+)?` : String.raw`\.${fraction}0*`)
  if (parts.length > 0) all.push(`${equalWhole(whole)}(?:${parts.join('|')})`)
  return all
}

export type Side = 'min' | 'max' | 'above' | 'below'

const isZero = ({ whole, fraction }: Magnitude): boolean => whole === '' && fraction === ''
const UNSIGNED = String.raw`\d+${FRACTION}`
const ZERO = String.raw`-0+(?:\.0+)?`

/** Decimal text at least, at most, above or below a bound. */
export function boundPattern(side: Side, bound: Decimal): string {
  const strict = side === 'above' || side === 'below'
  const up = side === 'min' || side === 'above'
  const size = magnitudeOf(bound)
  const negative = bound.startsWith('-') && !isZero(size)
  const minus = (all: readonly string[]): string[] => (all.length > 0 ? [`-(?:${all.join('|')})`] : [])
  const all: string[] = []
  if (up) {
    if (negative) all.push(UNSIGNED, ...minus(magnitudeBelow(size, strict)))
    else all.push(...magnitudeAbove(size, strict), ...(isZero(size) && !strict ? [ZERO] : []))
  } else if (negative) all.push(...minus(magnitudeAbove(size, strict)))
  else {
    // A minus sign before zero is still zero, which is not below zero.
    all.push(
      ...magnitudeBelow(size, strict),
      ...minus(isZero(size) && strict ? magnitudeAbove(size, true) : [UNSIGNED]),
    )
  }
  return `^(?=${DECIMAL}$)(?:${all.join('|')})$`
}

/** Days from, until, after or before a day. */
export function dayBoundPattern(side: 'from' | 'until' | 'after' | 'before', day: Day): string {
  const other = side === 'from' || side === 'after' ? above : below
  const all = Array.from(day).flatMap((character, i) => {
    const found = character === '-' ? '' : other(character)
    return found ? [String.raw`${day.slice(0, i)}${found}[\d-]*`] : []
  })
  if (side === 'from' || side === 'until') all.push(day)
  // Nothing is before the first day.
  return all.length > 0 ? `^(?=${DAY}$)(?:${all.join('|')})$` : '^(?!)$'
}

const PLACES = 12

/** `bound / factor` to twelve decimals, which is as fine as decimal text goes: whether it is exact, and the next value not above it. */
export function divideBound(bound: Decimal, factor: Decimal): { readonly exact: boolean; readonly floor: Decimal } {
  const scaled = (text: Decimal): [bigint, number] => {
    const [whole = '0', fraction = ''] = text.split('.')
    return [BigInt(whole + fraction), fraction.length]
  }
  const [top, topScale] = scaled(bound)
  const [bottom, bottomScale] = scaled(factor)
  const shift = PLACES + bottomScale - topScale
  const [dividend, divisor] = shift >= 0 ? [top * 10n ** BigInt(shift), bottom] : [top, bottom * 10n ** BigInt(-shift)]
  const quotient = dividend / divisor
  const exact = quotient * divisor === dividend
  const negative = dividend < 0n
  const floor = exact || !negative ? quotient : quotient - 1n
  const size = (floor < 0n ? -floor : floor).toString().padStart(PLACES + 1, '0')
  return { exact, floor: `${floor < 0n ? '-' : ''}${size.slice(0, -PLACES)}.${size.slice(-PLACES)}` }
}

/** A bound on a quantity, in another unit of its family: `factor` of the bound's base are one of that unit. */
export function convertedPattern(side: Side, bound: Decimal, factor: Decimal): string {
  const { exact, floor } = divideBound(bound, factor)
  if (exact) return boundPattern(side, floor)
  // Nothing lies between the two finest neighbours, so "at least" the true quotient is "above" the lower one.
  return side === 'min' || side === 'above' ? boundPattern('above', floor) : boundPattern('max', floor)
}
