import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { sealAround, type Actor } from '#kernel'
import { newId } from '#platform/cases'
import { field } from './copy.ts'

/** A text with holes: strings stand as they are, a number is the place of a name that every clone gets anew. */
type Pattern = readonly (string | number)[]

interface EventPattern {
  readonly caseAt: number
  readonly before: Pattern
  readonly data: Pattern
  readonly after: Pattern
  /** The columns before data. */
  readonly head: Pattern
}

interface RowsPattern {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Pattern[]
}

/** What one application left in the store, ready to be written again under other names. */
export interface Mould {
  readonly cases: number
  readonly names: readonly Name[]
  readonly snapshot: RowsPattern
  readonly events: readonly EventPattern[]
  readonly others: readonly RowsPattern[]
}

interface Name {
  readonly was: string
  readonly kind: 'case' | 'command' | 'firm' | 'number'
}

const HEAD = '\u0001head\u0001'
const PREV = '\u0001prev\u0001'
export const EVENT_COLUMNS = [
  'case_id',
  'seq',
  'type',
  'actor',
  'on_behalf_of',
  'at',
  'recorded_at',
  'command_id',
  'data',
  'prev_hash',
  'hash',
]
const OTHERS = ['cases.case_party', 'cases.task', 'cases.clock', 'permits.live'] as const

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

async function rowsOf(client: pg.ClientBase, table: string, key: string, ids: readonly string[]) {
  const described = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' ORDER BY attnum`,
    [table],
  )
  const columns = described.rows.map((c) => c.name).filter((c) => c !== 'xid')
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${columns.map((c) => `"${c}"::text`).join(', ')} FROM ${table} WHERE ${key} = ANY($1::uuid[]) ORDER BY ${key}`,
    values: [ids],
    rowMode: 'array',
  })
  return { columns, rows }
}

interface StoredEvent {
  readonly case_id: string
  readonly seq: number
  readonly type: string
  readonly actor: Actor
  readonly on_behalf_of: string | null
  readonly at: Date
  readonly recorded_at: Date
  readonly command_id: string
  readonly data: string
}

/** Reads an application with its dossier, permits and orders, and makes a mould of it. */
export async function mouldOf(client: pg.ClientBase, application: string): Promise<Mould> {
  const found = await client.query<{ id: string; number: string | null; owner_org: string }>(
    `SELECT id, number, owner_org FROM cases."case" WHERE id = $1::uuid OR state->>'application' = $1::text
       OR id = (SELECT (state->>'dossier')::uuid FROM cases."case" WHERE id = $1::uuid) ORDER BY id`,
    [application],
  )
  const ids = found.rows.map((r) => r.id)
  const { rows: events } = await client.query<StoredEvent>(
    `SELECT case_id, seq, type, actor, on_behalf_of, at, recorded_at, command_id, data::text AS data FROM cases.event
     WHERE case_id = ANY($1::uuid[]) ORDER BY case_id, seq`,
    [ids],
  )
  const firm = found.rows[0]?.owner_org ?? ''
  const names: Name[] = [
    ...ids.map((was): Name => ({ was, kind: 'case' })),
    ...[...new Set(events.map((e) => e.command_id))].map((was): Name => ({ was, kind: 'command' })),
    { was: firm, kind: 'firm' },
    ...found.rows.flatMap(({ number }): Name[] => (number ? [{ was: number, kind: 'number' }] : [])),
  ]
  const known = new RegExp(`(${names.map((n) => escaped(n.was)).join('|')}|${HEAD}|${PREV})`)
  const index = new Map(names.map((n, i) => [n.was, i]))
  index.set(HEAD, -1)
  index.set(PREV, -2)
  const pattern = (text: string): Pattern => text.split(known).map((part) => index.get(part) ?? part)
  const line = (values: readonly (string | null)[]): Pattern => pattern(values.map(field).join('\t'))
  const snapshot = await rowsOf(client, 'cases."case"', 'id', ids)
  const headAt = snapshot.columns.indexOf('head')
  const others: RowsPattern[] = []
  for (const table of OTHERS) {
    const { columns, rows } = await rowsOf(client, table, 'case_id', ids)
    others.push({ table, columns, rows: rows.map(line) })
  }
  return {
    cases: ids.length,
    names,
    snapshot: {
      table: 'cases."case"',
      columns: snapshot.columns,
      rows: snapshot.rows.map((row) => line(row.map((v, i) => (i === headAt ? HEAD : v)))),
    },
    events: events.map((e) => {
      const [at, recordedAt] = [e.at, e.recorded_at].map((d) => new Date(d).toISOString())
      const sealed = { ...e, at: at ?? '', recordedAt: recordedAt ?? '', caseId: e.case_id, commandId: e.command_id }
      const [before, after] = sealAround(sealed, PREV)
      return {
        caseAt: ids.indexOf(e.case_id),
        before: pattern(before),
        data: pattern(e.data),
        // JSON writes control characters as \u0001: back to what the pattern looks for.
        after: pattern(after.replaceAll('\\u0001', '\u0001')),
        head: line([
          e.case_id,
          String(e.seq),
          e.type,
          JSON.stringify(e.actor),
          e.on_behalf_of,
          sealed.at,
          sealed.recordedAt,
          e.command_id,
        ]),
      }
    }),
    others,
  }
}

export interface Batch {
  readonly tables: Map<string, { columns: readonly string[]; lines: string[] }>
  cases: number
}

export const emptyBatch = (): Batch => ({ tables: new Map(), cases: 0 })

const filled = (pattern: Pattern, names: readonly string[], special = ''): string => {
  let text = ''
  for (const part of pattern) text += typeof part === 'string' ? part : part < 0 ? special : (names[part] ?? '')
  return text
}

/** Pours one clone: new names, and every chain sealed anew from its first event. `ms` is the moment its ids carry. */
export function pour(mould: Mould, batch: Batch, firm: string, ms: number, serial: number): readonly string[] {
  const names = mould.names.map(({ was, kind }, i) => {
    if (kind === 'case') return newId(ms + i)
    if (kind === 'command') return randomUUID()
    if (kind === 'firm') return firm
    return /\d{6,}$/.test(was)
      ? was.replace(/\d+$/, String(serial).padStart(9, '0'))
      : `${was.slice(0, 14)}${randomBytes(6).toString('hex').toUpperCase()}`
  })
  const add = (table: string, columns: readonly string[], line: string): void => {
    const known = batch.tables.get(table)
    if (known) known.lines.push(line)
    else batch.tables.set(table, { columns, lines: [line] })
  }
  const heads: string[] = []
  for (const event of mould.events) {
    const prev = heads[event.caseAt] ?? ''
    const data = filled(event.data, names)
    const hash = createHash('sha256')
      .update(filled(event.before, names))
      .update(data)
      .update(filled(event.after, names, prev))
      .digest('hex')
    heads[event.caseAt] = hash
    add('cases.event', EVENT_COLUMNS, `${filled(event.head, names)}\t${field(data)}\t\\\\x${prev}\t\\\\x${hash}\n`)
  }
  for (const [i, row] of mould.snapshot.rows.entries())
    add(mould.snapshot.table, mould.snapshot.columns, `${filled(row, names, `\\\\x${heads[i] ?? ''}`)}\n`)
  for (const { table, columns, rows } of mould.others)
    for (const row of rows) add(table, columns, `${filled(row, names)}\n`)
  batch.cases += mould.cases
  return names.slice(0, mould.cases)
}
