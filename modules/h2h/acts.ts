import { refusal } from '#kernel'
import { Refusals } from '#platform/cases'
import type { Envelope } from './messages.ts'

type Json = Readonly<Record<string, unknown>>

/** What a message asks of the window: the very command that the portal gives, or a look at a case. */
export type Act =
  | { readonly kind: 'open'; readonly type: string; readonly command: string; readonly input: Json }
  | {
      readonly kind: 'command'
      /** Types of case it may be given to, with the command of each. */
      readonly commands: Readonly<Record<string, string>>
      readonly target: string
      readonly version: number | null
      readonly input: Json
    }
  | { readonly kind: 'look'; readonly target: string }

interface Data {
  readonly elements?: Json
  readonly lines?: readonly Json[]
  readonly answers?: Json
  readonly documents?: readonly Json[]
}

const without = (body: Json, ...names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))

/** From a message to the command of the portal that does it. The list is here and nowhere else. */
const acts: Readonly<Record<string, (body: Json) => Act>> = {
  submit: (body) => {
    const { dossier, target, procedures, agencies } = body as {
      dossier?: Json
      target?: string
      procedures?: readonly string[]
      agencies?: readonly { procedure: string; agency: string }[]
    }
    if ((dossier === undefined) === (target === undefined))
      throw new Refusals([refusal('FIELD_REQUIRED', '/dossier', { field: 'dossier' })])
    return {
      kind: 'open',
      type: 'application',
      command: 'file',
      input: {
        dossier: dossier ?? target,
        ...(procedures ? { procedures } : {}),
        ...(agencies ? { agencies: Object.fromEntries(agencies.map((a) => [a.procedure, a.agency])) } : {}),
      },
    }
  },
  complete: (body) => ({
    ...targeted(body),
    commands: { dossier: 'declare' },
    input: { ...(body.data as Data), ...(body.acknowledge ? { acknowledge: body.acknowledge } : {}) },
  }),
  cancel: (body) => ({
    ...targeted(body),
    commands: { permit: 'withdraw', dossier: 'cancel' },
    input: { reason: body.reason },
  }),
  answer: (body) => ({
    ...targeted(body),
    commands: { permit: body.to === 'defects' ? 'cure' : 'answer' },
    input: { text: body.text, ...without((body.data ?? {}) as Json, 'answers') },
  }),
  draw: (body) => ({
    ...targeted(body),
    commands: { permit: 'draw' },
    input: without(body, 'target', 'version'),
  }),
  query: (body) => ({ kind: 'look', target: String(body.target) }),
}

const targeted = (body: Json) => ({
  kind: 'command' as const,
  target: String(body.target),
  version: typeof body.version === 'number' ? body.version : null,
})

/** @throws Refusals for a message that only the window sends. */
export function actOf({ message, body }: Envelope): Act {
  const act = acts[message]
  if (!act) throw new Refusals([refusal('MESSAGE_UNKNOWN', '/message', { message })])
  return act(body)
}
