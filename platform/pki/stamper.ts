import { readFile } from 'node:fs/promises'
import { openAuthority, type Authority, type AuthorityOptions } from './authority.ts'
import { readPem } from './pem.ts'
import { createToken, requestFor, tokenOf, verifyToken, type TokenVerdict } from './time-stamp.ts'

/** Who says when: time-stamp tokens over SHA-256 digests, and whether one holds. */
export interface Stamper {
  stamp(digest: Buffer): Promise<Buffer>
  check(token: Buffer, digest: Buffer): TokenVerdict
}

/** Longest an authority elsewhere is waited for, and the most it may answer. */
const PATIENCE_MS = 10_000
const LONGEST = 64 * 1024

/** @throws Error when the authority does not answer in time, answers too much, or refuses. */
async function askElsewhere(url: string, digest: Buffer): Promise<Buffer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: new Uint8Array(requestFor(digest)),
    signal: AbortSignal.timeout(PATIENCE_MS),
    redirect: 'error',
  })
  if (!response.ok) throw new Error(`the time-stamping authority answered ${response.status}`)
  if (Number(response.headers.get('content-length') ?? 0) > LONGEST) throw new Error('the time stamp is too long')
  const bytes = Buffer.from(await response.arrayBuffer())
  if (bytes.length > LONGEST) throw new Error('the time stamp is too long')
  return tokenOf(bytes)
}

/** The certificates of a PEM file, DER each. */
const certificatesOf = async (path: string): Promise<Buffer[]> => readPem(await readFile(path, 'utf8'), 'CERTIFICATE')

/** Whose certificates are believed: roots, and what stands between. DER each. */
export interface Trust {
  readonly roots: readonly Buffer[]
  readonly between: readonly Buffer[]
}

export interface Pki {
  readonly authority: Authority
  readonly stamper: Stamper
  /** Our own authority, and the national ones that the configuration names. */
  readonly trust: Trust
}

/** The authority of the installation, with the stamper that its configuration asks for. */
export async function openPki(
  options: AuthorityOptions & {
    readonly tsaUrl: string | null
    readonly tsaRoots: string | null
    readonly trustList?: string | null
  },
): Promise<Pki> {
  const authority = await openAuthority(options)
  const { tsaUrl } = options
  const others = options.tsaRoots ? await certificatesOf(options.tsaRoots) : []
  const national = options.trustList ? await certificatesOf(options.trustList) : []
  return {
    authority,
    trust: { roots: [authority.root.der, ...national], between: [authority.issuing.der] },
    stamper: {
      stamp: (digest) =>
        tsaUrl ? askElsewhere(tsaUrl, digest) : createToken({ digest, at: options.now() }, authority.timeStamps),
      check: (token, digest) => verifyToken(token, digest, [authority.root.der, ...others], [authority.issuing.der]),
    },
  }
}
