import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** A private key as filed: whose it is, and the JWK (EC, P-256, with `d`). */
export interface FiledKey {
  readonly org: string
  readonly jwk: {
    readonly kty: 'EC'
    readonly crv: 'P-256'
    readonly x: string
    readonly y: string
    readonly d: string
  }
}

/** The public half of a key that signs no more. */
export interface RetiredKey {
  readonly org: string
  readonly jwk: Pick<FiledKey['jwk'], 'kty' | 'crv' | 'x' | 'y'>
}

const ORG = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/
const SUFFIX = '.key.json'
const RETIRED = '.retired.json'

/** Throws RangeError on an organisation id that could not be a file name: ids come from packs, but never trust a path. */
export function checkOrg(org: string): void {
  if (!ORG.test(org)) throw new RangeError(`not an organisation id: ${JSON.stringify(org.slice(0, 160))}`)
}

/** Readable, and different for ids that differ only in case: the digest tells them apart on any file system. */
export function fileName(org: string): string {
  const readable = org.toLowerCase().replace(/[^a-z0-9-]+/g, '-')
  return `${readable}.${createHash('sha256').update(org).digest('hex').slice(0, 12)}${SUFFIX}`
}

const errorCode = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

function parseKey(text: string, file: string): FiledKey {
  const value = JSON.parse(text) as Partial<FiledKey> | null
  const jwk = value?.jwk
  const whole =
    typeof value?.org === 'string' &&
    jwk?.kty === 'EC' &&
    jwk.crv === 'P-256' &&
    [jwk.x, jwk.y, jwk.d].every((part) => typeof part === 'string')
  if (!whole) throw new Error(`not a signing key: ${file}`)
  return value as FiledKey
}

async function readKey(dir: string, file: string): Promise<FiledKey> {
  const path = join(dir, file)
  const { mode } = await stat(path)
  // A seal that others could read proves nothing: refuse it instead of mending it, as ssh does.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Error(`signing key ${file} is readable by others (mode ${(mode & 0o777).toString(8)}); expected 600`)
  }
  const key = parseKey(await readFile(path, 'utf8'), file)
  if (fileName(key.org) !== file) throw new Error(`signing key ${file} names another organisation: ${key.org}`)
  return key
}

/** Names of the key files there are. The folder is made (0700) when absent. */
export async function listKeys(dir: string): Promise<readonly string[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  return (await readdir(dir)).filter((name) => name.endsWith(SUFFIX)).sort()
}

/** Public halves of the keys that were rotated out: what they signed still verifies, and nobody signs with them again. */
export async function listRetired(dir: string): Promise<readonly string[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  return (await readdir(dir)).filter((name) => name.endsWith(RETIRED)).sort()
}

export async function loadRetired(dir: string, file: string): Promise<RetiredKey> {
  const { org, jwk } = JSON.parse(await readFile(join(dir, file), 'utf8')) as RetiredKey
  if (!file.startsWith(fileName(org).slice(0, -SUFFIX.length)))
    throw new Error(`retired key ${file} names another organisation: ${org}`)
  return { org, jwk }
}

/** What tells one content of a key file from the next: changes when the key is rotated, and nothing when there is no file. */
export async function markOf(dir: string, file: string): Promise<string | undefined> {
  try {
    const { ino, mtimeMs } = await stat(join(dir, file))
    return `${ino}/${mtimeMs}`
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Puts a new key in the place of an organisation's key. The old one's public half stays; its private half is gone. */
export async function replaceKey(dir: string, old: FiledKey, key: FiledKey): Promise<void> {
  const { kty, crv, x, y } = old.jwk
  const current = join(dir, fileName(old.org))
  const retired =
    current.slice(0, -SUFFIX.length) + `.${createHash('sha256').update(x).digest('hex').slice(0, 12)}${RETIRED}`
  const publicHalf: RetiredKey = { org: old.org, jwk: { kty, crv, x, y } }
  // First what verifies, then what signs: whatever happens between, nothing signed before is lost.
  await rename(await writeDraft(dir, publicHalf), retired)
  await rename(await writeDraft(dir, key), current)
}

/** Throws if the file is not a key, names another organisation, or is open to others. */
export const loadKey = readKey

export async function findKey(dir: string, org: string): Promise<FiledKey | undefined> {
  try {
    return await readKey(dir, fileName(org))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

async function writeDraft(dir: string, content: FiledKey | RetiredKey): Promise<string> {
  const draft = join(dir, `.draft-${randomBytes(8).toString('hex')}`)
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(content)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return draft
}

/**
 * Files a new key (0600) and answers the one that is filed: when two processes make the seal of one organisation at
 * once, the first whole file wins and both use it.
 */
export async function fileKey(dir: string, key: FiledKey): Promise<FiledKey> {
  const draft = await writeDraft(dir, key)
  try {
    await link(draft, join(dir, fileName(key.org)))
    return key
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    return await readKey(dir, fileName(key.org))
  } finally {
    await unlink(draft)
  }
}
