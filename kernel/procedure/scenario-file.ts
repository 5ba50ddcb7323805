import {
  entries,
  fault,
  fields,
  items,
  keyAt,
  named,
  oneOf,
  rootAt,
  text,
  whole,
  yesNo,
  type At,
} from '../pack/load/cursor.ts'
import { suggest } from '../pack/load/nearest.ts'
import { readYaml, type Node } from '../pack/load/source.ts'
import { factTypes, isFact } from '../pack/facts.ts'
import type { Fault, FactName, Facts, PackFile } from '../pack/model.ts'
import { findMoney, type Money } from '../money.ts'
import { isDay, type Day } from '../time.ts'
import type { NeedStatus } from './definition.ts'
import { permitEvents } from './events.ts'
import { GIVEN, NEED_STATUSES, SCENARIO, SCENARIO_FILE, STEP, STORY_FACTS, THEN } from './scenario-vocabulary.ts'
import { permitStatuses, type PermitStatus } from './state.ts'

/** A value as a scenario writes it: text, a list, or a map of the same. Types come from the elements, not from YAML. */
export type Written = string | readonly Written[] | WrittenMap
export interface WrittenMap {
  readonly [key: string]: Written
}

/** What holds in the world of a scenario; a scenario, and any step of it, may lay its own over the file's. */
export interface World {
  readonly data: WrittenMap
  readonly lines: readonly WrittenMap[]
  readonly attached: readonly Written[]
  readonly permits: Readonly<Record<string, NeedStatus>>
  readonly facts: Facts
  /** The delegated entity that the applicant chooses, where there is a choice. */
  readonly agency?: string
  /** First number of every series. */
  readonly seriesNext: number
  /** What the sampling of automatic approvals draws, 0 to 9999: by default never a sample. */
  readonly draw: number
  /** Whether the applicant opens each notice the moment it is sent; otherwise a step says when (`do: serveNotice`), or nobody does. */
  readonly opens: boolean
}

/** What must be so after a step. What is not named is not looked at, but a refusal that nobody expected is a failure. */
export interface Expected {
  readonly status?: PermitStatus
  readonly fee?: Money
  /** A day, or a day and time, in the agency's legal time. */
  readonly due?: string
  readonly tasks?: readonly string[]
  readonly number?: string
  readonly validUntil?: string
  readonly used?: string
  readonly events: readonly string[]
  readonly notYet: readonly string[]
  readonly refused: readonly string[]
}

export interface Step {
  readonly line: number
  /** Local legal time of the agency. */
  readonly at: { readonly day: Day; readonly minute: number }
  /** `applicant`, `system`, `customs`, or `agency.role`. */
  readonly by: string
  readonly as: string
  readonly do?: string
  readonly with: WrittenMap
  /** The world from this step on. */
  readonly given: (world: World) => World
  readonly then: Expected
}

/** A story of one procedure that a lawyer can read and a machine can run (PACK 10). */
export interface Scenario {
  readonly file: string
  readonly line: number
  readonly name: string
  readonly procedure: string
  readonly world: World
  readonly steps: readonly Step[]
}

type FoundGiven = Partial<Record<keyof typeof GIVEN, At>>

export const emptyWorld: World = {
  data: {},
  lines: [],
  attached: [],
  permits: {},
  facts: {},
  seriesNext: 1,
  draw: 9999,
  opens: true,
}

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

const mapOf = (at: At): WrittenMap => Object.fromEntries(entries(at).map(([key, child]) => [key, written(child.node)]))

function readFacts(at: At): Partial<World> {
  const facts: Partial<Record<FactName, string | boolean | number>> = {}
  const more: { seriesNext?: number; draw?: number; opens?: boolean } = {}
  for (const [name, child] of entries(at)) {
    if (name === 'series.next') more.seriesNext = whole(child, 1) ?? 1
    else if (name === 'draw') more.draw = whole(child) ?? 9999
    else if (name === 'notices.opened') more.opens = yesNo(child) ?? true
    else if (!isFact(name)) {
      fault(
        keyAt(at, name),
        'UNKNOWN_KEY',
        `${name} is not a fact`,
        suggest(name, [...Object.keys(factTypes), ...STORY_FACTS]),
      )
    } else {
      const { type, values } = factTypes[name]
      const read = { 'yes-no': yesNo, number: whole, code: (a: At) => oneOf(a, values ?? [], 'NOT_IN_LIST') }[type]
      const value = read(child)
      if (value !== undefined) facts[name] = value
    }
  }
  return { facts, ...more }
}

function readPermits(at: At, procedures: ReadonlySet<string>): World['permits'] {
  const permits: Record<string, NeedStatus> = {}
  for (const [name, child] of entries(at)) {
    const status = oneOf<NeedStatus>(child, NEED_STATUSES)
    const [id = ''] = name.split('|')
    if (!procedures.has(id))
      fault(keyAt(at, name), 'UNKNOWN_PROCEDURE', `${id} is not a procedure`, suggest(id, procedures))
    if (status) permits[name] = status
  }
  return permits
}

/** Data, permits and facts are laid over key by key; lines and documents take the place of the earlier ones. */
function readGiven(found: FoundGiven, procedures: ReadonlySet<string>): (world: World) => World {
  const data = found.data && mapOf(found.data)
  const lines = found.lines && items(found.lines).map(mapOf)
  const attached = found.attached && items(found.attached).map(({ node }) => written(node))
  const permits = found.permits && readPermits(found.permits, procedures)
  const { facts, ...more } = found.facts ? readFacts(found.facts) : {}
  const agency = found.agency && text(found.agency)
  return (world) => ({
    ...world,
    ...more,
    ...(agency === undefined ? {} : { agency }),
    data: { ...world.data, ...data },
    lines: lines ?? world.lines,
    attached: attached ?? world.attached,
    permits: { ...world.permits, ...permits },
    facts: { ...world.facts, ...facts },
  })
}

function readThen(at: At | undefined): Expected {
  const found: Partial<Record<keyof typeof THEN, At>> = at ? fields(at, THEN) : {}
  const list = (child: At | undefined): At[] => (child ? [...items(child)] : [])
  const events = (child: At | undefined): string[] =>
    list(child)
      .map((event) => named(event, Object.keys(permitEvents), 'BAD_VALUE', 'an event of a permit'))
      .filter((event) => event !== undefined)
  const status = found.status && oneOf(found.status, permitStatuses)
  const said = found.fee && text(found.fee)
  const fee = said === undefined ? undefined : findMoney(said)
  if (found.fee && said !== undefined && !fee)
    fault(found.fee, 'BAD_VALUE', `${said} is not money`, 'write it like 36.00 PEN')
  const due = found.due && text(found.due)
  if (found.due && due !== undefined && !/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/.test(due))
    fault(found.due, 'BAD_VALUE', `${due} is not a day`, 'write it like 2026-07-01, or 2026-07-01 16:30')
  const number = found.number && text(found.number)
  const validUntil = found['valid-until'] && text(found['valid-until'])
  const used = found.used && text(found.used)
  // An empty text says that there is no task at all, so it may not be read as a missing value.
  const tasks = found.tasks?.node.kind === 'text' ? found.tasks.node.text.split(' ').filter(Boolean) : undefined
  return {
    ...(status ? { status } : {}),
    ...(fee ? { fee } : {}),
    ...(due !== undefined ? { due } : {}),
    ...(tasks ? { tasks } : {}),
    ...(number !== undefined ? { number } : {}),
    ...(validUntil !== undefined ? { validUntil } : {}),
    ...(used !== undefined ? { used } : {}),
    events: events(found.events),
    notYet: events(found['not-yet']),
    refused: list(found.refused)
      .map(text)
      .filter((code) => code !== undefined),
  }
}

function readMoment(at: At): Step['at'] | undefined {
  const said = text(at)
  if (said === undefined) return undefined
  const [day, time = ''] = said.split(' ')
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  if (isDay(day) && hour && minute) return { day, minute: Number(hour) * 60 + Number(minute) }
  fault(at, 'BAD_VALUE', `${said} is not a moment`, 'write local time like 2026-07-01 09:00')
  return undefined
}

function readStep(at: At, procedures: ReadonlySet<string>): Step[] {
  const found = fields(at, STEP)
  const moment = found.at && readMoment(found.at)
  const command = found.do && text(found.do)
  const by = (found.by && text(found.by)) ?? 'system'
  if (command !== undefined && !found.by)
    fault(at, 'MISSING_KEY', `nobody does ${command}`, 'add by: applicant, system, or agency.role')
  const step: Omit<Step, 'at'> = {
    line: at.node.line,
    by,
    as: (found.as && text(found.as)) ?? by,
    ...(command === undefined ? {} : { do: command }),
    with: found.with ? mapOf(found.with) : {},
    given: readGiven(found.given ? fields(found.given, GIVEN) : {}, procedures),
    then: readThen(found.then),
  }
  return moment ? [{ ...step, at: moment }] : []
}

const isScenarioFile = ({ path }: PackFile): boolean => /(^|\/)scenarios\/[^/]+\.ya?ml$/.test(path)

/** Reads the `scenarios/*.yaml` among files. What is wrongly written is reported like any fault of a pack. */
export function readScenarios(
  files: readonly PackFile[],
  procedures: ReadonlySet<string>,
  faults: Fault[],
): Scenario[] {
  return files.filter(isScenarioFile).flatMap((file) => {
    const node = readYaml(file, faults, { anchors: true })
    if (!node) return []
    const found = fields(rootAt(file.path, node, faults), SCENARIO_FILE)
    const shared = readGiven(found.given ? fields(found.given, GIVEN) : {}, procedures)(emptyWorld)
    return (found.scenarios ? items(found.scenarios) : []).flatMap((at): Scenario[] => {
      const own = fields(at, SCENARIO)
      const procedure = own.procedure && named(own.procedure, procedures, 'UNKNOWN_PROCEDURE', 'a procedure of a pack')
      const steps = (own.steps ? items(own.steps) : []).flatMap((step) => readStep(step, procedures))
      if (procedure === undefined) return []
      const name = (own.scenario && text(own.scenario)) ?? ''
      return [
        { file: file.path, line: at.node.line, name, procedure, world: readGiven(own, procedures)(shared), steps },
      ]
    })
  })
}
