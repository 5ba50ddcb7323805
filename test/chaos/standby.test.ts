import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createModules } from '#modules'
import { createRegistry, verifyStore } from '#platform/cases'
import { createPool } from '#platform/db'
import { createClient, type Reply } from '../../bench/api-client.ts'
import { freePort, startServer, type ServerProcess } from '../../bench/server-process.ts'
import { samplePdf } from '../../server/seed.ts'
import { acid, people } from '../helpers/shipments.ts'

// pg_basebackup does not come with the embedded database: a PostgreSQL of the system is needed, as on the machine of CI.
const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort() : []
const bin = versions.map((v) => `/usr/lib/postgresql/${v}/bin`).find((b) => existsSync(join(b, 'pg_basebackup')))
const NOBODY = 65534
const asUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

let folder = ''
const running: ChildProcess[] = []
let server: ServerProcess | undefined
let proxy: Server | undefined

const run = (program: string, ...args: string[]): void => {
  const { status, stderr } = spawnSync(join(bin ?? '', program), args, { ...asUser, encoding: 'utf8', cwd: '/' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}
const serve = async (data: string, port: number, ...settings: string[]): Promise<ChildProcess> => {
  // Processes are killed here, not machines: nothing has to reach the disk.
  const options = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', ...settings]
  const child = spawn(join(bin ?? '', 'postgres'), ['-D', data, ...options.flatMap((o) => ['-c', o])], {
    ...asUser,
    stdio: 'ignore',
    cwd: '/',
  })
  running.push(child)
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100))
    if (spawnSync(join(bin ?? '', 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0) return child
  throw new Error('the database did not start')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vuce-standby-'))
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'db'))
  if (asUser.uid !== undefined) await chown(join(folder, 'db'), NOBODY, NOBODY)
})

afterAll(async () => {
  await server?.stop()
  proxy?.close()
  for (const child of running) child.kill('SIGKILL')
  await sleep(200)
  await rm(folder, { recursive: true, force: true })
}, 30_000)

it('a standby promoted in the middle of load has everything that was acknowledged, once', async () => {
  if (!bin) return console.warn('no PostgreSQL with pg_basebackup is installed here: the standby was not tried')
  const [primaryPort, standbyPort] = [await freePort(), await freePort()]
  const [primaryData, standbyData] = [join(folder, 'db', 'primary'), join(folder, 'db', 'standby')]
  run('initdb', '-D', primaryData, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C')
  const primary = await serve(primaryData, primaryPort, 'synchronous_commit=on', 'synchronous_standby_names=second')
  const admin = new pg.Client({ host: '127.0.0.1', port: primaryPort, user: 'postgres', database: 'postgres' })
  admin.on('error', () => undefined)
  await admin.connect()
  // Until there is a standby nothing could be acknowledged.
  await admin.query('SET synchronous_commit = local')
  await admin.query("CREATE ROLE vuce LOGIN CREATEROLE CREATEDB PASSWORD 'vuce'")
  await admin.query('CREATE DATABASE vuce OWNER vuce')
  run(
    'pg_basebackup',
    '-h',
    '127.0.0.1',
    '-p',
    String(primaryPort),
    '-U',
    'postgres',
    '-D',
    standbyData,
    '-c',
    'fast',
    '-X',
    'stream',
    '-R',
  )
  await writeFile(
    join(standbyData, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=postgres application_name=second'\n`,
  )
  if (asUser.uid !== undefined) await chown(join(standbyData, 'postgresql.auto.conf'), NOBODY, NOBODY)
  await serve(standbyData, standbyPort)
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100)) {
    const { rows } = await admin.query('SELECT sync_state FROM pg_stat_replication')
    if (rows[0]?.sync_state === 'sync') break
  }
  expect((await admin.query('SELECT sync_state FROM pg_stat_replication')).rows).toEqual([{ sync_state: 'sync' }])
  await admin.end()

  // The address of the database stays; what stands behind it changes.
  let target = primaryPort
  const open = new Set<Socket>()
  proxy = createServer((incoming) => {
    const outgoing = connect(target, '127.0.0.1')
    incoming.pipe(outgoing).pipe(incoming)
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy()).on('close', () => (open.delete(socket), other.destroy()))
    }
  })
  const port = await freePort()
  await new Promise<void>((resolve) => proxy?.listen(port, '127.0.0.1', resolve))
  server = await startServer({
    DATABASE_URL: `postgresql://vuce:vuce@127.0.0.1:${port}/vuce`,
    VUCE_SANDBOX: 'on',
    LOG_LEVEL: 'silent',
  })
  const client = createClient(server.url, 8)
  const digest = await client.upload(people.lucia, samplePdf('sds'))
  const now = new Date().toISOString()
  const wishes: { key: string; n: number; answer: Reply | null; before: boolean }[] = []
  const over = new AbortController()
  let failed = false
  const load = Promise.all(
    Array.from({ length: 8 }, async (_, c) => {
      for (let i = 0; !over.signal.aborted; i++) {
        const w = { key: randomUUID(), n: c * 100_000 + i, answer: null as Reply | null, before: false }
        wishes.push(w)
        while (!w.answer) {
          const body = {
            dossier: acid(now, [{ type: 'sds', name: 'sds.pdf', digest }], { 'transport.id': `R-${w.n}` }),
          }
          const reply = await client
            .call('POST', '/v1/applications', people.lucia, body, { 'idempotency-key': w.key })
            .catch(() => undefined)
          if (reply && (reply.status === 201 || reply.status === 202 || (reply.status >= 400 && reply.status < 500))) {
            w.answer = reply
            w.before = !failed
          } else await sleep(100)
        }
      }
    }),
  )
  const until = async (n: number): Promise<void> => {
    const goal = wishes.filter((w) => w.answer).length + n
    for (const end = Date.now() + 40_000; wishes.filter((w) => w.answer).length < goal && Date.now() < end;)
      await sleep(20)
    expect(wishes.filter((w) => w.answer).length).toBeGreaterThanOrEqual(goal)
  }
  await until(60)
  const dead = new Promise((resolve) => primary.once('exit', resolve))
  primary.kill('SIGKILL')
  await dead
  failed = true
  run('pg_ctl', '-D', standbyData, '-w', 'promote')
  target = standbyPort
  for (const socket of open) socket.destroy()
  await until(60)
  over.abort()
  await load
  await client.close()

  const pool = createPool({ host: '127.0.0.1', port: standbyPort, user: 'postgres', database: 'vuce' }, { max: 2 })
  try {
    // Receipts of the minute without a database are kept as well, but by the queue of the node: it gives them in by itself.
    const keys = wishes.map((w) => w.key)
    const filed = async (): Promise<string[]> =>
      (
        await pool.query<{ id: string }>(
          `SELECT command_id AS id FROM cases.event WHERE type = 'ApplicationFiled' AND command_id = ANY($1)`,
          [keys],
        )
      ).rows.map((r) => r.id)
    for (const end = Date.now() + 30_000; (await filed()).length < keys.length && Date.now() < end;) await sleep(200)
    expect((await filed()).sort()).toEqual([...keys].sort())
    expect(wishes.filter((w) => w.before).length).toBeGreaterThanOrEqual(60)
    const { breaches } = await verifyStore(pool, createRegistry(createModules({} as never)))
    expect(breaches).toEqual([])
  } finally {
    await pool.end()
  }
}, 180_000)
