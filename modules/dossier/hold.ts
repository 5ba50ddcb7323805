import { Type } from 'typebox'
import { refusal, refuse, strict, type Ctx, type Decided } from '#kernel'
import type { dossierEvents } from './events.ts'
import type { DossierState } from './state.ts'

export const HoldSchema = Type.Object(
  {
    article: Type.String({ minLength: 1, maxLength: 200, description: 'The order or article of law it rests on' }),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  strict,
)
export const LiftSchema = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, strict)

type Decide = (s: DossierState, input: never, ctx: Ctx, facts: never) => Decided<typeof dossierEvents>

/** What goes on while an authority holds a dossier: the hold itself, and what permits and customs report on their own. */
const free: ReadonlySet<string> = new Set(['hold', 'liftHold', 'recordPermit', 'verifyElement'])

/** A dossier under legal hold can be read and not changed (conventions 0.2, 423). */
export function guarded<T extends Readonly<Record<string, { readonly decide: Decide }>>>(commands: T): T {
  const wrapped = Object.entries(commands).map(([name, command]): [string, { readonly decide: Decide }] => {
    if (free.has(name)) return [name, command]
    const decide: Decide = (s, input, ctx, facts) =>
      s.hold
        ? refuse(refusal('LEGAL_HOLD', '', { article: s.hold.article, since: s.hold.at }))
        : command.decide(s, input, ctx, facts)
    return [name, { ...command, decide }]
  })
  return Object.fromEntries(wrapped) as T
}
