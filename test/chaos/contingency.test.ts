import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createModules } from '#modules'
import { createRegistry, verifyStore } from '#platform/cases'
import { createPool, eraseEmbedded, openEmbedded, type Embedded } from '#platform/db'
import { createClient, type ApiClient, type Reply } from '../../bench/api-client.ts'
import { startServer, type ServerProcess } from '../../bench/server-process.ts'
import { samplePdf } from '../../server/seed.ts'
import { acid, people } from '../helpers/shipments.ts'

const quiet = { info: () => undefined, warn: () => undefined }

let serverDir = ''
let databaseDir = ''
let database: Embedded | undefined
let server: ServerProcess | undefined

/** A database that is not the window's own: it may be stopped for as long as the test likes. */
async function startDatabase(): Promise<NodeJS.ProcessEnv> {
  database = await openEmbedded({ dataDir: databaseDir, log: quiet, mode: 'serve' })
  const { host, port } = database.connection
  const url = (user: string): string =>
    `postgresql://${user}@localhost/vuce?host=${encodeURIComponent(host)}&port=${port}`
  return { DATABASE_URL: url('vuce'), DATABASE_APP_URL: url('vuce_app') }
}
const stopDatabase = async (): Promise<void> => {
  await database?.stop()
  database = undefined
}

beforeAll(async () => {
  for (const name of ['server', 'database']) {
    const dir = await mkdtemp(join(tmpdir(), `vuce-contingency-${name}-`))
    await chmod(dir, 0o755)
    if (name === 'server') serverDir = dir
    else databaseDir = dir
  }
})
afterAll(async () => {
  if (server && server.child.exitCode === null && server.child.signalCode === null) {
    server.child.kill('SIGKILL')
  }
  await stopDatabase()
  await eraseEmbedded({ dataDir: databaseDir, log: quiet })
  await rm(serverDir, { recursive: true, force: true })
  await rm(databaseDir, { recursive: true, force: true })
})

interface Receipt {
  readonly id: string
  readonly jws: string
  readonly receivedAt: string
}

it('receives commands while the database is away, survives its own death, and does each once when it is back', async () => {
  const env = { VUCE_SANDBOX: 'on', LOG_LEVEL: 'silent', ...(await startDatabase()) }
  server = await startServer(env, serverDir)
  let client: ApiClient = createClient(server.url, 8)
  const sheet = await client.upload(people.lucia, samplePdf('sds'))
  const dossier = (): object => ({
    dossier: acid(new Date().toISOString(), [{ type: 'sds', name: 'sds.pdf', digest: sheet }]),
  })
  const post = (path: string, body: object, key: string, more: Record<string, string> = {}): Promise<Reply> =>
    client.call('POST', path, people.lucia, body, { ...more, 'idempotency-key': key })

  // Work goes on, and in the middle of it the database stops.
  const sent: { key: string; path: string; body: object; reply: Reply | null }[] = []
  const over = new AbortController()
  const one = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const wish = { key: randomUUID(), path: '/v1/applications', body: dossier(), reply: null as Reply | null }
      sent.push(wish)
      wish.reply = await post(wish.path, wish.body, wish.key).catch(() => null)
      await sleep(20)
    }
  }
  const load = Promise.all(Array.from({ length: 4 }, one))
  for (const end = Date.now() + 20_000; sent.filter((w) => w.reply?.status === 201).length < 20 && Date.now() < end;)
    await sleep(20)
  const before = sent.find((w) => w.reply?.status === 201)
  const permit = String((before?.reply?.body.permits as { id: string }[] | undefined)?.[0]?.id)
  await stopDatabase()
  const received = () => sent.filter((w) => w.reply?.body.code === 'RECEIVED_IN_CONTINGENCY')
  for (const end = Date.now() + 20_000; received().length < 20 && Date.now() < end;) await sleep(20)
  over.abort()
  await load
  expect(received().length).toBeGreaterThanOrEqual(20)
  const receipts = received().map((w) => w.reply?.body.receipt as Receipt)
  expect(received().every((w) => w.reply?.status === 503)).toBe(true)

  // A command on a case that exists, and the same once more: one receipt.
  const withdrawal = randomUUID()
  const reason = { reason: 'The buyer cancelled.' }
  const withdrawn = await post(`/v1/permits/${permit}/withdraw`, reason, withdrawal, { 'if-match': '*' })
  const again = await post(`/v1/permits/${permit}/withdraw`, reason, withdrawal, { 'if-match': '*' })
  const receipt = withdrawn.body.receipt as Receipt
  expect([withdrawn.status, withdrawn.body.code]).toEqual([503, 'RECEIVED_IN_CONTINGENCY'])
  expect((again.body.receipt as Receipt).id).toBe(receipt.id)
  const other = await post(`/v1/permits/${permit}/withdraw`, { reason: 'Another.' }, withdrawal, { 'if-match': '*' })
  expect(other.body.code).toBe('IDEMPOTENCY_MISMATCH')

  // Whoever was not here lately is not known now, and is told why; what works is told without a database.
  const stranger = await client.call('POST', '/v1/applications', 'a.token.not.seen.lately', dossier(), {
    'idempotency-key': randomUUID(),
  })
  expect([stranger.status, stranger.body.code]).toEqual([503, 'IDENTITY_UNAVAILABLE'])
  const verify = (jws: string) => client.call('POST', '/v1/contingency/receipts/verify', people.lucia, { jws })
  expect((await verify(receipt.jws)).body).toMatchObject({ valid: true, state: 'waiting' })
  expect((await verify(`${receipt.jws.slice(0, -4)}AAAA`)).body).toMatchObject({ valid: false })
  expect((await client.call('GET', '/v1/status', people.lucia)).status).toBe(200)

  // The window is killed with all of it in its file, and starts again once there is a database.
  const gone = new Promise((resolve) => server?.child.once('exit', resolve))
  server.child.kill('SIGKILL')
  await gone
  await client.close()
  const late = Date.now()
  Object.assign(env, await startDatabase())
  server = await startServer(env, serverDir)
  client = createClient(server.url, 8)
  const state = async (jws: string): Promise<unknown> => (await verify(jws)).body.state
  for (const end = Date.now() + 30_000; (await state(receipt.jws)) === 'waiting' && Date.now() < end;) await sleep(100)

  // Each is done exactly once, dated when it was received, and its sender is told.
  const pool = createPool(database?.connection ?? {}, { max: 2 })
  try {
    const rows = async <R extends object>(sql: string, values: unknown[]): Promise<R[]> =>
      (await pool.query(sql, values)).rows as R[]
    const keys = received().map((w) => w.key)
    const filed = await rows<{ command_id: string; at: string; recorded_at: string }>(
      `SELECT command_id, at, recorded_at FROM cases.event WHERE type = 'ApplicationFiled' AND command_id = ANY($1)`,
      [keys],
    )
    expect(filed.map((f) => f.command_id).sort()).toEqual([...keys].sort())
    const at = new Map(received().map((w) => [w.key, (w.reply?.body.receipt as Receipt | undefined)?.receivedAt]))
    expect(filed.every((f) => f.at === at.get(f.command_id) && Date.parse(f.recorded_at) >= late)).toBe(true)
    const out = await rows<{ at: string }>(
      `SELECT at FROM cases.event WHERE case_id = $1 AND type = 'TramiteWithdrawn' AND command_id = $2`,
      [permit, withdrawal],
    )
    expect(out).toEqual([{ at: receipt.receivedAt }])
    const told = await rows<{ id: string }>(
      `SELECT id FROM notices.notice WHERE kind = 'contingencyDone' AND id = ANY($1)`,
      [[...receipts.map((r) => r.id), receipt.id]],
    )
    expect(told).toHaveLength(receipts.length + 1)
    // Sent once more by a client that never heard: the first answer again.
    const [repeated] = received()
    const answer = await post(repeated?.path ?? '', repeated?.body ?? {}, repeated?.key ?? '')
    expect([answer.status, filed.length]).toEqual([201, keys.length])
    const registry = createRegistry(createModules({} as Parameters<typeof createModules>[0]))
    const { breaches } = await verifyStore(pool, registry)
    expect(breaches).toEqual([])
    console.info(`contingency: ${receipts.length + 1} commands received while the database was away, each done once`)
  } finally {
    await pool.end()
    await client.close()
    await server.stop()
  }
}, 120_000)
