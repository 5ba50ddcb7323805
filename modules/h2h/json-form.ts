import { createHash, verify, X509Certificate } from 'node:crypto'
import { refusal, type Refusal } from '#kernel'
import { Refusals } from '#platform/cases'
import { shapeFaults } from '#platform/http'
import { BOUNDS, type XmlSigner } from '#platform/xmldsig'
import { messages, messageSchema, VERSIONS, type JsonMessage } from './messages.ts'
import type { ReadMessage } from './reader.ts'

/** `typ` of a signed message: neither a record nor a token passes for one (RFC 8725, 3.11). */
export const MESSAGE_TYPE = 'vuce-h2h+jws'
const SHAPE = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/
/** Members of a JAdES baseline header (ETSI TS 119 182-1) that we know; `sigT` may be critical. */
const HEADER = new Set(['alg', 'typ', 'x5c', 'x5t#S256', 'sigT', 'iat', 'crit', 'cty'])

const refuse = (one: Refusal): Refusals => new Refusals([one])

/** Signs JSON: JWS compact, the certificates in the header. A message has `MESSAGE_TYPE`; whatever is none has a type of its own. */
export async function signJson(
  payload: object,
  signer: XmlSigner,
  { typ = MESSAGE_TYPE, ...more }: { readonly typ?: string; readonly [member: string]: unknown } = {},
): Promise<string> {
  const x5c = signer.chain.map((der) => der.toString('base64'))
  const said = [{ alg: signer.algorithm, typ, ...more, x5c }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${said}.${(await signer.sign(Buffer.from(said))).toString('base64url')}`
}

function parseJson(bytes: Buffer, what: string): Record<string, unknown> {
  const text = decode(bytes)
  checkJson(text)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Told below, alike for whatever is no object.
  }
  throw refuse(refusal('MALFORMED', '', { reason: `${what} is no JSON object` }))
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refuse(refusal('MALFORMED', '', { reason: 'not UTF-8' }))
  }
}

/** As deep as XML may be, and no name twice in one object: readers disagree which of the two counts. Linear. */
function checkJson(text: string): void {
  const names: Set<string>[] = []
  let depth = 0
  const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/g
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [whole, name = '', colon] = found
    if (whole === '{' || whole === '[') {
      if (++depth > BOUNDS.depth) throw refuse(refusal('XML_LIMIT', '', { what: 'depth', max: BOUNDS.depth }))
      names.push(new Set())
    } else if (whole === '}' || whole === ']') {
      depth--
      names.pop()
    } else if (colon) {
      const known = names.at(-1)
      const said = name.includes('\\') ? (JSON.parse(`"${name}"`) as string) : name
      if (known?.has(said)) throw refuse(refusal('SIGNATURE_DUPLICATE_ID', '', { id: said.slice(0, 80) }))
      known?.add(said)
    }
  }
}

/** Reads a signed message in its JSON form: JWS compact, the certificate in the header (JAdES B-B). @throws Refusals */
export function readJsonMessage(bytes: Buffer): ReadMessage {
  if (bytes.length > BOUNDS.bytes) throw refuse(refusal('XML_TOO_LARGE', '', { max: '10 MB' }))
  const [, head = '', body = '', tail = ''] = SHAPE.exec(bytes.toString('latin1').trim()) ?? []
  if (!head) throw refuse(refusal('SIGNATURE_MISSING'))
  const header = parseJson(Buffer.from(head, 'base64url'), 'the header')
  const { alg, typ, x5c, crit } = header
  const unknown = Object.keys(header).find((name) => !HEADER.has(name))
  if (unknown !== undefined) throw refuse(refusal('SIGNATURE_SHAPE', '', { what: unknown.slice(0, 80) }))
  if (alg !== 'ES256' && alg !== 'RS256')
    throw refuse(refusal('SIGNATURE_ALGORITHM', '', { algorithm: String(alg).slice(0, 80) }))
  if (typ !== MESSAGE_TYPE) throw refuse(refusal('SIGNATURE_SHAPE', '', { what: 'typ' }))
  if (crit !== undefined && JSON.stringify(crit) !== '["sigT"]')
    throw refuse(refusal('SIGNATURE_SHAPE', '', { what: 'crit' }))
  const chain = Array.isArray(x5c) ? x5c.slice(0, 6).map((c) => Buffer.from(String(c), 'base64')) : []
  const [certificate, ...others] = chain
  if (!certificate?.length) throw refuse(refusal('SIGNATURE_SHAPE', '', { what: 'x5c' }))
  const thumb = header['x5t#S256']
  if (thumb !== undefined && thumb !== createHash('sha256').update(certificate).digest('base64url'))
    throw refuse(refusal('SIGNATURE_INVALID', '', { reason: 'it names another certificate' }))
  const { publicKey } = certificateOf(certificate)
  const elliptic = publicKey.asymmetricKeyType === 'ec'
  const { namedCurve, modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {}
  const strong = elliptic ? namedCurve === 'prime256v1' : publicKey.asymmetricKeyType === 'rsa' && modulusLength >= 2048
  if (!strong || elliptic !== (alg === 'ES256')) throw refuse(refusal('SIGNATURE_ALGORITHM', '', { algorithm: alg }))
  const payload = Buffer.from(body, 'base64url')
  const json = parseJson(payload, 'the payload')
  const shape = shapeOf(json)
  const value = Buffer.from(tail, 'base64url')
  if (elliptic && value.length !== 64) throw refuse(refusal('SIGNATURE_TRUNCATED'))
  const key = elliptic ? { key: publicKey, dsaEncoding: 'ieee-p1363' as const } : publicKey
  if (!verify('sha256', Buffer.from(`${head}.${body}`), key, value))
    throw refuse(refusal('SIGNATURE_INVALID', '', { reason: 'the value does not fit the key' }))
  const digest = createHash('sha256').update(payload).digest('hex')
  return { json: shape, digest, certificate, others, signedAt: typeof header.sigT === 'string' ? header.sigT : '' }
}

function certificateOf(der: Buffer): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch {
    throw refuse(refusal('SIGNATURE_SHAPE', '', { what: 'x5c' }))
  }
}

function shapeOf(json: Record<string, unknown>): JsonMessage {
  const message = messages.get(String(json.message))
  const version = VERSIONS.find((v) => v === json.version)
  if (!message || !version)
    throw new Refusals([refusal('MESSAGE_UNKNOWN', '/message', { message: String(json.message).slice(0, 60) })])
  const faults = shapeFaults(messageSchema(message, version), json)
  if (faults.length) throw new Refusals(faults)
  return json as JsonMessage
}
