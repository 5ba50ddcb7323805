import { same, type Words } from './report.ts'
import { isList, isMap, isText, type Written, type WrittenMap } from './shorthand.ts'
import { actNames } from './words.ts'

/** Somebody of the story. `org` is an agency or a demonstration organisation of the country, without its prefix. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly org: string
  readonly roles: readonly string[]
}

/** What is traded, as the dossier takes it; `answers` holds what one procedure alone asks. */
export interface Shipment {
  readonly title: Words
  readonly regime: string
  readonly data: WrittenMap
  readonly lines: readonly WrittenMap[]
  readonly attached: readonly string[]
  readonly answers: Readonly<Record<string, { readonly data: WrittenMap; readonly lines: readonly WrittenMap[] }>>
}

export interface StoryStep {
  readonly at: string
  /** Id of a person; nobody for what anyone may do, or when only time passes. */
  readonly who: string | null
  readonly do: string
  /** A shipment, or procedures whose cases this is about; `all` documents. */
  readonly on: readonly string[]
  /** Name that the story gives to the case this opens; what it is opened on when absent. */
  readonly as: string | null
  readonly procedures: readonly string[]
  readonly but: WrittenMap
  readonly with: WrittenMap
  readonly then: WrittenMap
  readonly note: Words | null
}

/** A story of several agencies (stories/*.yaml with the top key `story`). */
export interface StoryFile {
  readonly story: string
  readonly title: Words
  readonly country: string
  readonly firm: string
  readonly people: ReadonlyMap<string, Person>
  readonly facts: WrittenMap
  readonly permits: Readonly<Record<string, string>>
  readonly series: Readonly<Record<string, number>>
  readonly shipments: ReadonlyMap<string, Shipment>
  readonly prologue: readonly StoryStep[]
  readonly steps: readonly StoryStep[]
}

/** A story file that does not say what it must, with the place. */
export class StoryFault extends Error {}

const fail = (where: string, what: string): never => {
  throw new StoryFault(`${where}: ${what}`)
}

function keys(where: string, map: WrittenMap, known: readonly string[]): void {
  const unknown = Object.keys(map).find((key) => !known.includes(key))
  if (unknown !== undefined) fail(where, `${unknown} is no key here; there are ${known.join(', ')}`)
}

const mapAt = (where: string, value: Written | undefined): WrittenMap =>
  value === undefined || value === '' ? {} : isMap(value) ? value : fail(where, 'a map is expected')
const listAt = (where: string, value: Written | undefined): readonly Written[] =>
  value === undefined || value === '' ? [] : isList(value) ? value : fail(where, 'a list is expected')
const textAt = (where: string, value: Written | undefined): string =>
  isText(value) && value !== '' ? value : fail(where, 'a text is expected')
const textsAt = (where: string, value: Written | undefined): readonly string[] =>
  isText(value) ? (value === '' ? [] : [value]) : listAt(where, value).map((item) => textAt(where, item))
const mapsAt = (where: string, value: Written | undefined): readonly WrittenMap[] =>
  listAt(where, value).map((item) => mapAt(where, item))

/** Words in one language for all, or in each: `{ en: …, es: … }`. */
function wordsAt(where: string, value: Written | undefined): Words {
  if (!isMap(value)) return same(textAt(where, value))
  keys(where, value, ['en', 'es'])
  return { en: textAt(`${where}.en`, value.en), es: textAt(`${where}.es`, value.es) }
}

function readPerson(id: string, value: Written): Person {
  const where = `people.${id}`
  const map = mapAt(where, value)
  keys(where, map, ['name', 'org', 'roles'])
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(id)) fail(where, 'ids are lower-case letters, digits and hyphens')
  return {
    id,
    name: textAt(`${where}.name`, map.name),
    org: textAt(`${where}.org`, map.org),
    roles: textsAt(`${where}.roles`, map.roles),
  }
}

function readShipment(id: string, value: Written): Shipment {
  const where = `shipments.${id}`
  const map = mapAt(where, value)
  keys(where, map, ['title', 'regime', 'data', 'lines', 'attached', 'answers'])
  const answers = Object.entries(mapAt(`${where}.answers`, map.answers)).map(([procedure, answer]) => {
    const at = `${where}.answers.${procedure}`
    const own = mapAt(at, answer)
    keys(at, own, ['data', 'lines'])
    return [procedure, { data: mapAt(`${at}.data`, own.data), lines: mapsAt(`${at}.lines`, own.lines) }] as const
  })
  return {
    title: wordsAt(`${where}.title`, map.title),
    regime: textAt(`${where}.regime`, map.regime),
    data: mapAt(`${where}.data`, map.data),
    lines: mapsAt(`${where}.lines`, map.lines),
    attached: textsAt(`${where}.attached`, map.attached),
    answers: Object.fromEntries(answers),
  }
}

const STEP = ['at', 'who', 'do', 'on', 'as', 'procedures', 'but', 'with', 'then', 'note']

/** What a step of a story may state: the keys of PACK 10 and those that span cases. */
export const THEN = [
  // Of the permit named by `on` (PACK 10).
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
  // Of the answer: its HTTP status, and words that one of its reasons contains.
  'answer',
  'says',
  // Of the application: what it needs, what it costs, how it stands, how long it took.
  'needs',
  'fees',
  'total',
  'orders',
  'paid-at',
  'statuses',
  'times',
  'days',
  // Of documents.
  'left',
  'verified',
  'pdf',
  // Of any case: what its state says at a place, `{ eligibility.valueUsd: 1860.00 USD }`.
  'has',
]

function readStep(where: string, map: WrittenMap, people: ReadonlyMap<string, Person>): StoryStep {
  keys(where, map, STEP)
  const act = map.do === undefined ? 'wait' : textAt(`${where}.do`, map.do)
  if (!actNames.includes(act)) fail(`${where}.do`, `${act} is no act; there are ${actNames.join(', ')}`)
  const who = map.who === undefined ? null : textAt(`${where}.who`, map.who)
  if (who !== null && !people.has(who)) fail(`${where}.who`, `${who} is not among the people of the story`)
  const at = textAt(`${where}.at`, map.at)
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?$/.test(at))
    fail(`${where}.at`, `${at} is not a moment like 2026-06-08 09:30`)
  const then = mapAt(`${where}.then`, map.then)
  keys(`${where}.then`, then, THEN)
  return {
    at,
    who,
    do: act,
    on: textsAt(`${where}.on`, map.on),
    as: map.as === undefined ? null : textAt(`${where}.as`, map.as),
    procedures: textsAt(`${where}.procedures`, map.procedures),
    but: mapAt(`${where}.but`, map.but),
    with: mapAt(`${where}.with`, map.with),
    then,
    note: map.note === undefined ? null : wordsAt(`${where}.note`, map.note),
  }
}

const TOP = [
  'story',
  'title',
  'country',
  'firm',
  'people',
  'facts',
  'permits',
  'series',
  'shipments',
  'prologue',
  'steps',
]

/** Reads a story. Every scalar of the YAML must have stayed text. @throws StoryFault naming the place */
export function readStory(root: WrittenMap): StoryFile {
  keys('story', root, TOP)
  const people = new Map(Object.entries(mapAt('people', root.people)).map(([id, value]) => [id, readPerson(id, value)]))
  const shipments = new Map(
    Object.entries(mapAt('shipments', root.shipments)).map(([id, value]) => [id, readShipment(id, value)]),
  )
  const firm = textAt('firm', root.firm)
  if (![...people.values()].some((p) => p.org === firm)) fail('firm', `nobody of the story belongs to ${firm}`)
  const stepsOf = (key: 'prologue' | 'steps'): StoryStep[] =>
    mapsAt(key, root[key]).map((map, i) => readStep(`${key} ${i + 1}`, map, people))
  const numbers = Object.entries(mapAt('series', root.series)).map(
    ([series, first]) => [series, Number(first)] as const,
  )
  const steps = stepsOf('steps')
  if (steps.length === 0) fail('steps', 'there is no step')
  return {
    story: textAt('story', root.story),
    title: wordsAt('title', root.title),
    country: textAt('country', root.country),
    firm,
    people,
    facts: mapAt('facts', root.facts),
    permits: Object.fromEntries(Object.entries(mapAt('permits', root.permits)).map(([id, v]) => [id, String(v)])),
    series: Object.fromEntries(numbers),
    shipments,
    prologue: stepsOf('prologue'),
    steps,
  }
}
