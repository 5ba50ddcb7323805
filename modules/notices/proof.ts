import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { canonical, type Language } from '#kernel'
import { newCode, type VerificationAnswer, type VerificationAsk } from '#modules/documents'
import { transact, type Statement } from '#platform/cases'
import type { IssuedRecord } from '#platform/pdf'
import { PLATFORM, type Signer } from '#platform/signing'
import { serviceOf, type NoticeRow } from './row.ts'
import { tellNotice, type NoticeFrame, type NoticeText } from './texts.ts'

/** What the platform's seal says of a notice: what was told, to whom, when it lay there, and how it came to be served. */
export interface ProofRecord {
  readonly type: 'proof-of-service'
  readonly notice: string
  readonly code: string
  readonly case: string
  readonly kind: string
  readonly textVersion: number
  readonly words: NoticeText
  readonly addressee: { readonly org: string; readonly name: string; readonly taxId: string | null }
  readonly deliveredAt: string
  readonly openedAt: string | null
  readonly openedBy: string | null
  readonly deemedAt: string | null
  readonly servedAt: string
  readonly servedHow: string
  readonly periodUntil: string | null
  readonly country: string | null
  readonly zone: string
  readonly issuedAt: string
  readonly sandbox: boolean
}

export interface Proof {
  readonly noticeId: string
  readonly code: string
  readonly record: ProofRecord
  readonly digest: string
  readonly jws: string
  readonly issuedAt: string
}

interface ProofRow {
  readonly notice_id: string
  readonly code: string
  readonly record: string
  readonly digest: string
  readonly jws: string
  readonly issued_at: string
}

const COLUMNS = 'notice_id, code, record, digest, jws, issued_at'
const ofNotice: Statement = { name: 'proof.of', text: `SELECT ${COLUMNS} FROM notices.proof WHERE notice_id = $1` }
const byCode: Statement = { name: 'proof.code', text: `SELECT ${COLUMNS} FROM notices.proof WHERE code = $1` }
const byDigest: Statement = { name: 'proof.digest', text: `SELECT ${COLUMNS} FROM notices.proof WHERE digest = $1` }
const put: Statement = {
  name: 'proof.put',
  text: `INSERT INTO notices.proof (notice_id, code, record, digest, jws, issued_at, sandbox) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (notice_id) DO NOTHING`,
}

const proofOf = (row: ProofRow): Proof => ({
  noticeId: row.notice_id,
  code: row.code,
  record: JSON.parse(row.record) as ProofRecord,
  digest: row.digest,
  jws: row.jws,
  issuedAt: row.issued_at,
})

const read = (pool: Pool, statement: Statement, value: string): Promise<Proof | undefined> =>
  transact(pool, null, async (tx) => {
    tx.asPlatform()
    const [row] = (await tx.query<ProofRow & Record<string, unknown>>(statement, [value])).rows
    return row && proofOf(row)
  })

export interface ProofDeps {
  readonly pool: Pool
  readonly signer: Signer
  readonly now: string
  readonly frame: NoticeFrame
  readonly addressee: ProofRecord['addressee']
}

/** The proof of a notice that was served: made when first asked for, the same ever after. Nothing while it is not served. */
export async function proveService(n: NoticeRow, deps: ProofDeps): Promise<Proof | undefined> {
  const { pool, signer, now, frame, addressee } = deps
  const known = await read(pool, ofNotice, n.id)
  const service = serviceOf(n, now)
  if (known || !service) return known
  const code = newCode()
  const record: ProofRecord = {
    type: 'proof-of-service',
    notice: n.id,
    code,
    case: n.caseId,
    kind: n.kind,
    textVersion: n.textVersion,
    words: tellNotice(n.kind, n.params, 'es', frame),
    addressee,
    deliveredAt: n.createdAt,
    openedAt: n.readAt,
    openedBy: n.openedBy,
    deemedAt: n.deemedAt,
    servedAt: service.at,
    servedHow: service.how,
    periodUntil: n.serves ? n.due : null,
    country: n.country,
    zone: n.zone,
    issuedAt: now,
    sandbox: n.sandboxId !== null,
  }
  const text = canonical(record)
  const jws = await signer.sign(PLATFORM, record)
  const digest = createHash('sha256').update(text).digest('hex')
  await transact(pool, null, async (tx) => {
    tx.asPlatform()
    tx.settles(tx.query(put, [n.id, code, text, digest, jws, now, record.sandbox]))
  })
  // Two may have asked at once: the one that was kept is the proof.
  return read(pool, ofNotice, n.id)
}

const TITLE: Readonly<Record<Language, string>> = {
  es: 'Constancia de notificación',
  en: 'Proof of service',
  pt: 'Comprovante de notificação',
}

const HOW: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  es: { opened: 'Abierto en el buzón', deemed: 'Vencido el plazo sin abrirlo', acted: 'Actuó antes de abrirlo' },
  en: { opened: 'Opened in the mailbox', deemed: 'Period over without opening', acted: 'Acted before opening it' },
  pt: { opened: 'Aberto na caixa', deemed: 'Prazo vencido sem abrir', acted: 'Agiu antes de abrir' },
}

const LABEL: Readonly<Record<Language, readonly string[]>> = {
  es: [
    'Aviso',
    'En el buzón',
    'Abierto',
    'Servido',
    'Cómo',
    'El plazo corre hasta',
    'Caso',
    'Práctica de la notificación',
    'Contenido',
  ],
  en: [
    'Notice',
    'In the mailbox',
    'Opened',
    'Served',
    'How',
    'The period runs until',
    'Case',
    'Service of notices',
    'Content',
  ],
  pt: [
    'Aviso',
    'Na caixa',
    'Aberto',
    'Notificado',
    'Como',
    'O prazo corre até',
    'Caso',
    'Prática da notificação',
    'Conteúdo',
  ],
}

/** The proof as the printed form needs it: the same page as any document of the window, with its code to verify. */
export function printableProof(
  { record: r, digest, code }: Proof,
  language: Language,
  verifyUrl: string,
  show: (at: string) => string,
): IssuedRecord {
  const [notice, delivered, opened, served, how, until, about, practice, content] = LABEL[language]
  const row = (label: string | undefined, value: string | null): { label: string; value: string }[] =>
    value ? [{ label: label ?? '', value }] : []
  return {
    id: code,
    documentType: 'proof-of-service',
    title: TITLE[language],
    number: code,
    code,
    issuer: { id: PLATFORM, name: 'Ventanilla', country: (r.country ?? '').toUpperCase() },
    holder: { name: r.addressee.name, taxId: r.addressee.taxId ?? '—' },
    procedure: { id: 'notices', version: String(r.textVersion), title: practice ?? '', law: 'M07' },
    issuedAt: r.issuedAt,
    zone: r.zone,
    validUntil: null,
    status: 'valid',
    lines: [],
    elements: [
      ...row(content, `${r.words.happened} ${r.words.todo} ${r.words.otherwise}`),
      ...row(delivered, show(r.deliveredAt)),
      ...row(opened, r.openedAt && show(r.openedAt)),
      ...row(served, show(r.servedAt)),
      ...row(how, HOW[language][r.servedHow] ?? r.servedHow),
      ...row(until, r.periodUntil && show(r.periodUntil)),
      ...row(notice, r.notice),
      ...row(about, r.case),
    ],
    conditions: [],
    signedBy: { role: 'system', level: 'seal' },
    digest,
    verifyUrl,
    sandbox: r.sandbox,
    language,
  }
}

/** Verification of a proof by anyone: its code, its digest, or the signed record. Nothing when it is none of ours. */
export async function verifyProof(
  pool: Pool,
  signer: Signer,
  { code, digest, jws }: VerificationAsk,
  now: string,
): Promise<VerificationAnswer | undefined> {
  if (code?.includes('\0')) return undefined
  const claimed = jws === undefined ? undefined : await signer.verify(jws)
  if (claimed && (!claimed.valid || claimed.payload['type'] !== 'proof-of-service')) return undefined
  const wanted = claimed?.valid ? claimed.digest : digest?.toLowerCase()
  const found = code
    ? await read(pool, byCode, code.toUpperCase())
    : wanted
      ? await read(pool, byDigest, wanted)
      : undefined
  if (!found) return undefined
  const seal = await signer.verify(found.jws)
  const intact = seal.valid && seal.org === PLATFORM && seal.digest === found.digest
  const { record: r } = found
  return {
    status: intact && (wanted === undefined || wanted === found.digest) ? 'valid' : 'altered',
    checkedAt: now,
    code: found.code,
    number: found.code,
    title: TITLE.es,
    issuer: 'Ventanilla',
    issuedAt: r.issuedAt,
    validUntil: null,
    edition: 1,
    latestEdition: 1,
    editionDigests: [found.digest],
    digest: found.digest,
    sandbox: r.sandbox,
    zone: r.zone,
    country: (r.country ?? '').toUpperCase(),
    level: 'seal',
    kid: seal.kid,
  }
}
