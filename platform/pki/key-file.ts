import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

const errorCode = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Writes a file that only its owner reads, whole or not at all; when another process was first, its file stands. */
export async function fileOnce(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(draft, path)
    return text
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    return await readFile(path, 'utf8')
  } finally {
    await unlink(draft)
  }
}

/** Text of a private file; nothing when it is not there. @throws when others may read it. */
export async function findPrivate(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new Error(`${path} is readable by others (mode ${(mode & 0o777).toString(8)}); expected 600`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * The secret that opens the key files: given from outside, else made once and kept beside them. Kept there it protects a key file that
 * is copied alone, and not the folder.
 */
export async function passphraseOf(dir: string, given: string | undefined): Promise<string> {
  if (given) return given
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, 'passphrase')
  return (await findPrivate(path)) ?? (await fileOnce(path, randomBytes(32).toString('base64url')))
}

/**
 * A private key (EC, P-256) kept as encrypted PKCS #8, made at its first use.
 * @throws Error in plain words when the passphrase does not open it.
 */
export async function openKey(path: string, passphrase: string): Promise<KeyObject> {
  const kept = await findPrivate(path)
  if (kept === undefined) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    return read(await fileOnce(path, String(pem)), passphrase, path)
  }
  return read(kept, passphrase, path)
}

function read(pem: string, passphrase: string, path: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, passphrase })
  } catch {
    throw new Error(`the key file ${path} is damaged, or its passphrase is another one (VUCE_KEYS_PASSPHRASE)`)
  }
}
