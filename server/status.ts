import type { Pool } from 'pg'
import { toInstant, toMs } from '#kernel'
import { closeOutage, findOutages, openOutage, type Outage } from '#modules/times'
import type { Clock } from '#platform/clock'
import type { Contingency } from '#platform/contingency'

/** What a part of the window does now, and what still works while it does not. */
export interface Component {
  readonly name: 'database' | 'payments' | 'mail' | 'sms' | 'registry' | 'contingency'
  readonly ok: boolean
  readonly since: string
}

export interface StatusWatch {
  now(): {
    readonly ok: boolean
    readonly checkedAt: string
    readonly components: readonly Component[]
    readonly waiting: number
  }
  /** Outages of the last ninety days, as they were last read. */
  history(): readonly Outage[]
  check(): Promise<void>
  start(): void
  stop(): Promise<void>
}

export interface StatusDeps {
  readonly pool: Pool
  readonly clock: Clock
  readonly contingency: Contingency | null
  readonly probes: Readonly<Partial<Record<Component['name'], () => Promise<boolean>>>>
  readonly log: { warn(text: string): void }
  readonly everyMs?: number
}

const HISTORY_MS = 90 * 86_400_000
const WAIT_MS = 4000

const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<T>((_, reject) => {
      setTimeout(() => reject(new Error('no answer in time')), ms).unref()
    }),
  ])

/** Looks at each part every few seconds; what it knows it holds in memory, so that it can be told while the database is away. */
export function watchStatus({ pool, clock, contingency, probes, log, everyMs = 10_000 }: StatusDeps): StatusWatch {
  const states = new Map<Component['name'], Component>()
  const unrecorded: { component: string; since: string; until: string | null }[] = []
  let outages: readonly Outage[] = []
  let checkedAt = clock.now()
  let timer: NodeJS.Timeout | undefined
  let under: Promise<unknown> = Promise.resolve()

  function see(name: Component['name'], ok: boolean): void {
    const before = states.get(name)
    if (before?.ok === ok) return
    const now = clock.now()
    states.set(name, { name, ok, since: now })
    if (!ok) unrecorded.push({ component: name, since: now, until: null })
    else if (before) {
      const open = unrecorded.find((o) => o.component === name && o.until === null)
      if (open) open.until = now
      else unrecorded.push({ component: name, since: before.since, until: now })
    }
  }

  async function record(): Promise<void> {
    for (let o = unrecorded[0]; o; o = unrecorded[0]) {
      const about = {
        component: o.component,
        since: o.since,
        declared: false,
        reason: 'seen by the window',
        stopsClocks: false,
      }
      await openOutage(pool, about)
      if (o.until) await closeOutage(pool, o.component, o.until)
      unrecorded.shift()
    }
    outages = await findOutages(pool, toInstant(toMs(clock.now()) - HISTORY_MS))
  }

  async function check(): Promise<void> {
    const asked = Object.entries({
      database: () => within(WAIT_MS, pool.query('SELECT 1')).then(() => true),
      ...probes,
      ...(contingency ? { contingency: async () => contingency.declared() === null } : {}),
    }) as [Component['name'], () => Promise<boolean>][]
    await Promise.all(asked.map(async ([name, probe]) => see(name, await within(WAIT_MS, probe()).catch(() => false))))
    checkedAt = clock.now()
    if (states.get('database')?.ok)
      await record().catch((error: unknown) =>
        log.warn(`status: ${error instanceof Error ? error.message : String(error)}`),
      )
  }

  const loop = (): void => {
    under = check().finally(() => {
      if (timer) timer = setTimeout(loop, everyMs)
    })
  }
  return {
    now: () => {
      const components = [...states.values()]
      return { ok: components.every((c) => c.ok), checkedAt, components, waiting: contingency?.waiting() ?? 0 }
    },
    history: () => outages,
    check,
    start: () => {
      timer = setTimeout(loop, 0)
    },
    stop: async () => {
      clearTimeout(timer)
      timer = undefined
      await under
    },
  }
}
