import { isDecimal } from '../../decimal.ts'
import { isDay } from '../../time.ts'
import { countryGroups, isCountry } from '../codes/countries.ts'
import type { Agreement, DutyRow, Fault, PackFile, PackTariff } from '../model.ts'
import { suggest } from './nearest.ts'
import { checkOverlaps, readRange, readTable, reporter, type Report, type TableRow } from './tables.ts'

const LANGUAGES = ['es', 'en', 'pt'] as const
const KINDS = ['mfn', 'preference', 'tax'] as const
const RATE = /^\d{1,4}(\.\d{1,4})?$/

/** Codes of the Harmonized System, to be asked whether there is such a code; nothing where the caller has no list. */
export type KnownHs = (code: string) => boolean

function originsOf(row: TableRow, report: Report): string[] {
  const written = row.get('origins').split('|').filter(Boolean)
  if (written.length === 0)
    report(row.line, 'MISSING_KEY', 'origins', 'an agreement is with somebody', 'write countries or groups: CL|@eu')
  return [
    ...new Set(
      written.flatMap((value) => {
        const group = countryGroups[value]
        if (group || isCountry(value)) return group ?? [value]
        const fix = suggest(value, Object.keys(countryGroups))
        report(row.line, 'BAD_VALUE', 'origins', `${value} is neither a country nor a group of countries`, fix)
        return []
      }),
    ),
  ]
}

/** `tariffs/agreements.csv`: with whom a country has a preference, since when, by which treaty, and what proves origin under it. */
function readAgreements(file: PackFile, faults: Fault[]): Agreement[] {
  const report = reporter(file.path, faults)
  const found: Agreement[] = []
  for (const row of readTable(
    file,
    ['agreement', 'es', 'en', 'pt', 'origins', 'proof', 'from', 'to', 'law', 'link'],
    report,
  ).rows) {
    const range = readRange(row, report)
    const [id, law, link] = [row.get('agreement'), row.get('law'), row.get('link')]
    if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(id))
      report(row.line, 'BAD_VALUE', 'agreement', `${id || 'nothing'} is no name`, 'write letters, digits and dashes')
    if (found.some((a) => a.id === id))
      report(row.line, 'VALIDITY_OVERLAP', 'agreement', `${id} stands twice`, 'keep one of the two lines')
    if (!law) report(row.line, 'MISSING_KEY', 'law', 'an agreement needs its treaty', 'name it in the column law')
    if (link && !/^https?:\/\//.test(link))
      report(row.line, 'BAD_VALUE', 'link', `${link} is no address`, 'begin it with https://')
    const words = Object.fromEntries(LANGUAGES.map((l) => [l, row.get(l)]).filter(([, w]) => w !== ''))
    if (Object.keys(words).length === 0)
      report(row.line, 'MISSING_KEY', 'es', 'an agreement needs a name', 'fill the column es')
    const origins = originsOf(row, report)
    if (range) found.push({ id, words, origins, proof: row.get('proof') || null, law, link: link || null, ...range })
  }
  return found
}

/** `tariffs/duties.csv` and its like: one row is one rate, with its norm, where it was read and when somebody checked it. */
function readDuties(file: PackFile, agreements: readonly Agreement[], known: KnownHs | undefined, faults: Fault[]) {
  const report = reporter(file.path, faults)
  const names = agreements.map((a) => a.id)
  const columns = ['kind', 'hs', 'agreement', 'rate', 'rule', 'from', 'to', 'law', 'source', 'checked', 'note']
  const found: DutyRow[] = []
  for (const row of readTable(file, columns, report).rows) {
    const { line } = row
    const range = readRange(row, report)
    const kind = KINDS.find((k) => k === row.get('kind'))
    const [rate, law, source, checked, agreement] = ['rate', 'law', 'source', 'checked', 'agreement'].map(row.get)
    if (!kind)
      report(line, 'BAD_VALUE', 'kind', `${row.get('kind')} is no kind of duty`, suggest(row.get('kind'), KINDS))
    if (!rate || !RATE.test(rate) || !isDecimal(rate))
      report(line, 'BAD_VALUE', 'rate', `${rate || 'nothing'} is no rate`, 'write per cent with a point: 11 or 4.5')
    if (!law) report(line, 'MISSING_KEY', 'law', 'a rate needs its law', 'name the norm in the column law')
    if (!source) report(line, 'MISSING_KEY', 'source', 'a rate needs its source', 'say where it was read')
    if (checked && !isDay(checked))
      report(line, 'BAD_VALUE', 'checked', `${checked} is not a day`, 'write it like 2026-01-01, or leave it empty')
    if (kind === 'preference' && !names.includes(agreement ?? ''))
      report(
        line,
        'UNKNOWN_AGREEMENT',
        'agreement',
        `${agreement || 'nothing'} is not in agreements.csv`,
        suggest(agreement ?? '', names),
      )
    if (kind !== 'preference' && agreement)
      report(line, 'BAD_VALUE', 'agreement', `${kind ?? 'this'} names no agreement`, 'leave the cell empty')
    const prefixes = row.get('hs').split('|').filter(Boolean)
    for (const hs of prefixes) {
      if (!/^\d{2,12}$/.test(hs) || hs.length % 2)
        report(line, 'BAD_VALUE', 'hs', `${hs} is not an HS prefix`, 'write 2, 4, 6 or more digits, always a pair')
      else if (known && !known(hs.slice(0, 6)))
        report(
          line,
          'UNKNOWN_HS',
          'hs',
          `${hs} is not in the Harmonized System`,
          'correct the code, or import the list that has it',
        )
    }
    if (!range || !kind || !rate || !law || !source) continue
    const of = { file: file.path, line, kind, rate, law, source, checked: checked || null, ...range }
    const more = { ...(agreement ? { agreement } : {}), ...(row.get('rule') ? { rule: row.get('rule') } : {}) }
    for (const hs of prefixes.length ? prefixes : [''])
      found.push({ ...of, ...more, hs, ...(row.get('note') ? { note: row.get('note') } : {}) })
  }
  const keyOf = (d: DutyRow): string => [d.kind, d.agreement ?? '', d.hs || 'all goods'].filter(Boolean).join(' ')
  checkOverlaps(
    found.map((d) => ({ ...d, key: keyOf(d) })),
    report,
  )
  return found
}

/** `tariffs/` of a pack: agreements, and every other table of rates beside it. */
export function readTariff(files: readonly PackFile[], known: KnownHs | undefined, faults: Fault[]): PackTariff {
  const own = files.find((f) => f.path.endsWith('/agreements.csv'))
  const agreements = own ? readAgreements(own, faults) : []
  const duties = files.filter((f) => f !== own).flatMap((f) => readDuties(f, agreements, known, faults))
  const unchecked = duties.filter((d) => d.checked === null)
  const [first] = unchecked
  if (first)
    faults.push({
      file: first.file,
      line: first.line,
      level: 'warning',
      code: 'UNCONFIRMED',
      path: 'checked',
      message: `not confirmed against the norm: ${unchecked.length} rate(s)`,
      fix: 'compare them with the norm and write the day in the column checked',
    })
  return { agreements, duties }
}
