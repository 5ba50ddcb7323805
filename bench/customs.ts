import { randomUUID } from 'node:crypto'
import { columns, readSheet, type RowData } from '#modules/ecommerce'
import {
  channelOfDraw,
  compileProfile,
  defaultProfile,
  drawOf,
  judge,
  usualChances,
  type RiskFacts,
  type Rule,
} from '#modules/risk'
import { startServer, type ServerProcess } from './server-process.ts'

const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return Number((sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0).toFixed(3))
}
const option = (argv: readonly string[], name: string, usual: number): number =>
  Number(argv.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? usual)

const facts: RiskFacts = {
  direction: 'import',
  regime: 'general',
  hs: ['84713012', '85176231'],
  origin: ['CN', 'VN'],
  destination: 'UY',
  mode: '1',
  packageType: ['CT'],
  lpco: [],
  value: 48_000,
  currency: 'USD',
  operations: 31,
  serious: 0,
  minor: 1,
  inspected: 4,
  consigneeKnown: true,
  aeo: false,
  size: 'small',
  valueAnomaly: 0.2,
  inconsistencies: 0,
  splitting: false,
}

/** A thousand rules as customs writes them: goods, origins, values, records. */
function rules(n: number): Rule[] {
  const origins = ['CN', 'VN', 'TR', 'IN', 'PA', 'AE', 'HK']
  return Array.from({ length: n }, (_, i) => ({
    name: `rule-${i}`,
    channel: i % 2 ? ('red' as const) : ('yellow' as const),
    why: `regla ${i}`,
    when: {
      hs: [String(1000 + (i % 9000)), String(200_000 + i)],
      origin: [origins[i % origins.length] ?? 'CN'],
      value: { min: String(1000 * (i % 90)) },
      minor: { min: String(i % 5) },
    },
  }))
}

function benchRules(): object {
  const profile = { id: 'bench', compiled: compileProfile({ ...defaultProfile, rules: rules(1000) }) }
  const times: number[] = []
  for (let i = 0; i < 3000; i++) {
    const began = performance.now()
    judge([profile], { ...facts, value: 1000 * (i % 90) }, { yellow: '40', red: '70' })
    if (i >= 500) times.push(performance.now() - began)
  }
  return { rules: 1000, p50Ms: percentile(times, 50), p99Ms: percentile(times, 99), limitMs: 2 }
}

function benchDraws(): object {
  const counts = { green: 0, yellow: 0, red: 0 }
  const key = 'c4'.repeat(32)
  const began = performance.now()
  for (let i = 0; i < 100_000; i++) counts[channelOfDraw(drawOf(key, `declaration-${i}`), usualChances)]++
  const ms = performance.now() - began
  const red = counts.red / 1000
  return {
    draws: 100_000,
    redPercent: red,
    yellowPercent: counts.yellow / 1000,
    withinTolerance: Math.abs(red - 2) <= 0.1,
    ms: Math.round(ms),
  }
}

const rowAt = (i: number): RowData => ({
  order_id: `B${i}`,
  sold_at: '2026-10-04',
  platform: 'market',
  buyer_name: `Buyer ${i}`,
  buyer_country: ['US', 'DE', 'JP', 'ES'][i % 4] ?? 'US',
  buyer_city: 'Somewhere',
  buyer_postcode: String(10_000 + i),
  sku: `SKU-${i % 400}`,
  description_en: 'Moisturising face cream 50 ml',
  hs6: i % 97 ? '330499' : '3304',
  origin: 'KR',
  qty: '1',
  unit: 'NIU',
  unit_price: String(40_000 + (i % 100) * 100),
  currency: 'KRW',
  discount: '',
  shipping_charged: '',
  insurance: '',
  tracking_no: '',
  carrier: '',
  incoterm: 'DAP',
  ioss_no: '',
  payment_ref: '',
  is_return: '',
})

async function benchFile(server: ServerProcess, rows: number): Promise<object> {
  const text = [
    columns.join(';'),
    ...Array.from({ length: rows }, (_, i) => columns.map((c) => rowAt(i)[c]).join(';')),
  ].join('\n')
  const parsing = performance.now()
  readSheet(new TextEncoder().encode(text))
  const parseMs = performance.now() - parsing
  const before = await server.peakRssMb()
  const began = performance.now()
  const answer = await fetch(`${server.url}/v1/shop-batches/upload?country=kr&name=bench`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo.kr.yuna', 'content-type': 'text/csv' },
    body: text,
  })
  const ms = performance.now() - began
  const body = (await answer.json()) as { state?: { counted?: { good: number; bad: number } } }
  return {
    rows,
    status: answer.status,
    counted: body.state?.counted ?? null,
    ms: Math.round(ms),
    parseOnlyMs: Math.round(parseMs),
    peakRssMb: await server.peakRssMb(),
    rssBeforeMb: before,
  }
}

const shipment = {
  country: 'uy',
  regime: 'export',
  elements: {
    consignee: { name: 'Lanas del Mar SL', country: 'ES' },
    'country.destination': 'ES',
    'customs.office': 'UYMVD',
    incoterm: 'FOB',
    'transport.mode': '4',
    'invoice.total': { amount: '4650.00', currency: 'USD' },
  },
  lines: [
    {
      'goods.commodity': '611710',
      'goods.description': 'Bufandas de lana merino, de punto',
      'goods.quantity': { value: '100', unit: 'NIU' },
      'goods.value': { amount: '4650.00', currency: 'USD' },
    },
  ],
}

async function benchDeclarations(server: ServerProcess, count: number, clients: number): Promise<object> {
  const call = async (
    path: string,
    body?: object,
    version?: number,
  ): Promise<{ id: string; version: number; state: { channel: string | null } }> => {
    const answer = await fetch(`${server.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: 'Bearer demo.uy.valentina',
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
    return (await answer.json()) as never
  }
  const each = async <T>(n: number, run: (i: number) => Promise<T>): Promise<T[]> => {
    const out: T[] = []
    let next = 0
    await Promise.all(
      Array.from({ length: clients }, async () => {
        for (let i = next++; i < n; i = next++) out[i] = await run(i)
      }),
    )
    return out
  }
  const dossiers = await each(count, () => call('/v1/dossiers', shipment))
  const prepared: number[] = []
  const sent: number[] = []
  const began = performance.now()
  const declarations = await each(count, async (i) => {
    const t = performance.now()
    const made = await call('/v1/declarations', { dossier: dossiers[i]?.id })
    prepared.push(performance.now() - t)
    const u = performance.now()
    await call(`/v1/declarations/${made.id}/send`, {}, made.version)
    sent.push(performance.now() - u)
    return made.id
  })
  const sentIn = performance.now() - began
  await each(count, async (i) => {
    for (let n = 0; n < 600; n++) {
      const { state } = await call(`/v1/declarations/${declarations[i]}`)
      if (state.channel) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('a declaration was not assessed within half a minute')
  })
  const ms = performance.now() - began
  return {
    declarations: count,
    clients,
    preparedAndSentPerSecond: Math.round((count * 1000) / sentIn),
    assessedPerSecond: Math.round((count * 1000) / ms),
    prepareP50Ms: percentile(prepared, 50),
    prepareP99Ms: percentile(prepared, 99),
    sendP99Ms: percentile(sent, 99),
  }
}

/**
 * Customs: declarations prepared (permits, duties), sent to customs' own system, accepted and given a channel; a file of 10,000 orders from upload
 * to answer; a thousand rules on one operation; 100,000 draws. `--count=300 --clients=8 --rows=10000`.
 */
export async function benchCustoms(argv: readonly string[]): Promise<object> {
  const pure = { rules: benchRules(), draws: benchDraws() }
  const server = await startServer({ VUCE_RATE_LIMIT: '0' })
  try {
    const file = await benchFile(server, option(argv, 'rows', 10_000))
    const declarations = await benchDeclarations(server, option(argv, 'count', 300), option(argv, 'clients', 8))
    return { ...pure, file, declarations }
  } finally {
    await server.stop()
  }
}
