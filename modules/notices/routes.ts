import { refusal, type Language } from '#kernel'
import type { Directory, Identity } from '#platform/access'
import { newId, Refusals, systemActor, transact, type Engine } from '#platform/cases'
import { getIdentity, isUuid, pageOf, sandboxOf, sendJson, type Door } from '#platform/http'
import { PdfBusy, renderPermit, showInstant } from '#platform/pdf'
import type { Signer } from '#platform/signing'
import { printableProof, proveService, type Proof } from './proof.ts'
import {
  findNotice,
  isUnservedNotice,
  lockNotice,
  mailbox,
  openNotice,
  serviceOf,
  statusOf,
  type NoticeRow,
} from './row.ts'
import { tellNotice, type NoticeFrame } from './texts.ts'

export interface NoticeDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly signer: Signer
  readonly publicUrl: () => string
  /** How the help desk is reached, as notices say it. */
  readonly help: string
}

export const linkOf = (publicUrl: string, id: string): string => `${publicUrl}/aviso/${id}`

export const frameOf = (
  n: NoticeRow,
  now: string,
  { publicUrl, help }: Pick<NoticeDeps, 'publicUrl' | 'help'>,
): NoticeFrame => ({
  due: n.due,
  zone: n.zone,
  unserved: isUnservedNotice(n, now),
  help,
  link: linkOf(publicUrl(), n.id),
})

/** A notice as its addressee sees it. */
function told(n: NoticeRow, now: string, deps: NoticeDeps): object {
  const frame = frameOf(n, now, deps)
  const service = serviceOf(n, now)
  return {
    id: n.id,
    caseId: n.caseId,
    kind: n.kind,
    status: statusOf(n, now),
    params: n.params,
    roles: n.roles,
    createdAt: n.createdAt,
    deliveredAt: n.createdAt,
    readAt: n.readAt,
    deemedAt: n.deemedAt,
    servedAt: service?.at ?? null,
    servedHow: service?.how ?? null,
    serves: n.serves,
    due: n.due,
    zone: n.zone,
    words: Object.fromEntries(
      (['es', 'en', 'pt'] as const satisfies readonly Language[]).map((l) => [
        l,
        tellNotice(n.kind, n.params, l, frame),
      ]),
    ),
  }
}

/** The legal mailbox: what an organisation was told, when it opened it, and the proof that it was served. */
export function noticeRoutes(app: Door, deps: NoticeDeps): void {
  const { engine, directory } = deps

  const now = async (sandbox: string | null): Promise<string> =>
    sandbox ? engine.asPlatform(sandbox, newId(), async (work) => work.now) : engine.clock.now()

  async function find(
    request: Parameters<typeof getIdentity>[0],
  ): Promise<{ who: Identity; row: NoticeRow; at: string }> {
    const who = await getIdentity(request, directory)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const row = isUuid(id)
      ? await transact(
          engine.pool,
          who.actor.org,
          async (tx) =>
            (await tx.query<NoticeRow & Record<string, unknown>>(findNotice, [id, who.actor.org, sandbox])).rows[0],
        )
      : undefined
    if (!row) throw new Refusals([refusal('NOT_FOUND', '', { type: 'notice', id })])
    return { who, row, at: await now(sandbox) }
  }

  app.get('/v1/notices', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { limit, cursor } = pageOf(request)
    const { unread, mine } = request.query as { unread?: string; mine?: string }
    const sandbox = sandboxOf(request, who)
    const { org, roles } = who.actor
    const values = [
      org,
      sandbox,
      isUuid(cursor) ? cursor : null,
      limit + 1,
      mine === 'true' ? roles : null,
      unread === 'true',
    ]
    const rows = await transact(
      engine.pool,
      org,
      async (tx) => (await tx.query<NoticeRow & Record<string, unknown>>(mailbox, values)).rows,
    )
    const items = rows.slice(0, limit)
    const at = await now(sandbox)
    const next = rows.length > limit ? items.at(-1)?.id : null
    return sendJson(reply, 200, JSON.stringify({ items: items.map((n) => told(n, at, deps)), next }))
  })

  app.get('/v1/notices/:id', async (request, reply) => {
    const { row, at } = await find(request)
    return sendJson(reply, 200, JSON.stringify(told(row, at, deps)))
  })

  // Opening is what serves it: the period that the notice starts runs from this moment (PACK 16.15).
  app.post('/v1/notices/:id/open', async (request, reply) => {
    const { who, row } = await find(request)
    const { org, person } = who.actor
    const opened = await engine.asPlatform(row.sandboxId, newId(), async (work) => {
      const again = [row.id, org, row.sandboxId]
      const [locked] = (await work.tx.query<NoticeRow & Record<string, unknown>>(lockNotice, again)).rows
      if (!locked) throw new Refusals([refusal('NOT_FOUND', '', { type: 'notice', id: row.id })])
      if (locked.readAt) return locked
      await work.tx.query(openNotice, [row.id, work.now, person])
      const file = locked.serves ? await work.find('permit', locked.caseId) : undefined
      if (file) await work.attempt(file, 'serveNotice', { by: person }, systemActor)
      return undefined
    })
    const after = opened ?? (await find(request)).row
    return sendJson(reply, 200, JSON.stringify(told(after, await now(row.sandboxId), deps)))
  })

  async function prove(request: Parameters<typeof getIdentity>[0]): Promise<Proof> {
    const { who, row, at } = await find(request)
    const { name, taxId } = await directory.getOrganisation(who.actor.org)
    const proof = await proveService(row, {
      pool: engine.pool,
      signer: deps.signer,
      now: at,
      frame: frameOf(row, at, deps),
      addressee: { org: who.actor.org, name, taxId },
    })
    if (!proof) throw new Refusals([refusal('NOT_SERVED', '', { date: row.deemedAt ?? '' })])
    return proof
  }

  app.get('/v1/notices/:id/proof', async (request, reply) => sendJson(reply, 200, JSON.stringify(await prove(request))))

  app.get('/v1/notices/:id/proof.pdf', async (request, reply) => {
    const proof = await prove(request)
    const { lang } = request.query as { lang?: string }
    const language: Language = lang === 'en' || lang === 'pt' ? lang : 'es'
    const show = (moment: string): string => showInstant(moment, proof.record.zone, language, true)
    const printable = printableProof(proof, language, `${deps.publicUrl()}/v/${proof.code}`, show)
    try {
      const pdf = await renderPermit(printable, { jws: proof.jws })
      return await reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${proof.code}.pdf"`)
        .send(Buffer.from(pdf))
    } catch (error) {
      if (error instanceof PdfBusy) throw new Refusals([refusal('UNAVAILABLE')])
      throw error
    }
  })
}
