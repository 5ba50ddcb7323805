import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importX509, compactVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { approvedAcid, people } from '../helpers/shipments.ts'

interface Seal {
  readonly kid: string
  readonly org: string
  readonly x5c: readonly string[]
}

let app: TestApp
let dir: string
beforeAll(async () => {
  // Certificates are judged by programs that know only the time of this machine.
  app = await openTestApp({ now: new Date().toISOString() })
  dir = await mkdtemp(join(tmpdir(), 'certificates-'))
})
afterAll(async () => {
  await app?.close()
  await rm(dir, { recursive: true, force: true })
})

const openssl = (...args: string[]): string => {
  const { stdout, stderr } = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' })
  return stdout + stderr
}
const pem = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
const bytes = async (path: string): Promise<Buffer> => (await app.app.inject({ url: path })).rawPayload
const post = async (path: string, type: string, body: Buffer): Promise<Buffer> =>
  (await app.app.inject({ method: 'POST', url: path, headers: { 'content-type': type }, payload: body })).rawPayload

describe('the certificates of the seals', () => {
  it('lead to the published root, and check a document without us', async () => {
    const { permit } = await approvedAcid(app)
    const document = (await app.call('GET', `/v1/permits/${permit}/document`, people.lucia)).body as unknown as {
      jws: string
    }
    const { keys } = (await app.call('GET', '/.well-known/jwks.json')).body as unknown as { keys: Seal[] }
    const { kid } = JSON.parse(Buffer.from(document.jws.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
    const seal = keys.find((k) => k.kid === kid)
    const [own = '', issuing = '', root = ''] = seal?.x5c ?? []
    expect(Buffer.from(root, 'base64').equals(await bytes('/pki/root.cer'))).toBe(true)
    expect(Buffer.from(issuing, 'base64').equals(await bytes('/pki/issuing.cer'))).toBe(true)
    await writeFile(join(dir, 'root.pem'), pem(root))
    await writeFile(join(dir, 'issuing.pem'), pem(issuing))
    await writeFile(join(dir, 'seal.pem'), pem(own))
    expect(openssl('verify', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'seal.pem')).toContain('seal.pem: OK')
    const { payload } = await compactVerify(document.jws, await importX509(pem(own), 'ES256'))
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({ id: permit })
  })

  it('are the same when asked again, by many at once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => app.call('GET', '/.well-known/jwks.json')))
    expect(new Set(all.map((a) => a.text)).size).toBe(1)
    const listed = await app.house.certificates.list()
    expect(new Set(listed.map((c) => c.keyId)).size).toBe(listed.length)
  })

  it('are good until revoked, by list and by OCSP alike', async () => {
    const { keys } = (await app.call('GET', '/.well-known/jwks.json')).body as unknown as { keys: Seal[] }
    const [own = ''] = keys.find((k) => k.org === 'platform')?.x5c ?? []
    await writeFile(join(dir, 'own.pem'), pem(own))
    const serial = new X509Certificate(pem(own)).serialNumber.toLowerCase()
    const standing = async (): Promise<{ ocsp: string; list: string }> => {
      openssl('ocsp', '-issuer', 'issuing.pem', '-cert', 'own.pem', '-no_nonce', '-reqout', 'ask.der')
      const ask = await readFile(join(dir, 'ask.der'))
      await writeFile(join(dir, 'answer.der'), await post('/pki/ocsp', 'application/ocsp-request', ask))
      const byGet = await bytes(`/pki/ocsp/${encodeURIComponent(ask.toString('base64'))}`)
      expect(byGet.length).toBeGreaterThan(100)
      await writeFile(join(dir, 'list.der'), await bytes('/pki/issuing.crl'))
      openssl('crl', '-inform', 'DER', '-in', 'list.der', '-out', 'list.pem')
      const chain = ['-issuer', 'issuing.pem', '-cert', 'own.pem', '-CAfile', 'root.pem']
      return {
        ocsp: openssl('ocsp', '-no_nonce', '-respin', 'answer.der', ...chain),
        list: openssl(
          'verify',
          '-crl_check',
          '-CRLfile',
          'list.pem',
          '-CAfile',
          'root.pem',
          '-untrusted',
          'issuing.pem',
          'own.pem',
        ),
      }
    }
    const before = await standing()
    expect(before.ocsp).toContain('own.pem: good')
    expect(before.list).toContain('own.pem: OK')
    expect(await app.house.certificates.revoke(serial, 'superseded')).toMatchObject({ serial, reason: 4 })
    const after = await standing()
    expect(after.ocsp).toMatch(/own\.pem: revoked[\s\S]*superseded/)
    expect(after.list).toContain('certificate revoked')
    // The first date and reason stand.
    expect(await app.house.certificates.revoke(serial, 'keyCompromise')).toMatchObject({ reason: 4 })
    expect(await app.house.certificates.revoke('00'.repeat(16), 'unspecified')).toBeUndefined()
  })
})

describe('time stamps over HTTP', () => {
  it('hold for a foreign judge; nonsense and too much are refused', async () => {
    await writeFile(join(dir, 'data.txt'), 'Embarque de café')
    openssl('ts', '-query', '-data', 'data.txt', '-sha256', '-cert', '-out', 'ask.tsq')
    const ask = await readFile(join(dir, 'ask.tsq'))
    await writeFile(join(dir, 'answer.tsr'), await post('/pki/time-stamp', 'application/timestamp-query', ask))
    expect(
      openssl(
        'ts',
        '-verify',
        '-queryfile',
        'ask.tsq',
        '-in',
        'answer.tsr',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
      ),
    ).toContain('Verification: OK')
    const status = async (type: string, payload: Buffer): Promise<number> =>
      (await app.app.inject({ method: 'POST', url: '/pki/time-stamp', headers: { 'content-type': type }, payload }))
        .statusCode
    expect(await status('application/timestamp-query', Buffer.alloc(20_000))).toBe(413)
    expect(await status('application/json', Buffer.from('{}'))).toBe(415)
  })
})
