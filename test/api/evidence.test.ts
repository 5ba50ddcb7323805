import { spawnSync } from 'node:child_process'
import { createPublicKey, verify as verifySignature } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkFile, createEvidence, readSeals } from '#modules/evidence'
import { unzip, zip, type Files } from '#platform/archive'
import { openPki } from '#platform/pki'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { approvedAcid, people } from '../helpers/shipments.ts'

let app: TestApp
let dir: string
beforeAll(async () => {
  app = await openTestApp()
  dir = await mkdtemp(join(tmpdir(), 'evidence-'))
})
afterAll(async () => {
  await app?.close()
  await rm(dir, { recursive: true, force: true })
})

const bytesOf = async (path: string, token: string | null = people.lucia): Promise<Buffer> => {
  const answer = await app.app.inject({
    method: 'GET',
    url: path,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
  expect(answer.statusCode).toBe(200)
  return answer.rawPayload
}
const packageOf = async (permit: string): Promise<Files> =>
  unzip(await bytesOf(`/v1/permits/${permit}/document/evidence.zip`))
const roots = async () => [await bytesOf('/pki/root.cer', null)]
const check = async (files: Files) => checkFile(zip(files), { roots: await roots(), seals: new Map() }, new Date())
const broken = async (files: Files): Promise<string[]> =>
  (await check(files)).findings.filter((f) => !f.ok).map((f) => f.check)
const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
const text = (files: Files, name: string): string => Buffer.from(files[name] ?? []).toString('utf8')
let folders = 0
const unpack = async (files: Files): Promise<string> => {
  const folder = join(dir, String(++folders))
  await mkdir(folder)
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
  return folder
}

describe('the evidence of a document', () => {
  it('convinces a judge who has only OpenSSL, and not once a letter of it is changed', async () => {
    const { permit } = await approvedAcid(app)
    const files = await packageOf(permit)
    const run = async (given: Files) => spawnSync('sh', ['verify.sh'], { cwd: await unpack(given), encoding: 'utf8' })
    const good = await run(files)
    expect(good.stdout + good.stderr).toContain('Verified OK')
    expect(good.stdout).toContain('Verification: OK')
    expect(good.stdout).toContain('seal.pem: OK')
    expect(good.status).toBe(0)
    const record = text(files, 'record.json')
    const forged = Buffer.from(record.replace('1200', '9200'))
    expect(String(forged)).not.toBe(record)
    expect((await run({ ...files, 'record.json': forged })).status).not.toBe(0)
    const [head, , signature] = text(files, 'record.jws').split('.')
    const altered = `${head}.${forged.toString('base64url')}`
    const whole = {
      ...files,
      'record.json': forged,
      'signed.txt': Buffer.from(altered),
      'record.jws': Buffer.from(`${altered}.${signature}`),
    }
    expect((await run(whole)).status).not.toBe(0)
  })

  it('is checked here without any window: each part that is changed, exchanged or missing is named', async () => {
    const files = await packageOf((await approvedAcid(app)).permit)
    const other = await packageOf((await approvedAcid(app)).permit)
    const verdict = await check(files)
    expect(verdict).toMatchObject({ ok: true, kind: 'package', record: { issuer: { name: 'MTC' } } })
    const pick = (name: string) => ({ [name]: other[name] ?? new Uint8Array() })
    expect(await broken({ ...files, ...pick('record.jws'), ...pick('record.json') })).toContain('time-stamp')
    expect(await broken({ ...files, ...pick('record.json') })).toEqual(['record'])
    expect(await broken({ ...files, ...pick('time-stamp.der') })).toContain('time-stamp')
    const { 'time-stamp.der': _, ...unstamped } = files
    expect(await broken(unstamped)).toContain('time-stamp')
    expect(await broken({ ...files, 'seal.pem': files['issuing.pem'] ?? new Uint8Array() })).toContain('signature')
    const stranger = await checkFile(zip(files), { roots: [], seals: new Map() }, new Date())
    expect(stranger.findings.filter((f) => !f.ok).map((f) => f.check)).toContain('certificate')
    expect(
      (await checkFile(Buffer.from('PK\x03\x04 no archive'), { roots: [], seals: new Map() }, new Date())).ok,
    ).toBe(false)
  })

  it('is read from a PDF and from a signed record by the seals that a window publishes', async () => {
    const { permit } = await approvedAcid(app)
    const { body } = await app.call('GET', `/v1/permits/${permit}/document`, people.lucia)
    const seals = readSeals((await bytesOf('/.well-known/jwks.json', null)).toString('utf8'))
    const trust = { roots: await roots(), seals }
    const pdf = await bytesOf(`/v1/permits/${permit}/document.pdf`)
    expect(await checkFile(pdf, trust, new Date())).toMatchObject({ ok: true, kind: 'pdf', digest: body.digest })
    const jws = String(body.jws)
    expect(await checkFile(Buffer.from(jws), trust, new Date())).toMatchObject({ ok: true, kind: 'record' })
    const torn = jws.replace(/\.(.)(?=[^.]*$)/, (_, c: string) => `.${c === 'A' ? 'B' : 'A'}`)
    expect((await checkFile(Buffer.from(torn), trust, new Date())).ok).toBe(false)
    expect((await checkFile(Buffer.from(jws), { ...trust, seals: new Map() }, new Date())).ok).toBe(false)
  })

  it('may be had by those who may read the document, and by nobody else', async () => {
    const { permit } = await approvedAcid(app)
    const path = `/v1/permits/${permit}/document/evidence.zip`
    expect((await app.call('GET', path, people.elvira)).status).toBe(404)
    expect((await app.call('GET', path, null)).status).toBe(401)
  })
})

describe('a seal that was revoked', () => {
  it('leaves valid what a time stamp proves to be older, and unsealed what none does', async () => {
    const { permit } = await approvedAcid(app)
    await app.house.evidence.collect()
    const proved = (await app.call('GET', `/v1/permits/${permit}/document`, people.lucia)).body
    const before = (await app.call('GET', `/v1/verify/${String(proved.code)}`)).body as {
      seal: { serial: string; stampedAt: string }
    }
    expect(before.seal.stampedAt).toMatch(/^20/)
    app.clock.set(new Date(Date.parse(app.clock.now()) + 60_000).toISOString())
    await app.house.certificates.revoke(before.seal.serial, 'keyCompromise')
    const after = (await app.call('GET', `/v1/verify/${String(proved.code)}`)).body
    expect(after).toMatchObject({
      status: 'valid',
      seal: { revoked: { code: 'CERT_REVOKED', reason: 'keyCompromise' } },
    })
    const late = (await approvedAcid(app)).permit
    const unproved = (await app.call('GET', `/v1/permits/${late}/document`, people.lucia)).body
    expect((await app.call('GET', `/v1/verify/${String(unproved.code)}`)).body.status).toBe('unsealed')
    await app.house.evidence.collect()
    expect((await app.call('GET', `/v1/verify/${String(unproved.code)}`)).body.status).toBe('unsealed')
    const page = await app.call('GET', `/v/${String(unproved.code)}`)
    expect(page.text).toContain('El sello de esta autoridad fue anulado.')
    expect(await broken(await packageOf(late))).toContain('revocation')
    // A new key, a new certificate: what is signed from now on stands again.
    const issuer = String(proved.issuer)
    await app.house.signer.rotate(issuer)
    const renewed = (await app.call('GET', `/v1/permits/${(await approvedAcid(app)).permit}/document`, people.lucia))
      .body
    expect((await app.call('GET', `/v1/verify/${String(renewed.code)}`)).body.status).toBe('valid')
  })
})

describe('a document as a verifiable credential', () => {
  const parse = (jwt: string): { header: { kid: string; typ: string }; payload: Record<string, unknown> } => {
    const [header, payload] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'))
    return { header: JSON.parse(header ?? '') as never, payload: JSON.parse(payload ?? '') as never }
  }
  const bit = async (status: { statusListCredential: string; statusListIndex: string }): Promise<number> => {
    const { pathname } = new URL(status.statusListCredential)
    const list = parse((await bytesOf(pathname, null)).toString('utf8'))
    const { encodedList } = list.payload.credentialSubject as { encodedList: string }
    const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'))
    expect(bits.length * 8).toBe(131_072)
    const at = Number(status.statusListIndex)
    return ((bits[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
  }

  it('is verified by the key that its issuer’s DID names, and its bit falls when the document is revoked', async () => {
    const { permit } = await approvedAcid(app)
    const jwt = (await bytesOf(`/v1/permits/${permit}/document/credential`)).toString('utf8')
    const { header, payload } = parse(jwt)
    expect(header).toMatchObject({ typ: 'vc+jwt', alg: 'ES256' })
    const did = (payload.issuer as { id: string }).id
    const org = did.split(':').at(-1) ?? ''
    const { verificationMethod } = (await app.call('GET', `/issuers/${org}/did.json`)).body as {
      verificationMethod: { id: string; publicKeyJwk: object }[]
    }
    const method = verificationMethod.find((m) => m.id === header.kid)
    const key = createPublicKey({ key: method?.publicKeyJwk as never, format: 'jwk' })
    const [h, p, s = ''] = jwt.split('.')
    const holds = verifySignature(
      'sha256',
      Buffer.from(`${h}.${p}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(s, 'base64url'),
    )
    expect(holds).toBe(true)
    const status = payload.credentialStatus as { statusListCredential: string; statusListIndex: string }
    expect(await bit(status)).toBe(0)
    await app.act(people.irene, `/v1/permits/${permit}`, 'revoke', { grounds: 'The tank failed its test.' })
    // A list is made once a minute at most, and says how long it may be kept.
    app.clock.set(new Date(Date.parse(app.clock.now()) + 61_000).toISOString())
    expect(await bit(status)).toBe(1)
    // A credential never passes for the record itself.
    expect((await app.call('POST', '/v1/verify', null, { jws: jwt })).body.status).toBe('altered')
  })

  it('keeps its place in the list, and another document has another', async () => {
    const [a, b] = [(await approvedAcid(app)).permit, (await approvedAcid(app)).permit]
    const place = async (permit: string) =>
      parse((await bytesOf(`/v1/permits/${permit}/document/credential`)).toString('utf8')).payload.credentialStatus
    const [first, again, other] = [await place(a), await place(a), await place(b)]
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })
})

describe('evidence that grows old', () => {
  it('is stamped again over all of it, and the package still holds', async () => {
    const { permit } = await approvedAcid(app)
    await app.house.evidence.collect()
    const [first] = await app.house.evidence.of(permit, 1)
    // The authority's certificate of today ends on the same day: a second stamp would add nothing, and none is made.
    const soon = new Date(Date.parse(first?.tokenUntil ?? '') + 1).toISOString()
    await app.house.evidence.renew(soon)
    expect(await app.house.evidence.of(permit, 1)).toHaveLength(1)
    // Another authority, whose certificate was made a year later.
    const later = new Date(Date.now() + 365 * 86_400_000)
    const { authority } = await app.house.pki()
    const next = await openPki({
      dir: join(dir, 'next'),
      name: 'Sellos de Tiempo',
      publicUrl: () => 'http://stamps.test',
      now: () => later,
      tsaUrl: null,
      tsaRoots: null,
    })
    const { pool, clock, certificates } = app.house
    const pki = () => Promise.resolve({ authority, stamper: next.stamper })
    await createEvidence({ pool, clock, certificates, pki }).renew(soon)
    const kept = await app.house.evidence.of(permit, 1)
    expect(kept.map((e) => e.seq)).toEqual([1, 2])
    const files = await packageOf(permit)
    const trust = { roots: [...(await roots()), next.authority.root.der], seals: new Map<string, never>() }
    const between = next.authority.issuing.der
    expect(Buffer.from(files['time-stamp-2.der'] ?? []).length).toBeGreaterThan(500)
    const verdict = await checkFile(
      zip({ ...files, 'time-stamp-issuing.pem': Buffer.from(pemOf(between)) }),
      trust,
      later,
    )
    expect(verdict.findings.filter((f) => f.check === 'time-stamp').map((f) => f.ok)).toEqual([true, true])
    expect(verdict.ok).toBe(true)
    const altered = { ...files, 'ocsp.der': Buffer.from('nothing') }
    expect(
      (await checkFile(zip({ ...altered, 'time-stamp-issuing.pem': Buffer.from(pemOf(between)) }), trust, later)).ok,
    ).toBe(false)
  })
})
