import { join } from 'node:path'
import { tell, type PermitState } from '#kernel'
import { sendNotice, servedIn, type Dispatcher } from '#modules/notices'
import { closeOutage, openOutage } from '#modules/times'
import { newId, systemActor, transact, type Statement } from '#platform/cases'
import { openContingency, withGrace, type Contingency, type Result } from '#platform/contingency'
import { sendJson, type Door } from '#platform/http'
import type { PaymentProvider } from '#platform/payments'
import { languageOf, statusPage } from '../web/public/index.ts'
import { contingencyRoutes } from './contingency-routes.ts'
import type { House, Log } from './house.ts'
import { keysDirOf } from './config.ts'
import { watchStatus, type StatusWatch } from './status.ts'

/** An outage shorter than this moves no deadline: nobody could not wait so long. */
const LEAST_MS = 15 * 60_000

const running: Statement = {
  name: 'contingency.running',
  text: `SELECT id FROM cases."case" WHERE type = 'permit' AND sandbox_id IS NULL AND id > $1 AND opened_at < $2
           AND status IN ('ADMISSIBILITY', 'CURE_REQUESTED', 'UNDER_EVALUATION', 'OBSERVED', 'PROPOSED', 'DENIED', 'REVOKED')
         ORDER BY id LIMIT 200`,
}

/** Takes an outage off every clock that ran through it, case by case, each with its event (M05-5). Answers how many moved. */
export async function excludeOutage(house: House, from: string, to: string): Promise<number> {
  let moved = 0
  for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await transact(house.pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query<{ id: string }>(running, [last, to])).rows
    })
    for (const { id } of rows)
      await house.engine.asPlatform(null, newId(), async (work) => {
        const file = await work.find('permit', id)
        const before = file?.version
        if (file) await work.attempt(file, 'excludeOutage', { from, to }, systemActor)
        if (!file || file.version === before) return
        moved++
        const s = file.state as PermitState
        const pack = house.library.packs.get(s.procedure.split('.')[0] ?? '')
        const points = `${from.slice(0, 16).replace('T', ' ')} – ${to.slice(0, 16).replace('T', ' ')} UTC`
        const about = {
          org: s.applicant.org,
          caseId: id,
          kind: 'pausedByOutage' as const,
          params: { title: s.title, points },
        }
        sendNotice(work, { ...about, ...servedIn(pack), due: s.period?.due ?? null, at: work.now })
      })
    const end = rows.at(-1)
    if (!end) return moved
    last = end.id
  }
}

/** Tells the sender of a command what became of it; told twice, it is told once. */
const tellResult =
  (house: House) =>
  async ({ receipt, order, refusals }: Result): Promise<void> => {
    const kind = refusals ? 'contingencyRefused' : 'contingencyDone'
    const points = refusals
      ? refusals.refusals.map((r) => tell(r, 'es').message).join(' · ')
      : `${receipt.receivedAt.slice(0, 19).replace('T', ' ')} UTC`
    await house.engine.asPlatform(null, receipt.id, async (work) => {
      const params = { points: points.slice(0, 500), receipt: receipt.id, command: receipt.command }
      sendNotice(work, {
        id: receipt.id,
        org: order.actor.org,
        caseId: receipt.case ?? receipt.id,
        kind,
        params,
        ...servedIn(undefined),
        at: house.clock.now(),
      })
    })
  }

export interface BadDays {
  /** The house as the faces use it: its engine receives what cannot be done now, its directory remembers who was here. */
  readonly house: House
  readonly contingency: Contingency
  /** Replays what waits as soon as it can, and keeps doing so. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Opens the contingency queue around a house. */
export async function openBadDays(house: House, log: Log): Promise<BadDays> {
  const { config, engine, signer, clock, pool } = house
  const contingency = await openContingency({
    dir: join(config.dataDir, 'contingency'),
    keysDir: keysDirOf(config),
    engine,
    signer,
    clock,
    log,
    tell: tellResult(house),
  })
  let timer: NodeJS.Timeout | undefined
  let under: Promise<unknown> = Promise.resolve()
  let since: string | null = null
  const step = async (): Promise<void> => {
    const away = contingency.away()
    since ??= away
    if (contingency.waiting() > 0) await contingency.replay()
    if (!since || contingency.away() || contingency.declared()) return
    // Seen by the window itself: published, and taken off the clocks when it was long.
    const [from, to] = [since, clock.now()]
    const stopsClocks = Date.parse(to) - Date.parse(from) >= LEAST_MS
    await openOutage(pool, {
      component: 'commands',
      since: from,
      declared: false,
      reason: 'seen by the window',
      stopsClocks,
    })
    await closeOutage(pool, 'commands', to)
    since = null
    if (stopsClocks) await excludeOutage(house, from, to)
  }
  const run = (): void => {
    under = step()
      .catch((error: unknown) => log.warn(`contingency: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        if (timer) timer = setTimeout(run, 1000)
      })
  }
  return {
    house: { ...house, engine: contingency.engine, directory: withGrace(house.directory) },
    contingency,
    start: async () => {
      await step().catch((error: unknown) => log.warn(`contingency: ${String(error)}`))
      timer = setTimeout(run, 1000)
    },
    stop: async () => {
      clearTimeout(timer)
      timer = undefined
      await under
      await contingency.close()
    },
  }
}

/** Routes of bad days: declaring, receipts, and what works now. */
export function badDayRoutes(app: Door, house: House, contingency: Contingency | null, watch: StatusWatch): void {
  if (contingency)
    contingencyRoutes(app, {
      identity: house.directory,
      clock: house.clock,
      contingency,
      ended: async (since, until, reason) => {
        await openOutage(house.pool, { component: 'contingency', since, declared: true, reason, stopsClocks: true })
        await closeOutage(house.pool, 'contingency', until)
        await contingency.replay()
        await excludeOutage(house, since, until)
      },
    })
  const seen = async () => {
    if (watch.now().components.length === 0) await watch.check()
    return { ...watch.now(), history: watch.history() }
  }
  app.get('/v1/status', async (_, reply) => {
    void reply.header('cache-control', 'no-store')
    return sendJson(reply, 200, JSON.stringify(await seen()))
  })
  app.get('/estado', async (request, reply) => {
    const { lang } = request.query as { lang?: string }
    const language = languageOf(lang, request.headers['accept-language'])
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(statusPage(await seen(), { language, sandbox: house.config.sandbox }))
  })
}

/** Watches the parts of a house. */
export const watchOf = (
  house: House,
  contingency: Contingency | null,
  dispatcher: Dispatcher | null,
  log: Log,
  provider: PaymentProvider | null = null,
): StatusWatch =>
  watchStatus({
    pool: house.pool,
    clock: house.clock,
    contingency,
    log,
    probes: {
      mail: async () => !dispatcher?.down().has('email') && (await house.mailer.check()),
      sms: async () => !dispatcher?.down().has('sms'),
      ...(provider?.isUp ? { payments: provider.isUp } : {}),
      ...(house.taxRegistry.isUp ? { registry: house.taxRegistry.isUp } : {}),
    },
  })
