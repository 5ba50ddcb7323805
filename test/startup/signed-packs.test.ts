import { generateKeyPairSync } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDictionary, loadPacks, type Fault, type Pack } from '#kernel'
import { packSignCommand, packVerifyCommand } from '../../cli/pack-sign.ts'
import { readConfig } from '../../server/config.ts'
import { start } from '../../server/start.ts'
import { readPackFiles, readSignature, readTrustedKeys, signPack, verifyPack } from '#platform/packs'

const root = join(import.meta.dirname, '../..')
const pair = (type: 'ec' | 'ed25519') => {
  const { privateKey, publicKey } =
    type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  return {
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    open: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
const ministry = pair('ec')
const other = pair('ed25519')

let dir: string
let packs: string
let said: string[]
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vuce-sign-'))
  await writeFile(join(dir, 'ministry.pem'), ministry.secret, { mode: 0o600 })
  await writeFile(join(dir, 'ministry.pub.pem'), ministry.open)
  await writeFile(join(dir, 'other.pub.pem'), other.open)
})
afterAll(() => rm(dir, { recursive: true, force: true }))
beforeEach(async () => {
  packs = await mkdtemp(join(dir, 'packs-'))
  await cp(join(root, 'packs/demo'), join(packs, 'demo'), { recursive: true })
  vi.stubEnv('VUCE_PACKS', packs)
  said = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const sign = () => packSignCommand(['demo', '--key', join(dir, 'ministry.pem')])
const verify = (key = 'ministry.pub.pem') => packVerifyCommand(['demo', '--key', join(dir, key)])
const change = async (file: string, find: string, put: string): Promise<void> => {
  const path = join(packs, 'demo', file)
  const before = await readFile(path, 'utf8')
  expect(before).toContain(find)
  await writeFile(path, before.replace(find, put))
}
const load = async (today?: string): Promise<{ pack: Pack | undefined; faults: readonly Fault[] }> => {
  const { dictionary } = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const { packs: loaded, faults } = loadPacks(await readPackFiles(packs), dictionary, today ? { today } : {})
  return { pack: loaded.get('demo'), faults }
}

describe('a pack is signed whole (PACK 11)', () => {
  it('and verified by whoever has the public key', async () => {
    expect(await sign()).toBe(0)
    expect(await readFile(join(packs, 'demo/pack.jws'), 'utf8')).toMatch(/^[\w-]+\.\.[\w-]+\n$/)
    expect(await verify()).toBe(0)
    expect(said.join('')).toMatch(/demo 1 was signed at 20/)
  })

  it('not where nobody signed, nor by another key', async () => {
    expect(await verify()).toBe(1)
    expect(said.join('')).toContain('missing')
    expect(await sign()).toBe(0)
    expect(await verify('other.pub.pem')).toBe(1)
    expect(said.join('')).toContain('unknown key')
  })

  it('not once a file was altered, a holiday or a fee', async () => {
    expect(await sign()).toBe(0)
    await change('units.csv', 'VELA', 'VELA ')
    expect(await verify()).toBe(1)
    expect(said.join('')).toContain('altered')
  })

  it.each(['ec', 'ed25519'] as const)(
    'with a key of kind %s; a signature of another pack or shape does not pass',
    async (type) => {
      const key = pair(type)
      const { pack } = await load()
      if (!pack) throw new Error('the demo pack loads')
      const trusted = readTrustedKeys(`${other.open}${key.open}`)
      const signature = await signPack(pack, key.secret, '2026-06-01T12:00:00.000Z')
      expect(await verifyPack(pack, signature, trusted)).toMatchObject({ ok: true, at: '2026-06-01T12:00:00.000Z' })
      expect(await verifyPack({ ...pack, id: 'pe' }, signature, trusted)).toEqual({ ok: false, reason: 'altered' })
      expect(await verifyPack({ ...pack, version: '2' }, signature, trusted)).toEqual({ ok: false, reason: 'altered' })
      const [head = '', , tail = ''] = signature.trim().split('.')
      const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'vuce-pack+jws', iat: 1, kid: 'x' })).toString(
        'base64url',
      )
      for (const bad of ['', 'x', `${head}.${tail}`, `${head}.e30.${tail}`, `${none}..${tail}`])
        expect((await verifyPack(pack, bad, trusted)).ok).toBe(false)
    },
  )

  it('only with a key that can', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
    await writeFile(join(dir, 'rsa.pem'), rsa)
    expect(await packSignCommand(['demo', '--key', join(dir, 'rsa.pem')])).toBe(2)
    expect(await packSignCommand(['demo', '--key', join(dir, 'nowhere.pem')])).toBe(2)
    expect(await packSignCommand(['demo'])).toBe(2)
    expect(await readSignature(packs, 'demo')).toBeUndefined()
  })
})

describe('a version in force says what it said when it was published (PACK 11)', () => {
  const inForce = '2026-06-01'
  const told = async (today: string): Promise<string[]> =>
    (await load(today)).faults
      .filter((f) => f.code === 'CHANGED_IN_FORCE')
      .map((f) => `${f.level} ${f.file}:${f.line} ${f.message}`)

  it('its texts, its layout and what is to be confirmed may change', async () => {
    expect(await sign()).toBe(0)
    await change('tide-permit.yaml', 'title: ', 'title: Nuevo ')
    await change('fog-permit.yaml', 'law: CARTA-2 art. 4', '# a comment\nlaw: CARTA-2 art. 4\nconfirm: [law]')
    expect(await told(inForce)).toEqual([])
    expect(await sign()).toBe(0)
  })

  it('what it orders may not, and is not signed again', async () => {
    expect(await sign()).toBe(0)
    await change('fog-permit.yaml', 'within: 4 bd', 'within: 40 bd')
    expect(await told(inForce)).toEqual([
      'error demo/fog-permit.yaml:1 demo.fog-permit is in force from 2026-01-01 and says something else than what was published',
    ])
    expect(await told('2025-12-31')).toEqual([])
    expect(await sign()).toBe(1)
    expect(said.join('')).toContain('CHANGED_IN_FORCE')
  })

  it('nor may it go away', async () => {
    expect(await sign()).toBe(0)
    await rm(join(packs, 'demo/shadow-notice.yaml'))
    expect((await told(inForce)).join()).toMatch(/error demo\/published.csv:\d+ demo.shadow-notice is in force/)
  })
})

describe('production', () => {
  const begin = (env: Record<string, string>) =>
    start(
      readConfig({ NODE_ENV: 'production', VUCE_DATA: join(dir, 'data'), VUCE_PACKS: packs, PORT: '0', ...env }, dir),
      { info: () => undefined, warn: () => undefined, error: () => undefined },
    )

  it('refuses a pack that no trusted key signed, and one altered since', async () => {
    const env = { VUCE_PACK_KEY: join(dir, 'ministry.pub.pem') }
    await expect(begin(env)).rejects.toThrow(/The pack demo is not what a trusted key signed \(missing\)/)
    expect(await sign()).toBe(0)
    await change('units.csv', 'VELA', 'VELA ')
    await expect(begin(env)).rejects.toThrow(/\(altered\)/)
    await expect(begin({ VUCE_PACK_KEY: join(dir, 'other.pub.pem') })).rejects.toThrow(/\(unknown key\)/)
    await expect(begin({ VUCE_PACK_KEY: join(dir, 'ministry.pem') })).rejects.toThrow(/names no public key/)
  })
})
