import { describe, expect, it } from 'vitest'
import type { PermitState } from '#kernel'
import { spsCertificate, type SpsSource } from './certificate.ts'

const state = {
  title: 'Certificado fitosanitario de exportación',
  agency: 'senasa',
  applicant: {
    org: '018f0000-0000-7000-8000-000000000001',
    party: { name: 'Cooperativa Valle Verde SAC', id: '20604123454', country: 'PE' },
  },
  elements: {
    exporter: { name: 'Cooperativa Ñañaca & Hijos SAC', id: '20604123454', address: 'Jaén', country: 'PE' },
    consignee: { name: 'Huaxin Foods <Shanghai>', country: 'CN' },
    'country.destination': 'CN',
    'location.entry': 'CNSHA',
    'transport.mode': '1',
    'transport.id': 'IMO9074729',
    'date.departure': '2026-07-08',
    treatment: 'fumigation',
    'treatment-hours': '24',
  },
  lines: [
    {
      'goods.commodity': '090111',
      'goods.description': 'Café verde en sacos',
      'goods.botanicalName': 'Coffea arabica',
      'goods.quantity': { value: '13800', unit: 'KGM' },
      'goods.packages': '200',
      'goods.origin': 'PE',
    },
  ],
  resolution: { number: 'PE-2026-0002231', issuedAt: '2026-06-19T17:00:00.000Z', validUntil: '2026-07-19', edition: 1 },
} as unknown as PermitState

const source: SpsSource = { state, authority: 'SENASA', country: 'PE', signatory: null, status: 'issued' }
const xmlOf = (more: Partial<SpsSource> = {}): string => spsCertificate({ ...source, ...more }) ?? ''
/** Text of the first element of a name. */
const say = (xml: string, name: string): string | undefined =>
  new RegExp(`<ram:${name}(?: [^>]*)?>\\s*(?:<(?:udt|ram):[A-Za-z]+(?: [^>]*)?>)?([^<]*)<`).exec(xml)?.[1]

describe('the electronic certificate', () => {
  it('says what the boxes of ISPM 12 say', () => {
    const xml = xmlOf()
    expect(say(xml, 'ID')).toBe('PE-2026-0002231')
    expect(say(xml, 'TypeCode')).toBe('851')
    expect(say(xml, 'StatusCode')).toBe('70')
    expect(xml).toContain('<ram:Name>Cooperativa Ñañaca &amp; Hijos SAC</ram:Name>')
    expect(xml).toContain('<ram:Name>Huaxin Foods &lt;Shanghai&gt;</ram:Name>')
    expect(say(xml, 'ScientificName')).toBe('Coffea arabica')
    expect(xml).toContain('<ram:NetWeightMeasure unitCode="KGM">13800</ram:NetWeightMeasure>')
    expect(say(xml, 'ItemQuantity')).toBe('200')
    expect(say(xml, 'OriginSPSCountry')).toBe('PE')
    expect(say(xml, 'ImportSPSCountry')).toBe('CN')
    expect(say(xml, 'UnloadingBaseportSPSLocation')).toBe('CNSHA')
    expect(say(xml, 'ModeCode')).toBe('1')
    expect(xml).toContain('<ram:TypeCode>fumigation</ram:TypeCode>')
    expect(xml).toContain('<ram:DurationMeasure unitCode="HUR">24</ram:DurationMeasure>')
    expect(xml).toContain('<udt:DateTime>2026-07-08T00:00:00Z</udt:DateTime>')
  })

  it('is well formed: every element that opens closes in its place, and none is empty', () => {
    const xml = xmlOf()
    const open: string[] = []
    for (const [, end, name = ''] of xml.matchAll(/<(\/?)((?:rsm|ram|udt):[A-Za-z]+)/g))
      if (end) expect(open.pop()).toBe(name)
      else open.push(name)
    expect(open).toEqual([])
    expect(xml).not.toMatch(/<(\S+)(?: [^>]*)?>\s*<\/\1>/)
  })

  it('says the whole treatment, the mark of the wood, and that the goods had left', () => {
    const treated = {
      ...state,
      elements: {
        ...state.elements,
        'treatment.kind': 'heat',
        'treatment.temperature': '56',
        'treatment.duration': '0.5',
        'treatment.chemical': 'none',
        'sps.woodMark': 'PE-0123 HT',
      },
      lines: [{ ...state.lines[0], 'sps.additionalDeclaration': 'Free from Hypothenemus hampei' }],
      resolution: { ...state.resolution, afterDeparture: true },
    } as unknown as PermitState
    const xml = xmlOf({ state: treated })
    for (const part of [
      '<ram:TypeCode>heat</ram:TypeCode>',
      '<ram:ValueMeasure unitCode="CEL">56</ram:ValueMeasure>',
      '<ram:DurationMeasure unitCode="HUR">0.5</ram:DurationMeasure>',
      '<ram:Content>PE-0123 HT</ram:Content>',
      '<ram:Content>Free from Hypothenemus hampei</ram:Content>',
      '<ram:Subject>ISSUEDAFTERDEPARTURE</ram:Subject>',
    ])
      expect(xml).toContain(part)
    expect(xmlOf()).not.toContain('WOODMARK')
  })

  it('is of another type without plants, says that it was withdrawn, and does not exist before the document', () => {
    const animals = { ...state, lines: [{ 'goods.description': 'Miel' }] } as unknown as PermitState
    expect(say(xmlOf({ state: animals }), 'TypeCode')).toBe('853')
    expect(say(xmlOf({ status: 'withdrawn' }), 'StatusCode')).toBe('40')
    expect(spsCertificate({ ...source, state: { ...state, resolution: null } })).toBeUndefined()
  })
})
