import { Type, type Static } from 'typebox'
import {
  allot,
  isDay,
  legalDay,
  quote,
  refusal,
  strict,
  sumDecimal,
  wordsIn,
  type Language,
  type Pack,
  type Procedure,
  type Quote,
  type Regime,
  type Value,
} from '#kernel'
import { feedForm, type DossierState } from '#modules/dossier'
import { Refusals, type Engine } from '#platform/cases'
import { sendJson, shapeFaults, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { requirementsOf } from './file.ts'
import { AskSchema } from './routes.ts'

export const QuoteSchema = Type.Object(
  {
    ...AskSchema.properties,
    procedures: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z]{2,5}\\.[a-z0-9-]{1,60}$' }), {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        description: 'Procedures asked for by name; without it the rules choose',
      }),
    ),
    applicant: Type.Optional(
      Type.Object(
        { size: Type.Optional(Type.String({ maxLength: 20 })), aeo: Type.Optional(Type.Boolean()) },
        { ...strict, description: 'What the exemptions look at, as the firm says it of itself' },
      ),
    ),
  },
  strict,
)

/**
 * What it would cost, for anybody and without an account (M06, `quote`): each line with its law and how it came about, the unit values
 * with their dates, and what an exemption saves. Nothing is kept: the order that filing issues is what binds.
 */
export function quoteRoutes(
  app: Door,
  { engine, library }: { readonly engine: Engine; readonly library: PackLibrary },
): void {
  app.post('/v1/quotes', async (request, reply) => {
    const faults = shapeFaults(QuoteSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const ask = request.body as Static<typeof QuoteSchema>
    const pack = library.packs.get(ask.country)
    if (!pack)
      throw new Refusals([
        refusal('NO_PACK', '/country', { country: ask.country, allowed: [...library.packs.keys()].join(', ') }),
      ])
    if (ask.day !== undefined && !isDay(ask.day))
      throw new Refusals([refusal('INPUT_SHAPE', '/day', { reason: 'no such day' })])
    const { lang } = request.query as { lang?: string }
    const language: Language = lang === 'en' || lang === 'pt' ? lang : 'es'
    return sendJson(reply, 200, JSON.stringify(answer(pack, ask, language)))
  })

  function answer(pack: Pack, ask: Static<typeof QuoteSchema>, language: Language): object {
    const calendar = pack.calendars.get(pack.calendar)
    const today = calendar ? legalDay(calendar, engine.clock.now()) : engine.clock.now().slice(0, 10)
    const day = ask.day ?? today
    const shipment = {
      regime: ask.regime as Regime,
      elements: (ask.elements ?? {}) as Record<string, Value>,
      lines: ask.lines as Record<string, Value>[],
      answers: {},
      documents: [],
    } as unknown as DossierState
    const facts = Object.fromEntries(
      Object.entries(ask.applicant ?? {}).map(([name, value]) => [`applicant.${name}`, value]),
    )
    const wanted = ask.procedures
      ? ask.procedures.map((id, i) => ({ id, pointer: `/procedures/${i}`, lines: ask.lines.map((_, n) => n) }))
      : requirementsOf(pack, shipment, day).procedures.map(({ procedure, lines }) => ({
          id: procedure,
          pointer: '/lines',
          lines: [...lines],
        }))
    const unknown = wanted.filter(({ id }) => library.findProcedure(id, day)?.pack.id !== pack.id)
    if (unknown.length)
      throw new Refusals(unknown.map(({ id, pointer }) => refusal('UNKNOWN_PROCEDURE', pointer, { procedure: id })))
    const items = wanted.flatMap(({ id, lines }) => {
      const procedure = library.findProcedure(id, day)?.procedure
      if (!procedure) return []
      const { data } = feedForm(shipment, procedure, lines)
      return [{ procedure, title: wordsIn(procedure.title, language), ...priced(pack, procedure, data, facts, day) }]
    })
    return {
      country: pack.id,
      day,
      binding: false,
      items: items.map(({ procedure, exact: _, ...item }) => ({
        procedure: procedure.id,
        agency: { id: procedure.agency, name: pack.agencies.get(procedure.agency)?.name ?? procedure.agency },
        ...item,
      })),
      totals: totalsOf(items),
    }
  }

  /** The quote at submission and, where the law asks for more when the document is granted, that one too. */
  function priced(
    pack: Pack,
    procedure: Procedure,
    data: Parameters<typeof quote>[0]['data'],
    facts: Record<string, string | boolean>,
    day: string,
  ) {
    const at = (due: 'submission' | 'issue'): Quote | null => {
      try {
        return quote({ procedure, units: pack.units, data, facts, day, due })
      } catch {
        // A fee by value or quantity cannot be told before the value is.
        return null
      }
    }
    const now = at('submission')
    const later = procedure.fee.some((l) => l.due === 'issue') ? at('issue') : undefined
    const exact =
      now && !now.waived
        ? { amount: sumDecimal(now.lines.map((l) => l.amount.amount)), currency: now.total.currency }
        : null
    return { ...(now ?? { lines: [], units: [], total: null }), ...(later ? { atIssue: later } : {}), exact }
  }
}

/** One order for each currency, rounded once on the sum (M06-5). */
function totalsOf(items: readonly { readonly exact: { amount: string; currency: string } | null }[]): object[] {
  const exact = items.flatMap((i) => i.exact ?? [])
  return [...new Set(exact.map((e) => e.currency))].map((currency) => {
    const { total } = allot(
      exact.filter((e) => e.currency === currency).map((e) => e.amount),
      currency,
    )
    return total
  })
}
