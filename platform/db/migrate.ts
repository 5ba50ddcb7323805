import { createHash } from 'node:crypto'
import pg from 'pg'
import { errorCode } from './database-errors.ts'
import type { MigrationSource } from './load-migrations.ts'
import { diskFull, isDiskFull, StartupError } from './startup-error.ts'

export type AppliedMigration = { module: string; name: string; milliseconds: number }

export type MigrateOptions = { log?: { info: (text: string) => void } }

type Migration = { module: string; number: number; name: string; sql: string; digest: string }

type LedgerRow = { module: string; number: number; name: string; digest: string }

/** A number no other user of advisory locks takes: the first eight bytes of SHA-256 of `vuce migrate`. */
const lock = createHash('sha256').update('vuce migrate').digest().readBigInt64BE(0).toString()

const ledger = `
  create schema if not exists platform;
  create table if not exists platform.migration (
    module text not null,
    number integer not null check (number > 0),
    name   text not null,
    digest text not null,
    at     timestamptz not null,
    primary key (module, number)
  );
  comment on schema platform is 'What every module stands on: migrations, cases, identity.';
  comment on table platform.migration is 'Numbered SQL files that were applied, by module. digest: SHA-256, hex.';
`

/** Of the text with Unix line ends: a checkout on another system may have changed them. */
const digestOf = (sql: string): string => createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')

/** @throws Error (a mistake in the program) when numbers are missing, doubled or not four digits. */
const numbered = (sources: MigrationSource[]): Migration[] => {
  const modules = sources.map(({ module }) => module)
  const doubled = modules.find((module, index) => modules.indexOf(module) !== index)
  if (doubled !== undefined) throw new Error(`Module ${doubled} is listed twice among the migrations`)
  return sources.flatMap(({ module, files }) =>
    [...files]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, sql }, index) => {
        const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])
        if (number !== index + 1)
          throw new Error(`Migration ${module}/${name}: expected the name ${String(index + 1).padStart(4, '0')}-….sql`)
        return { module, number, name, sql, digest: digestOf(sql) }
      }),
  )
}

const key = ({ module, number }: { module: string; number: number }): string => `${module} ${number}`

/** The first migration that the ledger lacks. @throws StartupError when ledger and program do not fit together. */
const nextOf = (known: Migration[], applied: LedgerRow[]): Migration | undefined => {
  const byKey = new Map(known.map((migration) => [key(migration), migration]))
  const unknown = applied.find((row) => !byKey.has(key(row)))
  if (unknown)
    throw new StartupError(
      `The database is newer than this program (it holds ${unknown.module}/${unknown.name}). Start the newer program.`,
      'Start the version of the program that last used this database, or restore a backup from before it.',
    )
  const changed = applied.find((row) => byKey.get(key(row))?.digest !== row.digest)
  if (changed)
    throw new StartupError(
      `The migration ${changed.module}/${changed.name} was changed after it had been applied to this database.`,
      'Bring the file back as it was, and put the change into a new migration.',
    )
  const done = new Set(applied.map(key))
  return known.find((migration) => !done.has(key(migration)))
}

const lineOf = (sql: string, error: unknown): string => {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN
  return position > 0 ? ` (line ${sql.slice(0, position).split('\n').length})` : ''
}

const transactionOf = async (client: pg.ClientBase): Promise<string | undefined> =>
  (await client.query<{ id: string }>('select pg_current_xact_id()::text as id')).rows[0]?.id

const apply = async (client: pg.ClientBase, { module, number, name, sql, digest }: Migration): Promise<void> => {
  const transaction = await transactionOf(client)
  try {
    await client.query(sql)
  } catch (error) {
    if (isDiskFull(error)) throw diskFull('the database', error)
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`Migration ${module}/${name}${lineOf(sql, error)}: ${reason}`, { cause: error })
  }
  // A file that commits by itself would be half applied after a failure, and nobody would know.
  if ((await transactionOf(client)) !== transaction)
    throw new Error(`Migration ${module}/${name} ends its transaction: leave out begin, commit and rollback`)
  const row = [module, number, name, digest]
  await client.query(
    'insert into platform.migration (module, number, name, digest, at) values ($1, $2, $3, $4, clock_timestamp())',
    row,
  )
}

/** Applies the next pending migration in one transaction; answers its name, or undefined when nothing is pending. */
const step = async (client: pg.ClientBase, known: Migration[]): Promise<Migration | undefined> => {
  await client.query('begin')
  try {
    // Held to the end of the transaction, so that a pooler in between may hand out another connection afterwards.
    await client.query('select pg_advisory_xact_lock($1)', [lock])
    const { rows: found } = await client.query(`select where to_regclass('platform.migration') is not null`)
    if (found.length === 0) await client.query(ledger)
    const { rows } = await client.query<LedgerRow>(
      'select module, number, name, digest from platform.migration order by module, number',
    )
    const next = nextOf(known, rows)
    if (next) await apply(client, next)
    await client.query('commit')
    return next
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

const connect = async (
  target: pg.ClientBase | pg.ClientConfig,
): Promise<{ client: pg.ClientBase; close: () => Promise<void> }> => {
  if ('query' in target) return { client: target, close: async () => undefined }
  const client = new pg.Client({ ...target, application_name: 'vuce migrate' })
  client.on('error', () => undefined)
  await client.connect()
  return { client, close: () => client.end() }
}

/**
 * Brings the database to the state this program expects: applies what the ledger `platform.migration` lacks, module
 * by module in the order given, each file in a transaction of its own. Forward only. Several migrators at once are
 * safe: they take turns, and each file is applied once. `target`: a connected client, or how to connect.
 * @returns what this call applied, in order.
 * @throws StartupError when the database is newer than the program, a file that was applied has changed, the disk is
 * full or the user may not make schemas; Error with module, file and line when the SQL of a file fails.
 */
export const migrate = async (
  target: pg.ClientBase | pg.ClientConfig,
  sources: MigrationSource[],
  { log }: MigrateOptions = {},
): Promise<AppliedMigration[]> => {
  const known = numbered(sources)
  const { client, close } = await connect(target)
  const applied: AppliedMigration[] = []
  try {
    for (;;) {
      const started = performance.now()
      const done = await step(client, known)
      if (!done) return applied
      const milliseconds = Math.round(performance.now() - started)
      applied.push({ module: done.module, name: done.name, milliseconds })
      log?.info(`Migration ${done.module}/${done.name} applied in ${milliseconds} ms`)
    }
  } catch (error) {
    if (errorCode(error) === '42501')
      throw new StartupError(
        'The database user may not create schemas and tables.',
        'Give the user the right to create in this database (GRANT CREATE ON DATABASE), or use its owner.',
        { cause: error },
      )
    throw error
  } finally {
    await close()
  }
}
