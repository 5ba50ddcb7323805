import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { QueryResultRow } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createModules } from '#modules'
import { createRegistry, verifyStore } from '#platform/cases'
import { createPool, eraseEmbedded, openEmbedded, type Embedded } from '#platform/db'
import { createClient, type ApiClient, type Reply } from '../../bench/api-client.ts'
import { startServer, type ServerProcess } from '../../bench/server-process.ts'
import { samplePdf } from '../../server/seed.ts'
import { acid, people } from '../helpers/shipments.ts'

const quiet = { info: () => undefined, warn: () => undefined }
const CLIENTS = 16

/** What a client wants done, under the id it would use again, and what it was told. */
interface Wish {
  readonly key: string
  readonly kind: 'application' | 'dossier' | 'withdraw'
  readonly path: string
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  answer: Reply | null
}

let dataDir = ''
let server: ServerProcess | undefined
let database: Embedded | undefined

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vuce-chaos-'))
  await chmod(dataDir, 0o755)
})

afterAll(async () => {
  if (server && server.child.exitCode === null && server.child.signalCode === null) await server.stop()
  await database?.stop()
  await eraseEmbedded({ dataDir, log: quiet })
  await rm(dataDir, { recursive: true, force: true })
})

const begin = async (): Promise<{ server: ServerProcess; client: ApiClient }> => {
  const started = await startServer({ VUCE_SANDBOX: 'on', LOG_LEVEL: 'silent' }, dataDir)
  server = started
  return { server: started, client: createClient(started.url, CLIENTS) }
}

const killed = async (process_: ServerProcess): Promise<void> => {
  const gone = new Promise((resolve) => process_.child.once('exit', resolve))
  process_.child.kill('SIGKILL')
  await gone
}

it('loses nothing that was acknowledged, and does nothing twice, when the server and the database are killed in the middle of load', async () => {
  const wishes: Wish[] = []
  const now = new Date().toISOString()
  let { server: running, client } = await begin()
  const digest = await client.upload(people.lucia, samplePdf('sds'))
  const dossier = (n: number) => acid(now, [{ type: 'sds', name: 'sds.pdf', digest }], { 'transport.id': `T-${n}` })

  const wish = (kind: Wish['kind'], path: string, body: unknown, headers: Record<string, string> = {}): Wish => {
    const made: Wish = { key: randomUUID(), kind, path, body, headers, answer: null }
    wishes.push(made)
    return made
  }
  /** Sends it; whether or not an answer comes back, nobody knows what became of it until one does. */
  const send = async (w: Wish): Promise<boolean> => {
    try {
      const reply = await client.call('POST', w.path, people.lucia, w.body, { ...w.headers, 'idempotency-key': w.key })
      if (reply.status >= 500) return false
      w.answer = reply
      return true
    } catch {
      return false
    }
  }
  /** Sixteen clients at work until they are told to stop; what was not answered stays a wish. */
  const work = (): { stop: () => Promise<void> } => {
    const over = new AbortController()
    const one = async (n: number): Promise<void> => {
      for (let i = 0; !over.signal.aborted; i++) {
        const filed = wish('application', '/v1/applications', { dossier: dossier(i) })
        if (!(await send(filed))) await sleep(50)
        const permit = (filed.answer?.body.permits as { id: string }[] | undefined)?.[0]?.id
        if (permit && n % 2)
          await send(
            wish('withdraw', `/v1/permits/${permit}/withdraw`, { reason: 'The buyer cancelled.' }, { 'if-match': '*' }),
          )
        if (n % 4 === 0) await send(wish('dossier', '/v1/dossiers', dossier(i)))
      }
    }
    const all = Promise.all(Array.from({ length: CLIENTS }, (_, n) => one(n)))
    return {
      stop: async () => {
        over.abort()
        await all
      },
    }
  }
  const answered = (): number => wishes.filter((w) => w.answer).length
  /** Load until so many more wishes were granted. */
  const until = async (n: number): Promise<void> => {
    const goal = answered() + n
    for (const end = Date.now() + 20_000; answered() < goal && Date.now() < end;) await sleep(20)
    expect(answered()).toBeGreaterThanOrEqual(goal)
  }

  // The server dies.
  let load = work()
  await until(100)
  await killed(running)
  await load.stop()
  await client.close()
  const lostWithServer = wishes.filter((w) => !w.answer).length
  ;({ server: running, client } = await begin())

  // The database dies under the server, which goes on by itself.
  database = await openEmbedded({ dataDir, log: quiet, mode: 'share' })
  load = work()
  await until(60)
  const postmaster = database.pid
  process.kill(postmaster, 'SIGKILL')
  await sleep(300)
  await until(60)
  await load.stop()
  expect(running.child.exitCode).toBeNull()
  const lost = wishes.filter((w) => !w.answer)
  expect(lostWithServer).toBeGreaterThan(0)
  expect(lost.length).toBeGreaterThan(0)

  // Everything that was not answered is sent again, under the same ids, twice.
  for (const w of lost) {
    for (let i = 0; i < 50 && !(await send(w)); i++) await sleep(100)
    const first = w.answer
    expect(first?.status).toBeLessThan(300)
    expect(await send(w)).toBe(true)
    expect(w.answer).toEqual(first)
  }
  expect(wishes.filter((w) => (w.answer?.status ?? 500) >= 300)).toEqual([])

  await client.close()
  await running.stop()
  await database.stop()
  database = await openEmbedded({ dataDir, log: quiet, mode: 'share' })
  const pool = createPool(database.connection, { max: 2 })
  try {
    const rows = async <R extends QueryResultRow>(sql: string, values: unknown[]): Promise<R[]> =>
      (await pool.query<R>(sql, values)).rows
    const keys = (kind: Wish['kind']): string[] => wishes.filter((w) => w.kind === kind).map((w) => w.key)
    // Each act is in exactly one place: one application, one dossier, one withdrawal, and the one that its answer named.
    for (const [kind, type] of [
      ['application', 'ApplicationFiled'],
      ['dossier', 'DossierOpened'],
      ['withdraw', 'TramiteWithdrawn'],
    ] as const) {
      const found = await rows<{ command_id: string; case_id: string }>(
        'SELECT command_id, case_id FROM cases.event WHERE type = $1 AND command_id = ANY($2)',
        [type, keys(kind)],
      )
      const named = wishes.filter((w) => w.kind === kind).map((w) => `${w.key} ${String(w.answer?.body.id)}`)
      expect(found.map((f) => `${f.command_id} ${f.case_id}`).sort()).toEqual(named.sort())
    }
    const [count] = await rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM cases."case" WHERE type = 'application' AND id <> ALL($1)`,
      [wishes.map((w) => String(w.answer?.body.id))],
    )
    const [seeded] = await rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM cases.event WHERE type = 'ApplicationFiled' AND command_id <> ALL($1)`,
      [wishes.map((w) => w.key)],
    )
    expect(count).toEqual(seeded)
    const registry = createRegistry(createModules({} as Parameters<typeof createModules>[0]))
    const { breaches, cases } = await verifyStore(pool, registry)
    expect(breaches).toEqual([])
    expect(cases).toBeGreaterThan(wishes.length)
    console.info(
      `chaos: ${wishes.length} acts, ${lost.length} unanswered and sent again, ${cases} cases, every chain verified`,
    )
  } finally {
    await pool.end()
  }
}, 90_000)
