import { inflateRawSync } from 'node:zlib'
import type { Statement, Tx } from '#platform/cases'

/** A message taken in, with the body of the answer it was given. */
export interface KeptMessage {
  readonly org: string
  readonly messageId: string
  readonly sandbox: string | null
  readonly message: string
  readonly version: number
  readonly form: 'xml' | 'json'
  readonly digest: string
  readonly signer: string
  readonly status: 'PROCESSED' | 'REJECTED'
  readonly receivedAt: string
  readonly caseId: string | null
  /** `{ kind, status, body }` as JSON. */
  readonly answer: string
  readonly content: Buffer
}

const put: Statement = {
  name: 'h2h.message.put',
  text: `INSERT INTO h2h.message (org_id, message_id, sandbox_id, message, version, form, digest, signer, status, received_at, case_id, answer, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
}
const putOnce: Statement = {
  name: 'h2h.message.put-once',
  text: `${put.text} ON CONFLICT (org_id, message_id) DO NOTHING`,
}
const find: Statement = {
  name: 'h2h.message.find',
  text: 'SELECT digest, status, received_at AS "receivedAt", answer FROM h2h.message WHERE org_id = $1 AND message_id = $2',
}
const findKept: Statement = {
  name: 'h2h.message.kept',
  text: 'SELECT form, content FROM h2h.message WHERE org_id = $1 AND message_id = $2',
}

const valuesOf = (m: KeptMessage): readonly unknown[] => [
  m.org,
  m.messageId,
  m.sandbox,
  m.message,
  m.version,
  m.form,
  m.digest,
  m.signer,
  m.status,
  m.receivedAt,
  m.caseId,
  m.answer,
  m.content,
]

export const putMessage = (m: KeptMessage): [Statement, readonly unknown[]] => [put, valuesOf(m)]
export const putMessageOnce = (m: KeptMessage): [Statement, readonly unknown[]] => [putOnce, valuesOf(m)]

export type KeptAnswer = Pick<KeptMessage, 'digest' | 'status' | 'receivedAt' | 'answer'>
export const findMessage = async (tx: Tx, org: string, id: string): Promise<KeptAnswer | undefined> =>
  (await tx.query<KeptAnswer>(find, [org, id])).rows[0]

/** A message as it came, signature and all: the original of what the firm declared. */
export async function findOriginal(
  tx: Tx,
  org: string,
  id: string,
): Promise<{ form: 'xml' | 'json'; bytes: Buffer } | undefined> {
  const [row] = (await tx.query<{ form: 'xml' | 'json'; content: Buffer }>(findKept, [org, id])).rows
  return row && { form: row.form, bytes: inflateRawSync(row.content) }
}

/** Another message of the firm has this id already. */
export const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'message_pkey'
