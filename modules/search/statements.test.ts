import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namedId, type Statement } from '#platform/cases'
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts'
import { byIds, byNumber, byWords, firmsBy, firmsOf, inOrder, ofFirms, WINDOW } from './statements.ts'

const agency = namedId('test/agency')
const stranger = namedId('test/stranger')
const exporter = namedId('test/exporter')

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client(database.superuser)
  await client.connect()
  await client.query('SET plan_cache_mode = force_generic_plan')
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** A store of so many firms and permits, a quarter of them of one exporter, all seen by one agency only. */
async function grow(firms: number, cases: number): Promise<void> {
  await client.query(`TRUNCATE cases."case", identity.organisation CASCADE; TRUNCATE cases.case_party`)
  await client.query(
    `INSERT INTO identity.organisation (id, kind, name, tax_id, country)
     SELECT CASE i WHEN 7 THEN $2::uuid ELSE gen_random_uuid() END, 'firm', 'Exportadora ' || i || ' SAC', '9' || lpad(i::text, 10, '0'), 'PE'
     FROM generate_series(1, $1::int) i`,
    [firms, exporter],
  )
  await client.query(
    `INSERT INTO cases."case" (id, type, number, definition, status, title, state, version, head, owner_org, readers, opened_at, changed_at)
     SELECT gen_random_uuid(), 'permit', 'SUCE-2026-' || lpad(i::text, 7, '0'), 'x', 'APPROVED', 'Permit ' || i, '{}', 1, sha256('x'),
            CASE WHEN i % 4 = 0 THEN $2::uuid ELSE o.id END, ARRAY[$3::uuid], now(), now()
     FROM generate_series(1, $1::int) i
     JOIN LATERAL (SELECT id FROM identity.organisation WHERE tax_id = '9' || lpad((1 + i % $4)::text, 10, '0')) o ON true`,
    [cases, exporter, agency, firms],
  )
  await client.query(
    `INSERT INTO cases.case_party (case_id, org_id, capacity) SELECT id, $1, 'agency' FROM cases."case"`,
    [agency],
  )
  await client.query('ANALYZE')
}

interface Node {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}

/** Rows of tables that a plan touched, kept or not. */
const read = (node: Node): number =>
  (node['Relation Name']
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) *
      node['Actual Loops']
    : 0) + (node.Plans ?? []).reduce((sum, n) => sum + read(n), 0)

/** Rows that a statement reads, planned as the program's are: before its values are known, under row-level security. */
async function rowsRead(statement: Statement, values: readonly unknown[], scope: 'platform' | ''): Promise<number> {
  const name = `plan_${statement.name.replace(/\W/g, '_')}`
  await client.query(`BEGIN; ${inOrder.text}; SET LOCAL ROLE vuce_app`)
  await client.query(`SET LOCAL app.scope = '${scope}'; SET LOCAL app.org = '${agency}'`)
  await client.query(`PREPARE ${name} AS ${statement.text}`)
  const literal = (v: unknown): string =>
    v === null ? 'NULL' : Array.isArray(v) ? `'{${v.join()}}'` : typeof v === 'number' ? String(v) : `'${String(v)}'`
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE ${name}(${values.map(literal).join()})`,
  )
  await client.query(`COMMIT; DEALLOCATE ${name}`)
  return read((rows[0] as { 'QUERY PLAN': [{ Plan: Node }] })['QUERY PLAN'][0].Plan)
}

const LIMIT = 50

describe('what a search reads of the store', () => {
  const costs = async () => ({
    taxId: await rowsRead(firmsBy, ['90000000007', '90000000007'], 'platform'),
    name: await rowsRead(firmsBy, ['Exportadora 7 ', 'exportadora 7 '], 'platform'),
    firm: await rowsRead(ofFirms, [[exporter], null, LIMIT, agency], 'platform'),
    unseen: await rowsRead(ofFirms, [[exporter], null, LIMIT, stranger], 'platform'),
    number: await rowsRead(byNumber, ['SUCE-2026-0000008', null, LIMIT], ''),
    words: await rowsRead(byWords, [agency, null, LIMIT, 'no such words'], ''),
    owners: await rowsRead(firmsOf, [[exporter]], 'platform'),
  })

  it('does not grow with it', async () => {
    // Not less: a store of a few pages is rightly read whole.
    await grow(1_000, 20_000)
    const small = await costs()
    await grow(3_000, 60_000)
    const large = await costs()
    expect(large).toEqual(small)
    expect(large).toMatchObject({ taxId: 1, name: 1, number: 1, owners: 1 })
    // A firm with more permits than are looked at is looked at so far and no further, whoever asks.
    expect(large).toMatchObject({ firm: WINDOW, unseen: WINDOW, words: 2 * WINDOW })
    const [some] = (await client.query<{ id: string }>('SELECT id FROM cases."case" LIMIT 1')).rows
    expect(await rowsRead(byIds, [[some?.id]], '')).toBe(1)
  })
})
