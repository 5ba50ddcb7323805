import { createPublicKey, type KeyObject } from 'node:crypto'
import { Pkcs10CertificateRequest, Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import { ES256, subtle } from './library.ts'

export type CertificateAsked = { readonly publicKey: Buffer } | { readonly reason: string }

/** A certificate request (PKCS#10, PEM): its key, once it was seen that whoever asks holds it. Only P-256. */
export async function readCertificateRequest(pem: string): Promise<CertificateAsked> {
  let request: Pkcs10CertificateRequest
  try {
    request = new Pkcs10CertificateRequest(pem)
  } catch {
    return { reason: 'it is no PKCS#10' }
  }
  try {
    const publicKey = Buffer.from(request.publicKey.rawData)
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' })
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return { reason: 'its key is not P-256' }
    return (await request.verify()) ? { publicKey } : { reason: 'it is not signed with its own key' }
  } catch {
    return { reason: 'its key cannot be read' }
  }
}

/** A certificate request for a key of one's own (PKCS#10, PEM). */
export async function createCertificateRequest(key: KeyObject, name: string): Promise<string> {
  const privateKey = await subtle.importKey(
    'pkcs8',
    new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })),
    ES256,
    true,
    ['sign'],
  )
  const spki = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }))
  const publicKey = await subtle.importKey('spki', spki, ES256, true, ['verify'])
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [name.slice(0, 64)] }],
    keys: { privateKey, publicKey },
    signingAlgorithm: ES256,
  })
  return request.toString('pem')
}
