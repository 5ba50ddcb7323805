import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The key from which each webhook's secret is made, kept with the other keys. */
export async function webhookKeyIn(dir: string): Promise<string> {
  const path = join(dir, 'webhook-key')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const made = randomBytes(32).toString('hex')
  await writeFile(path, made, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return (await readFile(path, 'utf8')).trim()
}
