import { createContext, useContext } from 'react'

/** How this reader's country writes figures, and in which language dates are said. */
export interface Formats {
  /** `es`, `en`, `pt`. */
  readonly language: string
  /** Of the country, ISO 3166-1: figures follow the country, not the language. */
  readonly country: string
  readonly zone: string
}

export const FormatsContext = createContext<Formats>({ language: 'es', country: 'UY', zone: 'UTC' })
export const useFormats = (): Formats => useContext(FormatsContext)

const numbers = new Map<string, Intl.NumberFormat>()
function numberFormat(country: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${country} ${JSON.stringify(options)}`
  let found = numbers.get(key)
  if (!found) {
    found = new Intl.NumberFormat(country === 'TT' ? 'en-TT' : `es-${country}`, {
      useGrouping: 'always',
      ...options,
    })
    numbers.set(key, found)
  }
  return found
}

const marksOf = ({ country }: Formats): { group: string; decimal: string } => {
  const parts = numberFormat(country, {}).formatToParts(12345.6)
  const of = (type: string): string => parts.find((p) => p.type === type)?.value ?? ''
  return { group: of('group') || '.', decimal: of('decimal') || ',' }
}

const PLAIN = /^-?\d+(\.\d+)?$/

/** A decimal text as the country writes it, all its digits: `13800.5` is `13.800,5` in Uruguay. */
export function showDecimal(value: string, formats: Formats): string {
  if (!PLAIN.test(value)) return value
  const { group, decimal } = marksOf(formats)
  const [whole = '', part] = value.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group)
  return `${value.startsWith('-') ? '-' : ''}${grouped}${part === undefined ? '' : decimal + part}`
}

/** What a person typed as a decimal text, or nothing when it is no number. Comma and point are both accepted as the mark of decimals. */
export function parseDecimal(typed: string, formats: Formats): string | undefined {
  const text = typed.trim().replace(/[\s\u00a0\u202f']/g, '')
  if (!/^-?[\d.,]*\d$/.test(text)) return undefined
  const { group } = marksOf(formats)
  const marks = text.replace(/[^.,]/g, '')
  const last = marks.at(-1)
  let cut = -1
  if (last) {
    const mixed = new Set(marks).size > 1
    const at = text.lastIndexOf(last)
    const digitsAfter = text.length - at - 1
    const groups = new RegExp(`^-?\\d{1,3}(\\${last}\\d{3})+$`)
    // One mark alone that could part thousands does so only where the country writes them with it.
    if (mixed || (marks.length === 1 && !(last === group && digitsAfter === 3 && groups.test(text)))) cut = at
    else if (!groups.test(text)) return undefined
    const before = cut < 0 ? text : text.slice(0, cut)
    if (cut >= 0 && /[.,]/.test(before) && !/^-?\d{1,3}([.,]\d{3})+$/.test(before)) return undefined
  }
  const whole = (cut < 0 ? text : text.slice(0, cut)).replace(/[.,]/g, '').replace(/^(-?)0+(?=\d)/, '$1')
  const part = cut < 0 ? '' : text.slice(cut + 1)
  return `${whole === '' || whole === '-' ? `${whole}0` : whole}${part ? `.${part}` : ''}`
}

interface Amount {
  readonly amount: string
  readonly currency: string
}

const SYMBOLS: Readonly<Record<string, string>> = {
  PEN: 'S/',
  UYU: '$',
  CLP: '$',
  MXN: '$',
  CRC: '₡',
  KRW: '₩',
  TTD: 'TT$',
}

/** `S/ 322.00`, `USD 1.860,00`: the country's own money with its sign, any other with its code. */
export function showMoney({ amount, currency }: Amount, formats: Formats): string {
  const digits = currency === 'CLP' || currency === 'KRW' ? 0 : 2
  const own: Readonly<Record<string, string>> = {
    PE: 'PEN',
    UY: 'UYU',
    CL: 'CLP',
    MX: 'MXN',
    CR: 'CRC',
    KR: 'KRW',
    TT: 'TTD',
  }
  const sign = own[formats.country] === currency ? (SYMBOLS[currency] ?? currency) : currency
  const [whole = '', part = ''] = amount.split('.')
  const shown = digits === 0 && /^0*$/.test(part) ? whole : `${whole}.${part.padEnd(digits, '0')}`
  return `${sign}\u00a0${showDecimal(shown, formats)}`
}

const UNITS: Readonly<Record<string, string>> = {
  KGM: 'kg',
  LTR: 'L',
  MTQ: 'm³',
  TNE: 't',
  GRM: 'g',
  MTR: 'm',
  NIU: 'u',
}
export const unitName = (unit: string): string => UNITS[unit] ?? unit

export const showQuantity = ({ value, unit }: { value: string; unit: string }, formats: Formats): string =>
  `${showDecimal(value, formats)}\u00a0${unitName(unit)}`

const tagOf = ({ language, country }: Formats): string =>
  language === 'pt' ? 'pt-BR' : language === 'en' ? 'en-GB' : `es-${country}`

const made = new Map<string, Intl.DateTimeFormat>()
/** A formatter is dear to make and is asked for in every row of a list: each is made once. */
function dates(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag}${options.timeZone ?? ''}${options.weekday ?? ''}${options.year ?? ''}${options.hour ?? ''}${options.day ?? ''}`
  let found = made.get(key)
  if (!found) made.set(key, (found = new Intl.DateTimeFormat(tag, options)))
  return found
}
const dayPart = (at: Date, zone: string): string => dates('en-CA', { timeZone: zone }).format(at)

/** A legal moment: «vie 3 jul, 16:30», with the year when it is far. `now` in ms. */
export function showMoment(instant: string, formats: Formats, now: number = Date.now(), { hour = true } = {}): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const near = Math.abs(at.getTime() - now) < 200 * 86_400_000
  const day = dates(tagOf(formats), {
    timeZone: formats.zone,
    day: 'numeric',
    month: 'short',
    ...(near ? { weekday: 'short' } : { year: 'numeric' }),
  })
    .format(at)
    .replaceAll(/[.,]/g, '')
    .replaceAll(' de ', ' ')
  if (!hour) return day
  const clock = dates(tagOf(formats), {
    timeZone: formats.zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
  return `${day}, ${clock}`
}

/** A legal day, `2026-07-03`, which is of no zone. */
export const showDay = (day: string, formats: Formats, now?: number): string =>
  showMoment(`${day}T12:00:00Z`, { ...formats, zone: 'UTC' }, now, { hour: false })

/** «hoy», «mañana», or nothing. */
export function nearness(
  instant: string,
  formats: Formats,
  now: number = Date.now(),
): 'today' | 'tomorrow' | 'past' | undefined {
  const at = new Date(instant)
  const day = dayPart(at, formats.zone)
  if (day === dayPart(new Date(now), formats.zone)) return at.getTime() < now ? 'past' : 'today'
  if (at.getTime() < now) return 'past'
  return day === dayPart(new Date(now + 86_400_000), formats.zone) ? 'tomorrow' : undefined
}

/** Offset of the legal time, «UTC−5», for what counts in court. */
export function offsetOf(instant: string, { zone }: Formats): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(
    new Date(instant),
  )
  return (parts.find((p) => p.type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC').replace('-', '−')
}

let regions: { language: string; names: Intl.DisplayNames } | undefined
/** A country's name in the reader's language. */
export function countryName(code: string, { language }: Formats): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  if (regions?.language !== language)
    regions = { language, names: new Intl.DisplayNames([language], { type: 'region' }) }
  try {
    return regions.names.of(code) ?? code
  } catch {
    return code
  }
}

/** A share of one as people say it: `0.83` is `83 %`. */
export const showShare = (ratio: number): string => `${Math.round(ratio * 100)}\u00a0%`
