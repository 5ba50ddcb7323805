import { deskOf, type FormField } from '#kernel'
import type { Option } from '../ui/index.ts'
import type { CaseAnswer, Me } from '../shell/answers.ts'
import type { Naming } from '../texts/acts/acts.tsx'
import { humane } from '../forms/humane.ts'
import type { Names } from '../forms/names.ts'
import type { CaseForm, CasePaper } from './case-data.ts'

interface Offered {
  readonly from: string
  readonly place?: string
}

export interface Colleague {
  readonly person: string
  readonly name: string
  readonly held: number
}

/** What the fields of this case's commands may name. Made from the case itself, so nobody types an id. */
export function namesOf({
  answer,
  form,
  papers,
  colleagues,
  me,
  acts,
  moment,
}: {
  answer: CaseAnswer
  form: CaseForm
  papers: readonly CasePaper[]
  colleagues: readonly Colleague[]
  me: Me
  acts: Naming
  /** A moment as people read it. */
  moment: (at: string) => string
}): Names {
  const state = answer.state as { elements?: object; lines?: readonly object[]; tasks?: object }
  const elements = (state.elements ?? {}) as Readonly<Record<string, unknown>>
  const lines = (Array.isArray(state.lines) ? state.lines : []) as readonly Readonly<Record<string, unknown>>[]
  // A firm's turns are of whoever may act for it, whatever the role is called there.
  const mine = answer.turn.filter(
    (x) => x.org === me.organisation.id && (x.role === 'applicant' || me.roles.includes(x.role)),
  )
  const offered = Object.values((state.tasks ?? {}) as Readonly<Record<string, { slots?: readonly Offered[] }>>).find(
    (task) => task.slots?.length,
  )?.slots
  const held = [...Object.keys(elements), ...lines.flatMap((l) => Object.keys(l))]
  const fields = [...form.fields, ...form.lineFields]
  const labelOf = (id: string): string => fields.find((f) => f.id === id)?.label ?? humane(id)
  const paperOf = (type: string): string => form.papers.find((p) => p.id === type)?.label ?? humane(type)
  const unique = (options: readonly Option[]): readonly Option[] => [
    ...new Map(options.map((o) => [o.value, o])).values(),
  ]
  const options: Readonly<Record<string, () => readonly Option[]>> = {
    task: () =>
      mine
        .filter((x) => x.name.includes(':'))
        .map(({ name }) => {
          const [kind = '', task = ''] = name.split(':')
          // The turn to choose a time is about the inspection itself.
          const what = kind === 'choose-slot' ? 'inspection' : kind
          return { value: task, label: `${acts.value(what)}: ${acts.field(task).toLowerCase()}` }
        }),
    'lab-task': () =>
      answer.turn
        .filter((x) => x.org === me.organisation.id && x.name.startsWith('lab:'))
        .map(({ name }) => ({ value: name.slice(4), label: acts.field(name.slice(4)) })),
    desk: () =>
      answer.turn
        .filter((x) => x.org === me.organisation.id && x.role !== 'applicant')
        .flatMap(({ name }) => {
          const desk = deskOf(name)
          if (desk === null) return []
          const [kind = '', task] = desk.split(':')
          return [
            { value: desk, label: task ? `${acts.value(kind)}: ${acts.field(task).toLowerCase()}` : acts.value(kind) },
          ]
        }),
    colleague: () =>
      colleagues.map(({ person, name, held: n }) => ({ value: person, label: n > 0 ? `${name} (${n})` : name })),
    datum: () => [
      ...held.map((id) => ({ value: id, label: labelOf(id) })),
      ...papers.filter((p) => p.type).map((p) => ({ value: p.type, label: paperOf(p.type) })),
    ],
    missing: () => [
      ...fields.filter((f: FormField) => !held.includes(f.id)).map((f) => ({ value: f.id, label: f.label })),
      ...form.papers.filter((p) => !papers.some((x) => x.type === p.id)).map((p) => ({ value: p.id, label: p.label })),
    ],
    slot: () =>
      (offered ?? []).map(({ from, place }, i) => ({
        value: String(i),
        label: place ? `${moment(from)}, ${place}` : moment(from),
      })),
    line: () =>
      lines.map((l, i) => ({
        value: String(i),
        label: `${i + 1}. ${String(l['goods.description'] ?? l['goods.tradeName'] ?? '')}`,
      })),
  }
  return {
    options: (kind) => (options[kind] ? unique(options[kind]()) : undefined),
    fields: form.fields,
    lineFields: form.lineFields,
    elements,
    lines,
  }
}
