import { Type, type Static } from 'typebox'
import { caseType, money, MoneySchema, refusal, strict, UuidSchema, type Instant } from '#kernel'
import { post, type Transfer } from '#modules/ledger'
import { agencyOrg, treasuryOrg } from '#platform/access'
import { Refusals, type CaseModule, type Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'

const Line = Type.Object(
  {
    agency: Type.String(),
    org: UuidSchema,
    amount: MoneySchema,
  },
  strict,
)
const Order = Type.Object(
  {
    country: Type.String(),
    treasury: UuidSchema,
    currency: Type.String(),
    lines: Type.Array(Line, { minItems: 1 }),
  },
  strict,
)
type Ordered = Static<typeof Order>

/** What the treasury sends: which currency is handed over. */
const Ask = Type.Object({ currency: Type.String({ pattern: '^[A-Z]{3}$' }) }, strict)

export interface HandoverLine {
  readonly agency: string
  readonly org: string
  readonly amount: Static<typeof MoneySchema>
  /** The statement of the bank on which the transfer stands. */
  readonly statement?: string
}

export interface HandoverState extends Omit<Ordered, 'lines'> {
  readonly status: 'NEW' | 'ORDERED' | 'DONE'
  readonly lines: readonly HandoverLine[]
  readonly orderedAt: Instant | null
  readonly by: string
}

/**
 * The treasury hands over to each agency what the bank has confirmed for it, less what went back (M06-4, split settlement). The transfers are
 * ordered at the treasury's bank; the statement says when they were made.
 */
export const handover = caseType<HandoverState>()('handover', {
  initial: { status: 'NEW', country: '', treasury: '', currency: '', lines: [], orderedAt: null, by: '' },
  events: {
    HandoverOrdered: (s, e: Ordered & { orderedAt: Instant; by: string }) => ({ ...s, ...e, status: 'ORDERED' }),
    HandoverReconciled: (
      s,
      e: { org: string; amount: Static<typeof MoneySchema>; statement: string; entry: string },
    ) => {
      const lines = s.lines.map((l) => (l.org === e.org ? { ...l, statement: e.statement } : l))
      return { ...s, lines, status: lines.every((l) => l.statement) ? 'DONE' : s.status }
    },
  },
  commands: (command) => ({
    order: command({
      from: ['NEW'],
      may: 'handover.order',
      as: ['owner'],
      input: Order,
      signature: 'advanced',
      summary: 'Hands over to each agency what the bank has confirmed for it',
      decide: (_, input, ctx) => [
        { type: 'HandoverOrdered', data: { ...input, orderedAt: ctx.now, by: ctx.actor.person } },
      ],
    }),
    reconcile: command({
      from: ['ORDERED'],
      may: 'handover.reconcile',
      as: ['system'],
      internal: true,
      input: Type.Object({ org: UuidSchema, statement: Type.String(), entry: Type.String() }, strict),
      summary: 'A statement of the bank shows one of its transfers',
      decide: (s, { org, statement, entry }) => {
        const line = s.lines.find((l) => l.org === org && !l.statement)
        return line ? [{ type: 'HandoverReconciled', data: { org, amount: line.amount, statement, entry } }] : []
      },
    }),
  }),
  parties: (s) => [
    ...(s.treasury ? [{ org: s.treasury, capacity: 'treasury' }] : []),
    ...s.lines.map(({ org }) => ({ org, capacity: 'payee' })),
  ],
  title: (s) => `${s.country} ${s.currency}`,
})

/** Handed over is on its way until the bank shows it: it leaves the agency's account at once, so it is never handed over twice. */
export function handoverTransfers(
  event: { readonly type: string; readonly data: unknown },
  treasury: string,
): readonly Transfer[] {
  if (event.type === 'HandoverOrdered')
    return (event.data as Ordered).lines.map(({ org, amount }) => ({
      debit: { account: 'payable', org },
      credit: { account: 'clearing', org: treasury },
      amount,
    }))
  const { amount } = event.data as { amount: Static<typeof MoneySchema> }
  return [{ debit: { account: 'clearing', org: treasury }, credit: { account: 'bank', org: treasury }, amount }]
}

const oneAtATime: Statement = { name: 'handover.lock', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 7))' }
const dueTo: Statement = {
  name: 'handover.due',
  text: `SELECT org, sum(credit - debit)::text AS due FROM ledger.entry
         WHERE book = $1 AND account = 'payable' AND currency = $2 AND sandbox_id IS NOT DISTINCT FROM $3
         GROUP BY org HAVING sum(credit - debit) > 0 ORDER BY org`,
}

export const handoverModule = ({ library }: { readonly library: PackLibrary }): CaseModule => ({
  type: handover,
  path: 'handovers',
  noun: 'handover',
  summary: 'What the treasury hands over to the agencies',
  opens: {
    command: 'order',
    input: Ask,
    run: async (work, input, actor) => {
      const { currency } = input as Static<typeof Ask>
      const pack = [...library.packs.values()].find((p) => treasuryOrg(p.id) === actor.org)
      if (!pack) throw new Refusals([refusal('FORBIDDEN', '', { command: 'order' })])
      await work.tx.query(oneAtATime, [`${pack.id}/${work.world.sandbox ?? ''}`])
      const { rows } = await work.tx.query<{ org: string; due: string }>(dueTo, [
        actor.org,
        currency,
        work.world.sandbox,
      ])
      const due = new Map(rows.map((r) => [r.org, money(r.due, currency)]))
      const lines = [...pack.agencies.keys()].flatMap((agency) => {
        const org = agencyOrg(pack.id, agency)
        const amount = due.get(org)
        return amount ? [{ agency, org, amount }] : []
      })
      if (lines.length === 0) throw new Refusals([refusal('NOTHING_DUE', '/currency', { currency })])
      const file = work.open('handover', actor.org)
      await work.run(file, 'order', { country: pack.id, treasury: actor.org, currency, lines }, actor)
      return file
    },
  },
  reactions: Object.fromEntries(
    ['HandoverOrdered', 'HandoverReconciled'].map((type) => [
      type,
      async (r) => {
        const { treasury } = r.file.state as HandoverState
        post(r, treasury, handoverTransfers(r.event, treasury))
      },
    ]),
  ),
  // An agency sees what it gets, and nothing of the others.
  view: (state, { org }) => {
    const s = state as HandoverState
    return org === s.treasury ? s : { ...s, lines: s.lines.filter((l) => l.org === org) }
  },
})
