import { isDecimal } from '../../decimal.ts'
import { isCurrency } from '../codes/currencies.ts'
import type { Baseline, Fault, PackFile } from '../model.ts'
import { checkOverlaps, readRange, readTable, reporter } from './tables.ts'

const FIGURES = ['hours', 'hourly', 'fees', 'days', 'capital', 'visits', 'visitCost', 'copies', 'copyCost'] as const
const WORDS = ['procedure', 'size', 'from', 'version', 'currency', 'law'] as const

/** `savings.csv`: what an operation took before the window, as a study measured it (M41): one line for each procedure and size. */
export function readSavings(file: PackFile, faults: Fault[]): Baseline[] {
  const report = reporter(file.path, faults)
  const found: (Baseline & { line: number })[] = []
  for (const row of readTable(file, [...WORDS, ...FIGURES], report).rows) {
    const { line } = row
    for (const column of FIGURES)
      if (!isDecimal(row.get(column)))
        report(line, 'BAD_VALUE', column, `${row.get(column) || 'nothing'} is no figure`, 'write it like 9.0')
    for (const column of ['procedure', 'size', 'version', 'law'] as const)
      if (!row.get(column)) report(line, 'MISSING_KEY', column, `a baseline needs its ${column}`, `fill ${column}`)
    if (!isCurrency(row.get('currency')))
      report(line, 'BAD_VALUE', 'currency', `${row.get('currency')} is no currency`, 'write three letters: USD')
    const from = readRange({ line, get: (c) => (c === 'to' ? '' : row.get(c)) }, report)?.from
    if (!from) continue
    const figures = Object.fromEntries(FIGURES.map((c) => [c, row.get(c)])) as Record<(typeof FIGURES)[number], string>
    const [procedure, size, version, currency, law] = ['procedure', 'size', 'version', 'currency', 'law'].map(row.get)
    found.push({
      line,
      from,
      procedure: procedure ?? '',
      size: size ?? '',
      version: version ?? '',
      currency: currency ?? '',
      law: law ?? '',
      ...figures,
    })
  }
  checkOverlaps(
    found.map((b) => ({ line: b.line, key: `${b.procedure} ${b.size} ${b.from}`, from: b.from, to: b.from })),
    report,
  )
  return found.map(({ line: _, ...b }) => b)
}
