import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg'

/** A prepared statement: named, so PostgreSQL parses and plans it once per connection. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/**
 * One transaction. Statements go out without waiting for each other (pipelined); await only what you need.
 * Row-level security shows what the organisation may see, until `asPlatform` lifts it for reactions and bookkeeping.
 */
export interface Tx {
  query<R extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<QueryResult<R>>
  asPlatform(): void
  asOrganisation(): void
  /** Runs once PostgreSQL has confirmed the commit; never after a rollback. */
  afterCommit(run: () => void): void
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `SET LOCAL` needs a literal: on a distributed PostgreSQL set_config() is not propagated. The value is a checked UUID. */
const asOrg = (org: string | null): string => {
  if (org !== null && !UUID.test(org)) throw new TypeError('organisation is not a UUID')
  return `SET LOCAL app.org = '${org ?? ''}'`
}

const AS_PLATFORM = "SET LOCAL app.scope = 'platform'"
const AS_ORGANISATION = "SET LOCAL app.scope = ''"

/**
 * Runs `work` in a transaction under the eyes of one organisation (null: nobody). Whatever throws rolls back.
 * `snapshot`: every statement sees the same moment, for reads that compare tables.
 * The promise resolves only after PostgreSQL has confirmed the commit.
 */
export async function transact<T>(
  pool: Pool,
  org: string | null,
  work: (tx: Tx) => Promise<T>,
  { snapshot = false } = {},
): Promise<T> {
  const client = await pool.connect()
  const sent: Promise<unknown>[] = []
  const committed: (() => void)[] = []
  const send = <R extends QueryResultRow>(query: Promise<QueryResult<R>>): Promise<QueryResult<R>> => {
    sent.push(query.then(undefined, () => undefined))
    return query
  }
  const tx: Tx = {
    query: (statement, values) => send(client.query({ ...statement, values: [...values] })),
    asPlatform: () => void settle.push(send(client.query(AS_PLATFORM))),
    asOrganisation: () => void settle.push(send(client.query(AS_ORGANISATION))),
    afterCommit: (run) => void committed.push(run),
  }
  const settle: Promise<unknown>[] = [
    send(client.query(`BEGIN${snapshot ? ' ISOLATION LEVEL REPEATABLE READ' : ''}; ${asOrg(org)}; ${AS_ORGANISATION}`)),
  ]
  try {
    const value = await work(tx)
    const commit = send(client.query('COMMIT'))
    await Promise.all(settle)
    const { command } = await commit
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back by the database')
    client.release()
    for (const run of committed) run()
    return value
  } catch (error) {
    await abandon(client, sent)
    throw error
  }
}

/** Rolls back after every answer still on its way has arrived; a connection that cannot is thrown away. */
async function abandon(client: PoolClient, sent: readonly Promise<unknown>[]): Promise<void> {
  try {
    await Promise.all(sent)
    await client.query('ROLLBACK')
    client.release()
  } catch (broken) {
    client.release(broken instanceof Error ? broken : true)
  }
}
