import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadDictionary } from '../dictionary/load.ts'
import { loadPacks } from '../pack/load.ts'
import type { Dictionary, PackFile } from '../pack/model.ts'

const root = join(import.meta.dirname, '../..')

/** YAML and CSV files below a folder of the repository, as the platform reads them. */
export function filesOf(folder: string): PackFile[] {
  const base = join(root, folder)
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(base.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
}

export const theDictionary = (): Dictionary => loadDictionary(filesOf('dictionary')).dictionary

const pack = `
pack: xt
name: Tierra de prueba
version: "1"
language: es
languages: [es]
currency: PEN
calendar: xt-lima
norms: { NORM: { title: Ley de prueba } }
defaults: { law: NORM art. 1, order: 5 bd, admit: 1 bd, cure: 2 bd, answer: 10 bd, extension: 5 bd, opinion: 3 bd, slot: 2 bd, appeal: 15 bd, appealDecision: 30 bd, warn: [30 d] }
agencies:
  office: { name: Oficina, roles: [evaluator, approver, inspector, head] }
  health: { name: Salud, roles: [evaluator, approver] }
documents: { invoice: "380", licence: "911" }
`
const calendar = `
calendar: xt-lima
zone: America/Lima
hours: { mon-fri: 08:30-16:30 }
rest: [sat, sun]
law: NORM art. 2
`
const licence = `
procedure: xt.licence
title: Licencia
agency: office
code: L1
regime: [import]
from: 2026-01-01
law: NORM art. 3
form:
  - importer
  - country.origin
  - date.arrival: optional
  - lines: [ goods.description, goods.quantity ]
attach: [ invoice ]
checks:
  - must: { date.arrival: { from: today } }
    code: ARRIVAL_PAST
    text: Ya pasó.
    when: { date.arrival: { present: true } }
fee: [ { fixed: 10.00 PEN, law: NORM art. 4 } ]
review: {}
opinions:
  safety: { agency: health, silence: proceed, when: { country.origin: CN } }
decision: { within: 5 bd, silence: negative }
output:
  document: licence
  number: XT-{year}-{seq:4}
  signature: qualified
  valid: 60 d
  balance: { of: goods.quantity, tolerance: 0 % }
`

/** A small invented pack with one procedure, for tests of the runner itself. */
export const xtFiles: readonly PackFile[] = [
  { path: 'xt/pack.yaml', text: pack },
  { path: 'xt/calendars/xt-lima.yaml', text: calendar },
  {
    path: 'xt/calendars/xt-lima.csv',
    text: 'date,kind,scope,law\n2026-06-29,national,,NORM art. 2\n2027-12-25,national,,NORM art. 2\n',
  },
  { path: 'xt/licence.yaml', text: licence },
]

export const loadXt = (dictionary: Dictionary) => loadPacks(xtFiles, dictionary)
