import type { Money, PermitState } from '#kernel'
import type { CaseModule, Statement, Work } from '#platform/cases'
import { application, type ApplicationState, type FileApplication } from './application.ts'
import { fileApplication, type FilingServices } from './file.ts'
import { roadOf, type Measure } from './road.ts'
import { timesOf } from './times.ts'

const permitsOf: Statement = {
  name: 'application.permits',
  text: `SELECT id, status, number, version, state FROM cases."case" WHERE id = ANY($1)`,
}
const ordersOf: Statement = {
  name: 'application.orders',
  text: `SELECT id, number, status, version, state FROM cases."case" WHERE type = 'order' AND owner_org = $1 AND state->>'application' = $2 ORDER BY id`,
}

interface Row<S> {
  readonly id: string
  readonly number: string | null
  readonly status: string
  readonly version: number
  readonly state: S
}
/** With what is known of how long procedures take, where somebody measured it. */
export type ApplicationServices = FilingServices & { readonly measured?: Measure }

interface OrderRow {
  readonly total: Money
  readonly due: string
  readonly paidAt: string | null
  readonly lines: readonly { title: string; agency: string; amount: Money; law: string }[]
}

/** The application with its permits and orders as they stand now: in this transaction's hands, or as stored. */
async function present(
  file: { id: string; state: unknown },
  work: Work,
  { library, measured }: ApplicationServices,
): Promise<Record<string, unknown>> {
  const s = file.state as ApplicationState
  const inHand = new Map(work.touched.map((c) => [c.id, c]))
  const known = (id: string): Row<unknown> | undefined => {
    const c = inHand.get(id)
    return (
      c && {
        id,
        number: c.module.type.number?.(c.state) ?? null,
        status: c.state.status,
        version: c.version,
        state: c.state,
      }
    )
  }
  const ids = s.permits.map((p) => p.permit)
  const missing = ids.filter((id) => !inHand.has(id))
  const stored = missing.length ? (await work.tx.query<Row<PermitState>>(permitsOf, [missing])).rows : []
  const ordersHere = work.touched.filter((c) => c.module.type.name === 'order').map((c) => known(c.id) as Row<OrderRow>)
  const orders = missing.length ? (await work.tx.query<Row<OrderRow>>(ordersOf, [s.owner, file.id])).rows : ordersHere
  const permits = s.permits.map((p) => {
    const row = (known(p.permit) ?? stored.find((r) => r.id === p.permit)) as Row<PermitState> | undefined
    const state = row?.state
    return {
      id: p.permit,
      procedure: p.procedure,
      title: p.title,
      agency: p.agency,
      lines: p.lines,
      why: p.why,
      status: row?.status,
      version: row?.version,
      number: row?.number,
      fee: state?.fee?.total ?? null,
      due: state?.clock?.due ?? state?.period?.due ?? state?.fee?.due ?? null,
    }
  })
  const states = s.permits.flatMap(
    (p) => ((known(p.permit) ?? stored.find((r) => r.id === p.permit))?.state as PermitState | undefined) ?? [],
  )
  const filed = s.permits.flatMap((p) => {
    const state = (known(p.permit) ?? stored.find((r) => r.id === p.permit))?.state as PermitState | undefined
    if (!state) return []
    const day = (state.submittedAt ?? work.now).slice(0, 10)
    return [
      { permit: p.permit, state, procedure: library.findProcedure(p.procedure.split('@')[0] ?? '', day)?.procedure },
    ]
  })
  const pack = library.packs.get(s.permits[0]?.procedure.split('.')[0] ?? '')
  const calendar = pack?.calendars.get(pack.calendar)
  return {
    permits,
    orders: orders.map((o) => ({
      id: o.id,
      number: o.number,
      status: o.status,
      version: o.version,
      total: o.state.total,
      due: o.state.due,
      paidAt: o.state.paidAt,
      lines: o.state.lines,
    })),
    road: roadOf(filed, measured ?? (() => undefined)),
    times: calendar ? timesOf(states, calendar) : null,
  }
}

export const applicationModule = (
  services: ApplicationServices,
  reactions: NonNullable<CaseModule['reactions']>,
): CaseModule => ({
  type: application,
  path: 'applications',
  noun: 'application',
  summary: 'One submission to all agencies in parallel',
  opens: {
    command: 'file',
    run: (work, input, actor) => fileApplication(work, services, input as FileApplication, actor),
  },
  reactions,
  present: (file, work) => present(file, work, services),
})
