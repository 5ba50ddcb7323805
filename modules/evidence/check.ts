import { createHash, verify, type KeyObject } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { unzip, type Files } from '#platform/archive'
import { checkSeal, readPem, verifyToken } from '#platform/pki'
import { RECORD_TYPE } from '#platform/signing'
import { digestOver } from './archive.ts'

/** One thing that was checked, in words for whoever asked. */
export interface Finding {
  readonly check: 'file' | 'signature' | 'record' | 'certificate' | 'revocation' | 'time-stamp'
  readonly ok: boolean
  readonly says: string
}

export interface FileVerdict {
  /** Everything that could be checked holds, and enough could. */
  readonly ok: boolean
  readonly kind: 'package' | 'record' | 'pdf' | 'unknown'
  readonly findings: readonly Finding[]
  readonly record: Readonly<Record<string, unknown>> | null
  readonly digest: string | null
}

/** What is trusted: roots, DER, and seals by key id with the certificates above them, as `/.well-known/jwks.json` publishes them. */
export interface Trust {
  readonly roots: readonly Uint8Array[]
  readonly seals: ReadonlyMap<string, readonly Uint8Array[]>
}

const JWS = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{80,}/

/** @throws SyntaxError when it is no list of keys. */
export function readSeals(text: string): ReadonlyMap<string, readonly Uint8Array[]> {
  const { keys } = JSON.parse(text) as { keys: { kid: string; x5c?: string[] }[] }
  return new Map(keys.map(({ kid, x5c }) => [kid, (x5c ?? []).map((c) => Buffer.from(c, 'base64'))]))
}

interface Parts {
  readonly kid: string
  readonly signed: string
  readonly payload: Buffer
  readonly signature: Buffer
}

function partsOf(jws: string): Parts | undefined {
  const [header = '', payload = '', signature = ''] = jws.trim().split('.')
  try {
    const { alg, typ, kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, unknown>
    if (alg !== 'ES256' || typ !== RECORD_TYPE || typeof kid !== 'string') return undefined
    const bytes = (part: string): Buffer => Buffer.from(part, 'base64url')
    return { kid, signed: `${header}.${payload}`, payload: bytes(payload), signature: bytes(signature) }
  } catch {
    return undefined
  }
}

const holds = ({ signed, signature }: Parts, key: KeyObject): boolean =>
  verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature)

const MALFORMED = 'it is no signed record of a window'

/** Checks an evidence package, a signed record or a PDF with nothing but the roots that are trusted. Never throws, never asks anybody. */
export async function checkFile(bytes: Uint8Array, trust: Trust, now: Date): Promise<FileVerdict> {
  const buffer = Buffer.from(bytes)
  if (buffer.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
    try {
      return await checkArchive(unzip(bytes), trust)
    } catch (error) {
      return unreadable(error instanceof Error ? error.message : String(error))
    }
  }
  const isPdf = buffer.subarray(0, 5).toString('latin1') === '%PDF-'
  const jws = isPdf ? recordInPdf(buffer) : JWS.exec(buffer.toString('latin1'))?.[0]
  if (!jws) return unreadable(isPdf ? 'no signed record is attached to this PDF' : MALFORMED)
  return checkRecord(jws, trust, now, isPdf ? 'pdf' : 'record')
}

const unreadable = (says: string): FileVerdict => ({
  ok: false,
  kind: 'unknown',
  findings: [{ check: 'file', ok: false, says }],
  record: null,
  digest: null,
})

/** The signed record among the attachments of a PDF: each stream is opened until one holds it. */
function recordInPdf(pdf: Buffer): string | undefined {
  const MOST = 8 * 1024 * 1024
  for (let from = 0; ;) {
    const start = pdf.indexOf('stream', from)
    if (start < 0) return undefined
    const body = start + (pdf[start + 6] === 0x0d ? 8 : 7)
    const end = pdf.indexOf('endstream', body)
    if (end < 0) return undefined
    from = end + 9
    const raw = pdf.subarray(body, end)
    let text = raw.toString('latin1')
    try {
      text = inflateSync(raw, { maxOutputLength: MOST }).toString('latin1')
    } catch {
      // Not compressed, or not by this method.
    }
    const found = JWS.exec(text)?.[0]
    if (found && partsOf(found)) return found
  }
}

async function checkRecord(jws: string, trust: Trust, now: Date, kind: 'record' | 'pdf'): Promise<FileVerdict> {
  const parts = partsOf(jws)
  if (!parts) return unreadable(MALFORMED)
  const [seal, ...between] = trust.seals.get(parts.kid) ?? []
  const findings: Finding[] = []
  if (!seal) {
    findings.push({ check: 'certificate', ok: false, says: `the list of seals has no key ${parts.kid}` })
    return verdict(kind, findings, parts)
  }
  const found = await checkSeal({ certificate: seal, between, trusted: trust.roots, at: now })
  findings.push(certificateFinding(found))
  findings.push(signatureFinding(found.ok && holds(parts, found.publicKey)))
  return verdict(kind, findings, parts)
}

const signatureFinding = (ok: boolean): Finding => ({
  check: 'signature',
  ok,
  says: ok
    ? 'the record is exactly what the seal signed'
    : 'the record was changed after it was signed, or another key signed it',
})

const certificateFinding = (found: Awaited<ReturnType<typeof checkSeal>>): Finding =>
  found.ok
    ? { check: 'certificate', ok: true, says: `the seal of ${found.subject}, under a trusted root` }
    : {
        check: found.reason === 'revoked' || found.reason === 'list' ? 'revocation' : 'certificate',
        ok: false,
        says:
          found.reason === 'revoked'
            ? `the seal had been revoked on ${found.revokedAt ?? ''}`
            : found.reason === 'list'
              ? 'the revocation list is not of the authority that issued the seal'
              : 'the seal does not lead to a trusted root, or was not valid on that day',
      }

async function checkArchive(files: Files, { roots }: Trust): Promise<FileVerdict> {
  const text = (name: string): string => Buffer.from(files[name] ?? []).toString('utf8')
  const jws = text('record.jws')
  const parts = partsOf(jws)
  const pem = (name: string): Buffer => readPem(text(name))[0] ?? Buffer.alloc(0)
  if (!parts) return unreadable('record.jws is missing or is no signed record')
  const findings: Finding[] = []
  // A time-stamping authority elsewhere has authorities of its own above it; what is no certificate is passed over.
  const between = Object.keys(files).flatMap((name) => (/(issuing)\.pem$/.test(name) ? readPem(text(name)) : []))
  const [issuing, list] = [pem('issuing.pem'), pem('revocation.pem')]
  const earlier: { token: Buffer; ocsp: Buffer; revocationList: Buffer }[] = []
  let first = ''
  for (let seq = 1; files[nameOf('time-stamp', seq, 'der')]; seq++) {
    const token = Buffer.from(files[nameOf('time-stamp', seq, 'der')] ?? [])
    const digest = digestOver(jws, earlier)
    const stamp = verifyToken(
      token,
      digest,
      roots.map((r) => Buffer.from(r)),
      between,
    )
    findings.push(
      stamp.valid
        ? {
            check: 'time-stamp',
            ok: true,
            says: `${seq === 1 ? 'existed' : 'was stamped again'} on ${stamp.at}, says ${stamp.authority}`,
          }
        : { check: 'time-stamp', ok: false, says: `time stamp ${seq} does not hold (${stamp.reason})` },
    )
    if (stamp.valid && seq === 1) first = stamp.at
    earlier.push({
      token,
      ocsp: Buffer.from(files[nameOf('ocsp', seq, 'der')] ?? []),
      revocationList: pem(nameOf('revocation', seq, 'pem')),
    })
  }
  if (!first) findings.push({ check: 'time-stamp', ok: false, says: 'no time stamp proves when it was signed' })
  const at = new Date(first || 0)
  const found = await checkSeal({ certificate: pem('seal.pem'), between: [issuing], trusted: roots, list, at })
  findings.push(certificateFinding(found))
  if (found.ok) findings.push({ check: 'revocation', ok: true, says: 'the seal was not revoked on that day' })
  findings.push(signatureFinding(found.ok && holds(parts, found.publicKey)))
  const same = Buffer.from(files['record.json'] ?? []).equals(parts.payload)
  if (!same) findings.push({ check: 'record', ok: false, says: 'record.json is not what record.jws signs' })
  return verdict('package', findings, parts)
}

const nameOf = (what: string, seq: number, ending: string): string => `${what}${seq === 1 ? '' : `-${seq}`}.${ending}`

function verdict(kind: FileVerdict['kind'], findings: readonly Finding[], { payload }: Parts): FileVerdict {
  const ok = findings.every((f) => f.ok)
  const record = JSON.parse(payload.toString('utf8')) as Record<string, unknown>
  return { ok, kind, findings, record, digest: createHash('sha256').update(payload).digest('hex') }
}
