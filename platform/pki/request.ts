import './library.ts'
import { createPublicKey } from 'node:crypto'
import { Pkcs10CertificateRequest } from '@peculiar/x509'

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
