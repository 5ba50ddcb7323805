import type { Calendar } from '../../calendar.ts'
import type { Words } from '../../problem.ts'
import type { Day, Period } from '../../time.ts'
import { isCurrency } from '../codes/currencies.ts'
import type {
  Agency,
  Dictionary,
  DocumentType,
  FeeAmount,
  FormItem,
  Groups,
  Norm,
  Periods,
  RefundRule,
  UnitValue,
} from '../model.ts'
import { fault, text, type At } from './cursor.ts'
import { isDecimal } from '../../decimal.ts'
import { money as exact } from '../../money.ts'
import { suggest } from './nearest.ts'
import type { Texts } from './texts.ts'

/** A closed list of codes, short (inline) or long (a catalogue file). */
export interface CodeList {
  readonly codes: readonly string[]
  readonly labels?: Readonly<Record<string, Words>>
  readonly dated?: NonNullable<FormItem['dated']>
  /** Rows of a catalogue file with the columns of its own: limits of tests, what treatments must reach. */
  readonly rows?: readonly CatalogueRow[]
}

export interface CatalogueRow {
  readonly file: string
  readonly line: number
  readonly code: string
  readonly from: Day
  readonly to?: Day
  readonly law: string
  readonly cells: Readonly<Record<string, string>>
}

export interface Defaults extends Periods {
  readonly law: string
  readonly refunds: readonly RefundRule[]
}

/** Everything a procedure may refer to: what `pack.yaml` and the files beside it define. */
export interface Context {
  readonly id: string
  readonly currency: string
  readonly calendar: string
  readonly defaults: Defaults
  readonly norms: ReadonlyMap<string, Norm>
  readonly agencies: ReadonlyMap<string, Agency>
  readonly groups: Groups
  readonly documents: ReadonlyMap<string, DocumentType>
  readonly lists: ReadonlyMap<string, CodeList>
  readonly unitNames: ReadonlySet<string>
  readonly units: readonly UnitValue[]
  readonly calendars: ReadonlyMap<string, Calendar>
  readonly dictionary: Dictionary
  readonly texts: Texts
}

export const noPeriod: Period = { n: 0, unit: 'd' }

/** A legal basis, `NORM art. x`, whose norm the pack lists. */
export function readLaw(at: At, norms: ReadonlyMap<string, Norm>): string | undefined {
  const written = text(at)
  if (written === undefined) return undefined
  const [norm = ''] = written.split(' ')
  if (norms.has(norm)) return written
  fault(at, 'UNKNOWN_NORM', `${norm} is not among the norms of pack.yaml`, suggest(norm, norms.keys()))
  return undefined
}

/** `36.00 PEN` or `18 UI`. */
export function readAmount(at: At, context: Context): FeeAmount | undefined {
  const written = text(at)
  if (written === undefined) return undefined
  const match = /^(\d+(?:\.\d+)?) ([A-Z][A-Z0-9]{1,7})$/.exec(written)
  const [number, unit] = [match?.[1], match?.[2]]
  if (number === undefined || unit === undefined || !isDecimal(number)) {
    fault(at, 'BAD_VALUE', `${written} is not an amount`, 'write it like 36.00 PEN or 18 UI')
    return undefined
  }
  if (context.unitNames.has(unit)) return { units: number, unit }
  if (isCurrency(unit)) return { money: exact(number, unit) }
  const known = [...context.unitNames, context.currency]
  fault(at, 'UNKNOWN_UNIT', `${unit} is neither a unit of account of this pack nor a currency`, suggest(unit, known))
  return undefined
}
