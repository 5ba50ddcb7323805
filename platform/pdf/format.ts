import {
  localTime,
  offsetMinutes,
  toMs,
  trimDecimal,
  type Day,
  type Decimal,
  type Instant,
  type Language,
  type Money,
  type Quantity,
} from '#kernel'

// Our own tables, not Intl: its names change between Node versions, and a rendering must not (bytes are compared).
const WEEKDAYS: Record<Language, string> = {
  es: 'dom lun mar mié jue vie sáb',
  en: 'Sun Mon Tue Wed Thu Fri Sat',
  pt: 'dom seg ter qua qui sex sáb',
}
const MONTHS: Record<Language, string> = {
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  en: 'January February March April May June July August September October November December',
  pt: 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
}
/** Countries that write 1.860,00. The rest of those we know write 1,860.00. */
const COMMA = new Set('AR BO BR CL CO CR CU EC ES PT PY UY VE DE FR IT NL'.split(' '))

/** Rec 20 units that have an everyday symbol; others print their code. */
const SYMBOLS: Readonly<Record<string, string>> = {
  KGM: 'kg',
  GRM: 'g',
  MGM: 'mg',
  TNE: 't',
  LTR: 'L',
  MLT: 'mL',
  HLT: 'hL',
  MTQ: 'm³',
  MTK: 'm²',
  MTR: 'm',
}
const COUNTED: Record<Language, readonly [one: string, many: string]> = {
  es: ['unidad', 'unidades'],
  en: ['unit', 'units'],
  pt: ['unidade', 'unidades'],
}

const monthName = (day: Day, language: Language): string =>
  MONTHS[language].split(' ')[Number(day.slice(5, 7)) - 1] ?? ''

/** `mié 19 ago 2026`; English `Wed 19 Aug 2026`. */
export function showDay(day: Day, language: Language): string {
  const weekday = WEEKDAYS[language].split(' ')[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
  return `${weekday} ${Number(day.slice(8))} ${monthName(day, language).slice(0, 3)} ${day.slice(0, 4)}`
}

/** `22 de junio`, and the year when `year` is true: for sentences. */
export function showDayLong(day: Day, language: Language, year = false): string {
  const n = Number(day.slice(8))
  const month = monthName(day, language)
  if (language === 'en') return year ? `${n} ${month} ${day.slice(0, 4)}` : `${n} ${month}`
  return year ? `${n} de ${month} de ${day.slice(0, 4)}` : `${n} de ${month}`
}

/** `vie 19 jun 2026, 12:05 (UTC−5)`: legal time of a zone with its offset (spec 0.1); with seconds when asked. */
export function showInstant(at: Instant, zone: string, language: Language, seconds = false): string {
  const { day, minute } = localTime(zone, at)
  const two = (n: number): string => String(n).padStart(2, '0')
  const offset = offsetMinutes(zone, toMs(at))
  const rest = Math.abs(offset) % 60
  const shift =
    offset === 0 ? '' : `${offset < 0 ? '−' : '+'}${Math.floor(Math.abs(offset) / 60)}${rest ? `:${two(rest)}` : ''}`
  return `${showDay(day, language)}, ${two(Math.floor(minute / 60))}:${two(minute % 60)}${seconds ? at.slice(16, 19) : ''} (UTC${shift})`
}

/** Decimal text with the marks of a country: `1.860,5` in UY, `1,860.5` in PE. Zeros after the point are kept. */
export function showFigure(value: Decimal, country: string): string {
  const [mark, group] = COMMA.has(country) ? [',', '.'] : ['.', ',']
  const [whole = '0', fraction] = value.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group)
  return `${value.startsWith('-') ? '−' : ''}${grouped}${fraction === undefined ? '' : mark + fraction}`
}

/** `12.000 kg`, `40 unidades`, `3 BX`. */
export function showMeasure({ value, unit }: Quantity, country: string, language: Language): string {
  const figure = trimDecimal(value)
  const [one, many] = COUNTED[language]
  const counted = unit === 'NIU' || unit === 'C62' || unit === 'H87' ? (figure === '1' ? one : many) : undefined
  return `${showFigure(figure, country)} ${counted ?? SYMBOLS[unit] ?? unit}`
}

/** `PEN 36,00`: the code first, never a symbol that several countries share. */
export const showSum = ({ amount, currency }: Money, country: string): string =>
  `${currency} ${showFigure(amount, country)}`

/** `Perú` for `PE`; the code itself when the runtime has no name for it. */
export function showCountry(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code
  } catch {
    return code
  }
}
