import { Type, type Static } from 'typebox'
import {
  caseType,
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
}

/** The order that a person names, as it is found. */
export interface StatementFacts {
  readonly order?: { readonly id: string; readonly number: string } | null
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
    DifferenceResolved: (s, e: Resolved) => {
      const resolved = { ...s.resolved, [e.difference]: { order: e.order?.number ?? null, note: e.note, by: e.by } }
      const all = Object.keys(resolved).length === s.differences.length
      return { ...s, resolved, status: all ? 'RECONCILED' : s.status }
    },
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
  }),
  work: (s) =>
    s.status === 'DIFFERENT' ? [{ name: 'resolve-differences', org: s.treasury, role: 'treasury', due: null }] : [],
  parties: (s) => (s.treasury ? [{ org: s.treasury, capacity: 'treasury' }] : []),
  title: (s) => s.number,
  number: (s) => s.number || null,
})
