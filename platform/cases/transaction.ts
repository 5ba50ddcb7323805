import type { Writable } from 'node:stream'
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
  /** An answer nobody waits for now: it must have come well before the transaction counts as committed. */
  settles(answer: Promise<unknown>): void
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
  const together = gathering(client)
  const send = <R extends QueryResultRow>(query: Promise<QueryResult<R>>): Promise<QueryResult<R>> => {
    sent.push(query.then(undefined, () => undefined))
    return query
  }
  const tx: Tx = {
    query: (statement, values) => {
      together()
      return send(client.query({ ...statement, values: [...values] }))
    },
    asPlatform: () => say(AS_PLATFORM),
    asOrganisation: () => say(AS_ORGANISATION),
    afterCommit: (run) => void committed.push(run),
    settles: (answer) => void settle.push(answer),
  }
  const settle: Promise<unknown>[] = []
  const say = (text: string): void => {
    together()
    settle.push(send(client.query(text)))
  }
  try {
    say(`BEGIN${snapshot ? ' ISOLATION LEVEL REPEATABLE READ' : ''}; ${asOrg(org)}; ${AS_ORGANISATION}`)
    const value = await work(tx)
    together()
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

/**
 * What is sent in one turn of the event loop leaves in one write: PostgreSQL is woken once for a batch of statements, not once for each.
 * Answers a function to be called before something is sent.
 */
function gathering(client: PoolClient): () => void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection
  let corked = false
  return () => {
    if (corked) return
    corked = true
    stream.cork()
    process.nextTick(() => {
      corked = false
      stream.uncork()
    })
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
