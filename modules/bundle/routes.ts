import { fromWcoXml, refusal, wcoXml, wcoXsd, type ExportedDossier, type Language } from '#kernel'
import { findDocuments } from '#modules/documents'
import { OpenSchema, viewOf, type DossierState } from '#modules/dossier'
import type { Directory } from '#platform/access'
import {
  findCase,
  Refusals,
  transact,
  Work,
  type CaseRow,
  type Engine,
  type EventRow,
  type Statement,
  type Tx,
} from '#platform/cases'
import { getCommandId, getIdentity, isUuid, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { PdfBusy, renderBundle } from '#platform/pdf'
import { readXml, schemaFaults, XmlUnreadable } from '#platform/xml'
import { bundleOf, type Issued } from './bundle.ts'

export interface BundleDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly library: PackLibrary
  readonly publicUrl: () => string
}

const casesOf: Statement = {
  name: 'bundle.cases',
  text: `SELECT id, type, number, title, status, state FROM cases."case" WHERE id = ANY($1)`,
}
const happened: Statement = {
  name: 'bundle.timeline',
  text: 'SELECT case_id, type, at FROM cases.event WHERE case_id = ANY($1) ORDER BY at, case_id, seq LIMIT 2000',
}

/** Largest XML taken in. */
const XML_LIMIT = 4 * 1024 * 1024

type Request = Parameters<typeof getIdentity>[0]
interface CaseOf {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly title: string
  readonly status: string
  readonly state: Record<string, unknown>
}

/** What leaves a dossier as a whole (M02, outputs): a PDF to archive, an XML to read; and the XML taken in again. */
export function bundleRoutes(app: Door, { engine, directory, library, publicUrl }: BundleDeps): void {
  const { dictionary } = library
  const xsd = wcoXsd(dictionary)

  async function reading<T>(
    request: Request,
    read: (seen: { tx: Tx; row: CaseRow; state: DossierState; whole: boolean }) => Promise<T>,
  ): Promise<T> {
    const who = await getIdentity(request, directory)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    return transact(engine.pool, who.actor.org, async (tx) => {
      const row = isUuid(id) ? (await tx.query<CaseRow>(findCase, [id])).rows[0] : undefined
      const state =
        row?.type === 'dossier' && row.sandbox_id === sandbox ? (row.state as unknown as DossierState) : null
      const view = state && viewOf(state, { org: who.actor.org, now: engine.clock.now() })
      if (!row || !view) throw new Refusals([refusal('NOT_FOUND', '', { type: 'dossier', id })])
      return read({ tx, row, state: view, whole: view === state })
    })
  }

  /** The dossier with its personal data, which the owner typed and whoever has all of it may read. */
  async function revealed(tx: Tx, row: CaseRow, state: DossierState): Promise<DossierState> {
    const world = { now: engine.clock.now(), sandbox: row.sandbox_id, facts: {}, permits: {}, series: {} }
    const work = new Work({ tx, registry: engine.registry, world, commandId: row.id, recordedAt: world.now })
    return (await work.personal.reveal(row.id, state)) as DossierState
  }

  const exported = (s: DossierState): ExportedDossier => ({
    ucr: s.ucr,
    country: s.country,
    regime: s.regime,
    elements: s.elements,
    lines: s.lines,
    answers: s.answers,
    documents: s.documents,
  })

  app.get('/v1/dossiers/export.xsd', async (_, reply) =>
    reply.type('application/xml; charset=utf-8').header('cache-control', 'public, max-age=3600').send(xsd),
  )

  app.get('/v1/dossiers/:id/export.xml', async (request, reply) => {
    const { xml, ucr } = await reading(request, async ({ tx, row, state, whole }) => {
      tx.asPlatform()
      const s = whole ? await revealed(tx, row, state) : state
      return { xml: wcoXml(dictionary, exported(s)), ucr: s.ucr }
    })
    return reply
      .type('application/xml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${ucr.replace(/[^A-Za-z0-9-]/g, '_')}.xml"`)
      .header('cache-control', 'private, no-store')
      .send(xml)
  })

  app.get('/v1/dossiers/:id/bundle.pdf', async (request, reply) => {
    const { lang } = request.query as { lang?: string }
    const language: Language = lang === 'en' || lang === 'pt' ? lang : 'es'
    const bundle = await reading(request, async ({ tx, row, state, whole }) => {
      const applications = state.applications.map((a) => a.application)
      const ids = [row.id, ...applications, ...state.permits.map((p) => p.permit)]
      // The reader's own eyes choose what is in it: an application or a permit shows only to those who may see it.
      const cases = (await tx.query<CaseOf>(casesOf, [ids])).rows
      const permits = cases.filter((c) => c.type === 'permit')
      const issued: Issued[] = []
      for (const { id, status, state: of } of permits)
        for (const document of await findDocuments(tx, id)) issued.push({ document, status, permit: of as never })
      tx.asPlatform()
      const events = (await tx.query<EventRow & { case_id: string }>(happened, [cases.map((c) => c.id)])).rows
      const s = whole ? await revealed(tx, row, state) : state
      const pack = library.packs.get(s.country)
      return bundleOf({
        dossier: s,
        xml: wcoXml(dictionary, exported(s)),
        owner: (await directory.findOrganisation(s.owner))?.name ?? '',
        zone: pack?.calendars.get(pack.calendar)?.zone ?? 'UTC',
        labels: dictionary,
        issued,
        events: events.map((e) => ({ type: e.type, at: e.at, of: cases.find((c) => c.id === e.case_id)?.title ?? '' })),
        now: engine.clock.now(),
        sandbox: row.sandbox_id !== null,
        language,
        verifyUrl: (code) => `${publicUrl()}/v/${code}`,
      })
    })
    try {
      const pdf = await renderBundle(bundle)
      return await reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${bundle.reference.replace(/[^A-Za-z0-9-]/g, '_')}.pdf"`)
        .header('cache-control', 'private, no-store')
        .send(Buffer.from(pdf))
    } catch (error) {
      if (error instanceof PdfBusy) throw new Refusals([refusal('UNAVAILABLE')])
      if (error instanceof RangeError) throw new Refusals([refusal('BODY_TOO_LARGE', '', { max: '6000' })])
      throw error
    }
  })

  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser(
      ['application/xml', 'text/xml'],
      { parseAs: 'string', bodyLimit: XML_LIMIT },
      (_, body, done) => done(null, body),
    )
    raw.post('/v1/dossiers/import', async (request, reply) => {
      const who = await getIdentity(request, directory)
      const commandId = getCommandId(request)
      const input = dossierIn(typeof request.body === 'string' ? request.body : '')
      const done = await engine.execute({
        actor: who.actor,
        grants: who.grants,
        sandbox: sandboxOf(request, who),
        commandId,
        type: 'dossier',
        command: 'open',
        input,
      })
      if (done.repeated) void reply.header('idempotent-replayed', 'true')
      return sendJson(reply, done.status, done.body)
    })
  })

  /** What an export says, as the command that opens a dossier takes it. The reference of the old one is not taken over: it names one operation. */
  function dossierIn(xml: string): object {
    try {
      const faults = schemaFaults(xml, xsd)
      if (faults.length)
        throw new Refusals(
          faults.slice(0, 200).map(({ line, message }) => refusal('XML_INVALID', '', { line, reason: message })),
        )
      const { ucr: _, documents, ...dossier } = fromWcoXml(dictionary, readXml(xml))
      const input = { ...dossier, documents: [...documents] }
      const wrong = shapeFaults(OpenSchema, input)
      if (wrong.length) throw new Refusals(wrong)
      return input
    } catch (error) {
      if (error instanceof XmlUnreadable) throw new Refusals([refusal('MALFORMED', '', { reason: error.message })])
      throw error
    }
  }
}
