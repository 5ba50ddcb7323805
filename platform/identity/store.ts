import type { Pool, QueryResultRow } from 'pg'
import { transact, type Tx } from '#platform/cases'

/** Reads and writes of this folder: small statements, always as the platform, prepared under the name given. */
export interface Store {
  all<R extends QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<R[]>
  one<R extends QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<R | undefined>
  together<T>(run: (tx: Tx) => Promise<T>): Promise<T>
}

export function createStore(pool: Pool): Store {
  const together = <T>(run: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(pool, null, (tx) => {
      tx.asPlatform()
      return run(tx)
    })
  const all: Store['all'] = (name, text, values) =>
    together(async (tx) => (await tx.query<never>({ name: `login.${name}`, text }, values)).rows)
  return { all, one: async (name, text, values) => (await all<never>(name, text, values))[0], together }
}
