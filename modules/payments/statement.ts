import { Type, type Static } from 'typebox'
import { caseType, DaySchema, DigestSchema, MoneySchema, strict, UuidSchema, type Instant } from '#kernel'

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
}

/** A statement of the bank that was compared with the books: who took it in, what agreed, and what did not (M06, reconciliation). */
export const statement = caseType<StatementState>()('statement', {
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
  }),
  parties: (s) => (s.treasury ? [{ org: s.treasury, capacity: 'treasury' }] : []),
  title: (s) => s.number,
  number: (s) => s.number || null,
})
