import { refusal, type Language, type PermitState } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import { PdfBusy, renderPermit, type RecordStatus } from '#platform/pdf'
import { findDocuments, toPrintable, type StoredDocument } from './read.ts'
import type { DocumentRecord } from './record.ts'
import type { VerificationAnswer, VerificationAsk } from './verify.ts'

export interface DocumentDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly publicUrl: () => string
  /** Whether a document holds: of a case, or another paper with a code of the same kind. */
  readonly verify: (ask: VerificationAsk) => Promise<VerificationAnswer>
  /** Puts the seal of the issuing organisation on a rendering. */
  readonly sealPdf: (pdf: Uint8Array, issuer: string, name: string) => Promise<Uint8Array>
}

const standing: Readonly<Record<string, RecordStatus>> = {
  EXPIRED: 'expired',
  REVOKED: 'revoked',
  EXHAUSTED: 'exhausted',
  SUSPENDED: 'revoked',
  CLOSED: 'revoked',
}

/** Where the papers of each kind of case are read. */
const papers = {
  'permits/:id/document': 'permit',
  'orders/:id/receipt': 'order',
  'enterprises/:id/certificate': 'enterprise',
  'mandates/:id/deed': 'mandate',
} as const
type PaperOf = (typeof papers)[keyof typeof papers]

const languageOf = (query: unknown): Language => {
  const { lang } = query as { lang?: string }
  return lang === 'en' || lang === 'pt' ? lang : 'es'
}

/** The signed record of a permit, its PDF rendering, and verification by anyone. */
export function documentRoutes(app: Door, { engine, identity, publicUrl, verify, sealPdf }: DocumentDeps): void {
  async function get(
    request: Parameters<typeof getIdentity>[0],
    type: PaperOf,
  ): Promise<{ row: CaseRow; documents: readonly StoredDocument[] }> {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    if (isUuid(id)) {
      const found = await transact(engine.pool, who.actor.org, async (tx) => {
        const row = (await tx.query<CaseRow>(findCase, [id])).rows[0]
        return row?.type === type && row.sandbox_id === sandbox
          ? { row, documents: await findDocuments(tx, id) }
          : undefined
      })
      if (found?.documents.length) return found
    }
    throw new Refusals([refusal('NOT_FOUND', '', { type: 'document', id })])
  }

  for (const [path, type] of Object.entries(papers) as [string, PaperOf][]) {
    app.get(`/v1/${path}`, async (request, reply) => {
      const { documents } = await get(request, type)
      const editions = documents.map(({ record, ...d }) => ({ ...d, record: JSON.parse(record) as unknown }))
      return sendJson(reply, 200, JSON.stringify({ ...editions[0], editions: editions.slice(1) }))
    })

    app.get(`/v1/${path}.pdf`, async (request, reply) => {
      const { row, documents } = await get(request, type)
      const [document] = documents
      if (!document) throw new Refusals([refusal('NOT_FOUND')])
      const used = ((row.state as unknown as PermitState).resolution?.balance ?? []).reduce<(string | undefined)[]>(
        (list, b) => {
          list[b.line] = b.used
          return list
        },
        [],
      )
      const printable = toPrintable(document, {
        status: standing[row.status] ?? 'valid',
        used,
        verifyUrl: `${publicUrl()}/v/${document.code}`,
        language: languageOf(request.query),
      })
      try {
        const rendered = await renderPermit(printable, { jws: document.jws })
        const { name } = (JSON.parse(document.record) as DocumentRecord).issuer
        const pdf = await sealPdf(rendered, document.issuer, name)
        return await reply
          .type('application/pdf')
          .header('content-disposition', `inline; filename="${document.number.replace(/[^A-Za-z0-9-]/g, '_')}.pdf"`)
          .send(Buffer.from(pdf))
      } catch (error) {
        if (error instanceof PdfBusy) throw new Refusals([refusal('UNAVAILABLE')])
        throw error
      }
    })
  }

  app.get('/v1/verify/:code', async (request, reply) => {
    const { code } = request.params as { code: string }
    const { digest } = request.query as { digest?: string }
    const answer = await verify({ code, ...(digest ? { digest } : {}) })
    return sendJson(reply, answer.status === 'unknown' ? 404 : 200, JSON.stringify(answer))
  })

  app.post('/v1/verify', async (request, reply) => {
    const { jws, digest, code } = (request.body ?? {}) as Record<string, unknown>
    const text = (v: unknown): string | undefined => (typeof v === 'string' && v.length <= 1_000_000 ? v : undefined)
    const [j, d, c] = [text(jws), text(digest), text(code)]
    if (!j && !d && !c) throw new Refusals([refusal('FIELD_REQUIRED', '/jws', { field: 'jws, digest or code' })])
    const answer = await verify({ ...(c ? { code: c } : {}), ...(d ? { digest: d } : {}), ...(j ? { jws: j } : {}) })
    return sendJson(reply, answer.status === 'unknown' ? 404 : 200, JSON.stringify(answer))
  })
}
