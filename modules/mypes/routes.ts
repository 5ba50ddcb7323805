import { refusal, wordsIn, type Language } from '#kernel'
import { elementOf } from '#modules/customs'
import type { DossierState } from '#modules/dossier'
import type { IdentityProvider } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine, type Statement } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { mypesForm } from './form.ts'

const adherents: Statement = {
  name: 'mypes.adherents',
  text: `SELECT org_id AS org, kind, name, fee FROM mypes.adherent WHERE world = $1 AND country = $2 AND live ORDER BY kind, name LIMIT 500`,
}
const products: Statement = {
  name: 'mypes.products-of',
  text: `SELECT p.code, p.act, p.agent_name AS agent, p.signed_at AS "signedAt", p.valid_until::text AS "validUntil",
           c.state->'products'->p.line->>'description' AS description
         FROM mypes.product p JOIN cases."case" c ON c.id = p.case_id WHERE p.world = $1 AND p.owner_org = $2 ORDER BY p.signed_at DESC LIMIT 200`,
}

/** Who can be chosen, what the firm has classified, and which data of the form are there already. */
export function mypesRoutes(
  app: Door,
  {
    engine,
    identity,
    library,
  }: { readonly engine: Engine; readonly identity: IdentityProvider; readonly library: PackLibrary },
): void {
  app.get('/v1/adherents', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { country = '' } = request.query as { country?: string }
    const world = sandboxOf(request, who) ?? ''
    const items = await transact(
      engine.pool,
      who.actor.org,
      async (tx) => (await tx.query(adherents, [world, country])).rows,
    )
    return sendJson(reply, 200, JSON.stringify({ items, next: null }))
  })

  app.get('/v1/classified-products', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const world = sandboxOf(request, who) ?? ''
    const items = await transact(engine.pool, who.actor.org, async (tx) => {
      tx.asPlatform()
      return (await tx.query(products, [world, who.actor.org])).rows
    })
    return sendJson(reply, 200, JSON.stringify({ items, next: null }))
  })

  app.get('/v1/dossiers/:id/small-export-form', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const { lang } = request.query as { lang?: string }
    const language: Language = lang === 'en' || lang === 'pt' ? lang : 'es'
    const row = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])
      : undefined
    const sandbox = sandboxOf(request, who)
    if (row?.type !== 'dossier' || row.owner_org !== who.actor.org || row.sandbox_id !== sandbox)
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'dossier', id })])
    const s = row.state as unknown as DossierState
    const field = (element: string, line: number | null) => {
      const value = line === null ? s.elements[element] : s.lines[line]?.[element]
      const source =
        line === null ? s.sources[element] : (s.lineSources[line]?.own[element] ?? s.lineSources[line]?.all)
      const { label } = elementOf(library.dictionary, element)
      return {
        element,
        line,
        label: wordsIn(label, language),
        required: mypesForm.required.includes(element),
        value: value ?? null,
        source: value === undefined ? null : (source?.source ?? null),
      }
    }
    const fields = [
      ...mypesForm.head.map((e) => field(e, null)),
      ...s.lines.flatMap((_, i) => mypesForm.line.map((e) => field(e, i))),
    ]
    const known = fields.filter((f) => f.value !== null).length
    return sendJson(reply, 200, JSON.stringify({ known, total: fields.length, fields }))
  })
}
