import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createModules } from '#modules'
import { createRegistry, verifyStore } from '#platform/cases'
import { createPool, eraseEmbedded, openEmbedded, type Embedded } from '#platform/db'
import { createClient, type Reply } from '../../bench/api-client.ts'
import { freePort, startServer, type ServerProcess } from '../../bench/server-process.ts'
import { samplePdf } from '../../server/seed.ts'
import { acid, people } from '../helpers/shipments.ts'

const quiet = { info: () => undefined, warn: () => undefined }
const CLIENTS = 12

let folder = ''
let database: Embedded
let balancer: Server
const nodes: ServerProcess[] = []
const dead = new Set<ServerProcess>()

const node = async (role: 'all' | 'server' | 'worker', more: NodeJS.ProcessEnv = {}): Promise<ServerProcess> => {
  const { host, port, user } = database.connection
  const dataDir = join(folder, `node-${randomUUID()}`)
  await mkdir(dataDir)
  const started = await startServer(
    {
      DATABASE_URL: `postgresql://${user}@localhost:${port}/vuce?host=${encodeURIComponent(host)}`,
      DATABASE_APP_URL: `postgresql://vuce_app@localhost:${port}/vuce?host=${encodeURIComponent(host)}`,
      VUCE_ROLE: role,
      VUCE_KEYS: join(folder, 'keys'),
      VUCE_FILES: join(folder, 'files'),
      VUCE_SANDBOX: 'on',
      LOG_LEVEL: 'silent',
      ...more,
    },
    dataDir,
  )
  nodes.push(started)
  return started
}

/** A plain balancer of connections, in turns, over those that live. */
const balance = (over: () => readonly ServerProcess[]): Promise<Server> =>
  new Promise((resolve) => {
    let turn = 0
    const server = createServer((incoming) => {
      const living = over()
      const target = new URL(living[turn++ % living.length]?.url ?? 'http://127.0.0.1:9')
      const outgoing = connect(Number(target.port), target.hostname)
      incoming.pipe(outgoing).pipe(incoming)
      const end = (): void => void (incoming.destroy(), outgoing.destroy())
      incoming.on('error', end).on('close', end)
      outgoing.on('error', end).on('close', end)
    })
    server.listen(0, '127.0.0.1', () => resolve(server))
  })

const killed = async (one: ServerProcess): Promise<void> => {
  dead.add(one)
  const gone = new Promise((resolve) => one.child.once('exit', resolve))
  one.child.kill('SIGKILL')
  await gone
}

const stopAll = async (): Promise<void> => {
  for (const one of nodes.splice(0)) if (!dead.has(one)) await one.stop()
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vuce-nodes-'))
  await chmod(folder, 0o755)
  database = await openEmbedded({ dataDir: folder, log: quiet, mode: 'serve' })
}, 60_000)

afterAll(async () => {
  balancer?.close()
  await stopAll()
  await database?.stop()
  await eraseEmbedded({ dataDir: folder, log: quiet })
  await rm(folder, { recursive: true, force: true })
}, 60_000)

it('two servers and two workers on one database lose nothing and do nothing twice when one of each is killed in the middle of load', async () => {
  const servers = [await node('server'), await node('server')]
  const workers = [await node('worker'), await node('worker')]
  const [first, second] = servers as [ServerProcess, ServerProcess]
  balancer = await balance(() => servers.filter((s) => !dead.has(s)))
  const { port } = balancer.address() as { port: number }
  const client = createClient(`http://127.0.0.1:${port}`, CLIENTS)
  const query = new pg.Client(database.superuser)
  await query.connect()
  try {
    // What is uploaded to one node is there for the other.
    const digest = await client.upload(people.lucia, samplePdf('sds'))
    const now = new Date().toISOString()

    // Whoever listens at one node hears of what is done at the other.
    const heard: string[] = []
    const listening = new AbortController()
    const stream = await fetch(`${second.url}/v1/live`, {
      headers: { authorization: `Bearer ${people.lucia}` },
      signal: listening.signal,
    })
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) heard.push(Buffer.from(chunk).toString('utf8'))
    })().catch(() => undefined)
    const direct = createClient(first.url, 1)
    const shipment = (n: number) => acid(now, [{ type: 'sds', name: 'sds.pdf', digest }], { 'transport.id': `N-${n}` })
    const told = await direct.call(
      'POST',
      '/v1/applications',
      people.lucia,
      { dossier: shipment(0) },
      {
        'idempotency-key': randomUUID(),
      },
    )
    expect(told.status).toBe(201)
    for (const end = Date.now() + 15_000; !heard.join('').includes(String(told.body.id)) && Date.now() < end;)
      await sleep(50)
    expect(heard.join('')).toContain(String(told.body.id))
    listening.abort()
    await reading
    await direct.close()

    const wishes: { key: string; n: number; answer: Reply | null }[] = []
    const send = async (w: (typeof wishes)[number]): Promise<void> => {
      for (let tries = 0; !w.answer && tries < 40; tries++) {
        try {
          const reply = await client.call(
            'POST',
            '/v1/applications',
            people.lucia,
            { dossier: shipment(w.n) },
            {
              'idempotency-key': w.key,
            },
          )
          if (reply.status < 500) w.answer = reply
        } catch {
          await sleep(50)
        }
      }
    }
    const over = new AbortController()
    const load = Promise.all(
      Array.from({ length: CLIENTS }, async (_, c) => {
        for (let i = 1; !over.signal.aborted; i++) {
          const w = { key: randomUUID(), n: c * 100_000 + i, answer: null }
          wishes.push(w)
          await send(w)
        }
      }),
    )
    const until = async (n: number): Promise<void> => {
      const goal = wishes.filter((w) => w.answer).length + n
      for (const end = Date.now() + 40_000; wishes.filter((w) => w.answer).length < goal && Date.now() < end;)
        await sleep(20)
      expect(wishes.filter((w) => w.answer).length).toBeGreaterThanOrEqual(goal)
    }
    await until(80)
    await killed(first)
    await until(80)
    await killed(workers[0] as ServerProcess)
    await until(80)
    over.abort()
    await load

    // Every wish was granted in the end, by the other node where its own had died, and once.
    expect(wishes.filter((w) => w.answer?.status !== 201).map((w) => w.answer?.body)).toEqual([])
    const ids = wishes.map((w) => String(w.answer?.body.id))
    expect(new Set(ids).size).toBe(wishes.length)
    const { rows } = await query.query<{ n: number; numbers: number }>(
      `SELECT count(*)::int AS n, count(DISTINCT number)::int AS numbers FROM cases."case" WHERE type = 'application' AND id = ANY($1)`,
      [ids],
    )
    expect(rows[0]).toEqual({ n: wishes.length, numbers: wishes.length })
    const trucks = await query.query<{ truck: string; n: number }>(
      `SELECT state->'elements'->>'transport.id' AS truck, count(*)::int AS n FROM cases."case" WHERE type = 'dossier' AND state->'elements'->>'transport.id' LIKE 'N-%'
       GROUP BY 1 HAVING count(*) > 1`,
    )
    expect(trucks.rows).toEqual([])

    // The worker that is left does what is to be done, once: every notice is sent on its way.
    const waiting = async (): Promise<number> =>
      Number((await query.query('SELECT count(*) AS n FROM notices.notice WHERE dispatched_at IS NULL')).rows[0]?.n)
    for (const end = Date.now() + 30_000; (await waiting()) > 0 && Date.now() < end;) await sleep(200)
    expect(await waiting()).toBe(0)

    const pool = createPool(database.superuser, { max: 2 })
    const registry = createRegistry(createModules({} as never))
    const { breaches } = await verifyStore(pool, registry)
    await pool.end()
    expect(breaches).toEqual([])
  } finally {
    await query.end()
    await client.close()
    await stopAll()
  }
}, 180_000)

const hasPooler = spawnSync('pgbouncer', ['--version']).status === 0

it('a node works through PgBouncer in transaction mode', async () => {
  if (!hasPooler) return console.warn('pgbouncer is not installed here: the pooler was not tried')
  const { host, port } = database.connection
  const home = join(folder, 'pooler')
  await mkdir(home, { mode: 0o777 })
  await chmod(home, 0o777)
  const listen = await freePort()
  await writeFile(
    join(home, 'pgbouncer.ini'),
    `[databases]
vuce = host=${host} port=${port} dbname=vuce
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
auth_type = trust
auth_file = ${join(home, 'users.txt')}
pool_mode = transaction
default_pool_size = 12
unix_socket_dir =
`,
  )
  await writeFile(join(home, 'users.txt'), '"vuce_app" ""\n')
  const { uid, gid } = await stat(host)
  const pooler = spawn('pgbouncer', ['-q', join(home, 'pgbouncer.ini')], { uid, gid, stdio: 'ignore' })
  const pooled = await node('all', {
    DATABASE_APP_URL: `postgresql://vuce_app@127.0.0.1:${listen}/vuce`,
    VUCE_PREPARED: 'off',
  })
  const client = createClient(pooled.url, CLIENTS)
  try {
    const digest = await client.upload(people.lucia, samplePdf('sds'))
    const now = new Date().toISOString()
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        client.call(
          'POST',
          '/v1/applications',
          people.lucia,
          { dossier: acid(now, [{ type: 'sds', name: 'sds.pdf', digest }], { 'transport.id': `P-${n}` }) },
          { 'idempotency-key': randomUUID() },
        ),
      ),
    )
    expect(replies.map((r) => r.status)).toEqual(replies.map(() => 201))
    // The second wall stands behind the pooler as well: another firm is told that there is no such case.
    const id = String(replies[0]?.body.id)
    expect((await client.call('GET', `/v1/applications/${id}`, people.lucia)).status).toBe(200)
    expect((await client.call('GET', `/v1/applications/${id}`, people.elvira)).status).toBe(404)
  } finally {
    await client.close()
    await stopAll()
    pooler.kill()
  }
}, 180_000)
