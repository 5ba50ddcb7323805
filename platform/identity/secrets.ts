import { createCipheriv, createDecipheriv, createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JWK } from 'jose'

/** Keys of the login that lie outside the database: whoever copies the one does not have the other. */
export interface Secrets {
  /** A key for one purpose, the same at every start. */
  derive(purpose: string): string
  seal(text: string): string
  open(sealed: string): string
  /** Key with which the identity provider signs, as a private JWK (ES256). */
  readonly signing: JWK & { readonly kid: string }
}

async function keep(file: string, make: () => string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept) return kept
  // Another node may make it at the same moment: the first one counts.
  await writeFile(file, make(), { mode: 0o600, flag: 'wx' }).catch(() => undefined)
  await chmod(file, 0o600)
  return readFile(file, 'utf8')
}

export async function openSecrets(dir: string): Promise<Secrets> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const root = Buffer.from(await keep(join(dir, 'login-secret'), () => randomBytes(32).toString('hex')), 'hex')
  const signing = await keep(join(dir, 'login-signing.jwk'), () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
    return JSON.stringify({ ...jwk, kid: randomBytes(6).toString('hex'), alg: 'ES256', use: 'sig' })
  })
  const derive = (purpose: string): Buffer => createHmac('sha256', root).update(purpose).digest()
  const key = derive('seal')
  return {
    derive: (purpose) => derive(purpose).toString('base64url'),
    seal: (text) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    signing: JSON.parse(signing) as Secrets['signing'],
  }
}
