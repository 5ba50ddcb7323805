import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addBusinessDays, businessDaysBetween, isWorkingDay } from '../calendar.ts'
import { loadDictionary } from '../dictionary/load.ts'
import { loadPacks, showFault, unconfirmed, type LoadedPacks } from './load.ts'
import type { Pack, PackFile } from './model.ts'
import { determine } from './requirements.ts'
import { showProcedure } from './show.ts'
import { formSchema } from './form-schema.ts'

const root = join(import.meta.dirname, '../..')

/** Files below a folder of the repository, with paths relative to it, as the platform reads them. */
function filesOf(folder: string): PackFile[] {
  const base = join(root, folder)
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(base.length + 1), text: readFileSync(path, 'utf8') }))
}

const files = filesOf('packs')
const { dictionary, faults: dictionaryFaults } = loadDictionary(filesOf('dictionary'))
let loaded: LoadedPacks

const getPack = (id: string): Pack => {
  const pack = loaded.packs.get(id)
  if (!pack) throw new Error(`${id} did not load`)
  return pack
}

beforeAll(() => {
  loaded = loadPacks(files, dictionary, { today: '2026-06-01' })
})

describe('the dictionary', () => {
  it('loads without a fault, with labels in three languages', () => {
    expect(dictionaryFaults.map(showFault)).toEqual([])
    for (const { id, label } of dictionary.elements.values()) {
      expect(Object.keys(label).sort(), id).toEqual(['en', 'es', 'pt'])
    }
  })

  it('marks what is personal and what the State holds', () => {
    expect(dictionary.elements.get('contact.emergencyPhone')?.personal).toBe(true)
    expect(dictionary.elements.get('enterprise.taxRegistration')?.heldBy).toBeTruthy()
  })
})

describe('the packs of this repository', () => {
  it('load whole; the only warnings are of what nobody has confirmed', () => {
    expect(loaded.faults.filter((f) => f.code !== 'UNCONFIRMED').map(showFault)).toEqual([])
    expect([...loaded.packs.keys()].sort()).toEqual(['cl', 'cr', 'demo', 'kr', 'mx', 'pe', 'tt', 'uy'])
  })

  it('the digest is that of the law, not of its scenarios', () => {
    const without = files.filter((file) => !file.path.includes('/scenarios/'))
    expect(loadPacks(without, dictionary).packs.get('pe')?.digest).toBe(getPack('pe').digest)
    const changed = files.map((file) => (file.path === 'pe/units.csv' ? { ...file, text: `${file.text}\n` } : file))
    expect(loadPacks(changed, dictionary).packs.get('pe')?.digest).not.toBe(getPack('pe').digest)
  })

  it('say what production may not rely on yet', () => {
    expect(unconfirmed(getPack('demo'))).toEqual([])
    expect(unconfirmed(getPack('pe')).map(({ key }) => key)).toContain('pe.medicine-import@2026-01-01')
    expect(unconfirmed(getPack('pe'))[0]).toEqual({ key: 'pe/pack.yaml', paths: ['defaults', 'units', 'payments'] })
  })

  it('every procedure can be shown whole and as a JSON Schema', () => {
    for (const pack of loaded.packs.values()) {
      for (const procedure of pack.procedures) {
        expect(showProcedure(procedure, pack)).toContain(`procedure: ${procedure.id}`)
        expect(formSchema(procedure, 'pt').title).toBeTruthy()
      }
    }
  })

  it('demonstration agencies have different people to propose and to approve', () => {
    for (const pack of loaded.packs.values()) {
      for (const procedure of pack.procedures) {
        if (!procedure.review) continue
        const holding = (role: string, agency: string): string[] =>
          pack.demo.accounts.filter((a) => a.org === agency && a.roles.includes(role)).map((a) => a.id)
        for (const agency of procedure.choice?.agencies.map((a) => a.agency) ?? [procedure.agency]) {
          const [evaluators, approvers] = [holding('evaluator', agency), holding('approver', agency)]
          expect(evaluators.length, procedure.id).toBeGreaterThan(0)
          expect(approvers.filter((id) => !evaluators.includes(id)).length, procedure.id).toBeGreaterThanOrEqual(
            procedure.decision.approvers,
          )
        }
        const { agency = '', role = '' } = procedure.appeal?.to ?? {}
        expect(holding(role, agency).length, procedure.id).toBeGreaterThan(0)
      }
    }
  })
})

describe('story S7', () => {
  it('malathion and amoxicillin need exactly three procedures', () => {
    const lines = [
      { 'goods.commodity': '380891', 'goods.quantity': { value: '2000', unit: 'LTR' } },
      { 'goods.commodity': '300410', 'goods.quantity': { value: '50000', unit: 'NIU' } },
    ]
    const answer = determine(getPack('pe').requirements, { regime: 'import', elements: {}, lines, day: '2026-06-08' })
    expect(answer.procedures.map(({ procedure, lines: of }) => ({ procedure, of }))).toEqual([
      { procedure: 'pe.pesticide-import', of: [0] },
      { procedure: 'pe.hazmat-notice', of: [0] },
      { procedure: 'pe.medicine-import', of: [1] },
    ])
    expect(answer).toMatchObject({ prohibitions: [], exemptions: [], undecided: [] })
  })

  it('the clocks of all three start at payment', () => {
    for (const id of ['pe.pesticide-import', 'pe.hazmat-notice', 'pe.medicine-import']) {
      expect(getPack('pe').procedures.find((p) => p.id === id)?.decision.countsFrom).toBe('payment')
    }
  })
})

describe('the calendar of Lima (spec Annex A)', () => {
  const calendar = () => {
    const found = getPack('pe').calendars.get('pe-lima')
    if (!found) throw new Error('pe-lima did not load')
    return found
  }
  it.each([
    ['2026-06-16T15:00:00.000Z', 3, '2026-06-19'],
    ['2026-06-16T15:00:00.000Z', 5, '2026-06-23'],
    ['2026-07-22T15:00:00.000Z', 5, '2026-08-03'],
  ])('from %s, %i business days end on %s', (from, n, day) => {
    expect(addBusinessDays(calendar(), from, n)).toBe(day)
  })

  it('filed Tuesday, observed Thursday: two days used', () => {
    expect(businessDaysBetween(calendar(), '2026-06-16T15:00:00.000Z', '2026-06-18T15:00:00.000Z')).toBe(2)
  })

  it.each(['2026-04-02', '2026-04-03', '2027-03-25', '2027-03-26', '2026-07-28', '2027-12-09'])(
    '%s is a holiday',
    (day) => {
      expect(isWorkingDay(calendar(), day)).toBe(false)
    },
  )
})
