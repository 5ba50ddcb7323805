import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../helpers/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house?.close())

/**
 * Unique keys of tables with a case that do not contain it. On a distributed PostgreSQL such a key cannot be kept by one shard:
 * each needs its reason, and an answer for the day the tables are distributed.
 */
const elsewhere: Readonly<Record<string, string>> = {
  'evidence.status: status_list_position_key': 'places of a public list: a reference table, written seldom',
  'h2h.message: message_pkey': 'distributed by the connection that sent it, not by the case it led to',
  'h2h.outbox: outbox_pkey': 'distributed by the connection that is told',
  'information.sheet: sheet_pkey': 'one sheet of each procedure: a reference table',
  'notices.notice: notice_pkey': 'distributed by the mailbox it lies in',
  'payments.statement: statement_once': 'one bank statement once: a reference table',
  'permits.taking: taking_pkey': 'distributed by the agency whose officer takes',
  'roots.leaf: leaf_pkey': 'the log of all cases is one, and stays on one node',
}

it('every key of a table that belongs to cases contains the id of the case', async () => {
  const { rows } = await house.house.owner.query<{ name: string; columns: string[] }>(
    `SELECT n.nspname || '.' || t.relname || ': ' || i.relname AS name, array_agg(a.attname ORDER BY k.ordinality)::text[] AS columns
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     CROSS JOIN LATERAL unnest(x.indkey::int[]) WITH ORDINALITY k(attnum, ordinality)
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
     WHERE x.indisunique AND EXISTS (SELECT FROM pg_attribute c WHERE c.attrelid = t.oid AND c.attname = 'case_id' AND NOT c.attisdropped)
     GROUP BY 1 ORDER BY 1`,
  )
  expect(rows.length).toBeGreaterThan(10)
  const without = rows.filter(({ columns }) => !columns.includes('case_id')).map(({ name }) => name)
  expect(without).toEqual(Object.keys(elsewhere).sort())
})
