import pg from 'pg'
import { databaseTypes } from './pool-types.ts'

export type PoolOptions = {
  /** Most connections at once (10). */
  max?: number
  /** Shown in pg_stat_activity (`vuce`). */
  name?: string
  /** How long a caller waits for a connection before it is told that there is none, in milliseconds (10 000). */
  connectTimeout?: number
  /** How long one statement may take before its connection is given up, in milliseconds (60 000); 0 for no limit. */
  queryTimeout?: number
  /** Statements keep their names, and are planned once for each connection (true); false where a transaction pooler stands between. */
  prepared?: boolean
  /** Told when an idle connection breaks (the database restarted). The pool makes new ones by itself. */
  onIdleError?: (error: Error) => void
}

/** Behind a transaction pooler the next transaction may meet another server, where no statement of that name was prepared. */
function forgetNames(client: pg.PoolClient): void {
  const named = client.query.bind(client) as (...args: unknown[]) => unknown
  const unnamed = (first: unknown, ...rest: unknown[]): unknown =>
    named(
      typeof first === 'object' && first !== null && 'text' in first ? { ...first, name: undefined } : first,
      ...rest,
    )
  client.query = unnamed as typeof client.query
}

/**
 * Connections to the database, made when needed and given back after thirty seconds without work.
 *
 * They are pipelined: several `client.query(…)` of one client that are not awaited one by one go out at once and cost
 * one round trip, in order, each with its own answer. In a transaction a statement that fails makes those behind it
 * fail (25P02), so await all of them. Cursors and the `rows` option do not work on such a client.
 *
 * Nothing is set for the session, neither by startup parameters (a transaction pooler between us and PostgreSQL
 * refuses them): time limits are kept on our side, and context is set per transaction.
 */
export const createPool = (config: pg.ClientConfig, options: PoolOptions = {}): pg.Pool => {
  const pool = new pg.Pool({
    application_name: options.name ?? 'vuce',
    ...config,
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectTimeout ?? 10_000,
    idleTimeoutMillis: 30_000,
    query_timeout: options.queryTimeout ?? 60_000,
    keepAlive: true,
    pipeline: true,
    types: databaseTypes,
  })
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', (error) => options.onIdleError?.(error))
  // So would the loss of one that is in use but at rest, between two statements: its next statement says it.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    if (options.prepared === false) forgetNames(client)
  })
  return pool
}
