import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { FormData } from '../../pack/model.ts'
import { loadDictionary } from '../load.ts'
import { repositoryFiles } from '../repository.fixture.ts'
import { labelsOf, dictionaryPage } from './catalogue.ts'
import { dossierXml, dossierXsd } from './xsd.ts'

const { dictionary } = loadDictionary(repositoryFiles('dictionary'))
const xsd = dossierXsd(dictionary)

const good: FormData = {
  elements: {
    exporter: { name: 'Café & Sol <SAC>', id: '20604123454', country: 'PE' },
    'country.origin': 'JP',
    'date.arrival': '2026-06-24',
    'weight.gross': { value: '19.5', unit: 'TNE' },
    'invoice.total': { amount: '10.00', currency: 'USD' },
    incoterm: 'FOB',
    'contact.email': 'ventas@valleverde.example',
    'sps.woodPackaging': true,
  },
  lines: [{ 'goods.commodity': '090111', 'goods.concentration': '57', 'goods.quantity': { value: '2', unit: 'LTR' } }],
}
const bad: FormData = {
  elements: { incoterm: 'FOP', 'weight.gross': { value: '1', unit: 'LTR' }, 'country.origin': 'ZZ' },
  lines: [{ 'goods.commodity': '0901' }],
}

/** Every tag closed in its order, every attribute quoted, no bare ampersand: what any XML reader asks first. */
function unbalanced(xml: string): string[] {
  const wrong: string[] = []
  const open: string[] = []
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/, '')
  for (const [tag, close, name = '', attributes = '', empty] of body.matchAll(
    /<(\/?)([\w:.-]+)((?:[^>"]|"[^"<]*")*?)(\/?)>/g,
  )) {
    if (!/^(\s+[\w:.-]+="[^"<]*")*\s*$/.test(attributes)) wrong.push(tag)
    if (close) {
      if (open.pop() !== name) wrong.push(tag)
    } else if (!empty) open.push(name)
  }
  if (/&(?!(amp|lt|gt|quot);)/.test(body)) wrong.push('&')
  const text = body.replace(/<(\/?)([\w:.-]+)((?:[^>"]|"[^"<]*")*?)(\/?)>/g, '')
  if (/[<>]/.test(text)) wrong.push('text')
  return [...wrong, ...open]
}

describe('the XSD of a dossier', () => {
  it('is well-formed, and so is the XML of a dossier', () => {
    expect(unbalanced(xsd)).toEqual([])
    expect(unbalanced(dossierXml(good))).toEqual([])
    expect(unbalanced('<a><b></a>')).not.toEqual([])
  })

  it('declares every element once, with its words and its standard', () => {
    const declared = [...xsd.matchAll(/<xs:element name="([^"]+)" minOccurs="0"/g)].map(([, name]) => name)
    for (const id of dictionary.elements.keys()) expect([id, declared.filter((d) => d === id).length]).toEqual([id, 1])
    expect(xsd).toContain('wcoClass="Classification" wco="145" untded="7357"')
    expect(xsd).toContain('<xs:documentation xml:lang="pt">Código tarifário</xs:documentation>')
  })

  it('has a name for every type it refers to', () => {
    const named = new Set([...xsd.matchAll(/<xs:(?:simple|complex)Type name="([^"]+)"/g)].map(([, name]) => name))
    const used = [...xsd.matchAll(/ (?:type|base)="([^"]+)"/g)].map(([, name = '']) => name)
    const mentioned = used.filter((name) => !name.startsWith('xs:') && !dictionaryType(name))
    expect([...new Set(mentioned)].filter((name) => !named.has(name))).toEqual([])
  })

  it('writes values as they were said, and personal references not at all', () => {
    const xml = dossierXml(
      { elements: { ...good.elements, 'contact.phone': { ref: 'a'.repeat(64) } }, lines: [] },
      'case',
    )
    expect(xml).toContain('<name>Café &amp; Sol &lt;SAC&gt;</name>')
    expect(xml).toContain('<weight.gross unit="TNE">19.5</weight.gross>')
    expect(xml).not.toContain('contact.phone')
    expect(xml).toMatch(/<case xmlns="urn:ventanilla:dictionary:1">/)
  })

  const xmllint = spawnSync('xmllint', ['--version']).status === 0
  it.skipIf(!xmllint)('accepts a sound dossier and refuses another (xmllint)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'xsd-'))
    folders.push(folder)
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const schema = file('dossier.xsd', xsd)
    execFileSync('xmllint', ['--noout', '--schema', schema, file('good.xml', dossierXml(good))], { stdio: 'pipe' })
    expect(spawnSync('xmllint', ['--noout', '--schema', schema, file('bad.xml', dossierXml(bad))]).status).toBe(3)
  })
})

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** The annotation of an element tells its type in an attribute of that name. */
const dictionaryType = (name: string): boolean => ['number', 'code', 'permit', 'yes-no', 'date'].includes(name)

describe('labels and the reference page', () => {
  it('tell every element', () => {
    expect(Object.keys(labelsOf(dictionary, 'pt'))).toHaveLength(dictionary.elements.size)
    expect(labelsOf(dictionary, 'en')['goods.commodity']).toBe('Tariff code')
    const page = dictionaryPage(dictionary)
    for (const id of dictionary.elements.keys()) expect(page.split(`| \`${id}\` |`)).toHaveLength(2)
  })
})
