/** Exact decimal text: an optional sign, digits, and at most one point. Amounts and quantities never pass through a float. */
export type Decimal = string

interface Scaled {
  readonly units: bigint
  readonly scale: number
}

const SHAPE = /^-?\d{1,24}(\.\d{1,12})?$/

/** True for decimal text within the bounds the window accepts (24 digits, 12 decimals). */
export const isDecimal = (text: unknown): text is Decimal => typeof text === 'string' && SHAPE.test(text)

function parse(text: Decimal): Scaled {
  const [whole = '0', fraction = ''] = text.split('.')
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

function align(a: Scaled, b: Scaled): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale]
}

function show(units: bigint, scale: number): Decimal {
  const negative = units < 0n
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return negative ? `-${text}` : text
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(parse(a), parse(b))
  return show(x + y, scale)
}

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(parse(a), parse(b))
  return show(x - y, scale)
}

export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  const x = parse(a)
  const y = parse(b)
  return show(x.units * y.units, x.scale + y.scale)
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareDecimal(a: Decimal, b: Decimal): number {
  const [x, y] = align(parse(a), parse(b))
  return x < y ? -1 : x > y ? 1 : 0
}

/** Rounds half away from zero to `places` decimals, and pads to exactly that many. */
export function roundDecimal(text: Decimal, places: number): Decimal {
  const { units, scale } = parse(text)
  if (scale <= places) return show(units * 10n ** BigInt(places - scale), places)
  const divisor = 10n ** BigInt(scale - places)
  const magnitude = units < 0n ? -units : units
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n)
  return show(units < 0n ? -rounded : rounded, places)
}

/** Without trailing zeros after the point: `2000.000` becomes `2000`. */
export function trimDecimal(text: Decimal): Decimal {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

export const sumDecimal = (values: readonly Decimal[]): Decimal => values.reduce(addDecimal, '0')
