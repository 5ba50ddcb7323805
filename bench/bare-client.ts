import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { TableRows } from './bare-rows.ts'

export interface BareRequest {
  readonly connection: pg.ClientConfig
  readonly rows: readonly TableRows[]
  readonly clients: number
  /** Milliseconds of load before counting begins. */
  readonly leadMs: number
  readonly ms: number
}

export interface BareReport {
  readonly perSecond: number
  readonly commits: number
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** One multi-row INSERT per table, prepared once per connection: the shortest way for a client to write these rows. */
const statementOf = ({ table, columns, types, rows }: TableRows, i: number): { name: string; text: string } => {
  const row = (r: number): string =>
    `(${columns.map((_, c) => `$${r * columns.length + c + 1}::${types[c] ?? 'text'}`).join(', ')})`
  return {
    name: `bare-${i}`,
    text: `INSERT INTO ${table} (${columns.map((c) => `"${c}"`).join(', ')}) VALUES ${rows.map((_, r) => row(r)).join(', ')}`,
  }
}

/** Ids that may not repeat: those of cases, commands, notices and personal references. Organisations stay. */
function freshIds(rows: readonly TableRows[]): readonly string[] {
  const ids = new Set<string>()
  for (const { columns, rows: of } of rows)
    for (const row of of)
      for (const [c, name] of columns.entries())
        if (['id', 'case_id', 'command_id', 'message_id', 'key'].includes(name))
          for (const id of row[c]?.match(UUID) ?? []) ids.add(id)
  return [...ids]
}

async function run({ connection, rows, clients, leadMs, ms }: BareRequest): Promise<BareReport> {
  const statements = rows.map(statementOf)
  const flat = rows.map((t) => t.rows.flat())
  const ids = freshIds(rows).filter((id) =>
    rows.some((t) =>
      t.table === 'cases."case"'
        ? t.rows.some((r) => r[0] === id)
        : t.columns.includes('command_id') || t.table === 'notices.notice',
    ),
  )
  const orgs = new Set(
    rows.filter((t) => t.table === 'cases.command').flatMap((t) => t.rows.map((r) => r[t.columns.indexOf('case_id')])),
  )
  const renewed = ids.filter((id) => !orgs.has(id))
  let commits = 0
  // The first seconds open connections, plan and compile: they are not counted.
  const began = performance.now() + leadMs
  const end = began + ms
  const one = async (): Promise<void> => {
    const client = new pg.Client({ ...connection, pipeline: true })
    await client.connect()
    await client.query("SET app.scope = 'platform'")
    while (performance.now() < end) {
      const fresh = new Map(renewed.map((id) => [id, randomUUID()]))
      const renew = (v: string | null): string | null =>
        v === null ? null : v.replace(UUID, (id) => fresh.get(id) ?? id)
      const sent: Promise<unknown>[] = [client.query('BEGIN')]
      for (const [i, statement] of statements.entries())
        sent.push(client.query({ ...statement, values: (flat[i] ?? []).map(renew) }))
      sent.push(client.query('COMMIT'))
      await Promise.all(sent)
      if (performance.now() >= began) commits++
    }
    await client.end()
  }
  await Promise.all(Array.from({ length: clients }, one))
  return { perSecond: (commits * 1000) / (performance.now() - began), commits }
}

process.once('message', (request) => {
  run(request as BareRequest).then(
    (report) => process.send?.(report, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    },
  )
})
