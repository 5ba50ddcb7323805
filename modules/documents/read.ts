import type { Language, Quantity } from '#kernel'
import type { Statement, Tx } from '#platform/cases'
import type { IssuedRecord, RecordStatus } from '#platform/pdf'
import type { DocumentRecord } from './record.ts'

export interface StoredDocument {
  readonly caseId: string
  readonly edition: number
  readonly code: string
  readonly number: string
  readonly issuer: string
  readonly record: string
  readonly digest: string
  readonly jws: string
  readonly issuedAt: string
}

const ofCase: Statement = {
  name: 'document.of-case',
  text: `SELECT case_id AS "caseId", edition, code, number, issuer, record, digest, jws, issued_at AS "issuedAt"
         FROM documents.issued WHERE case_id = $1 ORDER BY edition DESC`,
}

/** The editions of a case's document, the last first, as the reader may see them. */
export async function findDocuments(tx: Tx, caseId: string): Promise<readonly StoredDocument[]> {
  return (await tx.query<StoredDocument>(ofCase, [caseId])).rows
}

/** What the rendering needs of a record: its words as they were signed, its state as it is now. */
export function toPrintable(
  document: StoredDocument,
  now: { status: RecordStatus; used: readonly (string | undefined)[]; verifyUrl: string; language: Language },
): IssuedRecord {
  const record = JSON.parse(document.record) as DocumentRecord
  return {
    ...record,
    lines: record.lines.map((l, i) => {
      const authorised = l.authorised as Quantity | undefined
      const used = now.used[i]
      return {
        description: l.description,
        commodity: l.commodity,
        quantity: l.quantity as Quantity | null,
        ...(authorised ? { authorised, used: { value: used ?? '0', unit: authorised.unit } } : {}),
      }
    }),
    elements: record.elements.map(({ label, value }) => ({ label, value })),
    status: now.status,
    digest: document.digest,
    verifyUrl: now.verifyUrl,
    language: now.language,
  }
}
