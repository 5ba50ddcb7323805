import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { approvedAcid, people } from '../helpers/shipments.ts'

let app: TestApp
let dir: string
beforeAll(async () => {
  app = await openTestApp()
  dir = await mkdtemp(join(tmpdir(), 'sealed-'))
  for (const name of ['root', 'issuing']) {
    const { rawPayload } = await app.app.inject({ url: `/pki/${name}.cer` })
    const body = rawPayload.toString('base64').replace(/.{64}(?!$)/g, '$&\n')
    await writeFile(join(dir, `${name}.pem`), `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`)
  }
})
afterAll(async () => {
  await app?.close()
  await rm(dir, { recursive: true, force: true })
})

const render = async (permit: string): Promise<Buffer> => {
  const answer = await app.app.inject({
    url: `/v1/permits/${permit}/document.pdf`,
    headers: { authorization: `Bearer ${people.lucia}` },
  })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf'])
  return answer.rawPayload
}

interface Signed {
  readonly kind: string
  readonly der: Buffer
  readonly covered: Buffer
  readonly end: number
}

/** Each signature as a reader of PDFs finds it: the bytes its range covers, and what stands between. */
const signaturesOf = (pdf: Buffer): Signed[] =>
  [
    ...pdf.toString('latin1').matchAll(/\/SubFilter \/(ETSI\.[\w.]+)[\s\S]*?\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/g),
  ].map(([, kind = '', open, close, rest]) => {
    const [a, b, c] = [Number(open), Number(close), Number(rest)]
    const hex = pdf.subarray(a + 1, b - 1).toString('latin1')
    const whole = Buffer.from(hex, 'hex')
    // The DER says itself how long it is; zeros fill the room behind it.
    const length = whole.readUInt16BE(2) + 4
    expect(whole.subarray(length).every((byte) => byte === 0)).toBe(true)
    return {
      kind,
      der: whole.subarray(0, length),
      covered: Buffer.concat([pdf.subarray(0, a), pdf.subarray(b, b + c)]),
      end: b + c,
    }
  })

const openssl = (line: string): { ok: boolean; text: string } => {
  const { status, stdout, stderr } = spawnSync('openssl', line.split(' '), { cwd: dir, encoding: 'utf8' })
  return { ok: status === 0, text: stdout + stderr }
}
const judge = async ({ der, covered }: Signed) => {
  await writeFile(join(dir, 'signature.der'), der)
  await writeFile(join(dir, 'covered.bin'), covered)
  return openssl(
    'cms -verify -binary -inform DER -in signature.der -content covered.bin -CAfile root.pem -certfile issuing.pem -purpose any -out /dev/null',
  )
}

describe('a rendering', () => {
  it('carries the seal of its issuer, which OpenSSL finds to cover every byte before it', async () => {
    const pdf = await render((await approvedAcid(app)).permit)
    const [signature, stamp] = signaturesOf(pdf)
    if (!signature || !stamp) throw new Error('two signatures were expected')
    expect([signature.kind, stamp.kind]).toEqual(['ETSI.CAdES.detached', 'ETSI.RFC3161'])
    expect(await judge(signature)).toMatchObject({ ok: true })
    // The last of them covers the whole file, the first what had been there when it was made.
    expect(stamp.end).toBe(pdf.length)
    expect(signature.end).toBeLessThan(pdf.length)
    await writeFile(join(dir, 'stamp.der'), stamp.der)
    await writeFile(join(dir, 'covered.bin'), stamp.covered)
    const stamped = openssl(
      'ts -verify -data covered.bin -in stamp.der -token_in -CAfile root.pem -untrusted issuing.pem',
    )
    expect(stamped.text).toContain('Verification: OK')
    // The signature's own time stamp: what makes its time provable.
    expect(signature.der.includes(Buffer.from('060b2a864886f70d010910020e', 'hex'))).toBe(true)
    expect(pdf.toString('latin1')).toMatch(/\/DSS << \/Certs \[.*\] \/OCSPs \[.*\] \/CRLs \[.*\] >>/)
  })

  it('no longer holds once a byte of it is changed', async () => {
    const pdf = await render((await approvedAcid(app)).permit)
    const [signature] = signaturesOf(pdf)
    if (!signature) throw new Error('a signature was expected')
    const covered = Buffer.from(signature.covered)
    covered[5000] = (covered[5000] ?? 0) ^ 1
    expect((await judge({ ...signature, covered })).ok).toBe(false)
  })

  it('is understood by a reader of PDFs', async () => {
    const pdf = await render((await approvedAcid(app)).permit)
    await writeFile(join(dir, 'paper.pdf'), pdf)
    const { error, stdout } = spawnSync('pdfsig', ['-nocert', 'paper.pdf'], { cwd: dir, encoding: 'utf8' })
    if (error) return console.warn('pdfsig (poppler-utils) is not installed here: this reader was not asked')
    expect(stdout).toContain('Signature Validation: Signature is Valid.')
    expect(stdout).toContain('Signature Type: ETSI.CAdES.detached')
  })

  it('is sealed by nobody once the seal was revoked, and is still handed out', async () => {
    const { permit } = await approvedAcid(app)
    const { issuer } = (await app.call('GET', `/v1/permits/${permit}/document`, people.lucia)).body
    const { keys } = app.house.signer.jwks()
    const kid = keys.find((k) => k.org === issuer)?.kid ?? ''
    const certificate = await app.house.certificates.ofKey(kid)
    await app.house.certificates.revoke(certificate?.serial ?? '', 'superseded')
    expect(signaturesOf(await render(permit))).toEqual([])
  })
})
