import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackFile } from '../pack/model.ts'

const root = join(import.meta.dirname, '../..')

/** Files below a folder of the repository, with paths relative to it, as the platform reads them. */
export function repositoryFiles(folder: 'dictionary' | 'packs'): PackFile[] {
  const base = join(root, folder)
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(base.length + 1), text: readFileSync(path, 'utf8') }))
}
