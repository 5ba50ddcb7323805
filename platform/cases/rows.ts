import type { Statement } from './transaction.ts'

/** A row of "case" as it is read. */
export interface CaseRow {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly definition: string
  readonly status: string
  readonly title: string
  readonly state: Readonly<Record<string, unknown>> & { readonly status: string }
  readonly version: number
  readonly head: Buffer
  readonly owner_org: string
  readonly sandbox_id: string | null
  readonly readers: readonly string[]
  readonly next_due: string | null
  readonly opened_at: string
  readonly changed_at: string
}

const COLUMNS =
  'id, type, number, definition, status, title, state, version, head, owner_org, sandbox_id, readers, next_due, opened_at, changed_at'

export const findCase: Statement = { name: 'case.find', text: `SELECT ${COLUMNS} FROM cases."case" WHERE id = $1` }
export const lockCase: Statement = {
  name: 'case.lock',
  text: `SELECT ${COLUMNS} FROM cases."case" WHERE id = $1 FOR UPDATE`,
}
export const lockCases: Statement = {
  name: 'case.lock-many',
  text: `SELECT ${COLUMNS} FROM cases."case" WHERE id = ANY($1) ORDER BY id FOR UPDATE`,
}

export const findCommand: Statement = {
  name: 'command.find',
  text: 'SELECT digest, status, answer FROM cases.command WHERE case_id = $1 AND command_id = $2',
}

export const findEvents: Statement = {
  name: 'event.of-case',
  text: `SELECT seq, type, data, actor, on_behalf_of, at, recorded_at, command_id, prev_hash, hash
         FROM cases.event WHERE case_id = $1 AND seq <= $2 AND seq > $3 ORDER BY seq`,
}

export interface EventRow {
  readonly seq: number
  readonly type: string
  readonly data: unknown
  readonly actor: { person: string; org: string; roles: string[]; mandate?: string; onBehalfOf?: string }
  readonly on_behalf_of: string | null
  readonly at: string
  readonly recorded_at: string
  readonly command_id: string
  readonly prev_hash: Buffer
  readonly hash: Buffer
}

export const takeNumber: Statement = {
  name: 'series.take',
  text: `INSERT INTO cases.series (case_id, series, last) VALUES ($1, $2, $3)
         ON CONFLICT (case_id, series) DO UPDATE SET last = cases.series.last + 1 RETURNING last`,
}

/** What a command may leave behind, in the order in which it is written. */
const PARTS = {
  opened: {
    parameters: 2,
    text: (rows: string, states: string) => `
  INSERT INTO cases."case" (${COLUMNS})
  SELECT id, type, number, definition, status, title, state, version, decode(head, 'hex'), owner_org, sandbox_id, readers, next_due, opened_at, changed_at
  FROM ROWS FROM (json_to_recordset(${rows}::json) AS (id uuid, type text, number text, definition text, status text, title text, version int,
    head text, owner_org uuid, sandbox_id uuid, readers uuid[], next_due timestamptz, opened_at timestamptz, changed_at timestamptz),
    unnest(${states}::jsonb[])) AS r(id, type, number, definition, status, title, version, head, owner_org, sandbox_id, readers, next_due, opened_at,
    changed_at, state)`,
  },
  changed: {
    parameters: 2,
    text: (rows: string, states: string) => `
  UPDATE cases."case" c SET number = r.number, definition = r.definition, status = r.status, title = r.title, state = r.state, version = r.version, head = decode(r.head, 'hex'),
    readers = r.readers, next_due = r.next_due, changed_at = r.changed_at
  FROM ROWS FROM (json_to_recordset(${rows}::json) AS (id uuid, was int, number text, definition text, status text, title text, version int,
    head text, readers uuid[], next_due timestamptz, changed_at timestamptz),
    unnest(${states}::jsonb[])) AS r(id, was, number, definition, status, title, version, head, readers, next_due, changed_at,
    state)
  WHERE c.id = r.id AND c.version = r.was RETURNING 1`,
  },
  events: {
    parameters: 2,
    text: (rows: string, data: string) => `
  INSERT INTO cases.event (case_id, seq, type, data, actor, on_behalf_of, at, recorded_at, command_id, prev_hash, hash)
  SELECT case_id, seq, type, data, actor, on_behalf_of, at, recorded_at, command_id, decode(prev_hash, 'hex'), decode(hash, 'hex')
  FROM ROWS FROM (json_to_recordset(${rows}::json) AS (case_id uuid, seq int, type text, actor jsonb, on_behalf_of uuid, at timestamptz,
    recorded_at timestamptz, command_id uuid, prev_hash text, hash text),
    unnest(${data}::json[])) AS r(case_id, seq, type, actor, on_behalf_of, at, recorded_at, command_id, prev_hash, hash, data)`,
  },
  partiesGone: {
    parameters: 1,
    text: (rows: string) => `
  DELETE FROM cases.case_party p USING json_to_recordset(${rows}::json) AS r(case_id uuid, org_id uuid, capacity text)
  WHERE p.case_id = r.case_id AND p.org_id = r.org_id AND p.capacity = r.capacity`,
  },
  parties: {
    parameters: 1,
    text: (rows: string) => `
  INSERT INTO cases.case_party (case_id, org_id, capacity)
  SELECT case_id, org_id, capacity FROM json_to_recordset(${rows}::json) AS r(case_id uuid, org_id uuid, capacity text)`,
  },
  tasksDone: {
    parameters: 1,
    text: (rows: string) => `
  DELETE FROM cases.task t USING json_to_recordset(${rows}::json) AS r(case_id uuid, name text, org_id uuid)
  WHERE t.case_id = r.case_id AND t.name = r.name AND t.org_id = r.org_id`,
  },
  tasks: {
    parameters: 1,
    text: (rows: string) => `
  INSERT INTO cases.task (case_id, name, org_id, role, due, since, sandbox_id, holder, held_since, lane)
  SELECT case_id, name, org_id, role, due, since, sandbox_id, holder, held_since, lane
  FROM json_to_recordset(${rows}::json) AS r(case_id uuid, name text, org_id uuid, role text, due timestamptz, since timestamptz, sandbox_id uuid,
    holder uuid, held_since timestamptz, lane text)
  ON CONFLICT (case_id, name, org_id) DO UPDATE SET due = excluded.due, holder = excluded.holder, held_since = excluded.held_since`,
  },
  clocks: {
    parameters: 1,
    text: (rows: string) => `
  INSERT INTO cases.clock (case_id, name, side, started_at, due, state)
  SELECT case_id, name, side, started_at, due, state
  FROM json_to_recordset(${rows}::json) AS r(case_id uuid, name text, side text, started_at timestamptz, due timestamptz, state text)
  ON CONFLICT (case_id, name) DO UPDATE SET started_at = excluded.started_at, due = excluded.due, state = excluded.state`,
  },
  personal: {
    parameters: 1,
    text: (rows: string) => `
  INSERT INTO cases.personal (case_id, ref, salt, value)
  SELECT case_id, ref, salt, value FROM json_to_recordset(${rows}::json) AS r(case_id uuid, ref text, salt text, value jsonb)
  ON CONFLICT (case_id, ref) DO NOTHING`,
  },
  answered: {
    parameters: 2,
    text: (rows: string, answer: string) => `
  INSERT INTO cases.command (case_id, command_id, org_id, digest, status, answer, at)
  SELECT case_id, command_id, org_id, decode(digest, 'hex'), status, ${answer}::text, at
  FROM json_to_recordset(${rows}::json) AS r(case_id uuid, command_id uuid, org_id uuid, digest text, status smallint, at timestamptz)`,
  },
} as const

export type Part = keyof typeof PARTS
/** Parameters of each part that has any: its rows as a JSON array, and beside them what is large in a row, in the same order. */
export type Written = Partial<Record<Part, readonly unknown[]>>

const prepared = new Map<string, Statement>()

/**
 * One statement that writes everything a command decided, over all its cases. It holds only the parts that have rows, so that PostgreSQL
 * prepares nothing in vain. What is large (a state, the data of an event) travels beside its row: it is read once, not once more as part
 * of a bigger document.
 */
export function writeAll(written: Written): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const parts = (Object.keys(PARTS) as Part[]).filter((part) => written[part])
  // PostgreSQL keeps 63 characters of a name.
  const name = `case.write.${(Object.keys(PARTS) as Part[]).map((part) => (written[part] ? 1 : 0)).join('')}`
  const values = parts.flatMap((part) => written[part] ?? [])
  const known = prepared.get(name)
  if (known) return { statement: known, values }
  let n = 0
  let changed = ''
  const bodies = parts.map((part) => {
    const parameters = Array.from({ length: PARTS[part].parameters }, () => `$${++n}`)
    if (part === 'changed') [changed = ''] = parameters
    return `${part} AS (${PARTS[part].text(...(parameters as [string, string]))})`
  })
  // A case that changed under its lock ends the transaction: a division by zero, because a plain statement has no other way to say so.
  const sound = changed
    ? `1 / (CASE WHEN (SELECT count(*) FROM changed) = json_array_length(${changed}::json) THEN 1 ELSE 0 END)`
    : '1'
  const statement = { name, text: `WITH ${bodies.join(', ')} SELECT ${sound} AS sound` }
  prepared.set(name, statement)
  return { statement, values }
}
