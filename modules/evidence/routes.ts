import { refusal } from '#kernel'
import { findDocuments, type DocumentRecord, type StoredDocument } from '#modules/documents'
import type { Roots } from '#modules/roots'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import type { EvidenceArchive } from './archive.ts'
import type { Credentials } from './credential.ts'
import { evidencePackage } from './package.ts'

export interface EvidenceDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly evidence: EvidenceArchive
  readonly credentials: Credentials
  readonly roots: Roots
}

const papers = { 'permits/:id/document': 'permit', 'orders/:id/receipt': 'order' } as const
const LIST = /^[1-9]\d{0,8}$/

/** What proves an issued document outside the window: its evidence package, and the same document as a verifiable credential. */
export function evidenceRoutes(app: Door, { engine, identity, evidence, credentials, roots }: EvidenceDeps): void {
  async function get(
    request: Parameters<typeof getIdentity>[0],
    type: 'permit' | 'order',
  ): Promise<StoredDocument & { readonly issuer: string }> {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const { edition } = request.query as { edition?: string }
    const sandbox = sandboxOf(request, who)
    if (isUuid(id)) {
      const found = await transact(engine.pool, who.actor.org, async (tx) => {
        const row = (await tx.query<CaseRow>(findCase, [id])).rows[0]
        return row?.type === type && row.sandbox_id === sandbox ? await findDocuments(tx, id) : []
      })
      const one = edition === undefined ? found[0] : found.find((d) => String(d.edition) === edition)
      if (one) return one
    }
    throw new Refusals([refusal('NOT_FOUND', '', { type: 'document', id: id.slice(0, 40) })])
  }

  for (const [path, type] of Object.entries(papers)) {
    app.get(`/v1/${path}/evidence.zip`, async (request, reply) => {
      const document = await get(request, type)
      let kept = await evidence.of(document.caseId, document.edition)
      if (kept.length === 0) {
        // Asked for within moments of the signature: it need not wait for its turn.
        await evidence.collectOne(document.caseId, document.edition)
        kept = await evidence.of(document.caseId, document.edition)
      }
      if (kept.length === 0) throw new Refusals([refusal('UNAVAILABLE')])
      const proof = await roots.proofOf(document.caseId)
      const name = `${document.number.replace(/[^A-Za-z0-9-]/g, '_')}-evidence.zip`
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(evidencePackage({ ...document, proof }, kept))
    })

    app.get(`/v1/${path}/credential`, async (request, reply) => {
      const document = await get(request, type)
      const record = JSON.parse(document.record) as DocumentRecord
      const credential = await credentials.credentialOf({ ...document, record })
      return reply.type('application/vc+jwt').send(credential)
    })
  }

  app.get('/v1/status-lists/:list', async (request, reply) => {
    const { list } = request.params as { list: string }
    const found = LIST.test(list) ? await credentials.statusList(Number(list)) : undefined
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'status list', id: list.slice(0, 40) })])
    return reply.type('application/vc+jwt').header('cache-control', 'public, max-age=300').send(found)
  })

  app.get('/issuers/:org/did.json', async (request, reply) => {
    const { org } = request.params as { org: string }
    const found = credentials.didDocument(org)
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'issuer', id: org.slice(0, 40) })])
    return sendJson(reply, 200, JSON.stringify(found))
  })
}
