import pg from 'pg'

interface Column {
  readonly name: string
  readonly type: string
  readonly skip: boolean
}

/** A value of a type, as text; what names anybody names `org`. */
const valueOf = (type: string, org: string): string | null => {
  if (type === 'uuid') return org
  if (type === '_uuid') return `{${org}}`
  if (type.startsWith('_')) return '{}'
  if (type === 'jsonb' || type === 'json') return '{}'
  if (type === 'bool') return 'true'
  if (type === 'bytea') return `\\x${'00'.repeat(32)}`
  if (type.startsWith('timestamp')) return '2026-01-01T00:00:00.000Z'
  if (type === 'date') return '2026-01-01'
  return /^(int|numeric|float)/.test(type) ? '1' : 'x'
}

/**
 * One row in each table that is still empty, made of its columns alone and without asking whether it makes sense: what is proved about a
 * wall holds for any row. Answers the tables into which none could be put, and why.
 */
export async function fillEmpty(
  superuser: pg.ClientConfig,
  tables: readonly string[],
  org: string,
): Promise<readonly string[]> {
  const client = new pg.Client(superuser)
  await client.connect()
  const failed: string[] = []
  try {
    // Rows need not belong to anything: keys to other tables are not asked for.
    await client.query('SET session_replication_role = replica')
    for (const table of tables) {
      if ((await client.query(`SELECT 1 FROM ${table} LIMIT 1`)).rows.length > 0) continue
      const { rows: columns } = await client.query<Column>(
        `SELECT a.attname AS name, t.typname AS type, a.attgenerated <> '' OR a.attidentity <> '' AS skip FROM pg_attribute a
         JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
        [table],
      )
      // Nor what makes sense in it: this is a copy, made for this one proof.
      const { rows: checks } = await client.query<{ name: string }>(
        `SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'`,
        [table],
      )
      for (const { name } of checks) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`)
      const own = columns.filter((c) => !c.skip)
      const values = own.map((c) => valueOf(c.type, org))
      const insert = `INSERT INTO ${table} (${own.map((c) => `"${c.name}"`).join(', ')}) VALUES (${own.map((_, i) => `$${i + 1}`).join(', ')})`
      await client.query(insert, values).catch((error: Error) => failed.push(`${table}: ${error.message}`))
    }
  } finally {
    await client.end()
  }
  return failed
}
