import pg from 'pg'

/** Rows of one table, as text values in column order, with the case ids in them so that each commit can have its own. */
export interface TableRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** Tables in the order in which a bare client writes them. */
const TABLES = [
  'cases."case"',
  'cases.event',
  'cases.case_party',
  'cases.task',
  'cases.clock',
  'cases.personal',
  'cases.command',
  'notices.notice',
  'h2h.message',
  'graphile_worker._private_jobs',
]

/** Everything that one application wrote, read back from the database: what the bare client has to commit each time. */
export async function sampleRows(connection: pg.ClientConfig, application: string): Promise<TableRows[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query("SET app.scope = 'platform'")
    const found = await client.query<{ command_id: string }>('SELECT command_id FROM cases.event WHERE case_id = $1', [
      application,
    ])
    const command = found.rows[0]?.command_id
    const cases = await client.query<{ id: string }>(
      'SELECT DISTINCT case_id AS id FROM cases.event WHERE command_id = $1',
      [command],
    )
    const ids = cases.rows.map((r) => r.id)
    const tables: TableRows[] = []
    for (const table of TABLES) {
      const described = await client.query<{ name: string; type: string }>(
        `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
         WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = '' ORDER BY attnum`,
        [table],
      )
      const columns = described.rows.filter(
        (c) => c.name !== 'xid' && !(table.includes('_private_jobs') && c.name === 'id'),
      )
      const where = table.includes('_private_jobs')
        ? `payload->'cases'->0->>'id' = ANY($1::text[])`
        : table === 'cases.command'
          ? `command_id = '${command}'`
          : table.endsWith('"case"')
            ? 'id = ANY($1::uuid[])'
            : 'case_id = ANY($1::uuid[])'
      const { rows } = await client.query<(string | null)[]>({
        text: `SELECT ${columns.map((c) => `"${c.name}"::text`).join(', ')} FROM ${table} WHERE ${where}`,
        values: table === 'cases.command' ? [] : [ids],
        rowMode: 'array',
      })
      if (rows.length)
        tables.push({ table, columns: columns.map((c) => c.name), types: columns.map((c) => c.type), rows })
    }
    return tables
  } finally {
    await client.end()
  }
}
