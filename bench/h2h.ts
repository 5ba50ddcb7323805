import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { openEmbedded } from '#platform/db'
import { createClient } from './api-client.ts'
import { runBare } from './bare.ts'
import type { BareReport } from './bare-client.ts'
import { sampleRows } from './bare-rows.ts'
import { enrol, exporter, linesFor, makeMessages, type Sender } from './h2h-messages.ts'
import { check, nativeLimits, requireTools, type NativeLimits } from './native-tools.ts'
import { startServer } from './server-process.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const TICK_MS = 10
const LEAD_MS = 2000

const round = (n: number, places = 1): number => Number(n.toFixed(places))
const percentile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0
const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    50,
  )

interface Measured {
  readonly perSecond: number
  readonly times: readonly number[]
  readonly sent: number
  readonly cpuMs: number
}

async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

async function rssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
}

interface Target {
  readonly pool: Pool
  readonly pid: number
  readonly clients: number
}

/** One message; its answer must be a signed receipt. Answers the milliseconds. */
async function post(pool: Pool, message: string): Promise<number> {
  const began = performance.now()
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/h2h/v1/messages',
    headers: { authorization: `Bearer ${exporter}`, 'content-type': 'application/xml' },
    body: message,
  })
  const text = await body.text()
  if (statusCode !== 201 || !text.startsWith('<Receipt'))
    throw new Error(`a message was answered ${statusCode}: ${text.slice(0, 600)}`)
  return performance.now() - began
}

/** Sends messages that were signed before, for `ms` after the lead, or until there are no more. */
async function load({ pool, pid, clients }: Target, messages: readonly string[], ms: number): Promise<Measured> {
  const times: number[] = []
  let next = 0
  const began = performance.now() + LEAD_MS
  const end = began + ms
  let used = 0
  const lead = setTimeout(() => void cpuMs(pid).then((n) => (used = n)), LEAD_MS)
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const message = messages[next++]
      if (message === undefined) return
      const sent = performance.now()
      const took = await post(pool, message)
      if (sent >= began) times.push(took)
    }
  }
  await Promise.all(Array.from({ length: clients }, one))
  clearTimeout(lead)
  const seconds = (performance.now() - began) / 1000
  const spent = (await cpuMs(pid)) - used
  return { perSecond: times.length / seconds, times, sent: next, cpuMs: spent / Math.max(1, times.length) }
}

/** Milliseconds a message of so many lines takes when it is alone: the size should be all that it costs. */
async function bySize(target: Target, sender: Sender): Promise<object> {
  const found: Record<string, object> = {}
  for (const lines of [1, 10, 100, 1000]) {
    const messages = await makeMessages(sender, lines, 9)
    const times: number[] = []
    for (const message of messages) times.push(await post(target.pool, message))
    found[lines] = {
      kb: round((messages[0]?.length ?? 0) / 1024),
      ms: round(median(times.slice(2))),
      msPerLine: round(median(times.slice(2)) / lines, 2),
    }
  }
  return found
}

/** The files that the native programs work on: one message and its schema, and the receipt it was given, its values taken out. */
async function nativeFiles(target: Target, sender: Sender, url: string, dir: string, message: string, another: string) {
  const get = async (path: string): Promise<Buffer> => Buffer.from(await (await fetch(url + path)).arrayBuffer())
  await writeFile(join(dir, 'message.xml'), message)
  await writeFile(join(dir, 'submit.xsd'), await get('/h2h/v1/schemas/1/submit.xsd'))
  await writeFile(join(dir, 'root.der'), await get('/pki/root.cer'))
  const { body } = await target.pool.request({
    method: 'POST',
    path: '/h2h/v1/messages',
    headers: { authorization: `Bearer ${exporter}`, 'content-type': 'application/xml' },
    body: another,
  })
  const receipt = await body.text()
  const template = receipt
    .replace(/<ds:DigestValue>[^<]*<\/ds:DigestValue>(?=<\/ds:Reference>)/g, '<ds:DigestValue></ds:DigestValue>')
    .replace(/(<ds:SignatureValue[^>]*>)[^<]*/, '$1')
  await writeFile(join(dir, 'receipt.xml'), template)
  await check(
    'xmlsec1',
    [
      '--verify',
      '--enabled-key-data',
      'x509',
      '--trusted-der',
      'root.der',
      '--id-attr:Id',
      'SignedProperties',
      'message.xml',
    ],
    dir,
  )
  return {
    dir,
    message: 'message.xml',
    schema: 'submit.xsd',
    template: 'receipt.xml',
    root: 'root.der',
    key: sender.keyFile,
    receipt,
  }
}

/** Many messages in one file: from the moment the file is sent until the last of them is done. */
async function bulk(target: Target, messages: readonly string[]): Promise<object> {
  const began = performance.now()
  const { statusCode, body } = await target.pool.request({
    method: 'POST',
    path: '/h2h/v1/batches',
    headers: { authorization: `Bearer ${exporter}`, 'content-type': 'application/xml-seq' },
    body: Buffer.from(messages.map((m) => `\u001e${m}\n`).join('')),
    bodyTimeout: 600_000,
    headersTimeout: 600_000,
  })
  const { id } = (await body.json()) as { id: string }
  if (statusCode !== 201) throw new Error(`the file was answered ${statusCode}`)
  const receivedMs = performance.now() - began
  for (;;) {
    const seen = await target.pool.request({
      method: 'GET',
      path: `/h2h/v1/batches/${id}`,
      headers: { authorization: `Bearer ${exporter}` },
    })
    const { status, accepted, rejected } = (await seen.body.json()) as {
      status: string
      accepted: number
      rejected: number
    }
    if (status === 'DONE') {
      const seconds = (performance.now() - began) / 1000
      return {
        messages: messages.length,
        accepted,
        rejected,
        receivedMs: round(receivedMs),
        seconds: round(seconds),
        perSecond: round(messages.length / seconds),
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/**
 * End to end: a signed message of 10 KB in over HTTP; parsed, checked by its schema, its signature and its certificates, decided, routed
 * and committed; a signed receipt out. Against what native programs and a bare client take for the parts on the same bytes and rows, all
 * of the machine's cores in each. `--clients=32 --seconds=6 --rounds=3 --kb=10`; `--soak=100000` sends that many and tells the memory;
 * `--bulk=10000` sends that many in one file.
 */
export async function benchH2h(argv: readonly string[]): Promise<object> {
  requireTools()
  const option = (name: string, fallback: number): number =>
    Number(argv.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
  const clients = option('clients', 32)
  const seconds = option('seconds', 6)
  const rounds = option('rounds', 3)
  const soak = option('soak', 0)
  const server = await startServer({ VUCE_SANDBOX: 'on', VUCE_RATE_LIMIT: '0', VUCE_H2H_QUOTA: '0' })
  const client = createClient(server.url, 4)
  const pool = new Pool(server.url, { connections: clients, pipelining: 1 })
  const database = await openEmbedded({ dataDir: server.dataDir, log: quiet, mode: 'share' })
  const dir = await mkdtemp(join(tmpdir(), 'vuce-h2h-'))
  try {
    const pid = server.child.pid ?? 0
    const target = { pool, pid, clients }
    const sender = await enrol(client, dir)
    const lines = await linesFor(sender, option('kb', 10) * 1024)
    const make = (count: number) => makeMessages(sender, lines, count)
    const [first = '', second = ''] = await make(2)
    const files = await nativeFiles(target, sender, server.url, dir, first, second)
    const [, application = ''] = /<Case><ID>([^<]+)/.exec(files.receipt) ?? []
    const rows = await sampleRows({ ...database.connection }, application)
    const enough = Math.ceil((seconds + LEAD_MS / 1000) * 1000)
    // Long enough for the runtime to have compiled what is hot: a window runs for months.
    await load(target, await make(3000), 8000)
    const startMb = await rssMb(pid)
    const served: Measured[] = []
    const bare: BareReport[] = []
    const native: NativeLimits[] = []
    for (let i = 0; i < rounds; i++) {
      const messages = await make(enough)
      bare.push(await runBare({ connection: database.connection, rows, clients, leadMs: LEAD_MS, ms: seconds * 1000 }))
      native.push(await nativeLimits(files))
      served.push(await load(target, messages, seconds * 1000))
    }
    const memory: number[] = []
    for (let sent = 0; sent < soak;) {
      const batch = await make(Math.min(5000, soak - sent))
      await load(target, batch, 3_600_000)
      sent += batch.length
      memory.push(await rssMb(pid))
    }
    const inBulk = option('bulk', 0) > 0 ? await bulk(target, await make(option('bulk', 0))) : undefined
    const times = served.flatMap((s) => s.times).sort((a, b) => a - b)
    const limits = native.map(
      (n, i) => 1 / (1 / n.parseAndValidate + 1 / n.verify + 1 / n.sign + 1 / (bare[i]?.perSecond ?? 1)),
    )
    return {
      bench: 'h2h',
      ratio: round(median(served.map((s, i) => s.perSecond / (limits[i] ?? 1))), 3),
      perSecond: round(median(served.map((s) => s.perSecond))),
      p50Ms: round(percentile(times, 50)),
      p99Ms: round(percentile(times, 99)),
      rssMb: await server.peakRssMb(),
      limitPerSecond: round(median(limits)),
      native: {
        parseAndValidate: round(median(native.map((n) => n.parseAndValidate))),
        verify: round(median(native.map((n) => n.verify))),
        sign: round(median(native.map((n) => n.sign))),
        commit: round(median(bare.map((b) => b.perSecond))),
      },
      clients,
      lines,
      messageBytes: Buffer.byteLength(first),
      receiptBytes: Buffer.byteLength(files.receipt),
      rowsPerMessage: rows.reduce((n, t) => n + t.rows.length, 0),
      serverCpuMs: round(median(served.map((s) => s.cpuMs)), 2),
      rounds: served.map((s, i) => ({ perSecond: round(s.perSecond), limit: round(limits[i] ?? 0) })),
      messages: served.reduce((n, s) => n + s.sent, 0),
      rssAfterWarmUpMb: startMb,
      ...(memory.length ? { soak: { messages: soak, rssMb: memory } } : {}),
      ...(inBulk ? { bulk: inBulk } : {}),
      bySize: await bySize(target, sender),
    }
  } finally {
    await pool.close()
    await client.close()
    await database.stop()
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
