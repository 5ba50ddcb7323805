import type { Static, TSchema } from 'typebox'
import { dueAt, legalTime } from '../calendar.ts'
import type { Command, Ctx, Decided } from '../case-type.ts'
import type { Instant, Period } from '../time.ts'
import type { PermitEvents } from './events.ts'
import type { PermitDefinition, PermitFacts } from './definition.ts'
import type { PermitState } from './state.ts'

export type PermitCtx = Ctx<PermitDefinition>
type PermitCommand<I extends TSchema> = Command<PermitState, PermitFacts, PermitDefinition, PermitEvents, I>

/** Infers the input of a command of a permit from its schema, so that the table may stand in several files. */
export const command = <I extends TSchema>(c: PermitCommand<I>): PermitCommand<I> => c

/** What a command of a permit may answer, for helpers that decide on behalf of several. */
export type PermitDecided = Decided<PermitEvents>
export type InputOf<C> = C extends PermitCommand<infer I> ? Static<I> : never

export const applicantOnly = ['applicant'] as const
export const agencyOnly = ['agency'] as const
export const platformOnly = ['system'] as const

/** End of a period that starts with this command. */
export const due = (ctx: PermitCtx, period: Period): Instant =>
  dueAt(ctx.definition.procedure.calendar, ctx.now, period)
/** Legal time of this command: the next opening, when it came out of hours. */
export const legal = (ctx: PermitCtx): Instant => legalTime(ctx.definition.procedure.calendar, ctx.now)
