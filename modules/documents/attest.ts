import { createHash } from 'node:crypto'
import { canonical } from '#kernel'
import type { Reaction, Statement } from '#platform/cases'
import { PLATFORM, type Signer } from '#platform/signing'
import { newCode } from './issue.ts'
import type { DocumentRecord } from './record.ts'

const put: Statement = {
  name: 'document.put-attestation',
  text: `INSERT INTO documents.issued (case_id, edition, code, number, type, issuer, record, digest, jws, issued_at, readers)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}
const last: Statement = {
  name: 'document.last-edition',
  text: 'SELECT code, max(edition) AS edition FROM documents.issued WHERE case_id = $1 GROUP BY code',
}

/** What differs from one attestation to another; the rest of the record is the same for all. */
export interface Attestation {
  readonly type: string
  readonly title: string
  readonly number: string
  readonly procedure: DocumentRecord['procedure']
  readonly holder: DocumentRecord['holder']
  readonly country: string
  readonly zone: string
  readonly validUntil: string | null
  readonly elements: readonly (readonly [id: string, label: string, value: string | null | undefined])[]
  /** The body in whose name the window seals it. */
  readonly issuer: { readonly org: string; readonly name: string }
  readonly readers: readonly string[]
}

/** Signs with the window's own seal what a case stands for, as a new edition under the same public code. */
export async function attest({ work, file }: Reaction, signer: Signer, a: Attestation): Promise<void> {
  const [known] = (await work.tx.query<{ code: string; edition: number }>(last, [file.id])).rows
  const [code, edition] = [known?.code ?? newCode(), (known?.edition ?? 0) + 1]
  const record: DocumentRecord = {
    id: file.id,
    edition,
    documentType: a.type,
    documentCode: '',
    title: a.title,
    number: a.number,
    code,
    issuer: { id: 'window', name: a.issuer.name, country: a.country },
    holder: a.holder,
    procedure: a.procedure,
    issuedAt: work.now,
    zone: a.zone,
    validUntil: a.validUntil,
    lines: [],
    elements: a.elements.flatMap(([id, label, value]) => (value ? [{ id, label, value }] : [])),
    conditions: [],
    signedBy: { role: 'system', level: 'seal' },
    sandbox: work.world.sandbox !== null,
  }
  const text = canonical(record)
  const digest = createHash('sha256').update(text).digest('hex')
  const jws = await signer.sign(PLATFORM, record)
  const readers = [...new Set(a.readers)]
  work.also(put, [file.id, edition, code, a.number, a.type, a.issuer.org, text, digest, jws, work.now, readers])
}
