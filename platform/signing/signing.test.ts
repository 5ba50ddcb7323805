import { createHash, generateKeyPairSync } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompactSign, compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestOfRecord, openKeys, PLATFORM, RECORD_TYPE, type Signer } from './index.ts'

const record = {
  number: 'SNS-2026-004417',
  title: 'Certificado fitosanitario',
  lines: [{ q: '12000.000' }],
  at: '2026-06-19T17:05:33.000Z',
}

let dir: string
let signer: Signer

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'seals-')), 'keys')
  signer = await openKeys({ dir })
})
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }))

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const parts = (jws: string): [string, string, string] => jws.split('.') as [string, string, string]

async function forge(
  header: Record<string, string | string[]>,
  body: string,
  key: Parameters<CompactSign['sign']>[0],
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(body)).setProtectedHeader({ alg: 'ES256', ...header }).sign(key)
}

describe('a signed record', () => {
  it('verifies, names whose seal it is, and carries canonical JSON', async () => {
    const jws = await signer.sign('uy-mgap', record)
    const verdict = await signer.verify(jws)
    expect(verdict).toMatchObject({ valid: true, org: 'uy-mgap', payload: record })
    expect(decodeProtectedHeader(jws)).toEqual({ alg: 'ES256', kid: verdict.kid, typ: RECORD_TYPE })
    const text = Buffer.from(parts(jws)[1], 'base64url').toString()
    expect(text).toBe(
      '{"at":"2026-06-19T17:05:33.000Z","lines":[{"q":"12000.000"}],"number":"SNS-2026-004417","title":"Certificado fitosanitario"}',
    )
    const digest = createHash('sha256').update(text).digest('hex')
    expect(verdict).toMatchObject({ digest })
    expect(digestOfRecord(jws)).toBe(digest)
  })

  it('verifies with the published keys and any JOSE library', async () => {
    const jws = await signer.sign('uy-mgap', record)
    const { kid } = decodeProtectedHeader(jws)
    const jwk = signer.jwks().keys.find((key) => key.kid === kid)
    if (!jwk) throw new Error('key not published')
    const { payload } = await compactVerify(jws, await importJWK({ ...jwk }))
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(record)
  })

  it('uses another key for each organisation, and never publishes a private part', async () => {
    const [a, b] = await Promise.all([signer.sign('uy-mgap', record), signer.sign('uy-msp', record)])
    expect(decodeProtectedHeader(a).kid).not.toBe(decodeProtectedHeader(b).kid)
    const { keys } = signer.jwks()
    expect(keys.map((key) => key.org)).toEqual([PLATFORM, 'uy-mgap', 'uy-msp'])
    expect(JSON.stringify(keys)).not.toContain('"d"')
  })

  it('refuses to sign what has no canonical form', async () => {
    await expect(signer.sign('uy-mgap', { weight: 0.1 })).rejects.toThrow(TypeError)
  })
})

describe('the key folder', () => {
  it('is readable by its owner only, and survives a restart', async () => {
    const jws = await signer.sign('uy-mgap', record)
    const files = await readdir(dir)
    expect(files).toHaveLength(2)
    for (const file of files) expect((await stat(join(dir, file))).mode & 0o777).toBe(0o600)
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
    const again = await openKeys({ dir })
    expect(await again.verify(jws)).toMatchObject({ valid: true })
    expect(again.jwks()).toEqual(signer.jwks())
  })

  it('is shared: two processes making one seal end with one key, and each knows the other’s', async () => {
    const other = await openKeys({ dir })
    const signed = await Promise.all([
      signer.sign('pe-senasa', record),
      other.sign('pe-senasa', record),
      signer.sign('pe-senasa', record),
    ])
    expect(new Set(signed.map((jws) => decodeProtectedHeader(jws).kid)).size).toBe(1)
    const late = await other.sign('pe-digesa', record)
    expect(await signer.verify(late)).toMatchObject({ valid: true, org: 'pe-digesa' })
    expect((await readdir(dir)).filter((name) => name.startsWith('.draft'))).toEqual([])
  })

  it('tells organisations apart that differ only in case', async () => {
    const [a, b] = [await signer.sign('UY-MSP', record), await signer.sign('uy-msp', record)]
    expect(decodeProtectedHeader(a).kid).not.toBe(decodeProtectedHeader(b).kid)
  })

  it.each(['../escape', '', '.', 'a/b', 'x'.repeat(200), 'ñ', 'a\0b'])('refuses %j as an organisation', async (org) => {
    await expect(signer.sign(org, record)).rejects.toThrow(RangeError)
  })

  it('does not start on a key that others can read, a damaged one, or one moved to another organisation', async () => {
    const [file = ''] = await readdir(dir)
    const path = join(dir, file)
    const text = await readFile(path, 'utf8')
    await chmod(path, 0o644)
    await expect(openKeys({ dir })).rejects.toThrow('readable by others')
    await chmod(path, 0o600)
    await writeFile(path, text.replace('"platform"', '"uy-mgap"'))
    await expect(openKeys({ dir })).rejects.toThrow('another organisation')
    await writeFile(path, '{}')
    await expect(openKeys({ dir })).rejects.toThrow('not a signing key')
  })
})

describe('what must not pass', () => {
  it('a changed payload', async () => {
    const [header, , signature] = parts(await signer.sign('uy-mgap', record))
    const jws = `${header}.${encode({ ...record, number: 'SNS-2026-999999' })}.${signature}`
    expect(await signer.verify(jws)).toEqual({
      valid: false,
      kid: expect.any(String),
      payload: null,
      reason: 'signature',
    })
  })

  it('alg none, with and without a signature', async () => {
    const { kid } = decodeProtectedHeader(await signer.sign('uy-mgap', record))
    const head = encode({ alg: 'none', kid, typ: RECORD_TYPE })
    expect(await signer.verify(`${head}.${encode(record)}.`)).toMatchObject({ valid: false, reason: 'malformed' })
    expect(await signer.verify(`${head}.${encode(record)}.AAAA`)).toMatchObject({ valid: false, reason: 'algorithm' })
  })

  it('HS256 keyed with the public key', async () => {
    const { kid } = decodeProtectedHeader(await signer.sign('uy-mgap', record))
    const secret = new TextEncoder().encode(JSON.stringify(signer.jwks().keys[0]))
    const jws = await forge({ alg: 'HS256', kid: String(kid), typ: RECORD_TYPE }, JSON.stringify(record), secret)
    expect(await signer.verify(jws)).toMatchObject({ valid: false, reason: 'algorithm' })
  })

  it('another key under a known kid, and an unknown kid', async () => {
    const { kid } = decodeProtectedHeader(await signer.sign('uy-mgap', record))
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const stolen = await forge({ kid: String(kid), typ: RECORD_TYPE }, JSON.stringify(record), privateKey)
    expect(await signer.verify(stolen)).toMatchObject({ valid: false, reason: 'signature' })
    const foreign = await forge({ kid: 'A'.repeat(43), typ: RECORD_TYPE }, JSON.stringify(record), privateKey)
    expect(await signer.verify(foreign)).toMatchObject({ valid: false, reason: 'unknown-key' })
    const nameless = await forge({ typ: RECORD_TYPE }, JSON.stringify(record), privateKey)
    expect(await signer.verify(nameless)).toMatchObject({ valid: false, reason: 'unknown-key', kid: null })
  })

  it('a signature of ours made for another purpose, or with a header that brings its own key', async () => {
    const { kid } = decodeProtectedHeader(await signer.sign('uy-mgap', record))
    const file = (await readdir(dir)).find((name) => name.startsWith('uy-mgap')) ?? ''
    const { jwk } = JSON.parse(await readFile(join(dir, file), 'utf8')) as { jwk: object }
    const key = await importJWK(jwk, 'ES256')
    const receipt = await forge({ kid: String(kid), typ: 'JWT' }, JSON.stringify(record), key)
    expect(await signer.verify(receipt)).toMatchObject({ valid: false, reason: 'type' })
    const extra = await forge({ kid: String(kid), typ: RECORD_TYPE, x5c: ['AAAA'] }, JSON.stringify(record), key)
    expect(await signer.verify(extra)).toMatchObject({ valid: false, reason: 'header' })
    const list = await forge({ kid: String(kid), typ: RECORD_TYPE }, '[1]', key)
    expect(await signer.verify(list)).toMatchObject({ valid: false, reason: 'malformed' })
  })

  it.each([
    '',
    'a.b',
    'a.b.c',
    '....',
    `${encode([])}.e30.AA`,
    'x'.repeat(9_000_000),
    `${encode({ alg: 'ES256' })}.e30.%%`,
  ])('text that is not a signed record', async (jws) => {
    expect(await signer.verify(jws)).toMatchObject({ valid: false, payload: null })
  })

  it('something that is not text at all', async () => {
    expect(await signer.verify(undefined as unknown as string)).toMatchObject({ valid: false, reason: 'malformed' })
  })
})

describe('a key that is rotated', () => {
  it('signs no more, and what it signed still verifies, here and in a process that was running', async () => {
    const other = await openKeys({ dir })
    const before = await signer.sign('pe-rotated', record)
    expect(await other.verify(before)).toMatchObject({ valid: true, org: 'pe-rotated' })
    const made = await signer.rotate('pe-rotated')
    const after = await signer.sign('pe-rotated', record)
    expect(decodeProtectedHeader(after).kid).toBe(made?.kid)
    expect(decodeProtectedHeader(before).kid).not.toBe(made?.kid)
    for (const who of [signer, other, await openKeys({ dir })])
      for (const jws of [before, after])
        expect(await who.verify(jws)).toMatchObject({ valid: true, org: 'pe-rotated', payload: record })
    expect(signer.jwks().keys.filter((k) => k.org === 'pe-rotated')).toHaveLength(2)
    // Nobody can sign with the old one again: its private half is nowhere.
    for (const file of (await readdir(dir)).filter((name) => name.startsWith('pe-rotated'))) {
      const { jwk } = JSON.parse(await readFile(join(dir, file), 'utf8')) as { jwk: { d?: string } }
      expect(jwk.d !== undefined).toBe(file.endsWith('.key.json'))
    }
  })

  it('is none where nobody ever signed', async () => {
    expect(await signer.rotate('pe-nobody')).toBeUndefined()
  })
})
