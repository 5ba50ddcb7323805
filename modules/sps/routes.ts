import { refusal, type PermitState } from '#kernel'
import type { Directory } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { spsCertificate, type SpsSource } from './certificate.ts'

export interface SpsDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly library: PackLibrary
}

const WITHDRAWN = new Set(['REVOKED', 'EXPIRED'])
const standing = (status: string): SpsSource['status'] => (WITHDRAWN.has(status) ? 'withdrawn' : 'issued')

/** `GET /v1/permits/{id}/sps.xml`: the electronic certificate, for whoever may see the permit. */
export function spsRoutes(app: Door, { engine, directory, library }: SpsDeps): void {
  app.get('/v1/permits/:id/sps.xml', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const row = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])
      : undefined
    const state =
      row?.type === 'permit' && row.sandbox_id === sandbox ? (row.state as unknown as PermitState) : undefined
    const [name = '', from = ''] = state?.procedure.split('@') ?? []
    const found = state ? library.findProcedure(name, from) : undefined
    const agency = state ? found?.pack.agencies.get(state.agency) : undefined
    const xml =
      state && found?.procedure.output?.send.includes('ephyto')
        ? spsCertificate({
            state,
            authority: agency?.name ?? state.agency,
            country: found.pack.id.toUpperCase(),
            signatory: null,
            status: standing(state.status),
          })
        : undefined
    if (xml === undefined) throw new Refusals([refusal('NOT_FOUND', '', { type: 'sps certificate', id })])
    return reply
      .type('application/xml; charset=utf-8')
      .header('content-disposition', `inline; filename="${state?.resolution?.number ?? 'certificate'}.xml"`)
      .header('cache-control', 'private, no-store')
      .send(xml)
  })
}
