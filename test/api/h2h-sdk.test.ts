import { randomUUID } from 'node:crypto'
import { execFile, spawnSync } from 'node:child_process'
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createConnector,
  createH2hClient,
  enrol,
  faultsIn,
  kitFiles,
  runConformance,
  SealBroken,
  type H2hClient,
  type Keys,
} from '../../sdk/index.ts'
import { keepHosts } from '../../server/keep-hosts.ts'
import { samplePdf } from '../../server/seed.ts'
import { conformanceCases } from '#modules/h2h'
import { cl, wine } from '../helpers/h2h.ts'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { settled } from '../helpers/settled.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
let app: TestApp
let dir: string
let url: string
let keys: Keys
let client: H2hClient
beforeAll(async () => {
  app = await openTestApp({ now: new Date().toISOString(), env: { VUCE_H2H_QUOTA: '0' } })
  url = await app.app.listen({ port: 0, host: '127.0.0.1' })
  dir = await mkdtemp(join(tmpdir(), 'h2h-sdk-'))
  keys = await enrol(url, cl.quebrada, dir, 'ERP')
  client = createH2hClient({ url, token: () => cl.quebrada, keys, dictionary: app.house.library.dictionary })
})
afterAll(async () => {
  await app?.close()
  await rm(dir, { recursive: true, force: true })
})

const message = async (id: string) => ({
  message: 'submit',
  version: 1 as const,
  id,
  sender: { country: 'CL', id: '76543210-3' },
  recipient: 'vuce.cl',
  createdAt: '2026-09-07T08:00:00Z',
  test: true,
  body: {
    dossier: wine(
      await Promise.all(
        ['invoice', 'analysis'].map(async (type) => ({
          type,
          name: `${type}.pdf`,
          digest: await client.upload(samplePdf(type), 'application/pdf'),
        })),
      ),
    ),
  },
})

describe('the sample connector plays the first half of S4', () => {
  it('posts the order, keeps the signed receipt, and takes every status without anybody opening the portal', async () => {
    const orders = join(dir, 'orders')
    await cp(join(root, 'sdk/connector/orders'), orders, { recursive: true })
    for (const type of ['invoice', 'analysis']) await writeFile(join(orders, `SO-5521.${type}.pdf`), samplePdf(type))
    const settings = JSON.parse(await readFile(join(orders, 'connector.json'), 'utf8')) as {
      sender: { country: string; id: string }
      test: boolean
    }
    const connector = createConnector({ client, dir: orders, country: 'cl', regime: 'export', ...settings })
    await client.subscribe({ form: 'xml', version: 1 })
    expect(await connector.sendOrders()).toBe(1)
    const receipt = client.open(await readFile(join(orders, 'SO-5521.receipt.xml'), 'utf8'))
    expect(receipt).toMatchObject({ message: 'receipt', body: { of: 'SO-5521', case: { status: 'FILED' } } })
    const { ucr, cases } = receipt.body as { ucr: string; cases: { id: string; type: string; agency?: string }[] }
    expect(ucr).toMatch(/^6CL76543210/)
    const permit = cases.find((c) => c.agency === 'sag')?.id ?? ''
    const order = cases.find((c) => c.type === 'order')?.id ?? ''
    // SAG's side: paid, admitted, proposed and signed.
    await app.pay(order)
    await app.act(cl.evaluator, `/v1/permits/${permit}`, 'admit', {})
    const after = await app.call('GET', `/v1/permits/${permit}`, cl.evaluator)
    if (after.body.status !== 'APPROVED') {
      await app.act(cl.evaluator, `/v1/permits/${permit}`, 'propose', { outcome: 'approve' })
      await app.act(cl.approver, `/v1/permits/${permit}`, 'approve', {})
    }
    await settled(app)
    while ((await app.house.h2h.outbox.fanOut()) > 0);
    expect(await connector.receive()).toBeGreaterThan(5)
    const rows = await readFile(join(orders, 'status.csv'), 'utf8')
    expect(rows).toContain('SO-5521,receipt,FILED')
    expect(rows).toMatch(/permit issued,APPROVED,SAG-\d{4}-\d{6}/)
    expect(await connector.receive()).toBe(0)
    // The same order once more is the same order.
    await copyFile(join(orders, 'SO-5521.sent.csv'), join(orders, 'SO-5521.order.csv'))
    await connector.sendOrders()
    expect((await app.asOwner(`SELECT 1 FROM cases."case" WHERE type = 'application'`)).length).toBe(1)
  })

  it('does not believe an answer that was changed on its way', async () => {
    const { text } = await client.send(await message('SEAL-1'))
    expect(() => client.open(text.replace('FILED', 'FILEE'))).toThrow('HASH_MISMATCH')
    const stranger = createH2hClient({
      url,
      token: () => cl.quebrada,
      keys: { ...keys, chain: keys.chain.slice(0, 1) },
      dictionary: app.house.library.dictionary,
    })
    expect(() => stranger.open(text)).toThrow(SealBroken)
  })
})

describe('the conformance kit', () => {
  it('passes with this client, and each claim is there to be seen', async () => {
    const sample = await message('X')
    const { dictionary } = app.house.library
    await client.subscribe({ form: 'json', version: 2, url: 'http://127.0.0.1:9/erp' })
    const stop = keepHosts(app.house, quiet)
    const results = await runConformance({
      url,
      clientAt: (at, form) => createH2hClient({ url: at, token: () => cl.quebrada, keys, dictionary, form }),
      submit: (id, more = {}) => ({ ...sample, id, ...more }),
    })
    await stop()
    expect(results.filter((r) => !r.passed)).toEqual([])
    expect(results.map((r) => r.case)).toEqual(conformanceCases.map((c) => c.id))
    // Whoever is carried messages still is: playing the kit does not end it.
    const { body } = await app.call('GET', '/h2h/v1/subscription', cl.quebrada)
    expect(body).toMatchObject({ form: 'json', version: 2, url: 'http://127.0.0.1:9/erp' })
  })

  it('is failed by a client that does not wait, or that hears nothing', async () => {
    const sample = await message('X')
    const { dictionary } = app.house.library
    const results = await runConformance({
      url,
      // Gives up where it is told to wait, and looks for what is told where nothing is.
      clientAt: (at, form) => {
        const real = createH2hClient({ url: at, token: () => cl.quebrada, keys, dictionary, form })
        if (at === url) return { ...real, pull: (cursor = '0') => Promise.resolve({ told: [], next: cursor }) }
        return { ...real, send: async () => client.send({ ...sample, id: randomUUID() }) }
      },
      patienceMs: 500,
      submit: (id, more = {}) => ({ ...sample, id, ...more }),
    })
    expect(results.filter((r) => !r.passed).map((r) => r.case)).toEqual(['quota', 'pull'])
  })

  it('tells what is wrong with a signed message, and nothing of a sound one', async () => {
    const { dictionary } = app.house.library
    const signed = await client.sign(await message('SOUND-1'))
    expect(faultsIn(signed, dictionary)).toEqual([])
    expect(faultsIn(signed.replace('10800', '10801'), dictionary)).toEqual([expect.stringMatching(/^HASH_MISMATCH /)])
  })

  it('writes schemas, code lists, errors and a mapping sheet', () => {
    const files = kitFiles(app.house.library.dictionary)
    expect([...files.keys()].filter((f) => f.endsWith('.xsd'))).toHaveLength(20)
    expect(files.get('mapping.csv')).toContain('goods.commodity,line,hs')
    expect(files.get('mapping.csv')).toContain(
      ',packages.count,head,number,Number of packages,Declaration,146,7224,n..24\n',
    )
    expect(JSON.parse(files.get('asyncapi.json') ?? '')).toMatchObject({ asyncapi: '3.0.0' })
    expect(files.get('errors.json')).toContain('HASH_MISMATCH')
  })
})

/** Clients that hold nothing of ours, where their languages are installed; said clearly where they are not. */
describe('minimal clients of other languages', () => {
  const installed = (program: string, flag: string): boolean => {
    const there = spawnSync(program, [flag]).status === 0
    if (!there) process.stderr.write(`${program} is not installed: its client was not run\n`)
    return there
  }
  const files = async (id: string): Promise<string[]> => {
    await writeFile(join(dir, `${id}.json`), JSON.stringify(await message(id)))
    return [url, cl.quebrada, join(dir, 'firm.key'), join(dir, 'chain.json'), join(dir, `${id}.json`)]
  }
  it('Python signs, sends, and checks the seal', async () => {
    if (!installed('python3', '--version')) return
    const { stdout } = await run('python3', [join(root, 'sdk/clients/python/h2h.py'), 'send', ...(await files('PY-1'))])
    expect(JSON.parse(stdout)).toMatchObject({ message: 'receipt', body: { of: 'PY-1' } })
  })
  it('Java signs, sends, and checks the seal', async () => {
    if (!installed('java', '-version')) return
    const { stdout } = await run('java', [join(root, 'sdk/clients/java/H2h.java'), ...(await files('JAVA-1'))])
    expect(JSON.parse(stdout)).toMatchObject({ message: 'receipt', body: { of: 'JAVA-1' } })
  })
})
