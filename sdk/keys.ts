import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCertificateRequest } from '#platform/pki'
import { signerOf, type XmlSigner } from '#platform/xmldsig'

/** The key of a system, which never leaves it, and its certificate with those above it; the last is the root that it trusts. */
export interface Keys {
  readonly key: KeyObject
  readonly chain: readonly Buffer[]
}

/** A new key in a folder (`firm.key`), and the request for its certificate. */
export async function makeKey(dir: string, name: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(join(dir, 'firm.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
    flag: 'wx',
  })
  return createCertificateRequest(privateKey, name)
}

/** Asks the window for the certificate of a key in a folder, and keeps the answer beside it (`chain.json`). */
export async function enrol(url: string, token: string, dir: string, name: string): Promise<Keys> {
  const csr = await makeKey(dir, name)
  const answer = await fetch(`${url}/v1/certificates`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ csr, name }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`the certificate was answered ${answer.status}: ${text.slice(0, 400)}`)
  await writeFile(join(dir, 'chain.json'), text)
  return openKeys(dir)
}

/** What signs with these keys: the certificate and the one above it travel along. */
export const signerIn = ({ key, chain }: Keys): XmlSigner => signerOf(key, chain.slice(0, 2))

export async function openKeys(dir: string): Promise<Keys> {
  const { x5c } = JSON.parse(await readFile(join(dir, 'chain.json'), 'utf8')) as { x5c: string[] }
  return {
    key: createPrivateKey(await readFile(join(dir, 'firm.key'))),
    chain: x5c.map((c) => Buffer.from(c, 'base64')),
  }
}
