import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../server/seed.ts'
import { daysAfter, openTestApp, type TestApp } from '../helpers/house.ts'
import { approvedAcid } from '../helpers/shipments.ts'
import { fillEmpty } from './fill.ts'

/**
 * The second wall, with the first one removed: nothing of our code stands between these queries and the tables. Every table that the
 * application may read is taken from the catalogue of the database, so a new one is tested from the day it is made.
 */
let app: TestApp
let tables: readonly string[]
let unfilled: readonly string[]
let orgs: readonly { readonly id: string; readonly kind: string; readonly name: string }[]

/** Tables whose rows are everybody's to read, and why. */
const open: Readonly<Record<string, string>> = {
  'catalogues.entry': 'the law in force, for everybody; proposals and rejected ones are not in it',
  'catalogues.edition': 'which editions of a catalogue were published, and when',
  'information.sheet': 'what agencies have confirmed about their procedures: public by its purpose',
  'packs.edition': 'every edition of the countries’ law, as it was published',
  'ledger.account': 'which accounts there are, without a single amount',
  'mypes.adherent':
    'who signed the agreement for small exporters and what they ask: a public list, from which a firm chooses',
}

beforeAll(async () => {
  app = await openTestApp()
  await seedDemo(app.house)
  // A little of everything: mandates, sessions, programs, a sandbox.
  const taxId = (
    await app.asOwner<{ tax_id: string }>(
      `SELECT o.tax_id FROM identity.account a JOIN identity.organisation o ON o.id = a.org_id WHERE a.label = 'pe.elvira'`,
    )
  )[0]?.tax_id
  const today = app.clock.now().slice(0, 10)
  const { body } = await app.open('/v1/mandates', 'demo.pe.lucia', {
    agent: { country: 'PE', taxId },
    acts: ['dossier.open'],
    valueCap: { amount: '10.00', currency: 'USD' },
    from: today,
    to: daysAfter(app.clock.now(), 30),
  })
  await app.act('demo.pe.elvira', `/v1/mandates/${String(body.id)}`, 'accept', {})
  await app.call('POST', '/v1/sandboxes', 'demo.pe.lucia', { now: app.clock.now() })
  const [lucia] = (await app.house.directory.accounts()).filter((a) => a.label === 'pe.lucia')
  if (lucia) await app.house.directory.sessions.open({ person: lucia.person, account: lucia.id, methods: ['demo'] })
  // A case that went its whole way, with money, notices, readings and what people keep beside it; somebody in their own name.
  const { permit } = await approvedAcid(app)
  await app.call('GET', `/v1/permits/${permit}`, 'demo.pe.victor')
  await app.call('POST', '/v1/contacts', 'demo.pe.lucia', {
    channel: 'email',
    address: 'lucia@firma.pe',
    language: 'es',
    for: 'me',
  })
  await app.call('PUT', '/v1/drafts/note', 'demo.pe.lucia', { value: { text: 'mine' } }, { 'if-match': '*' })
  await app.call(
    'POST',
    '/v1/break-glass',
    'demo.window.monitor',
    { case: permit, reasonCode: 'incident', text: 'Its papers did not arrive at customs', minutes: 30 },
    { 'idempotency-key': randomUUID() },
  )
  await app.house.login.people.create({ name: 'Ana Poma', email: 'ana@x.pe', language: 'es' })
  tables = (
    await app.asOwner<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_t%'
         AND has_schema_privilege('vuce_app', n.oid, 'USAGE') AND has_any_column_privilege('vuce_app', c.oid, 'SELECT')
       ORDER BY 1`,
    )
  ).map((t) => t.name)
  orgs = await app.asOwner('SELECT id, kind, name FROM identity.organisation ORDER BY kind, id')
  // What no story has put anything into is given a row all the same.
  const firm = orgs.find((o) => o.kind === 'firm')
  unfilled = await fillEmpty(app.database.superuser, tables, firm?.id ?? '')
}, 120_000)
afterAll(() => app?.close())

/** Rows that the application's role sees of a table when it forgets every condition. */
async function seen(table: string, org: string | null): Promise<readonly Record<string, unknown>[]> {
  const client = await app.house.pool.connect()
  try {
    await client.query('BEGIN READ ONLY')
    if (org !== null) await client.query(`SET LOCAL app.org = '${org}'`)
    const { rows } = await client.query<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM ${table} t`)
    return rows.map((r) => r.row)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** Whose a row is, by the column that says so; a row that names nobody is nobody's. */
function isTheirs(row: Record<string, unknown>, org: string): boolean {
  if (Array.isArray(row.readers)) return row.readers.includes(org)
  for (const column of ['org_id', 'owner_org', 'organisation', 'recipient_org'])
    if (column in row) return row[column] === org
  return JSON.stringify(row).includes(`"${org}"`)
}

describe('without the first wall', () => {
  it('there is something to look at', async () => {
    expect(tables.length).toBeGreaterThan(25)
    expect(new Set(orgs.map((o) => o.kind))).toEqual(new Set(['agency', 'customs', 'firm', 'person', 'platform']))
    expect(orgs.length).toBeGreaterThan(30)
    const filled = await Promise.all(
      tables.map(async (t) => (await app.asOwner<{ n: string }>(`SELECT count(*)::text AS n FROM ${t}`))[0]?.n !== '0'),
    )
    expect(filled.filter(Boolean).length).toBeGreaterThan(12)
  })

  it('in every table that shows anything to an organisation', async () => {
    const shown = await app.asOwner<{ name: string }>(
      `SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS name FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace WHERE pg_get_expr(p.polqual, p.polrelid) LIKE '%app.org%' ORDER BY 1`,
    )
    expect(shown.length).toBeGreaterThan(10)
    const empty: string[] = []
    for (const { name } of shown.filter((t) => tables.includes(t.name)))
      if ((await app.asOwner(`SELECT 1 FROM ${name} LIMIT 1`)).length === 0) empty.push(name)
    expect([empty, unfilled]).toEqual([[], []])
  })

  it('nobody in particular sees nothing at all', async () => {
    for (const table of tables.filter((t) => !open[t]))
      expect([table, (await seen(table, null)).length]).toEqual([table, 0])
  })

  it('an organisation that does not exist sees nothing', async () => {
    for (const table of tables.filter((t) => !open[t]))
      expect([table, (await seen(table, randomUUID())).length]).toEqual([table, 0])
  })

  it('every organisation, of every kind, sees of every table only what is its own', async () => {
    const strange: string[] = []
    let own = 0
    for (const table of tables.filter((t) => !open[t]))
      for (const org of orgs) {
        const rows = await seen(table, org.id)
        own += rows.length
        for (const row of rows)
          if (!isTheirs(row, org.id))
            strange.push(`${table} shows ${org.kind} ${org.name} ${JSON.stringify(row).slice(0, 120)}`)
      }
    expect(strange).toEqual([])
    expect(own).toBeGreaterThan(20)
  })

  it('cases show to their readers and to nobody else, one by one', async () => {
    const cases = await app.asOwner<{ id: string; readers: string[] }>('SELECT id, readers FROM cases."case"')
    expect(cases.length).toBeGreaterThan(5)
    for (const org of orgs) {
      const ids = (await seen('cases."case"', org.id)).map((r) => String(r.id)).sort()
      expect(ids).toEqual(
        cases
          .filter((c) => c.readers.includes(org.id))
          .map((c) => c.id)
          .sort(),
      )
    }
  })
})

describe('the wall itself', () => {
  it('stands before every table, with plain expressions, and is not the application’s to pull down', async () => {
    const rows = await app.asOwner<{ name: string; on: boolean; owner: string; policies: string | null }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relrowsecurity AS on, pg_get_userbyid(c.relowner) AS owner,
         (SELECT string_agg(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''), ' ; ')
          FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')`,
    )
    const known = new Set(tables)
    for (const { name, on, owner, policies } of rows.filter((r) => known.has(r.name))) {
      expect([name, on, owner === 'vuce_app', policies !== null]).toEqual([name, true, false, true])
      expect([name, /\bSELECT\b/i.test(policies ?? '')]).toEqual([name, false])
    }
    const [role] = await app.asOwner<{ super: boolean; bypass: boolean }>(
      `SELECT rolsuper AS super, rolbypassrls AS bypass FROM pg_roles WHERE rolname = 'vuce_app'`,
    )
    expect(role).toEqual({ super: false, bypass: false })
  })

  it('has no views by which its owner’s eyes would be borrowed', async () => {
    const views = await app.asOwner<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
         AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false) AND has_table_privilege('vuce_app', c.oid, 'SELECT')`,
    )
    expect(views).toEqual([])
  })
})
