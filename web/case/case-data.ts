import { holds, type FormDescription, type FormField, type PermitState } from '#kernel'
import { messageless } from './readable.ts'
import type { CaseAnswer } from '../shell/answers.ts'

/** One datum of a case as an officer weighs it. */
export interface CaseDatum {
  /** What an observation calls it. */
  readonly id: string
  readonly key: string
  readonly field: FormField
  readonly value: unknown
  /** Position of the goods it belongs to; nothing for the header. */
  readonly line: number | null
  readonly fails: readonly CheckSaid[]
}

export interface CheckSaid {
  readonly code: string
  readonly text: string
  readonly law?: string
  readonly ok: boolean
  readonly reads: readonly string[]
}

const namesOf = (condition: unknown): string[] => {
  if (typeof condition !== 'object' || condition === null) return []
  const named = (condition as { element?: unknown }).element
  return [...(typeof named === 'string' ? [named] : []), ...Object.values(condition).flatMap(namesOf)]
}

const guessed = (id: string): FormField => ({ id, label: messageless(id), type: 'text', required: false }) as never

export interface CaseForm {
  readonly fields: readonly FormField[]
  readonly lineFields: readonly FormField[]
  readonly papers: readonly { readonly id: string; readonly label: string }[]
}

export const formOfCase = (form: FormDescription | undefined): CaseForm => ({
  fields: form?.sections.filter((s) => s.repeats === undefined).flatMap((s) => s.items) ?? [],
  lineFields: form?.sections.filter((s) => s.repeats !== undefined).flatMap((s) => s.items) ?? [],
  papers: form?.documents ?? [],
})

/** The checks of the procedure on the data as they are: the same conditions that the window judged by when it was filed. */
export function checksOfCase(
  form: FormDescription | undefined,
  state: PermitState,
  today: string,
): readonly CheckSaid[] {
  if (!form) return []
  const data = { elements: state.elements, lines: state.lines }
  // Dates are judged by the day of filing (PACK 11): a departure that has passed since was good then.
  const day = state.submittedAt?.slice(0, 10) ?? today
  return form.checks
    .filter(({ when }) => !when || holds(when, data, state.facts, day))
    .map(({ code, text, law, must }) => ({
      code,
      text,
      ...(law ? { law } : {}),
      ok: holds(must, data, state.facts, day),
      reads: namesOf(must),
    }))
}

/** Header first, then each kind of goods, in the order of the form. */
export function dataOfCase(form: CaseForm, state: PermitState, checks: readonly CheckSaid[]): readonly CaseDatum[] {
  const failing = checks.filter((c) => !c.ok)
  const datum = (fields: readonly FormField[], id: string, value: unknown, line: number | null): CaseDatum => ({
    id,
    key: line === null ? id : `${line}/${id}`,
    field: fields.find((f) => f.id === id) ?? guessed(id),
    value,
    line,
    fails: failing.filter((c) => c.reads.includes(id)),
  })
  const inOrder = (fields: readonly FormField[], held: object): readonly (readonly [string, unknown])[] => {
    const at = (id: string): number => {
      const found = fields.findIndex((f) => f.id === id)
      return found < 0 ? fields.length : found
    }
    return Object.entries(held).sort(([a], [b]) => at(a) - at(b))
  }
  return [
    ...inOrder(form.fields, state.elements).map(([id, v]) => datum(form.fields, id, v, null)),
    ...state.lines.flatMap((line, i) =>
      inOrder(form.lineFields, line).map(([id, v]) => datum(form.lineFields, id, v, i)),
    ),
  ]
}

export const isPermit = (answer: CaseAnswer): answer is CaseAnswer<PermitState & Readonly<Record<string, unknown>>> =>
  answer.type === 'permit'

/** Papers that a case names, wherever in its state they stand: found by their shape, so any case type has a viewer. */
export interface CasePaper {
  readonly type: string
  readonly digest: string
  readonly name: string
}
export function papersIn(state: unknown, found: CasePaper[] = []): readonly CasePaper[] {
  if (Array.isArray(state)) for (const item of state) papersIn(item, found)
  else if (typeof state === 'object' && state !== null) {
    const { digest, name, type } = state as Partial<CasePaper>
    if (typeof digest === 'string' && typeof name === 'string') {
      if (!found.some((p) => p.digest === digest)) found.push({ type: type ?? '', digest, name })
    } else for (const value of Object.values(state)) papersIn(value, found)
  }
  return found
}
