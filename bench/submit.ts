import { randomUUID } from 'node:crypto'
import { openEmbedded } from '#platform/db'
import { createClient, type ApiClient } from './api-client.ts'
import { runBare } from './bare.ts'
import type { BareReport } from './bare-client.ts'
import { sampleRows } from './bare-rows.ts'
import { startServer } from './server-process.ts'
import { people, prepare, shipment } from './shipment.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

interface Measured {
  readonly perSecond: number
  readonly times: readonly number[]
  readonly filed: number
}

const percentile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0
const round = (n: number, places = 1): number => Number(n.toFixed(places))
const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    50,
  )

/** Unmeasured load before each measured stretch, alike for the product and the bare client: what ran before leaves cold caches. */
const LEAD_MS = 2000

/** Files applications over HTTP with `clients` at once, for `ms` milliseconds after the lead. Any answer but 201 ends the run. */
async function load(client: ApiClient, clients: number, ms: number, body: string): Promise<Measured> {
  const times: number[] = []
  let filed = 0
  const began = performance.now() + LEAD_MS
  const end = began + ms
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now()
      const { status, body: answer } = await client.call('POST', '/v1/applications', people.firm, body, {
        'idempotency-key': randomUUID(),
      })
      if (status !== 201)
        throw new Error(`an application was answered ${status}: ${JSON.stringify(answer).slice(0, 400)}`)
      filed++
      if (sent >= began) times.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: clients }, one))
  return { perSecond: (times.length * 1000) / (performance.now() - began), times, filed }
}

/** How many of the applications each agency finds in its inbox. */
async function inInbox(client: ApiClient, token: string): Promise<number> {
  let n = 0
  for (let cursor = ''; ;) {
    const { body } = await client.call(
      'GET',
      `/v1/inbox?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      token,
    )
    n += (body.items as unknown[]).length
    if (!body.next) return n
    cursor = String(body.next)
  }
}

/**
 * Authenticated HTTP, full validation, a ten-line application for three agencies, visible in each agency's inbox; against the rate
 * at which a bare client commits the same rows at the same concurrency. Rounds alternate, so the machine's moods hit both.
 * Options: `--clients=32 --seconds=6 --rounds=3`.
 */
export async function benchSubmit(argv: readonly string[]): Promise<object> {
  const option = (name: string, fallback: number): number =>
    Number(argv.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
  const clients = option('clients', 32)
  const seconds = option('seconds', 6)
  const rounds = option('rounds', 3)
  const server = await startServer({ VUCE_SANDBOX: 'on' })
  const client = createClient(server.url, clients)
  const database = await openEmbedded({ dataDir: server.dataDir, log: quiet, mode: 'share' })
  try {
    const body = shipment(await prepare(client))
    const agencies = [people.senasa[0], people.mtc, people.digemid[0]]
    const before = await Promise.all(agencies.map((token) => inInbox(client, token)))
    const first = await client.call('POST', '/v1/applications', people.firm, body, { 'idempotency-key': randomUUID() })
    const rows = await sampleRows({ ...database.connection }, String(first.body.id))
    // Long enough for the runtime to have compiled what is hot: a window runs for months.
    await load(client, clients, 8000, body)
    const served: Measured[] = []
    const limits: BareReport[] = []
    for (let i = 0; i < rounds; i++) {
      limits.push(
        await runBare({ connection: database.connection, rows, clients, leadMs: LEAD_MS, ms: seconds * 1000 }),
      )
      served.push(await load(client, clients, seconds * 1000, body))
    }
    const warm = (await client.call('GET', '/health', people.firm)).status
    const after = await Promise.all(agencies.map((token) => inInbox(client, token)))
    const times = served.flatMap((s) => s.times).sort((a, b) => a - b)
    const filed = after.map((n, i) => n - (before[i] ?? 0))
    return {
      bench: 'submit',
      ratio: round(median(served.map((s, i) => s.perSecond / (limits[i]?.perSecond ?? 1))), 3),
      perSecond: round(median(served.map((s) => s.perSecond))),
      p50Ms: round(percentile(times, 50)),
      p99Ms: round(percentile(times, 99)),
      rssMb: await server.peakRssMb(),
      barePerSecond: round(median(limits.map((l) => l.perSecond))),
      clients,
      rounds: served.map((s, i) => ({ perSecond: round(s.perSecond), bare: round(limits[i]?.perSecond ?? 0) })),
      applications: served.reduce((n, s) => n + s.filed, 0),
      rowsPerApplication: rows.reduce((n, t) => n + t.rows.length, 0),
      // Every application is one item in each of three inboxes; the same number in each, and no less than were measured.
      inboxes: filed,
      everyInboxComplete: new Set(filed).size === 1 && warm === 200,
    }
  } finally {
    await client.close()
    await database.stop()
    await server.stop()
  }
}
