import { Type, type Static } from 'typebox'
import {
  addDays,
  caseType,
  MoneySchema,
  notNow,
  refusal,
  refuse,
  strict,
  type Instant,
  type Money,
  type Refusal,
} from '#kernel'
import { AnswerSchema, ChannelSchema, ControlSchema } from '#modules/customs'
import { columns, MOST_ROWS } from './columns.ts'
import type { Route } from './orders.ts'

/** How the rows of a batch stand. */
export interface Counted {
  readonly good: number
  readonly bad: number
  /** Orders that wait to be confirmed, by route. */
  readonly orders: number
  readonly routes: Readonly<Record<Route, number>>
  readonly total: Money
}
interface Run {
  readonly run: number
  readonly orders: number
  readonly routes: Readonly<Record<Route, number>>
  readonly total: Money
  readonly digest: string
  readonly by: string
  readonly at: Instant
}

export interface BatchState {
  readonly status: 'NEW' | 'VALIDATED' | 'SUBMITTED' | 'ACCEPTED' | 'SHIPPED' | 'EXITED' | 'SETTLED'
  readonly number: string
  readonly owner: string
  readonly customs: string
  readonly country: string
  readonly name: string
  readonly rows: number
  readonly file: string
  readonly counted: Counted | null
  readonly runs: readonly Run[]
  readonly accepted: number
  readonly rejected: number
  readonly mrn: string | null
  readonly channel: 'green' | 'yellow' | 'red' | null
  readonly released: Instant | null
  readonly corrections: number
  readonly returns: number
  readonly refund: { readonly orders: number; readonly value: Money; readonly digest: string } | null
}

export interface BatchFacts {
  readonly counted?: Counted
  readonly faults?: readonly Refusal[]
  readonly digest?: string
  readonly order?: { readonly acceptedAt: Instant | null; readonly status: string; readonly value: Money } | null
  readonly correctionDays?: number
  readonly shipped?: number
  readonly refund?: { readonly orders: number; readonly value: Money; readonly digest: string }
  readonly series?: string
}

const Row = Type.Object(Object.fromEntries(columns.map((c) => [c, Type.String({ maxLength: 512 })])), strict)
export const UploadSchema = Type.Object(
  {
    country: Type.String({ pattern: '^[a-z]{2,5}$' }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    rows: Type.Array(Row, { minItems: 1, maxItems: MOST_ROWS }),
  },
  strict,
)
/** What the window adds to it. */
type Uploaded = Static<typeof UploadSchema> & {
  readonly owner: string
  readonly customs: string
  readonly file: string
}
const Nothing = Type.Object({}, strict)
const Key = Type.String({ pattern: '^[^/]{1,60}/.{1,60}$', description: 'Platform and order: `market/1001`' })
const Reason = Type.String({ minLength: 3, maxLength: 300 })
const live = ['SUBMITTED', 'ACCEPTED', 'SHIPPED', 'EXITED', 'SETTLED'] as const

const listedIn = ({ runs }: BatchState): number => {
  const routes = runs.at(-1)?.routes
  return routes ? routes.list + routes.simplified : 0
}
const missingOrder = (): ReturnType<typeof refuse> => refuse(refusal('NOT_FOUND_ORDER', '/order'))

/** A batch of orders of an online shop (M14). */
export const batch = caseType<BatchState, BatchFacts>()('shop-batch', {
  initial: {
    status: 'NEW',
    number: '',
    owner: '',
    customs: '',
    country: '',
    name: '',
    rows: 0,
    file: '',
    counted: null,
    runs: [],
    accepted: 0,
    rejected: 0,
    mrn: null,
    channel: null,
    released: null,
    corrections: 0,
    returns: 0,
    refund: null,
  },
  events: {
    BatchUploaded: (
      s,
      e: {
        owner: string
        customs: string
        country: string
        name: string
        rows: number
        file: string
        series: string
        number: string
      },
    ) => ({ ...s, ...e }),
    BatchValidated: (s, e: Counted) => ({ ...s, counted: e, status: s.status === 'NEW' ? 'VALIDATED' : s.status }),
    RowsCorrected: (s, e: { rows: readonly number[]; counted: Counted }) => ({ ...s, counted: e.counted }),
    BatchConfirmed: (s, e: Run) => ({
      ...s,
      status: 'SUBMITTED',
      runs: [...s.runs, e],
      counted: s.counted && { ...s.counted, orders: 0, routes: { list: 0, simplified: 0, general: 0 } },
    }),
    OrdersAnswered: (s, e: { accepted: number; rejected: readonly number[]; mrn: string; at: Instant }) => ({
      ...s,
      status: 'ACCEPTED',
      accepted: s.accepted + e.accepted,
      rejected: s.rejected + e.rejected.length,
      mrn: e.mrn,
    }),
    GeneralAccepted: (s, _: { key: string; mrn: string }) => ({
      ...s,
      accepted: s.accepted + 1,
      // Where there was nothing but general orders, no list is waited for.
      status: s.status === 'SUBMITTED' && listedIn(s) === 0 ? 'ACCEPTED' : s.status,
    }),
    ChannelAssigned: (s, e: { channel: 'green' | 'yellow' | 'red'; by: 'window' | 'customs' }) => ({
      ...s,
      channel: e.channel,
    }),
    ControlRecorded: (s, _: { result: 'conform' | 'minor' | 'serious'; text: string | null }) => s,
    BatchReleased: (s, e: { at: Instant }) => ({ ...s, released: e.at }),
    ParcelShipped: (s, _: { parcels: number; at: Instant }) => ({ ...s, status: 'SHIPPED' }),
    ParcelsExited: (s, _: { at: Instant }) => ({ ...s, status: 'EXITED' }),
    PriceCorrected: (s, _: { order: string; before: Money; after: Money; reason: string; at: Instant }) => ({
      ...s,
      corrections: s.corrections + 1,
    }),
    ReturnDeclared: (s, _: { order: string; reason: string; at: Instant }) => ({ ...s, returns: s.returns + 1 }),
    ReEntered: (s, _: { order: string; at: Instant }) => s,
    RefundDossierBuilt: (s, e: { orders: number; value: Money; digest: string; at: Instant }) => ({
      ...s,
      status: 'SETTLED',
      refund: { orders: e.orders, value: e.value, digest: e.digest },
    }),
  },
  commands: (command) => ({
    uploadBatch: command({
      from: ['NEW'],
      may: 'batch.upload',
      as: ['owner'],
      input: UploadSchema,
      summary: 'Takes in the orders of a shop; each row is told what is wrong with it',
      decide: (_, input, __, { counted, series = '' }) => {
        const { owner, customs, country, name, rows, file } = input as Uploaded
        if (!counted) return refuse(refusal('FIELD_REQUIRED', '/rows', { field: 'rows' }))
        return [
          {
            type: 'BatchUploaded',
            data: { owner, customs, country, name, rows: rows.length, file, series, number: '' },
          },
          { type: 'BatchValidated', data: counted },
        ]
      },
    }),
    fixRows: command({
      from: ['VALIDATED', ...live],
      may: 'batch.upload',
      as: ['applicant'],
      input: Type.Object(
        {
          rows: Type.Array(
            Type.Object(
              {
                row: Type.Integer({ minimum: 1, maximum: MOST_ROWS }),
                set: Type.Record(Type.String(), Type.String({ maxLength: 512 }), {
                  minProperties: 1,
                  maxProperties: 24,
                }),
              },
              strict,
            ),
            { minItems: 1, maxItems: 1000 },
          ),
        },
        strict,
      ),
      summary: 'Puts rows right; those that were declared stay as they are',
      decide: (_, { rows }, __, { counted, faults = [] }) =>
        faults.length || !counted
          ? refuse(...(faults.length ? faults : [refusal('FIELD_REQUIRED', '/rows', { field: 'rows' })]))
          : [{ type: 'RowsCorrected', data: { rows: rows.map((r) => r.row), counted } }],
    }),
    undoFix: command({
      from: ['VALIDATED', ...live],
      may: 'batch.upload',
      as: ['applicant'],
      input: Type.Object({ rows: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 1000 }) }, strict),
      summary: 'Takes the last correction of rows back',
      decide: (_, { rows }, __, { counted, faults = [] }) =>
        faults.length || !counted
          ? refuse(...(faults.length ? faults : [refusal('FIELD_REQUIRED', '/rows', { field: 'rows' })]))
          : [{ type: 'RowsCorrected', data: { rows, counted } }],
    }),
    confirm: command({
      from: ['VALIDATED', 'ACCEPTED', 'SHIPPED', 'EXITED', 'SETTLED'],
      may: 'batch.confirm',
      as: ['applicant'],
      input: Nothing,
      signature: 'advanced',
      summary: 'Signs the good orders and declares them; the bad rows stay to be put right',
      decide: (s, _, ctx, { counted, digest = '' }) =>
        !counted || counted.orders === 0
          ? refuse(refusal('NOTHING_TO_CONFIRM', ''))
          : [
              {
                type: 'BatchConfirmed',
                data: {
                  run: s.runs.length + 1,
                  orders: counted.orders,
                  routes: counted.routes,
                  total: counted.total,
                  digest,
                  by: ctx.actor.person,
                  at: ctx.now,
                },
              },
            ],
    }),
    ship: command({
      from: ['ACCEPTED', 'SHIPPED'],
      may: 'batch.ship',
      as: ['applicant'],
      input: Nothing,
      summary: 'The parcels are with the carrier, under their tracking numbers',
      decide: (s, _, ctx, { shipped = s.accepted }) =>
        s.released
          ? [{ type: 'ParcelShipped', data: { parcels: shipped, at: ctx.now } }]
          : refuse(refusal('NOT_RELEASED', '')),
    }),
    confirmExit: command({
      from: ['SHIPPED'],
      may: 'mypes.confirmExit',
      as: ['customs'],
      input: Nothing,
      summary: 'Customs says that the parcels have left the country',
      decide: (_, __, ctx) => [{ type: 'ParcelsExited', data: { at: ctx.now } }],
    }),
    correctPrice: command({
      from: [...live],
      may: 'batch.confirm',
      as: ['applicant'],
      input: Type.Object({ order: Key, price: MoneySchema, reason: Reason }, strict),
      signature: 'advanced',
      summary: 'Corrects the price of an accepted order, within the days of the law',
      decide: (_, { order, price, reason }, ctx, { order: found, correctionDays = 60 }) => {
        if (!found?.acceptedAt) return missingOrder()
        const last = addDays(found.acceptedAt.slice(0, 10), correctionDays)
        if (ctx.now.slice(0, 10) > last)
          return refuse(refusal('CORRECTION_PERIOD_OVER', '', { last, days: correctionDays }))
        if (price.currency !== found.value.currency)
          return refuse(refusal('CURRENCIES_MIXED', '/price', { first: found.value.currency }))
        return [{ type: 'PriceCorrected', data: { order, before: found.value, after: price, reason, at: ctx.now } }]
      },
    }),
    declareReturn: command({
      from: [...live],
      may: 'batch.confirm',
      as: ['applicant'],
      input: Type.Object({ order: Key, reason: Reason }, strict),
      signature: 'advanced',
      summary: 'A buyer sends goods back: they come in free of duty against the line that declared them',
      decide: (_, { order, reason }, ctx, { order: found }) =>
        found?.acceptedAt ? [{ type: 'ReturnDeclared', data: { order, reason, at: ctx.now } }] : missingOrder(),
    }),
    confirmReturn: command({
      from: [...live],
      may: 'mypes.confirmReturn',
      as: ['customs'],
      input: Type.Object({ order: Key }, strict),
      summary: 'Customs says that the goods have come back',
      decide: (_, { order }, ctx, { order: found }) =>
        found ? [{ type: 'ReEntered', data: { order, at: ctx.now } }] : missingOrder(),
    }),
    buildRefund: command({
      from: [...live],
      may: 'batch.confirm',
      as: ['applicant'],
      input: Nothing,
      summary: 'Puts together the file for the refund of VAT: declaration, exit and payment of each order',
      decide: (_, __, ctx, { refund }) =>
        refund && refund.orders > 0
          ? [{ type: 'RefundDossierBuilt', data: { ...refund, at: ctx.now } }]
          : refuse(refusal('NOTHING_TO_CONFIRM', '')),
    }),
    takeAnswer: command({
      from: [...live],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: AnswerSchema,
      summary: 'What customs answered about a list of orders',
      decide: (s, a, ctx) => {
        const run = s.runs.at(-1)
        if (a.kind === 'accepted' && run && a.mrn && a.mrn !== s.mrn) {
          const rejected = a.errors.flatMap((e) => (e.line === null ? [] : [e.line]))
          const listed = run.routes.list + run.routes.simplified
          const accepted = listed - rejected.length
          return [{ type: 'OrdersAnswered', data: { accepted, rejected, mrn: a.mrn, at: ctx.now } }]
        }
        if (a.kind === 'released') return s.released ? [] : [{ type: 'BatchReleased', data: { at: ctx.now } }]
        if (a.kind === 'exit' && s.status === 'SHIPPED') return [{ type: 'ParcelsExited', data: { at: ctx.now } }]
        // Before the parcels are with the carrier it comes too early: customs says it again.
        if (a.kind === 'exit' && (s.status === 'SUBMITTED' || s.status === 'ACCEPTED'))
          return refuse(notNow(s.status, 'takeAnswer exit'))
        return []
      },
    }),
    generalAccepted: command({
      from: [...live],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: Type.Object({ key: Type.String(), mrn: Type.String() }, strict),
      summary: 'A general declaration of the batch was accepted',
      decide: (_, data) => [{ type: 'GeneralAccepted', data }],
    }),
    assignChannel: command({
      from: [...live],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: ChannelSchema,
      summary: 'The channel that the risk engine assigned',
      decide: (_, { channel }) => [{ type: 'ChannelAssigned', data: { channel, by: 'window' } }],
    }),
    recordControl: command({
      from: [...live],
      may: 'mypes.takeAnswer',
      as: ['system'],
      internal: true,
      input: ControlSchema,
      summary: 'What a control found',
      decide: (_, data) => [{ type: 'ControlRecorded', data }],
    }),
  }),
  parties: (s) =>
    s.owner
      ? [
          { org: s.owner, capacity: 'applicant' },
          { org: s.customs, capacity: 'customs' },
        ]
      : [],
  title: (s) => s.name,
  number: (s) => s.number || null,
  numbered: ['BatchUploaded'],
  work: (s) => {
    const mine = (name: string) => [{ name, org: s.owner, role: 'titular', due: null }]
    if (s.counted?.orders) return mine('confirm')
    return s.counted?.bad ? mine('fixRows') : []
  },
})
