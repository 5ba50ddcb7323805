import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadDictionary } from '../../dictionary/load.ts'
import { loadPacks } from '../load.ts'
import type { PackFile } from '../model.ts'

const root = join(import.meta.dirname, '../../..')
const filesOf = (folder: string): PackFile[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(join(root, 'packs').length + 1), text: readFileSync(path, 'utf8') }))

const good = filesOf('packs/pe')
const alien = filesOf('packs/demo')
const bases: Readonly<Record<string, PackFile[]>> = { pe: good, demo: alien, uy: filesOf('packs/uy') }
const { dictionary } = loadDictionary(
  readdirSync(join(root, 'dictionary')).map((name) => ({
    path: name,
    text: readFileSync(join(root, 'dictionary', name), 'utf8'),
  })),
)

/** One fault planted in a good pack: the file, what stands there, what to put, the text of the line it is found on, and its fix. */
interface Plant {
  readonly code: string
  readonly file: string
  readonly find: string
  readonly put: string
  /** Text on the line that is pointed at; by default the first line of what was put. */
  readonly at?: string
  readonly fix: string | RegExp
  readonly level?: 'warning'
}

const pesticide = 'pe/pesticide-import.yaml'
const medicine = 'pe/medicine-import.yaml'
const phyto = 'pe/export-phyto.yaml'
const hazmat = 'pe/hazmat-notice.yaml'
const light = 'demo/light-certificate.yaml'
const pack = 'pe/pack.yaml'
const table = 'pe/requirements.csv'

const plants: Plant[] = [
  // shape
  { code: 'YAML', file: pesticide, find: 'title: Permiso de', put: 'title: Permiso: de', fix: /quote text/ },
  {
    code: 'YAML',
    file: pesticide,
    find: 'review: {}',
    put: 'review: {}\nreview: {}',
    at: 'review: {}#2',
    fix: /keep one/,
  },
  { code: 'YAML', file: pesticide, find: 'review: {}', put: 'review: *other', fix: /./ },
  { code: 'SHAPE', file: pesticide, find: 'regime: [import]', put: 'regime: import', fix: 'write [ one, two ]' },
  { code: 'SHAPE', file: pesticide, find: 'review: {}', put: 'review: quick', fix: 'write { key: value }' },
  { code: 'MISSING_KEY', file: pesticide, find: 'code: SNS034\n', put: '', at: 'procedure:', fix: 'add code:' },
  {
    code: 'UNKNOWN_KEY',
    file: pesticide,
    find: 'silence: negative',
    put: 'silense: negative',
    fix: 'did you mean silence?',
  },
  {
    code: 'BAD_VALUE',
    file: pesticide,
    find: 'silence: negative',
    put: 'silence: sometimes',
    fix: /use one of: positive/,
  },
  {
    code: 'BAD_VALUE',
    file: pesticide,
    find: 'procedure: pe.pesticide-import',
    put: 'procedure: pesticide',
    fix: /pe\./,
  },
  { code: 'BAD_VALUE', file: pesticide, find: 'SNS034-{year}-{seq:6}', put: 'SNS034-{yaer}-{seq:6}', fix: /\{seq:6\}/ },
  // references
  {
    code: 'UNKNOWN_AGENCY',
    file: pesticide,
    find: 'agency: senasa',
    put: 'agency: senaza',
    fix: 'did you mean senasa?',
  },
  {
    code: 'UNKNOWN_NORM',
    file: pesticide,
    find: 'law: DS-001-2015-MINAGRI art. 43',
    put: 'law: DS-001-2015-MINAGRY art. 43',
    fix: /DS-001-2015-MINAGRI/,
  },
  { code: 'UNKNOWN_DOCUMENT', file: pesticide, find: '  - sds\n', put: '  - sdss\n', fix: 'did you mean sds?' },
  { code: 'UNKNOWN_LIST', file: pesticide, find: 'list: uses', put: 'list: usess', fix: 'did you mean uses?' },
  {
    code: 'UNKNOWN_ELEMENT',
    file: pesticide,
    find: '- goods.cas\n',
    put: '- goods.cass\n',
    fix: 'did you mean goods.cas?',
  },
  {
    code: 'UNKNOWN_PROCEDURE',
    file: pesticide,
    find: 'permit: pe.pesticide-registration',
    put: 'permit: pe.pesticide-registry',
    fix: 'did you mean pe.pesticide-registration?',
  },
  { code: 'UNKNOWN_UNIT', file: pesticide, find: '0.0321 UIT', put: '0.0321 UTI', fix: 'did you mean UIT?' },
  {
    code: 'UNKNOWN_UNIT',
    file: pesticide,
    find: 'from: 2026-01-01',
    put: 'from: 2024-01-01',
    at: 'units: 0.0321',
    fix: /units\.csv/,
  },
  {
    code: 'UNKNOWN_ROLE',
    file: pack,
    find: 'digesa: { name: DIGESA, roles: [evaluator',
    put: 'digesa: { name: DIGESA, roles: [evaluater',
    fix: 'did you mean evaluator?',
  },
  {
    code: 'UNKNOWN_ROLE',
    file: pesticide,
    find: 'review: {}',
    put: 'review: {}\nappeal: { to: senasa.boss }',
    at: 'appeal:',
    fix: /use one of: evaluator/,
  },
  {
    code: 'NO_ROLE',
    file: pack,
    find: 'roles: [evaluator, approver, inspector, laboratory, head]',
    put: 'roles: [evaluator, approver, laboratory, head]',
    at: `${phyto}|unless: { applicant.cleanApprovals`,
    fix: /add inspector/,
  },
  // form
  {
    code: 'ASKED_TWICE',
    file: pesticide,
    find: '  - warehouse\n',
    put: '  - warehouse\n  - importer\n',
    at: '- importer#2',
    fix: 'keep one of the two',
  },
  { code: 'NEVER_ASKED', file: medicine, find: '  - storage\n', put: '', at: '- importer', fix: /add storage/ },
  {
    code: 'SHADOWS_DICTIONARY',
    file: hazmat,
    find: '  hazard-class:\n    type: code',
    put: '  warehouse:\n    type: code',
    fix: /name warehouse in form/,
  },
  { code: 'NO_LIST', file: medicine, find: '    list: storage\n', put: '', at: '- storage', fix: /add list:/ },
  {
    code: 'SELF',
    file: phyto,
    find: '{ when: { treatment: [fumigation, cold, hot-water] }, max: 720 }',
    put: '{ when: { treatment-hours: { min: 1 } } }',
    fix: 'name another element',
  },
  // conditions
  {
    code: 'CONDITION_SHAPE',
    file: phyto,
    find: '{ date.departure: { from: today } }',
    put: '{}',
    fix: /name an element/,
  },
  {
    code: 'CONDITION_SHAPE',
    file: phyto,
    find: '{ date.departure: { from: today } }',
    put: '{ any: [] }',
    fix: /any: \[/,
  },
  { code: 'CONDITION_SHAPE', file: phyto, find: '{ from: today }', put: '{ from: today, present: yes }', fix: /any:/ },
  {
    code: 'NOT_ASKED',
    file: phyto,
    find: '{ date.departure: { from: today } }',
    put: '{ date.arrival: { from: today } }',
    fix: /add date.arrival/,
  },
  {
    code: 'LINE_SCOPE',
    file: phyto,
    find: '{ date.departure: { from: today } }',
    put: '{ goods.state: fresh }',
    fix: /some: \{ goods.state/,
  },
  {
    code: 'HEAD_IN_LINE',
    file: phyto,
    find: '{ some: { goods.state: [fresh, chilled, frozen] } }',
    put: '{ some: { country.destination: CN } }',
    fix: /outside some or every/,
  },
  {
    code: 'HEAD_IN_LINE',
    file: phyto,
    find: '- goods.packages: { min: 1 }',
    put: '- goods.packages: { when: { any: [ { goods.state: fresh }, { country.destination: CN } ] } }',
    fix: /one map/,
  },
  {
    code: 'NESTED_LINES',
    file: phyto,
    find: '{ some: { goods.state: [fresh, chilled, frozen] } }',
    put: '{ some: { every: { goods.state: fresh } } }',
    fix: /move every outside/,
  },
  {
    code: 'NOT_A_LINE_ELEMENT',
    file: hazmat,
    find: 'total: { goods.quantity: { above: 10000 KGM } }',
    put: 'total: { date.departure: { above: 1 } }',
    fix: /test date.departure itself/,
  },
  {
    code: 'FACT_IN_FORM',
    file: phyto,
    find: '{ date.departure: { from: today } }',
    put: '{ applicant.aeo: yes }',
    fix: /tasks, documents/,
  },
  {
    code: 'UNKNOWN_TEST',
    file: phyto,
    find: '{ treatment-hours: { min: 2 } }',
    put: '{ treatment-hours: { mni: 2 } }',
    fix: 'did you mean min?',
  },
  { code: 'TEST_TYPE', file: phyto, find: '{ from: today }', put: '{ min: 2 }', fix: /from, until/ },
  {
    code: 'TEST_TYPE',
    file: phyto,
    find: '- goods.description\n',
    put: '- goods.description: { min: 1 }\n',
    fix: /condition/,
  },
  { code: 'NOT_IN_LIST', file: phyto, find: '{ treatment: none }', put: '{ treatment: nothing }', fix: /none/ },
  {
    code: 'NOT_IN_LIST',
    file: 'pe/medicine-registration.yaml',
    find: 'country.origin: PE',
    put: 'country.origin: PX',
    fix: /ISO 3166/,
  },
  {
    code: 'BAD_DURATION',
    file: pesticide,
    find: 'date.arrival: +6 months',
    put: 'date.arrival: +6 bd',
    fix: /\+6 months/,
  },
  { code: 'BAD_DURATION', file: pesticide, find: 'within: 15 bd', put: 'within: 15 days', fix: /5 bd/ },
  { code: 'BAD_NUMBER', file: pesticide, find: 'min: 50', put: 'min: fifty', fix: /12.50/ },
  { code: 'BAD_NUMBER', file: hazmat, find: '10000 KGM', put: '10000 kilos', fix: /28000 KGM/ },
  {
    code: 'NEGATION_ON_OPTIONAL',
    file: medicine,
    find: 'exempt: { emergency: yes }',
    put: 'exempt: { not: { applicant.size: large } }',
    fix: /present: true/,
  },
  // process
  {
    code: 'NOBODY_DECIDES',
    file: hazmat,
    find: 'review: { admit: none }\n',
    put: '',
    at: 'decision:',
    fix: /automatic: always/,
  },
  {
    code: 'FOUR_EYES',
    file: pack,
    find: 'mtc: { name: MTC, roles: [evaluator, approver, head] }',
    put: 'mtc: { name: MTC, roles: [evaluator, head] }',
    at: `${hazmat}|review:`,
    fix: /approver/,
  },
  { code: 'NO_PERIOD', file: hazmat, find: 'within: 2 bd, ', put: '', at: 'decision:', fix: /add within/ },
  { code: 'NO_SILENCE', file: hazmat, find: 'silence: none, ', put: '', at: 'decision:', fix: /add silence/ },
  {
    code: 'OPINION_OF_ITSELF',
    file: pesticide,
    find: 'agency: digesa',
    put: 'agency: senasa',
    at: 'toxicology:',
    fix: 'name another agency',
  },
  {
    code: 'CYCLE',
    file: 'pe/pesticide-registration.yaml',
    find: 'review: {}',
    put: 'needs: [ { permit: pe.pesticide-import, at: start } ]\nreview: {}',
    fix: /remove one/,
  },
  {
    code: 'NOT_A_PERMIT',
    file: 'pe/pesticide-registration.yaml',
    find: /output:[\s\S]*$/.source,
    put: '',
    at: `${pesticide}|permit: pe.pesticide-registration`,
    fix: /output/,
  },
  // money, output
  {
    code: 'FEE_KIND',
    file: phyto,
    find: 'fixed: 41.60 PEN',
    put: 'fixed: 41.60 PEN, units: 1 UIT',
    fix: /exactly one/,
  },
  {
    code: 'FEE_CURRENCIES',
    file: medicine,
    find: '- { fixed: 132.90 PEN',
    put: '- { fixed: 10.00 USD, law: LEY-29459 art. 10 }\n  - { fixed: 132.90 PEN',
    at: 'fixed: 10.00 USD',
    fix: /one currency/,
  },
  {
    code: 'NO_DEFAULT',
    file: phyto,
    find: 'valid: 30 d',
    put: 'valid: [ { when: { treatment: none }, for: 30 d } ]',
    fix: /for: 60 d/,
  },
  {
    code: 'BALANCE_RECTIFIED',
    file: medicine,
    find: 'change: [customs.office',
    put: 'change: [goods.quantity, customs.office',
    fix: /new permit/,
  },
  {
    code: 'NOTHING_TO_EXTEND',
    file: 'pe/pesticide-registration.yaml',
    find: '  public: yes',
    put: '  public: yes\nafter: { extend: { for: 90 d } }',
    at: 'after:',
    fix: /validity/,
  },
  {
    code: 'SERIES_CLASH',
    file: medicine,
    find: 'DGM-{year}-{seq:6}',
    put: 'SNS034-{year}-{seq:6}',
    at: 'pe/pesticide-import.yaml|number: SNS034',
    fix: 'use another pattern',
  },
  // dates
  {
    code: 'DATES',
    file: phyto,
    find: 'from: 2026-01-01',
    put: 'from: 2026-01-01\nto: 2025-12-31',
    at: 'to: 2025',
    fix: /exchange/,
  },
  { code: 'CONFIRM_NOTHING', file: phyto, find: 'confirm: [law, fee', put: 'confirm: [law, fees', fix: /in this file/ },
  {
    code: 'STATE_HELD_DATUM',
    file: phyto,
    find: '  - exporter\n',
    put: '  - exporter\n  - enterprise.taxRegistration\n',
    at: 'enterprise.taxRegistration',
    fix: /read it from/,
  },
  {
    code: 'STATE_HELD_DATUM',
    file: pesticide,
    find: '  - sds\n',
    put: '  - sds\n  - tax-registration\n',
    at: '- tax-registration',
    fix: /SUNAT/,
  },
  // warnings
  {
    code: 'UNCONFIRMED',
    level: 'warning',
    file: light,
    find: 'law: CARTA-1 art. 12',
    put: 'law: CARTA-1 art. 12\nconfirm: [law]',
    at: 'confirm:',
    fix: /production refuses/,
  },
  {
    code: 'AD_VALOREM_OPEN',
    level: 'warning',
    file: light,
    find: ', cap: 40.00 XTS',
    put: '',
    at: 'percent:',
    fix: 'add cap',
  },
  {
    code: 'OPINION_TOO_LONG',
    level: 'warning',
    file: pesticide,
    find: 'within: 15 bd',
    put: 'within: 2 bd',
    fix: /2 bd or less/,
  },
  {
    code: 'SILENCE_SKIPS_INSPECTION',
    level: 'warning',
    file: phyto,
    find: 'silence: none',
    put: 'silence: positive',
    fix: /positive-once-seen/,
  },
  {
    code: 'SHORT_NOTICE',
    level: 'warning',
    file: phyto,
    find: 'from: 2026-01-01',
    put: 'from: 2026-01-01\npublished: 2025-12-28',
    at: 'published:',
    fix: /10 days/,
  },
  {
    code: 'UNKNOWN_ELEMENT',
    level: 'warning',
    file: hazmat,
    find: 'label: Clase de peligro',
    put: 'label: Número ONU',
    at: 'hazard-class:',
    fix: 'did you mean goods.unNumber?',
  },
  {
    code: 'TEXT_MISSING',
    level: 'warning',
    file: 'pe/texts/en.yaml',
    find: '  title: Phytosanitary export certificate\n',
    put: '',
    at: 'documents:',
    fix: /pe.export-phyto.title/,
  },
  {
    code: 'UNKNOWN_KEY',
    file: 'pe/texts/en.yaml',
    find: '  title: Phytosanitary export certificate',
    put: '  tittle: Phytosanitary export certificate',
    fix: /title/,
  },
  {
    code: 'UNIT_OPEN',
    level: 'warning',
    file: 'demo/echo-permit.yaml',
    find: '    code: ECHO_UNIT',
    put: '    when: { date.arrival: { present: true } }\n    code: ECHO_UNIT',
    at: 'shade:',
    fix: /above: 0 NIU/,
  },
  // who decides, who hears, whom a version binds
  {
    code: 'MISSING_KEY',
    file: phyto,
    find: 'from: 2026-01-01',
    put: 'from: 2026-01-01\nbinds: open',
    at: 'binds:',
    fix: /binds: \{ open: /,
  },
  {
    code: 'UNKNOWN_NORM',
    file: 'demo/drum-permit-2026-07.yaml',
    find: 'open: CARTA-3',
    put: 'open: CARTA-9',
    fix: /CARTA-/,
  },
  {
    code: 'UNKNOWN_GROUP',
    file: 'uy/origin-certificate.yaml',
    find: 'any-of: origin-entities',
    put: 'any-of: origin-entity',
    fix: 'did you mean origin-entities?',
  },
  {
    code: 'MISSING_KEY',
    file: 'uy/origin-certificate.yaml',
    find: ', region: location.loading',
    put: '',
    at: 'agency:',
    fix: /region/,
  },
  {
    code: 'BAD_VALUE',
    file: 'uy/pack.yaml',
    find: '- cciasalto: [UYSTY, UYPDU]',
    put: '- cciasalto',
    at: 'uy/origin-certificate.yaml|agency:',
    fix: /remove region/,
  },
  {
    code: 'TEST_TYPE',
    file: 'uy/origin-certificate.yaml',
    find: 'region: location.loading',
    put: 'region: invoice.date',
    fix: /a place or a code/,
  },
  {
    code: 'UNKNOWN_AGENCY',
    file: 'uy/pack.yaml',
    find: '- mercantil\n',
    put: '- mercantile\n',
    fix: 'did you mean mercantil?',
  },
  {
    code: 'BAD_VALUE',
    file: 'uy/pack.yaml',
    find: '    - ciu\n    - mercantil\n',
    put: '',
    at: '- cciasalto',
    fix: /at least two/,
  },
  {
    code: 'SERIES_CLASH',
    file: 'uy/origin-certificate.yaml',
    find: "'{agency}-{year}-{seq:6}'",
    put: 'CO-{year}-{seq:6}',
    fix: /\{agency\}/,
  },
  {
    code: 'FOUR_EYES',
    file: 'uy/pack.yaml',
    find: 'mercantil: { name: Cámara Mercantil de Productos del País, roles: [evaluator, approver] }',
    put: 'mercantil: { name: Cámara Mercantil de Productos del País, roles: [evaluator] }',
    at: 'uy/origin-certificate.yaml|review:',
    fix: /approver/,
  },
  {
    code: 'APPEAL_ROLE',
    file: phyto,
    find: 'review:',
    put: 'appeal: { to: digesa.evaluator }\nreview:',
    fix: /digesa\.head/,
  },
  {
    code: 'BAD_VALUE',
    file: 'demo/fog-permit.yaml',
    find: 'silence: positive',
    put: 'silence: positive-once-seen',
    fix: 'write silence: positive',
  },
  {
    code: 'FEE_KIND',
    file: 'demo/echo-permit.yaml',
    find: 'fee: [{ fixed: 3.00 XTS, law',
    put: 'fee: [{ fixed: 3.00 XTS, due: issue, law',
    fix: /remove due: issue/,
  },
  {
    code: 'VALIDITY_OVERLAP',
    file: 'demo/pack.yaml',
    find: 'until: decision, share: 50 %',
    put: 'until: admission, share: 50 %',
    fix: /keep one/,
  },
  {
    code: 'BAD_VALUE',
    file: 'demo/pack.yaml',
    find: 'share: 50 %',
    put: 'share: 150 %',
    at: 'share: 150 %',
    fix: /100 % or less/,
  },
  {
    code: 'DUPLICATE_TAX_ID',
    file: 'demo/demo.yaml',
    find: 'taxId: XD-1002',
    put: 'taxId: XD-1001',
    at: 'XD-1001#2',
    fix: /of its own/,
  },
  // pack, tables, calendars
  {
    code: 'NO_CALENDAR',
    file: pack,
    find: 'calendar: pe-lima',
    put: 'calendar: pe-cusco',
    at: 'senasa:',
    fix: /calendars/,
  },
  { code: 'MISSING_KEY', file: pack, find: '  slot: 2 bd\n', put: '', at: 'law: LPAG art. 143', fix: 'add slot:' },
  {
    code: 'MISSING_KEY',
    file: 'pe/calendars/pe-lima.yaml',
    find: 'rest: [sat, sun]',
    put: 'rest: [sat]',
    at: 'calendar:',
    fix: /hours or rest/,
  },
  {
    code: 'BAD_VALUE',
    file: 'pe/calendars/pe-lima.csv',
    find: '2026-07-28,national',
    put: '2026-07-32,national',
    fix: /2026-07-28/,
  },
  {
    code: 'VALIDITY_OVERLAP',
    file: 'pe/units.csv',
    find: 'UIT,2026-01-01',
    put: 'UIT,2025-01-01',
    at: 'UIT,2025-01-01#2',
    fix: /keep one/,
  },
  {
    code: 'VALIDITY_OVERLAP',
    file: 'pe/catalogues/un-numbers.csv',
    find: '3077,',
    put: '3082,',
    at: '3082,#2',
    fix: /line 8/,
  },
  {
    code: 'AMBIGUOUS',
    file: table,
    find: 'used-tyres,401220,import,,research',
    put: 'pesticide,38,import,,research,exempt,,2026-01-01,,LPAG art. 1,\nused-tyres,401220,import,,research',
    fix: /hs 380894?, regime import, goods.use research|hs 3808/,
  },
  {
    code: 'UNKNOWN_PROCEDURE',
    file: table,
    find: 'require,pe.medicine-import',
    put: 'require,pe.medicine-imports',
    fix: 'did you mean pe.medicine-import?',
  },
  { code: 'UNKNOWN_ELEMENT', file: table, find: 'goods.use', put: 'goods.uses', fix: 'did you mean goods.use?' },
  { code: 'MISSING_KEY', file: table, find: 'LEY-29459 art. 16,', put: ',', at: 'medicine,3003', fix: /column law/ },
  { code: 'BAD_VALUE', file: table, find: 'medicine,3003|3004', put: 'medicine,3003|30O4', fix: /cell hs/ },
  {
    code: 'BAD_VALUE',
    file: table,
    find: '090121|090122,export,CN',
    put: '090121|090122,export,@mercosul',
    fix: /@mercosur/,
  },
  { code: 'UNKNOWN_HS', file: table, find: 'medicine,3003|3004', put: 'medicine,3003|7704', fix: /correct the code/ },
  { code: 'SHAPE', file: table, find: 'medicamentos', put: 'medicamentos, vacunas', fix: /quotation marks/ },
  { code: 'BAD_VALUE', file: 'pe/demo.yaml', find: '20556677884', put: '20556677885', fix: /check digit/ },
  {
    code: 'UNKNOWN_ROLE',
    file: 'pe/demo.yaml',
    find: 'org: mtc, roles: [head]',
    put: 'org: mtc, roles: [inspector]',
    fix: /use one of|did you mean/,
  },
]

/** The line of the n-th line that holds a text: `text#2` is the second. */
function lineOf(text: string, mark: string): number {
  const [wanted = '', nth = '1'] = mark.split('#')
  let seen = 0
  return text.split('\n').findIndex((line) => line.includes(wanted) && ++seen === Number(nth)) + 1
}

describe('every fault is caught with its line and a fix (PACK 12)', () => {
  it.each(plants)('$code in $file: $put', ({ code, file, find, put, at, fix, level = 'error' }) => {
    const base = bases[file.slice(0, file.indexOf('/'))] ?? good
    const before = base.find((f) => f.path === file)?.text ?? ''
    const wanted = find.startsWith('output:[') ? new RegExp(find) : find
    const after = before.replace(wanted, put)
    expect(after, 'the fault was planted').not.toBe(before)
    const files = base.map((f) => (f.path === file ? { ...f, text: after } : f))
    const { packs, faults } = loadPacks(files, dictionary, { hasChapter: (chapter) => chapter !== '77' })
    const [first, mark = at] = at?.includes('|') ? at.split('|') : [file, at]
    const where = first ?? file
    const text = files.find((f) => f.path === where)?.text ?? ''
    const line = lineOf(text, mark ?? (put.split('\n')[0] as string))
    const found = faults.filter((f) => f.code === code && f.file === where && f.level === level)
    expect(
      found.map((f) => f.line),
      faults.map((f) => `${f.file}:${f.line} ${f.code}`).join('\n'),
    ).toContain(line)
    const here = found.find((f) => f.line === line)
    expect(here?.fix).toMatch(fix)
    expect(here?.message).not.toBe('')
    expect(packs.size).toBe(level === 'error' ? 0 : 1)
  })

  it('all at once, in order of file and line', () => {
    const files = good.map((f) =>
      f.path === pesticide
        ? { ...f, text: f.text.replace('agency: senasa', 'agency: senaza').replace('list: uses', 'list: usess') }
        : f.path === phyto
          ? { ...f, text: f.text.replace('valid: 30 d', 'valid: soon') }
          : f,
    )
    const errors = loadPacks(files, dictionary).faults.filter((f) => f.level === 'error')
    expect(errors.map((f) => `${f.file} ${f.code}`)).toEqual([
      'pe/export-phyto.yaml BAD_DURATION',
      'pe/pesticide-import.yaml UNKNOWN_AGENCY',
      'pe/pesticide-import.yaml UNKNOWN_LIST',
    ])
  })

  it('two versions of a procedure may not be in force together; the older one ends when the newer begins', () => {
    const old = good.find((f) => f.path === phyto)?.text ?? ''
    const version = (name: string, from: string, more = ''): PackFile => ({
      path: `pe/${name}.yaml`,
      text: old.replace('from: 2026-01-01', `from: ${from}${more}`).replace('PE-{year}', `${name}-{year}`),
    })
    const fine = loadPacks([...good, version('next', '2027-01-01')], dictionary)
    expect(
      fine.packs
        .get('pe')
        ?.procedures.filter((p) => p.id === 'pe.export-phyto')
        .map((p) => p.to),
    ).toEqual(['2026-12-31', undefined])
    const clash = loadPacks([...good, version('same', '2026-01-01')], dictionary)
    expect(clash.faults.filter((f) => f.level === 'error').map((f) => f.code)).toEqual(['VALIDITY_OVERLAP'])
  })

  it('a calendar that ends too soon is warned about when the day is known', () => {
    const warned = loadPacks(good, dictionary, { today: '2027-01-01' }).faults.filter((f) => f.code === 'CALENDAR_ENDS')
    expect(warned.map((f) => `${f.file} ${f.level}`)).toEqual(['pe/calendars/pe-lima.csv warning'])
  })

  it('a pack without pack.yaml does not load', () => {
    const { packs, faults } = loadPacks(
      good.filter((f) => f.path !== pack),
      dictionary,
    )
    expect(packs.size).toBe(0)
    expect(faults.map((f) => f.code)).toEqual(['MISSING_KEY'])
  })
})
