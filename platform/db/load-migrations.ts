import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One file of SQL. `name`: `0001-cases.sql`. */
export type MigrationFile = { name: string; sql: string }

/** The migrations of one module, in the order of their numbers. `module` names it in the ledger, for good. */
export type MigrationSource = { module: string; files: MigrationFile[] }

/** The SQL files of a folder: a path, or `new URL('migrations/', import.meta.url)`. No folder, no files. */
export const loadMigrations = async (folder: string | URL): Promise<MigrationFile[]> => {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder)
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const wanted = names.filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(wanted.map(async (name) => ({ name, sql: await readFile(join(path, name), 'utf8') })))
}
