import { Type, type Static } from 'typebox'
import { caseType, refusal, refuse, UuidSchema, type Elements, type Instant } from '#kernel'
import { declarationOf } from './declaration.ts'
import { guarded, HoldSchema, LiftSchema } from './hold.ts'
import { nextDue, tick } from './time.ts'
import { titleOf } from './title.ts'
import {
  actOf,
  decideDeclare,
  decideRemove,
  decideResolve,
  decideSet,
  decideVerify,
  disagreements,
  handOver,
  moveFaults,
  pendingRefusals,
  planIn,
  readinessFaults,
  statedBy,
  type DossierFacts,
} from './decisions.ts'
import { dossierEvents, type Handed, type Opened } from './events.ts'
import {
  AddLineSchema,
  CancelSchema,
  DeclareSchema,
  ExitSchema,
  MergeSchema,
  NothingSchema,
  OpenSchema,
  ReasonSchema,
  ReferenceSchema,
  RemoveLineSchema,
  ResolveSchema,
  SetElementsSchema,
  ShareSchema,
  SplitSchema,
  UnshareSchema,
  VerifySchema,
  type OpenDossier,
} from './inputs.ts'
import { active, beforeExit, initialDossier, type DossierState, type PermitOutcome, type Scope } from './state.ts'

type OpenedByPlatform = OpenDossier & { readonly ucr: string; readonly owner: string; readonly known: Elements }
type ShareWith = { org: string; scopes: readonly Scope[]; until?: Instant; authority?: boolean }
type SplitOff = Static<typeof SplitSchema> & { readonly into?: string; readonly ucr?: string }
type MergeWith = Static<typeof MergeSchema> & { readonly other?: DossierState }

/** What the platform tells a dossier about its applications and permits. */
const LinkSchema = Type.Object({
  application: UuidSchema,
  number: Type.String(),
  presented: Type.Integer(),
  permits: Type.Array(Type.Object({ permit: UuidSchema, procedure: Type.String(), lines: Type.Array(Type.Integer()) })),
})
const RecordSchema = Type.Object({
  permit: UuidSchema,
  outcome: Type.Union((['pending', 'issued', 'refused', 'ended'] as const).map((o) => Type.Literal(o))),
  number: Type.Union([Type.String(), Type.Null()]),
  rectified: Type.Boolean(),
})
const ReceiveSchema = Type.Unsafe<Opened & { readonly from: string; readonly handed: Handed }>(Type.Object({}))
const AbsorbSchema = Type.Object({ into: UuidSchema })

const known = ['OPEN', 'REQUIREMENTS_KNOWN', 'DOCUMENTS_IN_PROGRESS', 'READY_TO_SHIP'] as const
const everOpened = [...active, 'CLOSED', 'ARCHIVED', 'CANCELLED'] as const

/** The operation dossier (carpeta, M02): the shipment once, and every form fed from it. */
export const dossier = caseType<DossierState, DossierFacts>()('dossier', {
  initial: initialDossier,
  events: dossierEvents,
  commands: (command) =>
    guarded({
      open: command({
        from: ['NEW'],
        may: 'dossier.open',
        as: ['owner'],
        input: OpenSchema,
        summary: 'Opens the dossier of one operation',
        // What the platform adds (reference, owner, what the registry knows) comes with it; nobody outside may send it.
        decide: (s, input, ctx) => {
          const { ucr, owner, regime, country, known: held, ...first } = input as OpenedByPlatform
          const opened = {
            type: 'DossierOpened',
            data: { ucr, owner, regime, country, known: held, at: ctx.now },
          } as const
          const open = dossierEvents.DossierOpened(s, opened.data)
          return [opened, { type: 'ElementsDeclared', data: declarationOf(open, first, ctx) }]
        },
      }),
      declare: command({
        from: active,
        may: 'dossier.declare',
        as: ['owner'],
        input: DeclareSchema,
        summary: 'Declares data of the operation; what is not named stays as it is',
        decide: decideDeclare,
      }),
      setElements: command({
        from: active,
        may: 'dossier.declare',
        as: ['owner'],
        input: SetElementsSchema,
        summary: 'Sets single data of the header or of lines, or takes them away',
        decide: decideSet,
      }),
      addLine: command({
        from: beforeExit,
        may: 'dossier.declare',
        as: ['owner'],
        input: AddLineSchema,
        summary: 'Adds a line of goods',
        decide: (s, { line }, ctx) =>
          s.lines.length >= 1000
            ? refuse(refusal('TOO_MANY_LINES', '/line', { lines: s.lines.length + 1, max: 1000 }))
            : [{ type: 'LineAdded', data: { ...actOf(ctx), line: line as Elements } }],
      }),
      removeLine: command({
        from: beforeExit,
        may: 'dossier.declare',
        as: ['owner'],
        input: RemoveLineSchema,
        summary: 'Takes a line of goods away',
        decide: decideRemove,
      }),
      attachReference: command({
        from: active,
        may: 'dossier.declare',
        as: ['owner'],
        input: ReferenceSchema,
        summary: 'Adds a document of the operation by its number, with the figures it states',
        decide: (s, input, ctx, facts) => {
          const stated = statedBy(s, input, ctx, facts)
          if (stated && 'refusals' in stated) return stated
          const { by, at } = actOf(ctx)
          const { type, number, date = null } = input
          const states = (input.states ?? {}) as Elements
          return [
            { type: 'ReferenceAttached', data: { reference: { type, number, date, states, by, at } } },
            ...(stated ? [{ type: 'ElementsDeclared', data: stated } as const] : []),
          ]
        },
      }),
      verifyElement: command({
        from: active,
        may: 'dossier.verify',
        as: ['authority', 'system'],
        input: VerifySchema,
        summary: 'Confirms a datum with an authority’s own record, or says what that record holds instead',
        decide: (s, input, ctx) => decideVerify(s, input, ctx),
      }),
      resolveConflict: command({
        from: active,
        may: 'dossier.resolve',
        as: ['owner'],
        input: ResolveSchema,
        summary: 'Says which of the values of two sources stands, and why',
        decide: decideResolve,
      }),
      share: command({
        from: active,
        may: 'dossier.share',
        as: ['owner'],
        input: ShareSchema,
        summary: 'Shows part of the dossier to another organisation, for a time',
        decide: (s, input, ctx) => {
          const { org, scopes, until = null, authority = false } = input as ShareWith
          const faults = [
            ...(org === s.owner ? [refusal('SHARE_WITH_OWNER', '/org')] : []),
            ...(until !== null && until <= ctx.now
              ? [refusal('SHARE_UNTIL_PAST', '/until', { until, now: ctx.now })]
              : []),
          ]
          if (faults.length) return refuse(...faults)
          const { by, at } = actOf(ctx)
          return [{ type: 'AccessGranted', data: { share: { org, scopes, until, authority, by, at } } }]
        },
      }),
      unshare: command({
        from: active,
        may: 'dossier.share',
        as: ['owner'],
        input: UnshareSchema,
        summary: 'Takes the dossier back from an organisation',
        decide: (s, { org }) =>
          s.shares.some((x) => x.org === org)
            ? [{ type: 'AccessWithdrawn', data: { org, reason: 'withdrawn' } }]
            : refuse(refusal('NOT_SHARED', '/org')),
      }),
      plan: command({
        from: known,
        may: 'dossier.declare',
        as: ['owner'],
        input: NothingSchema,
        summary: 'Keeps what the rules ask for these goods, as they are now',
        decide: (_, __, ctx, facts) => [{ type: 'RequirementsKnown', data: { plan: planIn(facts, ctx.now) } }],
      }),
      savePlan: command({
        from: known,
        may: 'dossier.declare',
        as: ['owner'],
        input: NothingSchema,
        summary: 'Saves the answer of the finder as the plan of this operation (M35-4)',
        decide: (_, __, ctx, facts) => [{ type: 'PlanSaved', data: { ...actOf(ctx), plan: planIn(facts, ctx.now) } }],
      }),
      confirmReady: command({
        from: ['REQUIREMENTS_KNOWN', 'DOCUMENTS_IN_PROGRESS'],
        may: 'dossier.advance',
        as: ['owner'],
        input: NothingSchema,
        summary: 'Says that the goods may travel: nothing is pending and the figures agree',
        decide: (s, _, ctx) => {
          const faults = readinessFaults(s)
          return faults.length ? refuse(...faults) : [{ type: 'ReadyToShip', data: actOf(ctx) }]
        },
      }),
      recordExit: command({
        from: ['READY_TO_SHIP'],
        may: 'dossier.advance',
        as: ['owner', 'system'],
        input: ExitSchema,
        summary: 'Records that the goods have left, or have come in',
        decide: (_, { at, declaration = null }, ctx) =>
          at > ctx.now
            ? refuse(refusal('EXIT_IN_FUTURE', '/at', { at, now: ctx.now }))
            : [{ type: 'ExitRecorded', data: { ...actOf(ctx), exitAt: at, declaration } }],
      }),
      settle: command({
        from: ['EXPORTED', 'IMPORTED'],
        may: 'dossier.advance',
        as: ['owner', 'system'],
        input: NothingSchema,
        summary: 'Records that the money of the operation is in',
        decide: (_, __, ctx) => [{ type: 'DossierSettled', data: actOf(ctx) }],
      }),
      close: command({
        from: active,
        may: 'dossier.close',
        as: ['owner', 'system'],
        input: ReasonSchema,
        summary: 'Closes the dossier',
        decide: (s, { reason }, { now }) => {
          const faults = pendingRefusals(s)
          return faults.length
            ? refuse(...faults)
            : [{ type: 'DossierClosed', data: { reason: reason ?? null, at: now } }]
        },
      }),
      archive: command({
        from: ['CLOSED'],
        may: 'dossier.close',
        as: ['owner', 'system'],
        input: NothingSchema,
        summary: 'Puts a closed dossier away',
        decide: (_, __, ctx) => [{ type: 'DossierArchived', data: actOf(ctx) }],
      }),
      cancel: command({
        from: beforeExit,
        may: 'dossier.cancel',
        as: ['owner'],
        input: CancelSchema,
        summary: 'Gives the operation up, before the goods leave',
        decide: (s, { reason }, ctx) => {
          const faults = pendingRefusals(s)
          return faults.length
            ? refuse(...faults)
            : [{ type: 'DossierCancelled', data: { ...actOf(ctx), reason: reason ?? '' } }]
        },
      }),
      split: command({
        from: beforeExit,
        may: 'dossier.split',
        as: ['owner'],
        input: SplitSchema,
        summary: 'Puts some lines into a dossier of their own, before the declaration',
        decide: (s, input, ctx) => {
          const { lines, into = '', ucr = '' } = input as SplitOff
          const faults = moveFaults(
            s,
            '',
            lines.map((line, i) => ({ line, pointer: `/lines/${i}` })),
          )
          if (lines.length >= s.lines.length && faults.length === 0) faults.push(refusal('NOTHING_LEFT', '/lines'))
          if (faults.length) return refuse(...faults)
          return [
            { type: 'DossierSplit', data: { ...actOf(ctx), lines: [...lines], into, ucr, handed: handOver(s, lines) } },
          ]
        },
      }),
      merge: command({
        from: beforeExit,
        may: 'dossier.merge',
        as: ['owner'],
        input: MergeSchema,
        summary: 'Takes in another dossier of the same firm, before either is declared',
        decide: (s, input, ctx) => {
          const { with: id, other } = input as MergeWith
          if (!other) return refuse(refusal('NOT_MERGEABLE', '/with', { reason: 'status' }))
          const differs = (['country', 'regime'] as const).filter((k) => other[k] !== s[k])
          const faults = [
            ...differs.map((reason) => refusal('NOT_MERGEABLE', '/with', { reason })),
            ...moveFaults(s, '', []),
            ...moveFaults(other, '/with', []),
            ...disagreements(s, other),
          ]
          const lines = s.lines.length + other.lines.length
          if (lines > 1000) faults.push(refusal('TOO_MANY_LINES', '/with', { lines, max: 1000 }))
          if (faults.length) return refuse(...faults)
          return [
            {
              type: 'DossierMerged',
              data: {
                ...actOf(ctx),
                with: id,
                handed: handOver(
                  other,
                  other.lines.map((_, i) => i),
                ),
              },
            },
          ]
        },
      }),
      hold: command({
        from: active,
        may: 'dossier.hold',
        as: ['authority'],
        input: HoldSchema,
        summary: 'An authority holds the dossier: it can be read and not changed until the hold is lifted',
        decide: (s, input, ctx) =>
          s.hold
            ? refuse(refusal('LEGAL_HOLD', '', { article: s.hold.article, since: s.hold.at }))
            : [{ type: 'HoldPlaced', data: { ...actOf(ctx), ...input } }],
      }),
      liftHold: command({
        from: active,
        may: 'dossier.hold',
        as: ['authority'],
        input: LiftSchema,
        summary: 'The authority that holds the dossier lets it go',
        decide: (s, { reason }, ctx) =>
          s.hold?.org === ctx.actor.org
            ? [{ type: 'HoldLifted', data: { ...actOf(ctx), reason } }]
            : refuse(refusal('NOT_ON_HOLD', '')),
      }),
      link: command({
        from: beforeExit,
        may: 'dossier.link',
        as: ['system'],
        input: LinkSchema,
        internal: true,
        summary: 'An application was filed from the dossier',
        decide: (_, input) => [{ type: 'ApplicationLinked', data: input }],
      }),
      recordPermit: command({
        from: everOpened,
        may: 'dossier.link',
        as: ['system'],
        input: RecordSchema,
        internal: true,
        summary: 'A permit of the dossier was decided, rectified or ended',
        decide: (_, input) => [{ type: 'PermitRecorded', data: input }],
      }),
      receive: command({
        from: ['NEW'],
        may: 'dossier.link',
        as: ['system'],
        input: ReceiveSchema,
        internal: true,
        summary: 'A dossier begins with lines of another one',
        decide: (_, input, ctx) => [{ type: 'DossierReceived', data: { ...actOf(ctx), ...input } }],
      }),
      absorb: command({
        from: known,
        may: 'dossier.link',
        as: ['system'],
        input: AbsorbSchema,
        internal: true,
        summary: 'A dossier went into another one',
        decide: (_, { into }, ctx) => [{ type: 'DossierAbsorbed', data: { ...actOf(ctx), into } }],
      }),
    }),
  parties: (s) =>
    s.owner
      ? [
          { org: s.owner, capacity: 'owner' },
          ...s.shares.map((x) => ({ org: x.org, capacity: x.authority ? 'authority' : 'reader' })),
        ]
      : [],
  nextDue,
  tick,
  title: (s) => titleOf(s),
  number: (s) => s.ucr,
})

export type { PermitOutcome }
