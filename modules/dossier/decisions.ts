import { refusal, refuse, type Ctx, type Elements, type Refusal, type Refused, type Value } from '#kernel'
import { reconcile } from './checks.ts'
import { changesOf, declarationOf, firm, sift, type Change, type Voice } from './declaration.ts'
import type { Handed } from './events.ts'
import {
  conflictAt,
  isReference,
  pointerOf,
  positionOf,
  sameValue,
  sourceAt,
  valueAt,
  type Declaration,
} from './hub.ts'
import { impactOf, rectifyOf, unacknowledged, type IssuedDocument } from './impact.ts'
import type { DeclareDossier, SetElements } from './inputs.ts'
import { scopeShows, shareOf } from './scopes.ts'
import type { Candidate, Conflict, DossierState, Plan, ToRectify } from './state.ts'

/** What is fetched before a dossier decides: the documents in force that were issued on its data, and what the rules ask. */
export interface DossierFacts {
  readonly issued?: readonly IssuedDocument[]
  readonly plan?: Plan
}

/** What the rules answered; nothing where no tables are at hand. */
export const planIn = ({ plan }: DossierFacts, now: string): Plan =>
  plan ?? { procedures: [], prohibitions: [], day: now.slice(0, 10) }

type Moment = Pick<Ctx, 'actor' | 'now'>
export const actOf = ({ actor, now }: Moment): { by: string; org: string; at: string } => ({
  by: actor.person,
  org: actor.org,
  at: now,
})

const said = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value))
const author = ({ value, source }: Candidate): string =>
  `${said(value)} (${source.source}, ${source.origin}, ${source.at})`

/** A datum that two sources tell differently, told with both values and their authors. `at` is where the dossier stands in the input. */
export function conflictRefusal(s: DossierState, c: Conflict, at = ''): Refusal {
  const line = c.line === null ? null : positionOf(s, c.line)
  const [first, second] = c.candidates
  return refusal('ELEMENT_IN_CONFLICT', `${at}${pointerOf(line, c.element)}`, {
    element: c.element,
    first: first ? author(first) : '',
    second: second ? author(second) : '',
  })
}

export const pendingRefusals = (s: DossierState): Refusal[] => {
  const pending = s.permits.filter((p) => p.outcome === 'pending')
  return pending.length
    ? [
        refusal('PERMITS_PENDING', '', {
          count: pending.length,
          procedures: pending.map((p) => p.procedure).join(', '),
        }),
      ]
    : []
}

/** The impact list of a declaration, acknowledged; or what has not been. */
function weighed(
  s: DossierState,
  changes: readonly Change[],
  facts: DossierFacts,
  acknowledge: readonly string[] | undefined,
  now: string,
): { readonly impact?: readonly ToRectify[] } | Refused {
  const impacts = impactOf(s, changes, facts.issued ?? [])
  const missing = unacknowledged(impacts, acknowledge)
  if (missing.length) return refuse(...missing)
  return impacts.length ? { impact: rectifyOf(impacts, now) } : {}
}

const isRefusal = (x: object): x is Refused => 'refusals' in x

const unknownLines = (s: DossierState, lines: readonly { line: number; pointer: string }[]): Refusal[] =>
  lines.filter((l) => l.line >= s.lines.length).map((l) => refusal('UNKNOWN_LINE', l.pointer, { line: l.line }))

type Declared = readonly { readonly type: 'ElementsDeclared'; readonly data: Declaration }[]

export function decideDeclare(
  s: DossierState,
  { acknowledge, ...input }: DeclareDossier,
  ctx: Moment,
  facts: DossierFacts,
): Declared | Refused {
  const d = declarationOf(s, input, ctx)
  const weight = weighed(s, changesOf(s, d), facts, acknowledge, ctx.now)
  return isRefusal(weight) ? weight : [{ type: 'ElementsDeclared', data: { ...d, ...weight } }]
}

export function decideSet(s: DossierState, input: SetElements, ctx: Moment, facts: DossierFacts): Declared | Refused {
  const lines = input.lines ?? []
  const unknown = unknownLines(
    s,
    lines.map((l, i) => ({ line: l.line, pointer: `/lines/${i}/line` })),
  )
  const cleared = (input.clear ?? []).filter((id) => s.elements[id] !== undefined)
  const disputed = cleared.flatMap((id) => {
    const c = conflictAt(s, null, id)
    return c ? [conflictRefusal(s, c)] : []
  })
  if (unknown.length || disputed.length) return refuse(...unknown, ...disputed)
  const voice: Voice = input.from ? { source: 'document', origin: input.from } : firm
  const d = declarationOf(s, { elements: input.elements ?? {} }, ctx, voice)
  const sifted = lines.map((l) => ({ line: l.line, ...sift(s, l.line, l.elements as Elements, voice) }))
  const edits = sifted.filter((x) => Object.keys(x.set).length).map((x) => ({ line: x.line, elements: x.set }))
  const conflicts = [...(d.conflicts ?? []), ...sifted.flatMap((x) => x.conflicts)]
  const whole: Declaration = {
    ...d,
    ...(edits.length ? { edits } : {}),
    ...(cleared.length ? { cleared } : {}),
    ...(conflicts.length ? { conflicts } : {}),
    ...(input.validUntil ? { validUntil: input.validUntil } : {}),
  }
  const weight = weighed(s, changesOf(s, whole), facts, input.acknowledge, ctx.now)
  return isRefusal(weight) ? weight : [{ type: 'ElementsDeclared', data: { ...whole, ...weight } }]
}

export function decideRemove(
  s: DossierState,
  { line, acknowledge }: { line: number; acknowledge?: readonly string[] },
  ctx: Moment,
  facts: DossierFacts,
): readonly { type: 'LineRemoved'; data: { line: number; by: string; org: string; at: string } }[] | Refused {
  const unknown = unknownLines(s, [{ line, pointer: '/line' }])
  if (unknown.length) return refuse(...unknown)
  const id = s.lineSources[line]?.id ?? null
  const changes = Object.keys(s.lines[line] ?? {}).map((element): Change => ({ line: id, element }))
  const weight = weighed(s, changes, facts, acknowledge, ctx.now)
  return isRefusal(weight) ? weight : [{ type: 'LineRemoved', data: { line, ...actOf(ctx), ...weight } }]
}

/** Counts of packages are compared, not merged: each document may state its own (M02-3). */
const compared = ['packages.count']

export function statedBy(
  s: DossierState,
  input: { type: string; number: string; states?: Readonly<Record<string, unknown>>; acknowledge?: readonly string[] },
  ctx: Moment,
  facts: DossierFacts,
): Declaration | null | Refused {
  const own = Object.fromEntries(Object.entries(input.states ?? {}).filter(([id]) => !compared.includes(id)))
  const d = declarationOf(s, { elements: own }, ctx, { source: 'document', origin: `${input.type} ${input.number}` })
  if (Object.keys(d.elements).length === 0 && !d.conflicts) return null
  const weight = weighed(s, changesOf(s, d), facts, input.acknowledge, ctx.now)
  return isRefusal(weight) ? weight : { ...d, ...weight }
}

interface Place {
  readonly element: string
  readonly line?: number
}

const notThere = (s: DossierState, { element, line }: Place): Refusal[] =>
  line !== undefined && line >= s.lines.length
    ? [refusal('UNKNOWN_LINE', '/line', { line })]
    : valueAt(s, line ?? null, element) === undefined
      ? [refusal('NOTHING_DECLARED', '/element', { element })]
      : []

/** An authority confirms a value, or says another: then both stand until the firm decides. */
export function decideVerify(
  s: DossierState,
  input: Place & { value?: unknown; registry?: string },
  ctx: Moment,
):
  | readonly (
      | {
          type: 'ElementVerified'
          data: ReturnType<typeof actOf> & { line: number | null; element: string; origin: string }
        }
      | Declared[number]
    )[]
  | Refused {
  const line = input.line ?? null
  const origin = input.registry ?? ctx.actor.org
  // Confirming a value is also a way to guess it: an authority speaks only of what it was shown.
  const share = shareOf(s, ctx.actor.org, ctx.now)
  if (share && !scopeShows(share.scopes, input.element))
    return refuse(refusal('OUT_OF_SCOPE', '/element', { element: input.element, scopes: share.scopes.join(', ') }))
  const value = input.value as Value | undefined
  const held = valueAt(s, line, input.element)
  const disputed = conflictAt(s, line, input.element)
  if (value === undefined && disputed) return refuse(conflictRefusal(s, disputed))
  if (value === undefined || (!disputed && sameValue(held, value))) {
    const missing = notThere(s, input)
    if (missing.length) return refuse(...missing)
    return [{ type: 'ElementVerified', data: { ...actOf(ctx), line, element: input.element, origin } }]
  }
  if (line !== null && line >= s.lines.length) return refuse(refusal('UNKNOWN_LINE', '/line', { line }))
  const voice: Voice = { source: 'authority', origin }
  const given = { [input.element]: value }
  if (line === null) return [{ type: 'ElementsDeclared', data: declarationOf(s, { elements: given }, ctx, voice) }]
  const { set, conflicts } = sift(s, line, given, voice)
  const d = declarationOf(s, {}, ctx, voice)
  const edits = Object.keys(set).length ? { edits: [{ line, elements: set }] } : {}
  return [{ type: 'ElementsDeclared', data: { ...d, ...edits, ...(conflicts.length ? { conflicts } : {}) } }]
}

export function decideResolve(
  s: DossierState,
  input: Place & { choose: number; reason?: string; acknowledge?: readonly string[] },
  ctx: Moment,
  facts: DossierFacts,
) {
  const line = input.line ?? null
  const conflict = conflictAt(s, line, input.element)
  if (!conflict) return refuse(refusal('NO_CONFLICT', '/element', { element: input.element }))
  const chosen = conflict.candidates[input.choose]
  if (!chosen)
    return refuse(
      refusal('UNKNOWN_CANDIDATE', '/choose', { choose: input.choose, last: conflict.candidates.length - 1 }),
    )
  const same = sameValue(chosen.value, valueAt(s, line, input.element))
  const changes: Change[] = same ? [] : [{ line: conflict.line, element: input.element }]
  const weight = weighed(s, changes, facts, input.acknowledge, ctx.now)
  if (isRefusal(weight)) return weight
  const data = { ...actOf(ctx), line, element: input.element, chosen, reason: input.reason ?? '', ...weight }
  return [{ type: 'ConflictResolved' as const, data }]
}

/** Everything that keeps a shipment from being ready: permits undecided, sources that contradict each other, figures that do not agree. */
export const readinessFaults = (s: DossierState): Refusal[] => [
  ...pendingRefusals(s),
  ...s.conflicts.map((c) => conflictRefusal(s, c)),
  ...reconcile(s).map((c) => c.refusal),
]

/** Before a declaration lines may move between dossiers; not those that somebody has been asked to decide about. */
export function moveFaults(
  s: DossierState,
  at: string,
  lines: readonly { line: number; pointer: string }[],
): Refusal[] {
  const declared = s.references.find((r) => r.type === 'declaration')
  const busy = lines.filter(({ line }) => {
    const id = s.lineSources[line]?.id
    return s.permits.some((p) => p.outcome !== 'ended' && p.lines.includes(id ?? -1))
  })
  return [
    ...(declared ? [refusal('ALREADY_DECLARED', at, { number: declared.number })] : []),
    ...s.conflicts.map((c) => conflictRefusal(s, c, at)),
    ...unknownLines(s, lines),
    ...busy.map((l) => refusal('LINE_IN_USE', l.pointer, { line: l.line })),
  ]
}

/** What a dossier hands over when some of its lines, or all of it, go into another one. */
export function handOver(s: DossierState, lines: readonly number[]): Handed {
  return {
    elements: s.elements,
    sources: s.sources,
    lines: lines.flatMap((i) => {
      const [line, from] = [s.lines[i], s.lineSources[i]]
      return line && from ? [{ line, all: from.all, own: from.own }] : []
    }),
    answers: Object.fromEntries(
      Object.entries(s.answers).map(([p, a]) => [
        p,
        { elements: a.elements, lines: a.lines.length ? lines.map((i) => a.lines[i] ?? {}) : [] },
      ]),
    ),
    documents: s.documents,
    references: s.references,
  }
}

/** Header data on which two dossiers disagree: one of them must give way before they become one. */
export const disagreements = (s: DossierState, other: DossierState): Refusal[] =>
  Object.entries(other.elements)
    .filter(([id, v]) => s.elements[id] !== undefined && !isReference(v) && !sameValue(s.elements[id], v))
    .map(([id, v]) => {
      const [ours, theirs] = [sourceAt(s, null, id), sourceAt(other, null, id)]
      const held = s.elements[id] ?? ''
      return refusal('ELEMENT_IN_CONFLICT', '/with', {
        element: id,
        first: ours ? author({ value: held, source: ours }) : said(held),
        second: theirs ? author({ value: v, source: theirs }) : said(v),
      })
    })
