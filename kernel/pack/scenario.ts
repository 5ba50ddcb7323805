/* oxlint-disable unicorn/no-thenable -- `then` is a word of scenarios (PACK 10) */
import { entries, fault, items, keyed, rootAt, text, type At } from './load/cursor.ts'
import { readYaml, type Node } from './load/source.ts'
import type { Fault, PackFile } from './model.ts'
import type { Shorthand } from './shorthand.ts'

/** A value as a scenario writes it: text, a list, or a map of the same. */
export type Written = string | readonly Written[] | { readonly [key: string]: Written }
export type WrittenMap = Readonly<Record<string, Written>>

/** What a scenario takes for granted; each scenario may put its own in place of the file's. */
export interface Given {
  readonly data: Readonly<Record<string, Shorthand>>
  readonly lines: readonly Readonly<Record<string, Shorthand>>[]
  readonly attached: readonly string[]
  readonly permits: Readonly<Record<string, string>>
  /** Facts of the applicant, and `series.next`, `draw`. */
  readonly facts: Readonly<Record<string, string>>
  /** The delegated entity that the applicant chooses. */
  readonly agency?: string
}

export interface Step {
  /** Local legal time, `2026-07-01 09:00`. */
  readonly at: string
  /** `applicant`, `system`, `customs`, or `agency.role`. */
  readonly by: string
  /** The person; by default one of that role. */
  readonly as: string
  readonly do?: string
  readonly with: WrittenMap
  readonly then: WrittenMap
  readonly place: At
}

/** A story of one procedure that a lawyer can read and a machine can run (PACK 10). */
export interface Scenario {
  readonly name: string
  readonly procedure: string
  readonly given: Given
  readonly steps: readonly Step[]
  readonly place: At
}

const GIVEN = ['data', 'lines', 'attached', 'permits', 'facts', 'agency'] as const
export const EXPECTED = [
  'status',
  'fee',
  'due',
  'tasks',
  'number',
  'valid-until',
  'used',
  'events',
  'not-yet',
  'refused',
] as const

/** A written value as text; lists and maps as they would look in JSON. */
export const asText = (value: Written | undefined): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

function written(node: Node): Written {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, child]) => [key, written(child)]))
    case 'list':
      return node.items.map(written)
    case 'text':
      return node.text
    case 'empty':
      return ''
  }
}

const mapOf = (at: At | undefined): WrittenMap =>
  at ? Object.fromEntries(entries(at).map(([key, child]) => [key, written(child.node)])) : {}
const textsOf = (map: WrittenMap): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, asText(value)]))

export const asData = (map: WrittenMap): Record<string, Shorthand> => map as Record<string, Shorthand>

function agencyOf(at: At | undefined, { agency }: Given): Pick<Given, 'agency'> {
  const said = at ? text(at) : agency
  return said === undefined ? {} : { agency: said }
}

function readGiven(found: Partial<Record<(typeof GIVEN)[number], At>>, base: Given): Given {
  return {
    data: { ...base.data, ...asData(mapOf(found.data)) },
    lines: found.lines ? items(found.lines).map((line) => asData(mapOf(line))) : base.lines,
    attached: found.attached
      ? items(found.attached)
          .map(text)
          .filter((t) => t !== undefined)
      : base.attached,
    permits: { ...base.permits, ...textsOf(mapOf(found.permits)) },
    facts: { ...base.facts, ...textsOf(mapOf(found.facts)) },
    ...agencyOf(found.agency, base),
  }
}

function readStep(at: At): Step {
  const found = keyed(at, ['at', 'by', 'as', 'do', 'with', 'then'], ['at'])
  const when = (found.at && text(found.at)) ?? ''
  if (found.at && !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(when))
    fault(found.at, 'BAD_VALUE', `${when} is not a moment`, 'write local time like 2026-07-01 09:00')
  const by = (found.by && text(found.by)) ?? 'system'
  const command = found.do && text(found.do)
  if (found.then) keyed(found.then, EXPECTED)
  return {
    at: when,
    by,
    as: (found.as && text(found.as)) ?? by,
    ...(command ? { do: command } : {}),
    with: mapOf(found.with),
    then: mapOf(found.then),
    place: at,
  }
}

const nothing: Given = { data: {}, lines: [], attached: [], permits: {}, facts: {} }

/** Reads `scenarios/*.yaml`. Faults of shape are reported like those of a pack. */
export function readScenarios(files: readonly PackFile[], faults: Fault[]): Scenario[] {
  return files.flatMap((file) => {
    const node = readYaml(file, faults, { anchors: true })
    if (!node) return []
    const found = keyed(rootAt(file.path, node, faults), ['given', 'scenarios'], ['scenarios'])
    const shared = found.given ? readGiven(keyed(found.given, GIVEN), nothing) : nothing
    return (found.scenarios ? items(found.scenarios) : []).map((at): Scenario => {
      const own = keyed(at, ['scenario', 'procedure', 'steps', ...GIVEN], ['scenario', 'procedure', 'steps'])
      return {
        name: (own.scenario && text(own.scenario)) ?? '',
        procedure: (own.procedure && text(own.procedure)) ?? '',
        given: readGiven(own, shared),
        steps: (own.steps ? items(own.steps) : []).map(readStep),
        place: at,
      }
    })
  })
}
