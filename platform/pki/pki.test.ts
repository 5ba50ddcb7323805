import { createHash, generateKeyPairSync } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  answerOcsp,
  answerRequest,
  createToken,
  openAuthority,
  revocationList,
  tokenOf,
  verifyToken,
  type Authority,
  type Certificate,
} from './index.ts'

let dir: string
let authority: Authority
const now = (): Date => new Date()
const open = (folder = 'pki', passphrase?: string): Promise<Authority> =>
  openAuthority({
    dir: join(dir, folder),
    name: 'Ventanilla',
    publicUrl: () => 'http://127.0.0.1:3000',
    now,
    ...(passphrase ? { passphrase } : {}),
  })

/** The judge that is not ours. */
function openssl(...args: string[]): { ok: boolean; text: string } {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' })
  return { ok: status === 0, text: stdout + stderr }
}
const write = (name: string, bytes: Uint8Array | string): Promise<void> => writeFile(join(dir, name), bytes)
const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

async function seal(name = 'Servicio Nacional de Ñandúes'): Promise<{ certificate: Certificate; key: string }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = await authority.issue({
    kind: 'seal',
    subject: { name, organisation: name, id: 'VATPE-20131312955', country: 'PE' },
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    from: new Date(),
    days: 365,
  })
  return { certificate, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pki-'))
  authority = await open()
  await write('root.pem', pem(authority.root.der))
  await write('issuing.pem', pem(authority.issuing.der))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('the authority', () => {
  it('issues certificates that lead to its root', async () => {
    const { certificate } = await seal()
    await write('seal.pem', pem(certificate.der))
    expect(
      openssl('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'seal.pem').text,
    ).toContain('seal.pem: OK')
    const shown = openssl('x509', '-in', 'seal.pem', '-noout', '-text', '-nameopt', 'utf8').text
    expect(shown).toContain('Servicio Nacional de Ñandúes')
    expect(shown).toContain('Non Repudiation')
    expect(shown).toContain('http://127.0.0.1:3000/pki/issuing.crl')
  })

  it('is the same when it is opened again, and needs its root key no more', async () => {
    await rename(join(dir, 'pki', 'root.key'), join(dir, 'offline.key'))
    const again = await open()
    expect(again.root.serial).toBe(authority.root.serial)
    expect(again.issuing.serial).toBe(authority.issuing.serial)
    expect((await seal()).certificate.serial).toMatch(/^[4-7][0-9a-f]{31}$/)
  })

  it('is one when several processes open it at once', async () => {
    const all = await Promise.all([open('race'), open('race'), open('race')])
    expect(new Set(all.map((a) => a.issuing.serial)).size).toBe(1)
    expect(new Set(all.map((a) => a.timeStamps.certificate.serial)).size).toBe(1)
  })

  it('keeps its keys encrypted, and says so when the passphrase is another one', async () => {
    await open('secret', 'one long secret')
    expect(await readFile(join(dir, 'secret', 'issuing.key'), 'utf8')).toContain('ENCRYPTED PRIVATE KEY')
    await expect(open('secret', 'another secret')).rejects.toThrow('VUCE_KEYS_PASSPHRASE')
  })
})

describe('revocation', () => {
  it('is listed', async () => {
    const [good, bad] = [await seal('Good'), await seal('Bad')]
    const list = await revocationList(
      authority,
      [{ serial: bad.certificate.serial, at: new Date(), reason: 1 }],
      7,
      new Date(),
    )
    await write('list.crl', list)
    await write('good.pem', pem(good.certificate.der))
    await write('bad.pem', pem(bad.certificate.der))
    openssl('crl', '-inform', 'DER', '-in', 'list.crl', '-out', 'list.pem')
    const verify = (file: string): string =>
      openssl('verify', '-crl_check', '-CRLfile', 'list.pem', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', file)
        .text
    expect(verify('good.pem')).toContain('good.pem: OK')
    expect(verify('bad.pem')).toContain('certificate revoked')
    expect(openssl('crl', '-in', 'list.pem', '-noout', '-text').text).toMatch(/CRL Number:\s+7/)
  })

  it('is answered by OCSP: good, revoked and not ours', async () => {
    const [good, bad] = [await seal('Good'), await seal('Bad')]
    await write('good.pem', pem(good.certificate.der))
    await write('bad.pem', pem(bad.certificate.der))
    const ask = async (file: string, ...more: string[]): Promise<string> => {
      openssl('ocsp', ...more, '-issuer', 'issuing.pem', '-cert', file, '-reqout', 'ask.der')
      const answer = await answerOcsp(
        await readFile(join(dir, 'ask.der')),
        authority,
        async (serial) =>
          serial === bad.certificate.serial
            ? { serial, at: new Date('2026-06-22T12:00:00.000Z'), reason: 1 }
            : serial === good.certificate.serial
              ? 'good'
              : 'unknown',
        new Date(),
      )
      await write('answer.der', answer)
      const nonce = openssl(
        'ocsp',
        '-reqin',
        'ask.der',
        '-respin',
        'answer.der',
        '-issuer',
        'issuing.pem',
        '-CAfile',
        'root.pem',
      )
      expect(nonce.text).toContain('Response verify OK')
      expect(nonce.text).not.toContain('nonce')
      const args = ['-issuer', 'issuing.pem', '-cert', file, '-respin', 'answer.der', '-CAfile', 'root.pem']
      return openssl('ocsp', ...more, '-no_nonce', ...args).text
    }
    const fine = await ask('good.pem')
    expect(fine).toContain('good.pem: good')
    expect(await ask('bad.pem', '-sha256')).toMatch(/bad\.pem: revoked[\s\S]*keyCompromise[\s\S]*Jun 22 12:00:00 2026/)
    const { certificate } = await (
      await open('other')
    )
      .issue({
        kind: 'seal',
        subject: { name: 'Other' },
        publicKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }),
        from: new Date(),
        days: 1,
      })
      .then((c) => ({ certificate: c }))
    await write('foreign.pem', pem(certificate.der))
    expect(await ask('foreign.pem')).toContain('foreign.pem: unknown')
  })

  it('answers nonsense with a refusal', async () => {
    const answer = await answerOcsp(Buffer.from('hello'), authority, async () => 'good', new Date())
    expect([...answer]).toEqual([0x30, 3, 0x0a, 1, 1])
  })
})

describe('a time stamp', () => {
  it('is granted to a request and holds for a foreign judge', async () => {
    await write('data.txt', 'El dossier de Valle Verde')
    openssl('ts', '-query', '-data', 'data.txt', '-sha256', '-cert', '-out', 'ask.tsq')
    const answer = await answerRequest(await readFile(join(dir, 'ask.tsq')), authority.timeStamps, new Date())
    await write('answer.tsr', answer)
    const verify = openssl(
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
    )
    expect(verify.text).toContain('Verification: OK')
    await write('token.der', tokenOf(answer))
    await write('data.txt', 'El dossier de Valle Rojo')
    expect(
      openssl(
        'ts',
        '-verify',
        '-data',
        'data.txt',
        '-in',
        'token.der',
        '-token_in',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
      ).ok,
    ).toBe(false)
  })

  it('is refused to a request that is none, or asks with a weak hash', async () => {
    await write('data.txt', 'x')
    openssl('ts', '-query', '-data', 'data.txt', '-sha1', '-out', 'weak.tsq')
    for (const request of [await readFile(join(dir, 'weak.tsq')), Buffer.from('hello'), Buffer.alloc(0)]) {
      const answer = await answerRequest(request, authority.timeStamps, new Date())
      expect(() => tokenOf(answer)).toThrow('status 2')
    }
  })

  it('is verified here too: the digest, the signature and the chain', async () => {
    const digest = sha256('roots')
    const at = new Date('2026-06-19T17:05:33.120Z')
    // The certificate must be valid at that time: a fresh one is asked at its own beginning.
    const token = await createToken({ digest, at: new Date() }, authority.timeStamps)
    const roots = [authority.root.der]
    const between = [authority.issuing.der]
    expect(verifyToken(token, digest, roots, between)).toMatchObject({
      valid: true,
      authority: 'Ventanilla Time Stamps',
    })
    expect(verifyToken(token, sha256('others'), roots, between)).toEqual({ valid: false, reason: 'digest' })
    const altered = Buffer.from(token)
    altered[altered.length - 10] = (altered[altered.length - 10] ?? 0) ^ 1
    expect(verifyToken(altered, digest, roots, between)).toMatchObject({ valid: false })
    const stranger = await open('stranger')
    expect(verifyToken(token, digest, [stranger.root.der], [stranger.issuing.der])).toEqual({
      valid: false,
      reason: 'chain',
    })
    expect(verifyToken(Buffer.from('no token'), digest, roots, between)).toEqual({ valid: false, reason: 'malformed' })
    const early = await createToken({ digest, at }, authority.timeStamps)
    expect(verifyToken(early, digest, roots, between)).toEqual({ valid: false, reason: 'chain' })
  })
})
