import { createHash, randomBytes } from 'node:crypto'
import { canonical, type PermitState } from '#kernel'
import { agencyOrg } from '#platform/access'
import type { Reaction, Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { Signer } from '#platform/signing'
import { recordOf } from './record.ts'

const putIssued: Statement = {
  name: 'document.put',
  text: `INSERT INTO documents.issued (case_id, edition, code, number, type, issuer, record, digest, jws, issued_at, readers)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}
/** A signature that has no evidence yet: time stamp and revocation follow at once, beside the transaction. */
export const awaitStamp: Statement = {
  name: 'document.unstamped',
  text: 'INSERT INTO documents.unstamped (case_id, edition) VALUES ($1, $2) ON CONFLICT DO NOTHING',
}
const codeOf: Statement = {
  name: 'document.code',
  text: 'SELECT code FROM documents.issued WHERE case_id = $1 AND edition = 1',
}

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** A public code nobody can guess: 12 characters of 31, without the ones people confuse. */
export const newCode = (): string =>
  Array.from(randomBytes(12), (b) => ALPHABET[b % ALPHABET.length])
    .join('')
    .replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3')

export interface IssuingServices {
  readonly library: PackLibrary
  readonly signer: Signer
}

/** Signs a new edition of a permit's document with its agency's seal, in the transaction that decides it. */
export async function issueDocument({ work, file }: Reaction, { library, signer }: IssuingServices): Promise<void> {
  const state = file.state as PermitState
  if (!state.resolution) return
  const { pack, procedure } = await library.getPinned(file.definition)
  const known =
    state.resolution.edition > 1 ? (await work.tx.query<{ code: string }>(codeOf, [file.id])).rows[0]?.code : undefined
  const code = known ?? newCode()
  const record = recordOf({
    caseId: file.id,
    state,
    pack,
    procedure,
    dictionary: library.dictionary,
    code,
    sandbox: work.world.sandbox !== null,
  })
  const text = canonical(record)
  const issuer = agencyOrg(pack.id, state.agency)
  const jws = await signer.sign(issuer, record)
  const digest = createHash('sha256').update(text).digest('hex')
  const readers = [...new Set([file.ownerOrg, ...file.module.type.parties(state).map((p) => p.org)])]
  const { edition, number, document, issuedAt } = state.resolution
  work.also(putIssued, [
    file.id,
    edition,
    code,
    number,
    document,
    issuer,
    text,
    digest,
    jws,
    edition === 1 ? issuedAt : work.now,
    readers,
  ])
  work.also(awaitStamp, [file.id, edition])
}
