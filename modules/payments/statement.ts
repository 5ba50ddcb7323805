import { Type, type Static } from 'typebox'
import {
  caseType,
  compareMoney,
  DaySchema,
  DigestSchema,
  MoneySchema,
  refusal,
  refuse,
  strict,
  UuidSchema,
  type Instant,
  type Money,
} from '#kernel'

const text = (max: number) => Type.String({ maxLength: max })
const nullable = (max: number) => Type.Union([text(max), Type.Null()])

/**
 * What of a statement does not agree with the window: `UNKNOWN_REFERENCE` money for no order · `UNKNOWN_DEBIT` money left that no
 * refund explains · `AMOUNT_DIFFERS` the provider had told another amount, the bank's counts · `CURRENCY_DIFFERS` · `NOT_ON_STATEMENT` a
 * payment that should stand here and does not · `BALANCE_DIFFERS` it does not begin where the books stand.
 */
const Code = Type.Union([
  Type.Literal('UNKNOWN_REFERENCE'),
  Type.Literal('UNKNOWN_DEBIT'),
  Type.Literal('AMOUNT_DIFFERS'),
  Type.Literal('CURRENCY_DIFFERS'),
  Type.Literal('NOT_ON_STATEMENT'),
  Type.Literal('BALANCE_DIFFERS'),
])
export type DifferenceCode = Static<typeof Code>

const Difference = Type.Object(
  {
    code: Code,
    entry: nullable(100),
    order: nullable(40),
    amount: MoneySchema,
    expected: Type.Union([MoneySchema, Type.Null()]),
    reference: nullable(140),
    party: nullable(140),
    /** The bank's time of an entry. */
    at: Type.Optional(nullable(40)),
  },
  strict,
)
export type Difference = Static<typeof Difference>

const Take = Type.Object(
  {
    number: text(80),
    country: text(5),
    treasury: UuidSchema,
    account: text(60),
    currency: text(3),
    digest: DigestSchema,
    from: DaySchema,
    to: DaySchema,
    opening: text(40),
    closing: text(40),
    entries: Type.Integer(),
    payments: Type.Integer(),
    refunds: Type.Integer(),
    /** Orders that this statement settled whole. */
    reconciled: Type.Integer(),
    differences: Type.Array(Difference),
  },
  strict,
)
export type TakenStatement = Static<typeof Take>

export interface StatementState extends TakenStatement {
  readonly status: 'NEW' | 'RECONCILED' | 'DIFFERENT'
  readonly takenAt: Instant | null
  /** What was done about its differences, by their place in the list. */
  readonly resolved?: Readonly<
    Record<string, { readonly order: string | null; readonly note: string; readonly by: string }>
  >
  readonly returns?: readonly Returned[]
  /** Who said yes first, where two are needed to give it back. */
  readonly endorsed?: Readonly<Record<string, string>>
}

/** Money that nobody could place, given back to where it came from. */
export interface Returned {
  /** `R3` for the third difference: what the transfer carries from end to end, behind the statement's id. */
  readonly id: string
  readonly amount: Money
  readonly party: string | null
  readonly status: 'granted' | 'paid'
  /** Names the statement that shows it. */
  readonly statement?: string
}

/** The order that a person names, as it is found. */
export interface StatementFacts {
  readonly order?: { readonly id: string; readonly number: string } | null
  readonly fourEyes?: Money | null
}

export interface Resolved {
  readonly difference: number
  readonly order: { readonly id: string; readonly number: string } | null
  readonly amount: Money
  readonly entry: string | null
  readonly at: Instant | null
  readonly note: string
  readonly by: string
}

export interface GivenBack {
  readonly difference: number
  readonly id: string
  readonly amount: Money
  readonly party: string | null
  readonly note: string
  readonly by: string
}

function settle(
  s: StatementState,
  { difference }: { readonly difference: number },
  how: { readonly order: string | null; readonly note: string; readonly by: string },
): StatementState {
  const resolved = { ...s.resolved, [difference]: how }
  const all = Object.keys(resolved).length === s.differences.length
  return { ...s, resolved, status: all ? 'RECONCILED' : s.status }
}

/** A statement of the bank that was compared with the books: who took it in, what agreed, and what did not (M06, reconciliation). */
export const statement = caseType<StatementState, StatementFacts>()('statement', {
  initial: {
    status: 'NEW',
    number: '',
    country: '',
    treasury: '',
    account: '',
    currency: '',
    digest: '0'.repeat(64),
    from: '',
    to: '',
    opening: '0',
    closing: '0',
    entries: 0,
    payments: 0,
    refunds: 0,
    reconciled: 0,
    differences: [],
    takenAt: null,
  },
  events: {
    StatementTaken: (s, e: TakenStatement & { takenAt: Instant }) => ({
      ...s,
      ...e,
      status: e.differences.length ? 'DIFFERENT' : 'RECONCILED',
    }),
    DifferenceResolved: (s, e: Resolved) => settle(s, e, { order: e.order?.number ?? null, note: e.note, by: e.by }),
    ReturnEndorsed: (s, e: { difference: number; by: string }) => ({
      ...s,
      endorsed: { ...s.endorsed, [e.difference]: e.by },
    }),
    UnplacedReturned: (s, { difference, note, by, id, amount, party }: GivenBack) => ({
      ...settle(s, { difference }, { order: null, note, by }),
      returns: [...(s.returns ?? []), { id, amount, party, status: 'granted' }],
    }),
    ReturnReconciled: (s, e: { refund: string; amount: Money; statement: string; entry: string }) => ({
      ...s,
      returns: (s.returns ?? []).map((r) => (r.id === e.refund ? { ...r, status: 'paid', statement: e.statement } : r)),
    }),
  },
  commands: (command) => ({
    take: command({
      from: ['NEW'],
      may: 'statement.take',
      as: ['owner', 'system'],
      internal: true,
      input: Take,
      summary: 'Takes in a statement of the bank: what agrees is reconciled, what does not is listed',
      decide: (_, input, ctx) => [{ type: 'StatementTaken', data: { ...input, takenAt: ctx.now } }],
    }),
    resolve: command({
      from: ['DIFFERENT'],
      may: 'statement.resolve',
      as: ['treasury'],
      input: Type.Object(
        {
          difference: Type.Integer({ minimum: 0, maximum: 100_000, description: 'Its place in the list, from 0' }),
          order: Type.Optional(
            Type.String({ maxLength: 40, description: 'The number of the order that the money is for' }),
          ),
          note: Type.String({ minLength: 1, maxLength: 2000 }),
        },
        strict,
      ),
      signature: 'advanced',
      summary: 'Places money that no order awaited on an order, or says what explains a difference',
      decide: (s, { difference, order: named, note }, ctx, facts) => {
        const found = s.differences[difference]
        if (!found || s.resolved?.[difference]) return refuse(refusal('NO_SUCH_DIFFERENCE', '/difference'))
        if (named && found.code !== 'UNKNOWN_REFERENCE') return refuse(refusal('NOTHING_TO_PLACE', '/order'))
        if (named && !facts.order) return refuse(refusal('UNKNOWN_ORDER', '/order', { order: named }))
        const { amount, entry, at = null } = found
        const order = named && facts.order ? facts.order : null
        return [
          {
            type: 'DifferenceResolved',
            data: { difference, order, amount, entry, at: at ?? ctx.now, note, by: ctx.actor.person },
          },
        ]
      },
    }),
    giveBack: command({
      from: ['DIFFERENT'],
      may: 'statement.resolve',
      as: ['treasury'],
      input: Type.Object(
        {
          difference: Type.Integer({ minimum: 0, maximum: 100_000, description: 'Its place in the list, from 0' }),
          note: Type.String({ minLength: 1, maxLength: 2000 }),
        },
        strict,
      ),
      signature: 'advanced',
      summary:
        'Gives money that nobody can place back to where it came from; above the amount of the pack, two people say so',
      decide: (s, { difference, note }, ctx, { fourEyes }) => {
        const found = s.differences[difference]
        if (!found || s.resolved?.[difference]) return refuse(refusal('NO_SUCH_DIFFERENCE', '/difference'))
        if (found.code !== 'UNKNOWN_REFERENCE' && found.code !== 'CURRENCY_DIFFERS')
          return refuse(refusal('NOTHING_TO_PLACE', '/difference'))
        const { amount, party } = found
        const by = ctx.actor.person
        const first = s.endorsed?.[difference]
        if (first === by) return refuse(refusal('FOUR_EYES'))
        const two = !fourEyes || fourEyes.currency !== amount.currency || compareMoney(amount, fourEyes) > 0
        if (two && !first) return [{ type: 'ReturnEndorsed', data: { difference, by } }]
        return [{ type: 'UnplacedReturned', data: { difference, id: `R${difference + 1}`, amount, party, note, by } }]
      },
    }),
    reconcileReturn: command({
      from: ['DIFFERENT', 'RECONCILED'],
      may: 'order.reconcile',
      as: ['system'],
      internal: true,
      input: Type.Object({ refund: text(10), statement: text(80), entry: text(100) }, strict),
      summary: 'A later statement shows that it went back',
      decide: (s, { refund, statement, entry }) => {
        const found = s.returns?.find((r) => r.id === refund && r.status === 'granted')
        return found ? [{ type: 'ReturnReconciled', data: { refund, amount: found.amount, statement, entry } }] : []
      },
    }),
  }),
  work: (s) =>
    s.status === 'DIFFERENT' ? [{ name: 'resolve-differences', org: s.treasury, role: 'treasury', due: null }] : [],
  parties: (s) => (s.treasury ? [{ org: s.treasury, capacity: 'treasury' }] : []),
  title: (s) => s.number,
  number: (s) => s.number || null,
})
