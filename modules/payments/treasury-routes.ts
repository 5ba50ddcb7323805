import { instantAt, isWorkingDay, legalDay, refusal, type Calendar, type Language, type Pack } from '#kernel'
import { treasuryOrg, type Identity, type IdentityProvider } from '#platform/access'
import { namedId, newId, Refusals, type Engine } from '#platform/cases'
import { getIdentity, sandboxOf, sendJson, type Door } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { creditTransfers } from '#platform/payments'
import { payoutsOf } from './payout-list.ts'
import { differenceTexts } from './differences.ts'
import { takeFile } from './reconcile.ts'
import { paymentMeasures, settlementReport } from './reports.ts'
import type { Difference } from './statement.ts'

export interface TreasuryDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
  readonly library: PackLibrary
}

type Request = Parameters<typeof getIdentity>[0]

const told = (d: Difference): object => {
  const words = (language: Language) => differenceTexts[d.code][language]
  return {
    ...d,
    message_es: words('es').message,
    fix_es: words('es').fix,
    message_en: words('en').message,
    fix_en: words('en').fix,
    message_pt: words('pt').message,
    fix_pt: words('pt').fix,
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const LIMIT = 64 * 1024 * 1024

/** What the treasury of a country does with the bank's statements, and what it, its agencies and the coordinator may read. */
export function treasuryRoutes(app: Door, { engine, identity, library }: TreasuryDeps): void {
  const need = (who: Identity, permission: string, command: string): void => {
    if (!who.grants.has(permission)) throw new Refusals([refusal('FORBIDDEN', '', { command, permission })])
  }

  /** The country a person may look at: their treasury's or agency's own; the coordinator names one. */
  async function countryOf(request: Request, who: Identity): Promise<{ pack: Pack; org: string | null }> {
    const { country } = request.query as { country?: string }
    for (const pack of library.packs.values()) {
      if (who.actor.org === treasuryOrg(pack.id)) return { pack, org: null }
      if ([...pack.agencies.keys()].some((a) => namedId(`agency/${pack.id}.${a}`) === who.actor.org))
        return { pack, org: who.actor.org }
    }
    const pack = library.packs.get(country ?? '')
    if (!pack)
      throw new Refusals([
        refusal('FIELD_REQUIRED', '/country', { field: `country: ${[...library.packs.keys()].join(', ')}` }),
      ])
    return { pack, org: null }
  }

  const zoneOf = (pack: Pack): string => pack.calendars.get(pack.calendar)?.zone ?? 'UTC'

  app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LIMIT }, (_, body, done) => done(null, body))
    raw.post('/v1/statements', async (request, reply) => {
      const who = await getIdentity(request, identity)
      need(who, 'payments.reconcile', 'reconcile')
      const { pack } = await countryOf(request, who)
      const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const taken = await takeFile(
        { engine, library },
        { bytes, pack, actor: who.actor, sandbox: sandboxOf(request, who), commandId: newId() },
      )
      const statements = taken.map(({ id, repeated, state }) => ({
        id,
        repeated,
        ...state,
        differences: state.differences.map(told),
      }))
      return sendJson(reply, statements.every((s) => s.repeated) ? 200 : 201, JSON.stringify({ statements }))
    })
  })

  // Refunds that no provider can pay back: as a list, and as the file that the bank takes.
  for (const form of ['', '.xml'])
    app.get(`/v1/payouts${form}`, async (request, reply) => {
      const who = await getIdentity(request, identity)
      need(who, 'payments.reconcile', 'payouts')
      const { pack } = await countryOf(request, who)
      const items = await payoutsOf(engine.pool, treasuryOrg(pack.id), sandboxOf(request, who))
      if (!form) return sendJson(reply, 200, JSON.stringify({ country: pack.id, items, next: null }))
      const at = engine.clock.now()
      const { account } = pack.payments
      const file = creditTransfers(
        items.map((p) => ({ id: p.id, amount: p.amount, creditor: p.payer, remittance: `${p.number ?? ''} ${p.id}` })),
        {
          id: `DEV-${at.slice(0, 19).replace(/[^0-9]/g, '')}`,
          at,
          debtor: account?.holder ?? pack.id,
          account: account?.number ?? '',
        },
      )
      return reply
        .type('application/xml')
        .header('content-disposition', 'attachment; filename="payouts.xml"')
        .send(file)
    })

  app.get('/v1/settlements', async (request, reply) => {
    const who = await getIdentity(request, identity)
    need(who, 'payments.read', 'settlements')
    const { pack, org } = await countryOf(request, who)
    const query = request.query as { from?: string; to?: string }
    const zone = zoneOf(pack)
    const calendar = pack.calendars.get(pack.calendar)
    const today = calendar ? legalDay(calendar, engine.clock.now()) : engine.clock.now().slice(0, 10)
    const { from = today, to = today } = query
    const wrong = [from, to].findIndex((d) => !DAY.test(d) || Number.isNaN(Date.parse(d)))
    if (wrong >= 0)
      throw new Refusals([refusal('INPUT_SHAPE', wrong ? '/to' : '/from', { reason: 'must be a day, 2026-06-30' })])
    const rows = await settlementReport(
      { pool: engine.pool, book: treasuryOrg(pack.id), sandbox: sandboxOf(request, who) },
      { from, to, zone, org },
    )
    const agencies = new Map([...pack.agencies.values()].map((a) => [namedId(`agency/${pack.id}.${a.id}`), a]))
    const items = rows.map(({ org: id, ...row }) => ({
      ...row,
      agency: { id: agencies.get(id)?.id ?? id, name: agencies.get(id)?.name ?? id },
    }))
    return sendJson(reply, 200, JSON.stringify({ country: pack.id, from, to, zone, items }))
  })

  app.get('/v1/payments/measures', async (request, reply) => {
    const who = await getIdentity(request, identity)
    need(who, 'payments.read', 'measures')
    const { pack } = await countryOf(request, who)
    const days = Number((request.query as { days?: string }).days ?? '90')
    if (!Number.isInteger(days) || days < 1 || days > 366)
      throw new Refusals([refusal('INPUT_SHAPE', '/days', { reason: 'must be an integer from 1 to 366' })])
    const now = engine.clock.now()
    const calendar = pack.calendars.get(pack.calendar)
    const since = new Date(Date.parse(now) - days * 86_400_000).toISOString()
    const items = await paymentMeasures(
      { pool: engine.pool, book: treasuryOrg(pack.id), sandbox: sandboxOf(request, who) },
      // A payment of before the last business day should stand on a statement by now (D+1).
      { since, dueBefore: calendar ? instantAt(calendar.zone, previousWorkingDay(calendar, now), 0) : now },
    )
    const shown = items.map(({ p50, p90, p95, cost, due, unreconciled, ...row }) => ({
      ...row,
      paymentToStartMinutes: { p50, p90, p95 },
      meanCost: { amount: cost, currency: row.currency },
      unreconciled: { count: unreconciled, of: due, ratio: due ? (unreconciled / due).toFixed(4) : '0.0000' },
    }))
    return sendJson(reply, 200, JSON.stringify({ country: pack.id, days, items: shown }))
  })
}

/** The last working day before the legal day of a moment. */
function previousWorkingDay(calendar: Calendar, now: string): string {
  const today = legalDay(calendar, now)
  for (let back = 1; back < 30; back++) {
    const day = new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10)
    if (isWorkingDay(calendar, day)) return day
  }
  return today
}
