import type { Dictionary } from '#kernel'
import type { Certificates } from '#modules/certificates'
import { PLATFORM, type Signer } from '#platform/signing'
import { signCanonical, type XmlSigner } from '#platform/xmldsig'
import { signJson } from './json-form.ts'
import { inVersion, type Envelope } from './messages.ts'
import type { Form } from './reader.ts'
import { toXml } from './xml-form.ts'

export interface SealDeps {
  readonly signer: Signer
  readonly certificates: Pick<Certificates, 'chainOf'>
  readonly dictionary: Dictionary
  readonly now: () => string
}

/** Signs what the window says with the seal of the platform, in the form in which it was asked (M03-8). */
export function createSealer({ signer, certificates, dictionary, now }: SealDeps) {
  async function sealOf(): Promise<XmlSigner> {
    const [seal, chain] = await Promise.all([signer.seal(PLATFORM), certificates.chainOf(PLATFORM)])
    return { algorithm: 'ES256', chain, sign: (bytes) => seal.sign(bytes) }
  }
  return async (envelope: Envelope, form: Form): Promise<string> => {
    const seal = await sealOf()
    const json = inVersion(envelope, envelope.version)
    // Nothing the window answers carries trade data, so what the writer writes is canonical.
    if (form === 'xml') return signCanonical(toXml(json, dictionary), seal, new Date(now()))
    return signJson(json, seal, { sigT: `${now().slice(0, 19)}Z`, crit: ['sigT'] })
  }
}
export type Sealer = ReturnType<typeof createSealer>
