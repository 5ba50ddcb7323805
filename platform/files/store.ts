import { createHash } from 'node:crypto'
import { access, mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { newId } from '#platform/cases'

export interface StoredFile {
  /** SHA-256, hexadecimal: the name of the file. */
  readonly digest: string
  readonly size: number
}

/** Files by their content. The same bytes are kept once; a name is a proof. */
export interface FileStore {
  put(bytes: Uint8Array): Promise<StoredFile>
  has(digest: string): Promise<boolean>
  find(digest: string): Promise<Uint8Array | undefined>
}

const DIGEST = /^[0-9a-f]{64}$/

/** A folder of files. Written beside and renamed, flushed to disk first: a crash leaves no half file under its name. */
export function createFileStore(folder: string): FileStore {
  const known = new Set<string>()
  const pathOf = (digest: string): string => join(folder, digest.slice(0, 2), digest)
  return {
    put: async (bytes) => {
      const digest = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(digest)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const beside = `${path}.${newId()}`
      const handle = await open(beside, 'wx', 0o600)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(beside, path)
      known.add(digest)
      return { digest, size: bytes.length }
    },
    has: async (digest) => {
      if (known.has(digest)) return true
      if (!DIGEST.test(digest)) return false
      const there = await access(pathOf(digest)).then(
        () => true,
        () => false,
      )
      if (there) known.add(digest)
      return there
    },
    find: async (digest) => (DIGEST.test(digest) ? readFile(pathOf(digest)).catch(() => undefined) : undefined),
  }
}
