import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { toXml, type Version } from '#modules/h2h'
import { canonicalText, signCanonical, signerOf, type XmlSigner } from '#platform/xmldsig'
import type { TestApp } from './house.ts'

/** Demo accounts of pack cl. */
export const cl = {
  quebrada: 'demo.cl.ignacia',
  pinto: 'demo.cl.rodolfo',
  evaluator: 'demo.cl.paola',
  approver: 'demo.cl.cristian',
} as const

export interface Firm {
  readonly token: string
  readonly org: string
  readonly taxId: string
  readonly country: string
  readonly signer: XmlSigner
  readonly key: KeyObject
  readonly serial: string
}

/** A firm with a certificate of its own, whose key never leaves it. */
export async function firmOf(app: TestApp, token: string): Promise<Firm> {
  const { house } = app
  const identity = await house.directory.identify(token)
  if (!identity) throw new Error(`nobody has the token ${token}`)
  const { taxId, country } = await house.directory.getOrganisation(identity.actor.org)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const { der, serial } = await house.certificates.enrol(identity.actor.org, spki, 'ERP')
  const chain = [der, ...(await house.certificates.authorityChain()).slice(0, 1)]
  const signer = signerOf(privateKey, chain)
  return { token, org: identity.actor.org, taxId: taxId ?? '', country: country ?? '', signer, key: privateKey, serial }
}

type Json = Record<string, unknown>

/** A message of a firm in its JSON form. */
export const messageOf = (firm: Firm, message: string, body: Json, more: Json = {}): Json & { version: Version } => ({
  message,
  version: 1,
  id: `T-${randomUUID()}`,
  sender: { country: firm.country, id: firm.taxId },
  recipient: 'vuce.cl',
  createdAt: new Date().toISOString(),
  test: true,
  ...more,
  body,
})

export async function signedXml(app: TestApp, firm: Firm, json: Json): Promise<string> {
  const text = canonicalText(toXml(json as never, app.house.library.dictionary))
  return signCanonical(text, firm.signer, new Date(app.clock.now()))
}

/** Signs the JSON form: JWS, the chain in its header. */
export function signedJson(firm: Firm, json: Json, header: Json = {}): string {
  const head = { alg: 'ES256', typ: 'vuce-h2h+jws', x5c: firm.signer.chain.map((c) => c.toString('base64')), ...header }
  const said = [head, json].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${said}.${(firm.signer.sign(Buffer.from(said)) as Buffer).toString('base64url')}`
}

export interface Said {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
  /** The JSON form of the answer. */
  readonly json: Json & { readonly message: string; readonly body: Json }
}

/** Sends a signed message, reads the answer as a firm would: seal checked, then the JSON form of what it covers. */
export async function send(
  app: TestApp,
  token: string,
  text: string,
  headers: Record<string, string> = {},
): Promise<Said> {
  const xml = text.trimStart().startsWith('<')
  const answer = await app.call('POST', '/h2h/v1/messages', token, Buffer.from(text), {
    'content-type': xml ? 'application/xml' : 'application/jose',
    ...headers,
  })
  const sealed = !String(answer.headers['content-type']).includes('problem')
  const json = sealed ? await app.house.h2h.open(Buffer.from(answer.text), xml ? 'xml' : 'json') : answer.body
  return { status: answer.status, text: answer.text, headers: answer.headers, json: json as Said['json'] }
}

/** Story S4: 1,200 cases of wine to Rotterdam. */
export const wine = (documents: readonly Json[], lines = 1): Json => ({
  country: 'cl',
  regime: 'export',
  elements: {
    exporter: { name: 'Viña Quebrada Honda SpA', id: '76543210-3', country: 'CL' },
    consignee: { name: 'Noordwijn B.V.', country: 'NL' },
    'country.destination': 'NL',
    'location.loading': 'CLSAI',
  },
  lines: Array.from({ length: lines }, (_, i) => ({
    'goods.commodity': '220421',
    'goods.description': `Carmenère en botella de 750 ml, lote ${i + 1}`,
    'goods.batch': `QH-24-${118 + i}`,
    'goods.volume': { value: '10800', unit: 'LTR' },
    'goods.value': { amount: '45600.00', currency: 'USD' },
  })),
  answers: {
    'cl.wine-export': { lines: Array.from({ length: lines }, () => ({ 'wine-kind': 'bottled', vintage: '2024' })) },
  },
  documents,
})
