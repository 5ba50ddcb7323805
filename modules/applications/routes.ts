import { Type, type Static } from 'typebox'
import {
  choiceIn,
  DaySchema,
  ElementsSchema,
  formSchema,
  isDay,
  LinesSchema,
  quote,
  refusal,
  showPeriod,
  strict,
  wordsIn,
  type Language,
  type Pack,
  type Procedure,
  type Regime,
  type Value,
} from '#kernel'
import { feedForm, viewOf, type DossierState } from '#modules/dossier'
import type { Directory } from '#platform/access'
import { findCase, Refusals, transact, type CaseRow, type Engine } from '#platform/cases'
import { getIdentity, isUuid, sandboxOf, sendJson, shapeFaults, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { requirementsOf, whyOf } from './file.ts'

export interface RequirementDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly library: PackLibrary
}

/** A question to the rules, without an account: these goods, this way, this day. */
export const AskSchema = Type.Object(
  {
    country: Type.String({ pattern: '^[a-z]{2,5}$' }),
    regime: Type.Union(
      (['import', 'export', 'transit', 'free-zone', 'enterprise'] as const).map((r) => Type.Literal(r)),
    ),
    elements: Type.Optional(ElementsSchema),
    lines: LinesSchema,
    day: Type.Optional(DaySchema),
  },
  strict,
)

const languageOf = (query: unknown): Language => {
  const { lang } = query as { lang?: string }
  return lang === 'en' || lang === 'pt' ? lang : 'es'
}

/** What rules say, and what can be read of procedures: public, and the very rules that are enforced (M35). */
export function requirementRoutes(app: Door, { engine, directory, library }: RequirementDeps): void {
  app.get('/v1/procedures', async (request, reply) => {
    const language = languageOf(request.query)
    const items = [...library.packs.values()].flatMap((pack) => pack.procedures.map((p) => sheet(pack, p, language)))
    return sendJson(reply, 200, JSON.stringify({ items, next: null }))
  })

  // Which law this window decides by: the packs in force, each by the digest of its files.
  app.get('/v1/packs', async (request, reply) => {
    const language = languageOf(request.query)
    const items = [...library.packs.values()].map((pack) => ({
      id: pack.id,
      name: wordsIn(pack.name, language),
      version: pack.version,
      digest: pack.digest,
      agencies: pack.agencies.size,
      procedures: new Set(pack.procedures.map((p) => p.id)).size,
      unconfirmed: pack.procedures.filter((p) => p.confirm.length > 0).length + (pack.confirm?.length ?? 0),
    }))
    return sendJson(reply, 200, JSON.stringify({ items, next: null }))
  })

  app.get('/v1/procedures/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    const { day = engine.clock.now().slice(0, 10) } = request.query as { day?: unknown }
    if (!isDay(day)) throw new Refusals([refusal('INPUT_SHAPE', '/day', { reason: 'no such day' })])
    const found = library.findProcedure(id, day)
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'procedure', id })])
    const language = languageOf(request.query)
    return sendJson(
      reply,
      200,
      JSON.stringify({ ...sheet(found.pack, found.procedure, language), form: formSchema(found.procedure, language) }),
    )
  })

  app.post('/v1/requirements', async (request, reply) => {
    const faults = shapeFaults(AskSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const ask = request.body as Static<typeof AskSchema>
    const pack = library.packs.get(ask.country)
    if (!pack)
      throw new Refusals([
        refusal('NO_PACK', '/country', { country: ask.country, allowed: [...library.packs.keys()].join(', ') }),
      ])
    if (ask.day !== undefined && !isDay(ask.day))
      throw new Refusals([refusal('INPUT_SHAPE', '/day', { reason: 'no such day' })])
    const shipment = {
      country: ask.country,
      regime: ask.regime as Regime,
      elements: (ask.elements ?? {}) as Record<string, Value>,
      lines: ask.lines as Record<string, Value>[],
    }
    return sendJson(
      reply,
      200,
      JSON.stringify(answer(pack, shipment, ask.day ?? engine.clock.now().slice(0, 10), languageOf(request.query))),
    )
  })

  app.get('/v1/dossiers/:id/requirements', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const { id } = request.params as { id: string }
    const sandbox = sandboxOf(request, who)
    const row = isUuid(id)
      ? await transact(engine.pool, who.actor.org, async (tx) => (await tx.query<CaseRow>(findCase, [id])).rows[0])
      : undefined
    if (!row || row.type !== 'dossier' || row.sandbox_id !== sandbox)
      throw new Refusals([refusal('NOT_FOUND', '', { type: 'dossier', id })])
    const state = viewOf(row.state as unknown as DossierState, { org: who.actor.org, now: engine.clock.now() })
    if (!state) throw new Refusals([refusal('NOT_FOUND', '', { type: 'dossier', id })])
    const pack = library.packs.get(state.country)
    if (!pack) throw new Refusals([refusal('NOT_FOUND', '', { type: 'pack', id: state.country })])
    const day = row.changed_at.slice(0, 10)
    return sendJson(reply, 200, JSON.stringify(answer(pack, state, day, languageOf(request.query))))
  })

  function answer(
    pack: Pack,
    shipment: Pick<DossierState, 'regime' | 'elements' | 'lines'> & Partial<DossierState>,
    day: string,
    language: Language,
  ): object {
    const found = requirementsOf(pack, { answers: {}, ...shipment } as DossierState, day)
    const procedures = found.procedures.map(({ procedure: id, lines, rows }) => {
      const here = library.findProcedure(id, day)
      if (!here) return { procedure: id, lines, why: rows.map(whyOf) }
      const feed = feedForm(
        { answers: {}, documents: [], ...shipment } as unknown as DossierState,
        here.procedure,
        lines,
      )
      return {
        ...sheet(here.pack, here.procedure, language),
        lines,
        why: rows.map(whyOf),
        fee: fee(here.pack, here.procedure, feed.data, day),
      }
    })
    return {
      day,
      procedures,
      prohibitions: found.prohibitions.map(({ row, lines }) => ({ ...whyOf(row), lines })),
      exemptions: found.exemptions.map(({ row, lines }) => ({ ...whyOf(row), lines })),
      overruled: found.lines.flatMap((l) =>
        l.overruled.map(({ row, by }) => ({ ...whyOf(row), line: l.line, by: by.map(whyOf) })),
      ),
      nothingNeeded: found.procedures.length === 0 && found.prohibitions.length === 0,
    }
  }

  function fee(pack: Pack, procedure: Procedure, data: Parameters<typeof quote>[0]['data'], day: string): unknown {
    try {
      return quote({ procedure, units: pack.units, data, facts: {}, day }).total
    } catch {
      // A fee by value or quantity cannot be told before the value is.
      return null
    }
  }
}

/** The published sheet of a procedure: who decides, by when, what silence means, by which law. */
function sheet(pack: Pack, p: Procedure, language: Language): Record<string, unknown> {
  return {
    procedure: p.id,
    version: p.key,
    title: wordsIn(p.title, language),
    code: p.code,
    country: pack.id,
    agency: { id: `${pack.id}.${p.agency}`, name: pack.agencies.get(p.agency)?.name ?? p.agency },
    // Where the firm chooses who decides: `agencies` of the application names one of these by its `agency`.
    ...(p.choice ? { choice: choiceIn(pack, p.choice) } : {}),
    from: p.from,
    to: p.to ?? null,
    regime: p.regime,
    zone: p.calendar.zone,
    currency: p.currency,
    law: p.law,
    ...(p.binds ? { binds: { open: p.binds.law } } : {}),
    within: p.decision.within ? showPeriod(p.decision.within) : null,
    silence: p.decision.silence ?? null,
    opinions: p.tasks
      .filter((t) => t.kind === 'opinion')
      .map((t) => ({
        name: t.name,
        agency: pack.agencies.get(t.agency)?.name ?? t.agency,
        within: t.within ? showPeriod(t.within) : null,
        silence: t.silence,
      })),
    inspections: p.tasks.filter((t) => t.kind !== 'opinion').map((t) => t.name),
    documents: p.attach.map((a) => ({ type: a.document, required: a.required, conditional: a.when !== undefined })),
    unconfirmed: p.confirm,
  }
}
