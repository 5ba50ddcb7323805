import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { approvedAcid, fileAcid, people, PHONE } from '../../test/helpers/shipments.ts'

const SCHEMAS = ['cases', 'identity', 'documents', 'notices', 'permits']

interface Table {
  readonly schema: string
  readonly name: string
  readonly secured: boolean
  readonly policies: number
  readonly readable: boolean
}

let app: TestApp
let application: pg.Client
let tables: Table[] = []
/** What must show up nowhere: ids of the firm and of all that it did, and a telephone number. */
let ours: string[] = []
let strangers: string[] = []

beforeAll(async () => {
  app = await openTestApp()
  const done = await approvedAcid(app)
  const filed = await fileAcid(app)
  const org = await orgOf(people.lucia)
  ours = [org, ...Object.values(done), ...Object.values(filed), PHONE]
  strangers = [await orgOf(people.elvira), await orgOf(people.ana)]
  tables = await app.asOwner<Table & pg.QueryResultRow>(
    `SELECT n.nspname AS schema, c.relname AS name, c.relrowsecurity AS secured, has_table_privilege('vuce_app', c.oid, 'SELECT') AS readable,
       (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY($1) ORDER BY 1, 2`,
    [SCHEMAS],
  )
  application = new pg.Client(app.house.pool.options)
  await application.connect()
})
afterAll(async () => {
  await application?.end()
  await app?.close()
})

const orgOf = async (token: string): Promise<string> => (await app.house.directory.identify(token))?.actor.org ?? ''

/** Every row of every table that the application's role gets to see, as text. */
async function seen(context: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const { schema, name } of tables.filter((t) => t.readable)) {
    await application.query('BEGIN')
    for (const set of context) await application.query(set)
    const { rows } = await application.query<{ row: string }>(`SELECT t::text AS row FROM ${schema}."${name}" t`)
    await application.query('ROLLBACK')
    if (rows.length) found[`${schema}.${name}`] = rows.map((r) => r.row)
  }
  return found
}

describe('row-level security, the second wall', () => {
  it('is on, with a policy, on every table of every schema that holds data of people', () => {
    expect(new Set(tables.map((t) => t.schema))).toEqual(new Set(SCHEMAS))
    expect(tables.filter((t) => !t.secured || t.policies === 0)).toEqual([])
  })

  it('holds for the role that the application uses, which owns nothing and cannot pass it', async () => {
    const { rows } = await application.query<{ me: string }>('SELECT current_user AS me')
    expect(rows[0]?.me).toBe('vuce_app')
    const [role] = await app.asOwner(
      `SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'vuce_app'`,
    )
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false })
    const owned = await app.asOwner(
      `SELECT 1 FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'vuce_app'`,
    )
    expect(owned).toEqual([])
  })

  it('shows nothing at all to a statement without a context', async () => {
    expect(await seen([])).toEqual({})
    expect(await seen([`SET LOCAL app.org = ''`, `SET LOCAL app.scope = ''`])).toEqual({})
  })

  it('shows to another firm, and to an agency that has no part in it, nothing of ours', async () => {
    for (const stranger of strangers) {
      const found = await seen([`SET LOCAL app.org = '${stranger}'`])
      const leaks = Object.entries(found).flatMap(([table, rows]) =>
        rows.filter((row) => ours.some((o) => row.includes(o))).map((row) => `${table}: ${row}`),
      )
      expect(leaks).toEqual([])
    }
  })

  it('shows us what is ours, so the silence above is that of the wall and not of empty tables', async () => {
    const found = await seen([`SET LOCAL app.org = '${ours[0]}'`])
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining(['cases.case', 'cases.command', 'cases.task', 'documents.issued', 'notices.notice']),
    )
    for (const { schema, name } of tables.filter((t) => t.schema === 'cases')) {
      const [row] = await app.asOwner<{ n: number }>(`SELECT count(*)::int AS n FROM ${schema}."${name}"`)
      expect([name, row?.n === 0]).toEqual([name, false])
    }
  })

  it('does not let one firm write in the name of another', async () => {
    await application.query('BEGIN')
    await application.query(`SET LOCAL app.org = '${strangers[0]}'`)
    const changed = await application.query(`UPDATE cases."case" SET status = status WHERE id = $1`, [ours[1]])
    expect(changed.rowCount).toBe(0)
    const insert = `INSERT INTO cases.task (case_id, name, org_id, role, since) VALUES ($1, 'forged', $2, 'evaluator', now())`
    await expect(application.query(insert, [ours[1], ours[0]])).rejects.toMatchObject({ code: '42501' })
    await application.query('ROLLBACK')
  })
})
