import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadDictionary, type Dictionary } from '#kernel'
import {
  declarationXml,
  declarationXsd,
  insideOf,
  readDeclaration,
  requestXml,
  rewriteDeclaration,
  type DeclaredContent,
} from '#modules/customs'
import { readPackFiles } from '#platform/packs'
import { openPublicSchema, readXml, schemaFaults } from '#platform/xml'
import { checkSamples, valuesOf } from '../../../cli/wco.ts'

const root = join(import.meta.dirname, '../../..')
/** Folders of the public schemas and samples, where somebody has them: a clone comes without. */
const { VUCE_WCO_SCHEMAS, VUCE_WCO_SAMPLES } = process.env

let dictionary: Dictionary
beforeAll(async () => {
  dictionary = loadDictionary(await readPackFiles(join(root, 'dictionary'))).dictionary
})

const usd = (amount: string) => ({ amount, currency: 'USD' })
const said = (amount: string) => ({ amount: usd(amount), how: 'x' })
const content: DeclaredContent = {
  direction: 'import',
  country: 'PE',
  pack: 'pe',
  regime: 'general',
  procedure: '40',
  ucr: '6PE20556677884ABCDEF012345',
  office: '118',
  declarant: { name: 'Agrofarma Norte SAC', id: '20556677884', country: 'PE' },
  exporter: { name: 'Nihon Chemical & Co.', country: 'JP', address: '1-2 Marunouchi, Tokyo' },
  importer: { name: 'Agrofarma Norte SAC', id: '20556677884', country: 'PE' },
  consignee: { name: 'Agrofarma Norte SAC', country: 'PE' },
  destination: 'PE',
  shipment: 'JP',
  incoterm: 'CFR',
  incotermPlace: 'PECLL',
  invoice: { number: 'NC-771', date: '2026-05-30', total: usd('14200.00') },
  transport: { mode: '1', id: 'ORIENT STAR', nationality: 'PA', document: 'HL-26' },
  equipment: { id: 'CSQU3054383', seal: 'AB123' },
  location: 'PECLL',
  packages: { count: '10', type: 'DR', marks: null },
  gross: { value: '2300.000', unit: 'KGM' },
  net: null,
  values: {
    fob: said('13700.00'),
    freight: usd('500.00'),
    insurance: said('40.00'),
    cif: said('14240.00'),
    customs: said('14240.00'),
    basis: 'CIF',
  },
  items: [
    {
      line: 0,
      hs: '38089199',
      description: 'Malathion 57 % EC, insecticida agrícola ñandú',
      origin: 'JP',
      quantity: { value: '2000', unit: 'LTR' },
      packages: '10',
      packageType: 'DR',
      marks: 'AFN 1/10',
      gross: { value: '2300', unit: 'KGM' },
      net: { value: '2.1', unit: 'TNE' },
      value: usd('14200.00'),
      customsValue: usd('14240.00'),
      taxes: [
        {
          kind: 'duty',
          base: usd('14240.00'),
          baseHow: 'x',
          rate: '6',
          amount: usd('854.40'),
          law: 'L',
          at: 'a',
          checked: null,
          preference: null,
          note: null,
        },
      ],
      lpco: [
        {
          permit: 'p',
          procedure: 'pe.pesticide-import',
          number: 'SNS034-2026-000041',
          line: 0,
          quantity: { value: '2000', unit: 'LTR' },
          authority: 'senasa',
        },
      ],
      ruling: 'R-118',
    },
  ],
  taxes: usd('854.40'),
  payable: null,
  guarantee: 'G-1',
  reuse: { presented: 0, typed: 0 },
}
const head = { id: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90', at: '2026-06-16T15:00:00.000Z' }

describe('declarations of the WCO Data Model', () => {
  it('that we write follow our own schema, whatever regime and request', () => {
    const messages = [
      declarationXml(content, head),
      declarationXml({ ...content, direction: 'export', regime: 'mypes', equipment: null, guarantee: null }, head),
      requestXml(content, head, { mrn: '26PE0123', type: 'COR', reason: 'Peso' }),
      requestXml(content, head, { mrn: '26PE0123', type: 'INV', reason: 'Duplicada' }),
    ]
    for (const m of messages) expect(schemaFaults(insideOf(m), declarationXsd)).toEqual([])
  })

  it('that we write are read back with their values, and what no element holds is listed', () => {
    const read = readDeclaration(declarationXml(content, head), dictionary)
    expect(read?.elements).toMatchObject({
      incoterm: 'CFR',
      'country.destination': 'PE',
      'invoice.total': { amount: '14200.00', currency: 'USD' },
      'weight.gross': { value: '2300', unit: 'KGM' },
      importer: { name: 'Agrofarma Norte SAC', id: '20556677884', country: 'PE' },
    })
    expect(read?.lines[0]).toMatchObject({
      'goods.description': 'Malathion 57 % EC, insecticida agrícola ñandú',
      'goods.netWeight': { value: '2100', unit: 'KGM' },
      'goods.permit': 'SNS034-2026-000041',
    })
    expect(read?.uncovered.map((u) => u.path)).toContain(
      'GoodsShipment/GovernmentAgencyGoodsItem[1]/Commodity/DutyTaxFee/TaxRateNumeric',
    )
  })

  it('that say no currency or no unit are given none: the value stands among what is uncovered', () => {
    const bare = declarationXml(content, head)
      .replace('<InvoiceAmount currencyID="USD">', '<InvoiceAmount>')
      .replace('<TotalGrossMassMeasure unitCode="KGM">', '<TotalGrossMassMeasure>')
    const read = readDeclaration(bare, dictionary)
    expect(read?.elements['invoice.total']).toBeUndefined()
    expect(read?.elements['weight.gross']).toBeUndefined()
    expect(read?.uncovered).toEqual(
      expect.arrayContaining([
        { path: 'InvoiceAmount', value: '14200.00' },
        { path: 'TotalGrossMassMeasure', value: '2300' },
      ]),
    )
  })

  it('of others are written back with nothing lost, what we do not know included', () => {
    const source = readFileSync(join(import.meta.dirname, 'foreign.xml'), 'utf8')
    const read = readDeclaration(source, dictionary)
    if (!read) throw new Error('it is not read')
    expect(valuesOf(readXml(rewriteDeclaration(read)))).toEqual(valuesOf(readXml(source)))
    expect(read.uncovered.length).toBeGreaterThan(0)
  })

  it('pass the public schemas, where somebody has them', async () => {
    if (!VUCE_WCO_SCHEMAS || !VUCE_WCO_SAMPLES) {
      process.stdout.write('VUCE_WCO_SCHEMAS and VUCE_WCO_SAMPLES are absent: only our own schema was asked\n')
      return
    }
    const schema = await openPublicSchema(VUCE_WCO_SCHEMAS, 'WCO_DEC_2_DMS.xsd')
    expect(schema.faults(insideOf(declarationXml(content, head)))).toEqual([])
    schema.dispose()
    const checked = await checkSamples(VUCE_WCO_SAMPLES, VUCE_WCO_SCHEMAS)
    expect(checked.length).toBeGreaterThan(0)
    expect(checked.filter((c) => c.lost || c.faults.length).map((c) => c.file)).toEqual([])
  })
})
