import { isCountry } from '../codes/countries.ts'
import { isFact } from '../facts.ts'
import type { Language } from '../../problem.ts'
import type { AttachItem, Check, Condition, Dictionary, Element, ElementType, FormItem } from '../model.ts'
import { readCondition, readWhen } from './conditions.ts'
import { readLaw, type CodeList, type Context } from './context.ts'
import {
  decimal,
  entries,
  fault,
  fields,
  isText,
  items,
  keyAt,
  named,
  oneOf,
  text,
  warn,
  whole,
  yesNo,
  type At,
} from './cursor.ts'
import { CHECK, ITEM, LINES, OWN, OWN_TYPES, WHEN } from '../vocabulary/procedure.ts'
import { suggest } from './nearest.ts'
import { readCodes } from './pack-file.ts'
import { findElement, type Asked, type Scope } from './scope.ts'
import { readWords } from './texts.ts'

const LISTABLE: ReadonlySet<ElementType> = new Set(['text', 'code', 'country', 'hs', 'cas', 'location'])
/** Lines a form takes when it does not say. */
const MOST_LINES = 1000
const RESERVED = ['any', 'not', 'some', 'every', 'total', 'lines', 'today']

/** `lists:` of a procedure laid over the catalogues of the pack. */
export function readLists(at: At | undefined, procedure: string, context: Context): ReadonlyMap<string, CodeList> {
  if (!at) return context.lists
  const own = entries(at).map(
    ([name, child]) => [name, readCodes(child, context.texts, [procedure, 'lists', name])] as const,
  )
  return new Map([...context.lists, ...own])
}

const normal = (label: string): string =>
  label
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

const byLabel = new WeakMap<Dictionary, Map<Language, ReadonlyMap<string, Element>>>()

/** Elements of the dictionary by what people call them in a language, so that no procedure defines one anew. */
function labelled(dictionary: Dictionary, language: Language): ReadonlyMap<string, Element> {
  const languages = byLabel.get(dictionary) ?? new Map<Language, ReadonlyMap<string, Element>>()
  byLabel.set(dictionary, languages)
  const known = languages.get(language)
  if (known) return known
  // The first of a name wins, as it stands in the dictionary.
  const made = new Map(
    [...dictionary.elements.values()].reverse().map((e) => [normal(e.label[language] ?? ''), e] as const),
  )
  languages.set(language, made)
  return made
}

/** `own:` elements the dictionary lacks. */
export function readOwn(
  at: At | undefined,
  procedure: string,
  lists: ReadonlyMap<string, CodeList>,
  context: Context,
): Map<string, Element> {
  const own = new Map<string, Element>()
  for (const [id, child] of at ? entries(at) : []) {
    const found = fields(child, OWN)
    const key = keyAt(at ?? child, id)
    if (context.dictionary.elements.has(id) || isFact(id))
      fault(
        key,
        'SHADOWS_DICTIONARY',
        `${id} is in the dictionary already`,
        `remove it from own and name ${id} in form`,
      )
    if (RESERVED.includes(id) || id in {} || !/^[a-z][a-z0-9-]*$/.test(id))
      fault(key, 'BAD_VALUE', `${id} cannot name an element`, 'use lower-case letters, digits and hyphens')
    const type = (found.type && oneOf(found.type, OWN_TYPES)) ?? 'text'
    const label = found.label && readWords(found.label, context.texts, [procedure, 'own', id, 'label'])
    const help = found.help && readWords(found.help, context.texts, [procedure, 'own', id, 'help'])
    const list = found.list && named(found.list, lists.keys(), 'UNKNOWN_LIST', 'a list of this pack')
    const max = found.max && whole(found.max, 1)
    const said = label?.[context.texts.main]
    const alike = said && labelled(context.dictionary, context.texts.main).get(normal(said))
    if (alike)
      warn(key, 'UNKNOWN_ELEMENT', `${id} is called like ${alike.id} of the dictionary`, `did you mean ${alike.id}?`)
    own.set(id, {
      id,
      type,
      line: found.line ? (yesNo(found.line) ?? false) : false,
      label: label ?? { [context.texts.main]: id },
      ...(help ? { help } : {}),
      ...(list ? { list } : {}),
      ...(max ? { max } : {}),
      ...(found.personal && yesNo(found.personal) ? { personal: true } : {}),
    })
  }
  return own
}

/** A form item before its condition can be read: that needs to know everything the form asks. */
interface Draft {
  readonly at: At
  readonly element: Element
  readonly required: boolean
  readonly when?: At
  readonly unless?: At
  readonly item: Omit<FormItem, 'element' | 'required' | 'when'>
}

export interface ReadForm {
  readonly form: readonly FormItem[]
  readonly lineForm: { readonly max: number; readonly items: readonly FormItem[] } | null
  readonly scope: Scope
}

interface Place {
  readonly procedure: string
  readonly own: ReadonlyMap<string, Element>
  readonly lists: ReadonlyMap<string, CodeList>
  readonly context: Context
}

/** `form:` in screen order. Every item is read first, then every condition, so that conditions may look ahead. */
export function readForm(at: At | undefined, place: Place): ReadForm {
  const head: Draft[] = []
  let lines: { max: number; drafts: Draft[] } | null = null
  const seen = new Set<string>()
  for (const child of at ? items(at) : []) {
    const [first] = child.node.kind === 'map' ? entries(child) : []
    if (first?.[0] === 'lines') {
      if (lines) fault(child, 'ASKED_TWICE', 'lines stands twice in the form', 'keep one list of lines')
      lines = readLines(first[1], place, seen)
    } else head.push(...readItem(child, place, false, seen))
  }
  const asked = new Map<string, Asked>()
  const line = lines?.drafts ?? []
  for (const draft of [...head, ...line]) {
    const always = draft.required && !draft.when && !draft.unless
    const list = draft.item.list
    asked.set(draft.element.id, {
      element: draft.element,
      line: line.includes(draft),
      always,
      ...(list ? { list } : {}),
    })
  }
  for (const id of place.own.keys()) {
    if (!asked.has(id) && at)
      fault(
        at,
        'NEVER_ASKED',
        `own defines ${id} and the form never asks it`,
        `add ${id} to form or remove it from own`,
      )
  }
  const scope: Scope = { asked, own: place.own, dictionary: place.context.dictionary }
  const finish = (draft: Draft): FormItem => {
    const where = asked.get(draft.element.id)?.line ? 'line-field' : 'form'
    const when = readWhen(draft, scope, { facts: false, place: where, self: draft.element.id })
    return { element: draft.element, required: draft.required, ...draft.item, ...(when ? { when } : {}) }
  }
  return { form: head.map(finish), lineForm: lines && { max: lines.max, items: line.map(finish) }, scope }
}

function readLines(at: At, place: Place, seen: Set<string>): { max: number; drafts: Draft[] } {
  if (at.node.kind === 'list')
    return { max: MOST_LINES, drafts: items(at).flatMap((item) => readItem(item, place, true, seen)) }
  const found = fields(at, LINES)
  const drafts = found.ask ? items(found.ask).flatMap((item) => readItem(item, place, true, seen)) : []
  return { max: (found.max && whole(found.max, 1)) ?? MOST_LINES, drafts }
}

/** `- id`, `- id: optional`, or `- id: { when, unless, optional, list, min, max, help }`. */
function readItem(at: At, place: Place, inLines: boolean, seen: Set<string>): Draft[] {
  const pairs = at.node.kind === 'map' ? entries(at) : undefined
  if (pairs && pairs.length !== 1)
    fault(at, 'SHAPE', 'one item of the form names one element', 'put a hyphen before each element')
  const [id, options] = pairs?.[0] ?? [text(at), undefined]
  if (id === undefined) return []
  const here = pairs ? keyAt(at, id) : at
  const element = findElement({ own: place.own, dictionary: place.context.dictionary }, id)
  if (!element) {
    const fix = suggest(id, [...place.own.keys(), ...place.context.dictionary.elements.keys()])
    fault(here, 'UNKNOWN_ELEMENT', `${id} is neither in the dictionary nor own`, fix)
    return []
  }
  if (seen.has(id)) {
    fault(here, 'ASKED_TWICE', `the form asks ${id} twice`, 'keep one of the two')
    return []
  }
  seen.add(id)
  if (inLines && !element.line)
    fault(here, 'NOT_A_LINE_ELEMENT', `${id} is not a datum of a goods line`, `move ${id} out of lines`)
  if (!inLines && element.line)
    fault(here, 'LINE_SCOPE', `${id} is a datum of each goods line`, `move ${id} into lines`)
  if (element.heldBy)
    fault(
      here,
      'STATE_HELD_DATUM',
      `${element.heldBy} already holds ${id}: the firm may not be asked for it`,
      `remove ${id}; read it from ${element.heldBy}`,
    )
  if (!options || isText(options, 'optional')) {
    const { list } = withList(here, element, undefined, place)
    return [{ at: here, element, required: !options, item: list }]
  }
  const found = fields(options, ITEM)
  const optional = found.optional ? (yesNo(found.optional) ?? false) : false
  const min = found.min && limit(found.min, element)
  const max = found.max && limit(found.max, element)
  const help = found.help && readWords(found.help, place.context.texts, [place.procedure, 'form', id, 'help'])
  const { list } = withList(here, element, found.list, place)
  return [
    {
      at: here,
      element,
      required: !optional,
      ...(found.when ? { when: found.when } : {}),
      ...(found.unless ? { unless: found.unless } : {}),
      item: { ...list, ...(min ? { min } : {}), ...(max ? { max } : {}), ...(help ? { help } : {}) },
    },
  ]
}

function limit(at: At, element: Element): string | undefined {
  if (element.type === 'number') return decimal(at)
  fault(
    at,
    'TEST_TYPE',
    `${element.id} is a ${element.type}: min and max are for numbers`,
    'use a check with a condition',
  )
  return undefined
}

/** The codes an item allows: its own list, or that of the own element. An own code without a list is a fault. */
function withList(
  at: At,
  element: Element,
  written: At | undefined,
  place: Place,
): { list: Pick<FormItem, 'list' | 'listName' | 'labels' | 'dated'> } {
  const name = written ? named(written, place.lists.keys(), 'UNKNOWN_LIST', 'a list of this pack') : element.list
  if (written && !LISTABLE.has(element.type))
    fault(written, 'TEST_TYPE', `${element.id} is a ${element.type}: it takes no list`, 'remove list')
  const list = name === undefined ? undefined : place.lists.get(name)
  if (!list) {
    if (!written && element.type === 'code' && place.own.has(element.id))
      fault(at, 'NO_LIST', `${element.id} is a code without a list of codes`, 'add list: to own or to the form item')
    return { list: {} }
  }
  if (written && element.type === 'country') {
    for (const code of list.codes)
      if (!isCountry(code)) fault(written, 'BAD_VALUE', `${code} is not a country`, 'use codes of ISO 3166')
  }
  return {
    list: {
      list: list.codes,
      ...(name === undefined ? {} : { listName: name }),
      ...(list.labels ? { labels: list.labels } : {}),
      ...(list.dated ? { dated: list.dated } : {}),
    },
  }
}

/** `attach:` documents: plain, `optional`, `{ when }` or `{ unless }`. */
export function readAttach(at: At | undefined, scope: Scope, context: Context): AttachItem[] {
  const seen = new Set<string>()
  return (at ? items(at) : []).flatMap((child): AttachItem[] => {
    const [pair] = child.node.kind === 'map' ? entries(child) : []
    const id = pair ? pair[0] : text(child)
    if (id === undefined) return []
    const type = context.documents.get(id)
    if (!type) {
      fault(child, 'UNKNOWN_DOCUMENT', `${id} is not a document of pack.yaml`, suggest(id, context.documents.keys()))
      return []
    }
    if (seen.has(id)) fault(child, 'ASKED_TWICE', `${id} is asked twice`, 'keep one of the two')
    seen.add(id)
    if (type.heldBy)
      fault(
        child,
        'STATE_HELD_DATUM',
        `${type.heldBy} already holds ${id}: the firm may not be asked for it`,
        `remove ${id}; read it from ${type.heldBy}`,
      )
    if (!pair) return [{ document: id, name: type.name, required: true }]
    if (isText(pair[1], 'optional')) return [{ document: id, name: type.name, required: false }]
    const when = readWhen(fields(pair[1], WHEN), scope, { facts: true })
    return [{ document: id, name: type.name, required: true, ...(when ? { when } : {}) }]
  })
}

/** `checks:` what the data must satisfy, in the pack's own code and words. */
export function readChecks(at: At | undefined, procedure: string, scope: Scope, context: Context): Check[] {
  return (at ? items(at) : []).map((child): Check => {
    const found = fields(child, CHECK)
    const code = (found.code && text(found.code)) ?? ''
    if (found.code && !/^[A-Z][A-Z0-9_]*$/.test(code))
      fault(found.code, 'BAD_VALUE', `${code} is not a refusal code`, 'use capital letters, digits and underscores')
    const never: Condition = { op: 'any', of: [] }
    const must = found.must ? readCondition(found.must, scope, { facts: false }) : never
    const when = readWhen(found, scope, { facts: false })
    const words = found.text && readWords(found.text, context.texts, [procedure, 'checks', code])
    const law = found.law && readLaw(found.law, context.norms)
    return { code, must, words: words ?? {}, ...(when ? { when } : {}), ...(law ? { law } : {}) }
  })
}
