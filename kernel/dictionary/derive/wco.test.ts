import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { canonical } from '../../canonical.ts'
import type { Element, Value } from '../../pack/model.ts'
import { checkValue } from '../../pack/values.ts'
import { readXml, schemaFaults } from '../../../platform/xml/index.ts'
import { loadDictionary } from '../load.ts'
import { repositoryFiles } from '../repository.fixture.ts'
import { valueOf } from '../values.fixture.ts'
import { fromWcoXml, wcoXml, wcoXsd, type ExportedDossier } from './wco.ts'

const { dictionary } = loadDictionary(repositoryFiles('dictionary'))
const xsd = wcoXsd(dictionary)
const all = [...dictionary.elements.values()]

/** A value that the window would accept for an element, if the generator hits one. */
const goodValue = (element: Element): fc.Arbitrary<Value | undefined> =>
  valueOf(element).map((v) => (checkValue(element, v, '').length === 0 ? (v as Value) : undefined))

const values = (elements: readonly Element[]): fc.Arbitrary<Record<string, Value>> =>
  fc
    .uniqueArray(fc.constantFrom(...elements), { maxLength: 12 })
    .chain((chosen) => fc.tuple(...chosen.map((e) => goodValue(e).map((v) => [e.id, v] as const))))
    .map((pairs) => Object.fromEntries(pairs.filter((p): p is readonly [string, Value] => p[1] !== undefined)))

const words = fc.constantFrom('ñandú & <hijos>', 'a "b"', 'x', '0901', ' 1 ', "it's")
const own: fc.Arbitrary<Value> = fc.oneof(
  words,
  fc.boolean(),
  fc.record({ value: fc.constantFrom('1', '2.50'), unit: fc.constantFrom('KGM', 'LTR') }),
  fc.record({ amount: fc.constantFrom('1.00', '0'), currency: fc.constantFrom('USD', 'PEN') }),
  fc.record({ name: words, country: fc.constantFrom('PE', 'CN') }),
)
const owned = fc.dictionary(fc.constantFrom('treatment', 'treatment-hours', 'own'), own, { maxKeys: 3 })
const dossiers: fc.Arbitrary<ExportedDossier> = fc.record({
  ucr: fc.constantFrom('', '6PE20604123454COF0001'),
  country: fc.constantFrom('pe', 'demo'),
  regime: fc.constantFrom('import', 'export'),
  elements: values(all.filter((e) => !e.line)),
  lines: fc.array(values(all.filter((e) => e.line)), { maxLength: 4 }),
  answers: fc.dictionary(
    fc.constantFrom('pe.export-phyto', 'demo.echo-permit'),
    fc.record({ elements: owned, lines: fc.array(owned, { maxLength: 3 }) }),
    { maxKeys: 2 },
  ),
  documents: fc.array(
    fc.record(
      {
        type: fc.constant('invoice'),
        digest: fc.constant('a'.repeat(64)),
        name: words,
        number: fc.constant('F-1'),
        date: fc.constant('2026-06-01'),
      },
      { requiredKeys: ['type', 'digest', 'name'] },
    ),
    { maxLength: 2 },
  ),
})

const dir = mkdtempSync(join(tmpdir(), 'wco-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const example: ExportedDossier = {
  ucr: '6PE20604123454COF0001',
  country: 'pe',
  regime: 'export',
  elements: { incoterm: 'FOB', exporter: { name: 'Café & Sol <SAC>', country: 'PE' } },
  lines: [{ 'goods.commodity': '090111', 'goods.quantity': { value: '13800', unit: 'KGM' } }],
  answers: {},
  documents: [],
}

describe('a dossier in terms of the WCO Data Model', () => {
  it('goes out and comes back value by value, and what goes out follows the schema', () => {
    fc.assert(
      fc.property(dossiers, (dossier) => {
        const xml = wcoXml(dictionary, dossier)
        expect(schemaFaults(xml, xsd)).toEqual([])
        expect(canonical(fromWcoXml(dictionary, readXml(xml)))).toBe(canonical(dossier))
      }),
      { numRuns: 300 },
    )
  })

  it('puts each datum in the class the model gives it, and the schema names its ids', () => {
    const xml = wcoXml(dictionary, example)
    expect(xml).toContain('<Classification><goods.commodity>090111</goods.commodity></Classification>')
    expect(xsd).toContain('wcoClass="Classification" wco="145" untded="7357"')
    for (const id of dictionary.elements.keys()) expect(xsd).toContain(`<xs:element name="${id}"`)
  })

  it('refuses what does not follow it, with the line', () => {
    const wrong = wcoXml(dictionary, example).replace('090111', 'coffee').replace('<Country>pe', '<Country>Peru')
    const faults = schemaFaults(wrong, xsd)
    expect(faults.length).toBeGreaterThanOrEqual(2)
    expect(faults.every((f) => f.line > 0)).toBe(true)
  })

  it.runIf(spawnSync('xmllint', ['--version']).error === undefined)('says the same to xmllint', () => {
    writeFileSync(join(dir, 'wco.xsd'), xsd)
    writeFileSync(join(dir, 'good.xml'), wcoXml(dictionary, example))
    writeFileSync(join(dir, 'bad.xml'), wcoXml(dictionary, example).replace('090111', 'coffee'))
    const lint = (file: string) =>
      execFileSync('xmllint', ['--noout', '--schema', join(dir, 'wco.xsd'), join(dir, file)], { stdio: 'pipe' })
    expect(() => lint('good.xml')).not.toThrow()
    expect(() => lint('bad.xml')).toThrow('Command failed')
  })
})
