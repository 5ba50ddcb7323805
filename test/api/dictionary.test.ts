import { readFile } from 'node:fs/promises'
import { Compile } from 'typebox/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generated } from '../../cli/reference.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

type Json = Record<string, unknown>
const get = async (path: string): Promise<Json> => {
  const { status, body } = await app.call('GET', path)
  expect([path, status]).toEqual([path, 200])
  return body as Json
}

describe('the public dictionary', () => {
  it('tells every datum without an account, whole or by group', async () => {
    const all = (await get('/v1/dictionary?lang=pt')) as { items: Json[]; groups: Json[] }
    const goods = (await get('/v1/dictionary?group=goods')) as { items: Json[] }
    expect(all.items.length).toBeGreaterThan(250)
    expect(goods.items.length).toBeLessThan(all.items.length)
    expect(all.groups).toContainEqual({ id: 'goods', label: 'A mercadoria' })
    expect(goods.items.find((item) => item.id === 'goods.commodity')).toMatchObject({
      label: 'Código arancelario',
      format: 'n6..12',
      wco: '145',
      sensitivity: 'public',
    })
  })

  it('tells one datum and its schema; another is not known', async () => {
    expect(await get('/v1/dictionary/incoterm?lang=en')).toMatchObject({ type: 'code', sensitivity: 'commercial' })
    const schema = Compile(await get('/v1/dictionary/incoterm/schema.json'))
    expect([schema.Check('FOB'), schema.Check('FOP')]).toEqual([true, false])
    expect((await app.call('GET', '/v1/dictionary/colour')).status).toBe(404)
    expect((await app.call('GET', '/v1/dictionary/colour/schema.json')).status).toBe(404)
  })

  it('serves labels, JSON Schema and XSD of a dossier', async () => {
    expect((await get('/v1/dictionary/labels?lang=en'))['weight.gross']).toBe('Total gross weight')
    const schema = Compile(await get('/v1/dictionary/schema.json'))
    expect(schema.Check({ elements: { 'country.origin': 'JP' }, lines: [] })).toBe(true)
    expect(schema.Check({ elements: { 'country.origin': 'JPN' }, lines: [] })).toBe(false)
    const xsd = await app.app.inject({ method: 'GET', url: '/v1/dictionary/schema.xsd' })
    expect(xsd.headers['content-type']).toContain('application/xml')
    expect(xsd.body).toContain('<xs:element name="dossier" type="dossier"/>')
  })
})

describe('a procedure for programs and screens', () => {
  it('as a form: sections, options, and when each datum is asked', async () => {
    const form = (await get('/v1/procedures/pe.pesticide-import/form?lang=en&day=2026-06-16')) as {
      sections: { id: string; items: Json[]; repeats?: Json }[]
      documents: Json[]
    }
    expect(form).toMatchObject({ procedure: 'pe.pesticide-import@2026-01-01', language: 'en', day: '2026-06-16' })
    const lines = form.sections.find((section) => section.repeats)
    expect(lines?.items.map((item) => item.pointer)).toContain('/lines/*/goods.cas')
    expect(form.documents.length).toBeGreaterThan(0)
  })

  it('as JSON Schema on a legal day, which any validator reads', async () => {
    const schema = await get('/v1/procedures/pe.pesticide-import/schema.json?day=2026-06-16')
    expect(schema['x-day']).toBe('2026-06-16')
    expect(Compile(schema).Check({ elements: {}, lines: [] })).toBe(false)
  })

  it('answers 404 for a procedure nobody has, 422 for a day that is none', async () => {
    expect((await app.call('GET', '/v1/procedures/pe.nothing/form')).status).toBe(404)
    expect((await app.call('GET', '/v1/procedures/pe.pesticide-import/form?day=2026-02-30')).status).toBe(422)
  })
})

describe('OpenAPI', () => {
  it('says of a dossier which data it takes, by reference to the dictionary', async () => {
    const document = (await get('/openapi.json')) as { paths: Record<string, Json>; components: { schemas: Json } }
    const text = JSON.stringify(document.paths['/v1/dossiers'])
    expect(text).toContain('#/components/schemas/Elements')
    expect(text).toContain('#/components/schemas/Line')
    const elements = document.components.schemas.Elements as { properties: Record<string, Json> }
    expect(elements.properties['country.origin']).toMatchObject({ $ref: '#/components/schemas/Country' })
    expect(JSON.stringify(document.components)).not.toContain('#/$defs/')
  })
})

describe('docs/reference/dictionary.md', () => {
  it('is what the dictionary says now', async () => {
    const path = 'docs/reference/dictionary.md'
    const written = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
    expect(written === (await generated())[path], 'stale: run npx vuce reference').toBe(true)
  })
})
