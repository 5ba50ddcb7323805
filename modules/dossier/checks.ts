import {
  compareDecimal,
  isDecimal,
  multiplyDecimal,
  refusal,
  roundDecimal,
  subtractDecimal,
  sumDecimal,
  toBase,
  trimDecimal,
  type Decimal,
  type Refusal,
  type Value,
} from '#kernel'
import type { DossierState } from './state.ts'

/** One comparison that does not hold: both figures as they were compared, and what would make them agree. */
export interface CheckFault {
  readonly refusal: Refusal
  readonly first: { readonly what: string; readonly value: string }
  readonly second: { readonly what: string; readonly value: string }
  readonly fix: { readonly pointer: string; readonly value: string }
}

interface Figure {
  readonly value: Decimal
  readonly unit: string
}

const record = (value: Value | undefined): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as unknown as Readonly<Record<string, unknown>>) : {}

function weightOf(value: Value | undefined): Figure | undefined {
  const { value: v, unit } = record(value)
  if (!isDecimal(v) || typeof unit !== 'string') return undefined
  const base = toBase({ value: v, unit })
  return { value: trimDecimal(base.value), unit: base.unit }
}

function moneyOf(value: Value | undefined): Figure | undefined {
  const { amount, currency } = record(value)
  return isDecimal(amount) && typeof currency === 'string' ? { value: amount, unit: currency } : undefined
}

const countOf = (value: Value | undefined): Figure | undefined =>
  isDecimal(value) ? { value: trimDecimal(value), unit: '' } : undefined

const show = ({ value, unit }: Figure): string => (unit ? `${value} ${unit}` : value)
const distance = (a: Decimal, b: Decimal): Decimal => {
  const d = subtractDecimal(a, b)
  return d.startsWith('-') ? d.slice(1) : d
}

/** Sum over all lines; nothing unless every line has the figure, in one unit or currency. */
function sumOf(
  s: DossierState,
  element: string,
  read: (v: Value | undefined) => Figure | undefined,
): Figure | undefined {
  const figures = s.lines.map((l) => read(l[element]))
  const [first] = figures
  if (!first || figures.some((f) => f?.unit !== first.unit)) return undefined
  return { value: trimDecimal(sumDecimal(figures.flatMap((f) => (f ? [f.value] : [])))), unit: first.unit }
}

/** Half a per cent of the dossier's own figure (M02-3). */
const WEIGHT_TOLERANCE = '0.005'
const AMOUNT_TOLERANCE = '0.01'

function grossWeight(s: DossierState): CheckFault[] {
  const total = weightOf(s.elements['weight.gross'])
  const lines = sumOf(s, 'goods.grossWeight', weightOf)
  if (!total || !lines || total.unit !== lines.unit) return []
  if (compareDecimal(distance(total.value, lines.value), multiplyDecimal(total.value, WEIGHT_TOLERANCE)) <= 0) return []
  const params = { lines: show(lines), total: show(total) }
  return [
    {
      refusal: refusal('GROSS_WEIGHT_MISMATCH', '/elements/weight.gross', params),
      first: { what: 'lines', value: show(lines) },
      second: { what: 'weight.gross', value: show(total) },
      fix: { pointer: '/elements/weight.gross', value: show(lines) },
    },
  ]
}

function netOverGross(net: Figure | undefined, gross: Figure | undefined, pointer: string): CheckFault[] {
  if (!net || !gross || net.unit !== gross.unit || compareDecimal(net.value, gross.value) <= 0) return []
  return [
    {
      refusal: refusal('NET_OVER_GROSS', pointer, { net: show(net), gross: show(gross) }),
      first: { what: 'net', value: show(net) },
      second: { what: 'gross', value: show(gross) },
      fix: { pointer, value: show(gross) },
    },
  ]
}

function lineValues(s: DossierState): CheckFault[] {
  const total = moneyOf(s.elements['invoice.total'])
  const lines = sumOf(s, 'goods.value', moneyOf)
  if (!total || !lines || total.unit !== lines.unit) return []
  if (compareDecimal(distance(total.value, lines.value), AMOUNT_TOLERANCE) <= 0) return []
  const sum = { ...lines, value: lines.value.includes('.') ? roundDecimal(lines.value, 2) : lines.value }
  return [
    {
      refusal: refusal('INVOICE_TOTAL_MISMATCH', '/elements/invoice.total', { lines: show(sum), total: show(total) }),
      first: { what: 'lines', value: show(sum) },
      second: { what: 'invoice.total', value: show(total) },
      fix: { pointer: '/elements/invoice.total', value: show(sum) },
    },
  ]
}

/** The dossier's own count against each document that states one (invoice, packing list, shipping instruction, declaration, CO) and the lines. */
function packages(s: DossierState): CheckFault[] {
  const own = countOf(s.elements['packages.count'])
  const lines = sumOf(s, 'goods.packages', countOf)
  const said = [
    ...(lines ? [{ what: 'lines', figure: lines }] : []),
    ...s.references.flatMap((r) => {
      const figure = countOf(r.states['packages.count'])
      return figure ? [{ what: `${r.type} ${r.number}`, figure }] : []
    }),
  ]
  const first = own ? { what: 'packages.count', figure: own } : said[0]
  if (!first) return []
  return said
    .filter((x) => compareDecimal(x.figure.value, first.figure.value) !== 0)
    .map((x): CheckFault => {
      const params = { where: x.what, count: show(x.figure), other: first.what, expected: show(first.figure) }
      return {
        refusal: refusal('PACKAGE_COUNT_MISMATCH', '/elements/packages.count', params),
        first: { what: x.what, value: show(x.figure) },
        second: { what: first.what, value: show(first.figure) },
        fix: { pointer: '/elements/packages.count', value: show(x.figure) },
      }
    })
}

/**
 * The figures of a dossier against each other (M02-3): lines' gross within 0.5 % of the total, net at most gross, lines' values within
 * 0.01 of the invoice, one count of packages everywhere. What is missing is not compared.
 */
export const reconcile = (s: DossierState): readonly CheckFault[] => [
  ...grossWeight(s),
  ...netOverGross(weightOf(s.elements['weight.net']), weightOf(s.elements['weight.gross']), '/elements/weight.net'),
  ...s.lines.flatMap((l, i) =>
    netOverGross(weightOf(l['goods.netWeight']), weightOf(l['goods.grossWeight']), `/lines/${i}/goods.netWeight`),
  ),
  ...lineValues(s),
  ...packages(s),
]
