import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { namedId } from '#platform/cases'
import { openEmbedded } from '#platform/db'
import { createClient, type ApiClient } from './api-client.ts'
import { emptyBatch, mouldOf, pour, type Batch, type Mould } from './clone.ts'
import { copyInto, field } from './copy.ts'
import { startServer, type ServerProcess } from './server-process.ts'
import { pay, people, prepare, shipment } from './shipment.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const YEARS_MS = 2 * 365 * 86_400_000
const CASES_PER_FIRM = 200
const BATCH_CASES = 3000

/** A server with a store of a given size, and something of each kind to ask for. */
interface Store {
  readonly server: ServerProcess
  readonly client: ApiClient
  readonly cases: number
  readonly fillSeconds: number
  readonly firms: readonly string[]
  /** Permits spread over the whole store, with their numbers. */
  readonly sample: readonly { readonly id: string; readonly number: string | null; readonly at: string }[]
  close(): Promise<void>
}

const taxIdOf = (i: number): string => `9${String(i).padStart(10, '0')}`

/** Applications as they are on a working day: nearly all decided long ago, a few unpaid, a few on somebody's desk. */
async function moulds(client: ApiClient, owner: pg.Client): Promise<readonly { mould: Mould; share: number }[]> {
  const prepared = await prepare(client)
  const body = shipment(prepared)
  const file = async (): Promise<{ id: string; orders: { id: string }[] }> =>
    (await client.call('POST', '/v1/applications', people.firm, body, { 'idempotency-key': randomUUID() }))
      .body as never
  const unpaid = await file()
  const paid = await file()
  for (const order of paid.orders) await pay(client, order.id)
  const decided = await owner.query<{ application: string }>(
    `SELECT state->>'application' AS application FROM cases."case" WHERE type = 'permit' AND status = 'APPROVED' ORDER BY id LIMIT 2`,
  )
  const of = async (id: string, share: number) => ({ mould: await mouldOf(owner, id), share })
  return Promise.all([
    of(unpaid.id, 0.01),
    of(paid.id, 0.03),
    ...decided.rows.map(({ application }) => of(application, 0.96 / decided.rows.length)),
  ])
}

async function flush(client: pg.Client, batch: Batch): Promise<void> {
  await client.query('BEGIN')
  for (const table of ['cases."case"', ...[...batch.tables.keys()].filter((t) => t !== 'cases."case"')]) {
    const part = batch.tables.get(table)
    if (part) await copyInto(client, table, part.columns, part.lines.join(''))
  }
  await client.query('COMMIT')
  batch.tables.clear()
}

/** Opens a server and fills its store through a path of its own that keeps every chain valid: `vuce verify` finds nothing wrong with it. */
export async function openStore(cases: number, say: (text: string) => void): Promise<Store> {
  const server = await startServer()
  const client = createClient(server.url, 8)
  const database = await openEmbedded({ dataDir: server.dataDir, log: quiet, mode: 'share' })
  const owner = new pg.Client(database.superuser)
  await owner.connect()
  const kinds = await moulds(client, owner)
  const firms = Array.from({ length: Math.max(10, Math.round(cases / CASES_PER_FIRM)) }, (_, i) =>
    namedId(`bench/firm/${i}`),
  )
  await copyInto(
    owner,
    'identity.organisation',
    ['id', 'kind', 'name', 'tax_id', 'country'],
    firms.map((id, i) => `${[id, 'firm', `Exportadora ${i} SAC`, taxIdOf(i), 'PE'].map(field).join('\t')}\n`).join(''),
  )
  // A million rows written at once need no waiting for the disk at each step, nor a check of what was made to fit.
  await owner.query('SET synchronous_commit = off; SET session_replication_role = replica')
  const began = performance.now()
  const start = Date.now() - YEARS_MS
  const batch = emptyBatch()
  let told = 0
  for (let serial = 1; batch.cases < cases; serial++) {
    let at = ((serial * 7919) % 10_000) / 10_000
    const kind = kinds.find(({ share }) => (at -= share) < 0) ?? kinds[kinds.length - 1]
    if (!kind) break
    const ms = start + Math.floor((YEARS_MS * batch.cases) / cases)
    pour(kind.mould, batch, firms[serial % firms.length] ?? '', ms, serial)
    if (batch.cases - told >= BATCH_CASES) {
      await flush(owner, batch)
      told = batch.cases
      if (told % 60_000 < BATCH_CASES)
        say(`${told} of ${cases} cases in ${((performance.now() - began) / 1000).toFixed(0)} s`)
    }
  }
  await flush(owner, batch)
  await owner.query('SET session_replication_role = origin')
  await owner.query('VACUUM ANALYZE')
  await owner.query('CHECKPOINT')
  const fillSeconds = (performance.now() - began) / 1000
  const { rows: sample } = await owner.query<Store['sample'][number]>(
    `SELECT id, number, opened_at AS at FROM cases."case" TABLESAMPLE SYSTEM ($1) WHERE type = 'permit' AND status = 'APPROVED' ORDER BY random() LIMIT 2000`,
    [Math.min(100, 4_000_000 / cases)],
  )
  await owner.end()
  return {
    server,
    client,
    cases: batch.cases,
    fillSeconds,
    firms,
    sample,
    close: async () => {
      await client.close()
      await database.stop()
      await server.stop()
    },
  }
}

type Ask = (store: Store, i: number) => string

const pick = (store: Store, i: number) => store.sample[(i * 7) % store.sample.length]

const FINDER_HS = ['380891', '300410', '090111', '280610', '610910', '950300']

/** What people ask all day, each as a path and who asks. */
const questions: Readonly<Record<string, { readonly token: string; readonly path: Ask }>> = {
  inbox: { token: people.senasa[0], path: () => '/v1/inbox?limit=50' },
  list: { token: people.senasa[0], path: () => '/v1/permits?limit=50' },
  case: { token: people.senasa[0], path: (s, i) => `/v1/permits/${pick(s, i)?.id ?? ''}` },
  history: { token: people.senasa[0], path: (s, i) => `/v1/permits/${pick(s, i)?.id ?? ''}/history` },
  'search by number': {
    token: people.senasa[0],
    path: (s, i) => `/v1/search?q=${encodeURIComponent(pick(s, i)?.number ?? 'none')}`,
  },
  'search by firm': { token: people.senasa[0], path: (s, i) => `/v1/search?q=${taxIdOf((i * 31) % s.firms.length)}` },
  finder: {
    token: people.firm,
    path: (_, i) => `/v1/finder?country=pe&regime=import&hs=${FINDER_HS[i % FINDER_HS.length] ?? ''}&origin=JP`,
  },
}

async function timed(store: Store, name: string, from: number, count: number): Promise<number[]> {
  const question = questions[name]
  const times: number[] = []
  if (!question) return times
  for (let i = from; i < from + count; i++) {
    const sent = performance.now()
    const { status, body } = await store.client.call('GET', question.path(store, i), question.token)
    times.push(performance.now() - sent)
    if (status !== 200 && status !== 404)
      throw new Error(`${name} answered ${status} ${JSON.stringify(body).slice(0, 300)}`)
  }
  return times
}

const p99 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * 0.99))] ?? 0
const round = (n: number): number => Number(n.toFixed(2))

/**
 * The same questions to a small store and to a large one, in turns, so that the machine's moods hit both. `worstRatio` is the largest
 * ratio of p99 between them. Options: `--small=10000 --large=1000000 --asks=1000`.
 */
export async function benchScale(argv: readonly string[]): Promise<object> {
  const option = (name: string, fallback: number): number =>
    Number(argv.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  const asks = option('asks', 1000)
  const stores: Store[] = []
  try {
    for (const size of [option('small', 10_000), option('large', 1_000_000)]) stores.push(await openStore(size, say))
    const [small, large] = stores
    if (!small || !large) throw new Error('two stores are needed')
    const results: Record<string, { small: number; large: number; ratio: number }> = {}
    const ROUNDS = 10
    for (const name of Object.keys(questions)) {
      const [a, b]: [number[], number[]] = [[], []]
      // A first round of each fills caches and plans, and is not counted.
      for (let round = 0; round <= ROUNDS; round++) {
        const count = Math.ceil(asks / ROUNDS)
        const times = [await timed(small, name, round * count, count), await timed(large, name, round * count, count)]
        if (round === 0) continue
        a.push(...(times[0] ?? []))
        b.push(...(times[1] ?? []))
      }
      results[name] = { small: round(p99(a)), large: round(p99(b)), ratio: round(p99(b) / p99(a)) }
      say(`${name}: ${JSON.stringify(results[name])}`)
    }
    return {
      bench: 'scale',
      worstRatio: Math.max(...Object.values(results).map((r) => r.ratio)),
      p99Ms: results,
      cases: [small.cases, large.cases],
      fillSeconds: [round(small.fillSeconds), round(large.fillSeconds)],
      asks,
      rssMb: await large.server.peakRssMb(),
    }
  } finally {
    for (const store of stores) await store.close()
  }
}
