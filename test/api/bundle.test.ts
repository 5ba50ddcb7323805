import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certifiedCoffee, growers } from '../helpers/coffee.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { fileAcid, people, PHONE } from '../helpers/shipments.ts'

let app: TestApp
const dir = mkdtempSync(join(tmpdir(), 'bundle-'))
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(async () => {
  await app?.close()
  rmSync(dir, { recursive: true, force: true })
})

const { elvira } = growers
const { lucia, martin, victor } = people
const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined

const dossierOf = async (permit: string, token: string): Promise<string> =>
  ((await app.call('GET', `/v1/permits/${permit}`, token)).body.state as { dossier: string }).dossier
const bytesOf = async (path: string, token: string): Promise<Buffer> => {
  const { rawPayload, statusCode } = await app.app.inject({
    method: 'GET',
    url: path,
    headers: { authorization: `Bearer ${token}` },
  })
  expect(statusCode).toBe(200)
  return rawPayload
}
const importXml = (token: string, xml: string) =>
  app.call('POST', '/v1/dossiers/import', token, Buffer.from(xml), {
    'content-type': 'application/xml',
    'idempotency-key': randomUUID(),
  })

describe('a dossier as a whole', () => {
  it('leaves as a PDF/A-3a that carries its documents, their signed records and its XML', async () => {
    const { permit } = await certifiedCoffee(app)
    const id = await dossierOf(permit, elvira)
    const pdf = await bytesOf(`/v1/dossiers/${id}/bundle.pdf`, elvira)
    const text = pdf.toString('latin1')
    expect(text.slice(0, 5)).toBe('%PDF-')
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(text).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    const path = join(dir, 'b.pdf')
    writeFileSync(path, pdf)
    if (has('qpdf')) execFileSync('qpdf', ['--check', path])
    if (has('pdftotext')) {
      const said = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
      for (const words of ['Carpeta de operación', 'Coffea arabica', 'Se emitió el documento', 'La empresa'])
        expect(said.replaceAll(/\s+/g, ' ')).toContain(words)
    }
    if (has('pdfdetach')) {
      execFileSync('pdfdetach', ['-saveall', '-o', dir, path])
      const { jws, number } = (await app.call('GET', `/v1/permits/${permit}/document`, elvira)).body as {
        jws: string
        number: string
      }
      expect(readFileSync(join(dir, `${number}.jws`), 'utf8')).toBe(jws)
      expect(readFileSync(join(dir, `${number}.pdf`), 'latin1').slice(0, 5)).toBe('%PDF-')
    }
    expect((await app.call('GET', `/v1/dossiers/${id}/bundle.pdf`, lucia)).status).toBe(404)
  })

  it('leaves as XML and comes back as a dossier of its own with every datum as it was, personal ones too', async () => {
    const { permit } = await fileAcid(app)
    const id = await dossierOf(permit, lucia)
    const xml = (await bytesOf(`/v1/dossiers/${id}/export.xml`, lucia)).toString('utf8')
    expect(xml).toContain(PHONE)
    const back = await importXml(lucia, xml)
    expect(back.status).toBe(201)
    const before = (await app.call('GET', `/v1/dossiers/${id}`, lucia)).body.state as Record<string, unknown>
    const after = back.body.state as Record<string, unknown>
    for (const part of ['country', 'regime', 'elements', 'lines', 'answers', 'documents'])
      expect([part, after[part]]).toEqual([part, before[part]])
    expect(after.ucr).not.toBe(before.ucr)
    if (has('xmllint')) {
      const xsd = await app.call('GET', '/v1/dossiers/export.xsd')
      writeFileSync(join(dir, 'x.xsd'), xsd.text)
      writeFileSync(join(dir, 'x.xml'), xml)
      execFileSync('xmllint', ['--noout', '--schema', join(dir, 'x.xsd'), join(dir, 'x.xml')], { stdio: 'pipe' })
    }
  })

  it('tells who has only a part of it only that part', async () => {
    const { permit } = await fileAcid(app)
    const id = await dossierOf(permit, lucia)
    const org = ((await app.call('GET', '/v1/me', victor)).body.organisation as { id: string }).id
    await app.act(lucia, `/v1/dossiers/${id}`, 'share', { org, scopes: ['logistics'] })
    const xml = (await bytesOf(`/v1/dossiers/${id}/export.xml`, victor)).toString('utf8')
    expect(xml).toContain('ABC-123')
    expect(xml).not.toContain(PHONE)
  })

  it('refuses what is no export: every fault with its line, nothing dangerous, nobody who may not open dossiers', async () => {
    const { permit } = await fileAcid(app)
    const id = await dossierOf(permit, lucia)
    const xml = (await bytesOf(`/v1/dossiers/${id}/export.xml`, lucia)).toString('utf8')
    const wrong = await importXml(lucia, xml.replace('280610', 'acid').replace('>transit<', '>by air<'))
    expect(wrong.status).toBe(400)
    expect((wrong.body.errors as { code: string }[]).filter((e) => e.code === 'XML_INVALID').length).toBeGreaterThan(1)
    expect((await importXml(lucia, '<a><b></a>')).body).toMatchObject({ status: 400, code: 'MALFORMED' })
    const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "${'x'.repeat(100)}"><!ENTITY c "&b;&b;">]><a>&c;</a>`
    expect((await importXml(lucia, bomb)).body).toMatchObject({ status: 400, code: 'MALFORMED' })
    expect((await importXml(victor, xml)).status).toBe(403)
    const unknown = xml.replace(/digest="[0-9a-f]{64}"/, `digest="${'0'.repeat(64)}"`)
    expect((await importXml(martin, unknown)).body).toMatchObject({ code: 'UNKNOWN_FILE' })
  })
})
