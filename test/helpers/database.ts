import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The PostgreSQL of a test run. Databases made on it begin with `prefix`; `template` is the migrated one. */
export type TestServer = {
  /** May create and drop databases (superuser on the embedded server). */
  admin: pg.ClientConfig
  /** Owns the databases, and runs the migrations. */
  owner: pg.ClientConfig
  prefix: string
  template: string
}

/** A database of its own for one test file. */
export type TestDatabase = {
  name: string
  /** As its owner. */
  connection: pg.ClientConfig
  superuser: pg.ClientConfig
  /** Ends every connection to it and deletes it. */
  drop(): Promise<void>
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Runs one statement as the administrator, outside of any transaction (CREATE DATABASE needs that). */
export const administer = async (server: TestServer, sql: string): Promise<pg.QueryResult> => {
  const client = new pg.Client(server.admin)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A new database on that server: a copy of `template`, or an empty one. */
export const createDatabaseOn = async (server: TestServer, template?: string): Promise<TestDatabase> => {
  const name = `${server.prefix}${randomBytes(5).toString('hex')}`
  const owner = server.owner.user ?? 'postgres'
  const source = template ?? 'template0'
  await administer(server, `create database ${quoted(name)} template ${quoted(source)} owner ${quoted(owner)}`)
  return {
    name,
    connection: { ...server.owner, database: name },
    superuser: { ...server.admin, database: name },
    drop: async () => void (await administer(server, `drop database if exists ${quoted(name)} with (force)`)),
  }
}

/**
 * A copy of the migrated template, some tens of milliseconds, for the test file that asks (`beforeAll`), which drops it
 * when it is done (`afterAll`). `empty`: without the migrations. Needs `postgres-global.ts` among the global set-ups.
 */
export const createTestDatabase = ({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> => {
  const server = inject('postgres')
  return createDatabaseOn(server, empty ? undefined : server.template)
}
