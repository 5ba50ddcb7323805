import type { Fault, PackFile } from '../model.ts'
import { isParameter, isParameterValue, parameterKinds, type Parameter } from '../parameters.ts'
import { suggest } from './nearest.ts'
import { checkOverlaps, readRange, readTable, reporter } from './tables.ts'

const EXAMPLES = { money: '2000.00 USD', number: '2.5', period: '30 d', comparator: '<=', basis: 'CIF' } as const

/** `parameters.csv`: dated figures of the law that modules work with, in force and of other profiles. */
export function readParameters(file: PackFile, faults: Fault[]): Parameter[] {
  const report = reporter(file.path, faults)
  const found: (Parameter & { line: number })[] = []
  for (const row of readTable(file, ['name', 'profile', 'from', 'to', 'value', 'law'], report).rows) {
    const { line } = row
    const [name, profile, value, law] = [row.get('name'), row.get('profile'), row.get('value'), row.get('law')]
    const range = readRange(row, report)
    if (!isParameter(name)) {
      report(line, 'BAD_VALUE', 'name', `${name} is no parameter`, suggest(name, Object.keys(parameterKinds)))
      continue
    }
    const kind = parameterKinds[name]
    if (!isParameterValue(kind, value))
      report(line, 'BAD_VALUE', 'value', `${value || 'nothing'} is no ${kind}`, `write it like ${EXAMPLES[kind]}`)
    if (profile && !/^[a-z][a-z0-9-]{0,40}$/.test(profile))
      report(line, 'BAD_VALUE', 'profile', `${profile} is no name`, 'write lower-case letters, digits and dashes')
    if (!law) report(line, 'MISSING_KEY', 'law', 'a parameter needs its law', 'name the norm in the column law')
    if (range) found.push({ line, name, profile: profile || null, value, law, ...range })
  }
  checkOverlaps(
    found.map((p) => ({ ...p, key: `${p.name} ${p.profile ?? 'in force'}` })),
    report,
  )
  return found.map(({ line: _, ...p }) => p)
}
