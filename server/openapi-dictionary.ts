import { dossierSchema, ElementsSchema, LinesSchema, MOST_LINES, sharedSchemas, type Dictionary } from '#kernel'
import type { Extra } from './openapi-extras.ts'
import { ref, type Json } from './openapi-parts.ts'

const json = (description: string): Json => ({
  description,
  content: { 'application/json': { schema: { type: 'object' } } },
})

/** The public catalogue of data and forms (modules/dictionary). */
export const dictionaryExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/dictionary',
    tag: 'dictionary',
    id: 'list-elements',
    summary: 'Every datum of the window: type, length, standards, words',
    open: true,
    query: ['lang', 'group'],
  },
  {
    method: 'get',
    path: '/v1/dictionary/schema.json',
    tag: 'dictionary',
    id: 'dossier-schema',
    summary: 'What a dossier may hold, as JSON Schema 2020-12',
    open: true,
    query: ['lang'],
  },
  {
    method: 'get',
    path: '/v1/dictionary/schema.xsd',
    tag: 'dictionary',
    id: 'dossier-xsd',
    summary: 'What a dossier may hold, as XML Schema 1.0',
    open: true,
    answer: { description: 'The schema', content: { 'application/xml': { schema: { type: 'string' } } } },
  },
  {
    method: 'get',
    path: '/v1/dictionary/labels',
    tag: 'dictionary',
    id: 'element-labels',
    summary: 'The label of every datum, by id',
    open: true,
    query: ['lang'],
    answer: json('Labels by element id'),
  },
  {
    method: 'get',
    path: '/v1/dictionary/{element}',
    tag: 'dictionary',
    id: 'get-element',
    summary: 'One datum',
    open: true,
    query: ['lang'],
  },
  {
    method: 'get',
    path: '/v1/dictionary/{element}/schema.json',
    tag: 'dictionary',
    id: 'element-schema',
    summary: 'One datum as JSON Schema 2020-12',
    open: true,
    query: ['lang'],
  },
  {
    method: 'get',
    path: '/v1/procedures/{id}/form',
    tag: 'dictionary',
    id: 'procedure-form',
    summary: 'What a screen needs to show a form: sections, data, options, and when each is asked',
    open: true,
    query: ['lang', 'day'],
  },
  {
    method: 'get',
    path: '/v1/procedures/{id}/schema.json',
    tag: 'dictionary',
    id: 'procedure-schema',
    summary: 'A form with its conditions and checks as JSON Schema 2020-12',
    open: true,
    query: ['lang', 'day'],
  },
]

const componentOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** Told in full by `/v1/dictionary`, which every client can ask: left out of a document that is already long. */
const ELSEWHERE = ['x-element', 'x-labels', 'x-check']

/** References to `#/$defs` lead to the document's components instead. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !ELSEWHERE.includes(key))
      .map(([key, part]) =>
        key === '$ref' && typeof part === 'string'
          ? [key, `#/components/schemas/${componentOf(part.replace('#/$defs/', ''))}`]
          : [key, moved(part)],
      ),
  )
}

/** Schemas of the dictionary: the shapes that data share, the elements of a dossier's header, and those of a goods line. */
export function dictionaryComponents(dictionary: Dictionary): Json {
  const { elements, lines } = dossierSchema(dictionary, 'en').properties ?? {}
  const shared = Object.entries(sharedSchemas).map(([name, schema]) => [componentOf(name), moved(schema)] as const)
  return {
    ...Object.fromEntries(shared),
    Elements: { ...(moved(elements) as Json), description: 'Data of the shipment by element id, from the dictionary' },
    Line: {
      ...(moved(lines?.items) as Json),
      description: 'Data of one goods line by element id, from the dictionary',
    },
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Where a body takes the shared data of a dossier, it says which: `elements` and `lines` become references. What a procedure asks for
 * itself, under `answers`, is no business of the dictionary.
 */
export function linkElements(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(linkElements)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, part]) => {
      if (key === 'answers') return [key, part]
      if (key === 'elements' && same(part, ElementsSchema)) return [key, ref('Elements')]
      if (key === 'lines' && same(part, LinesSchema))
        return [key, { type: 'array', maxItems: MOST_LINES, items: ref('Line') }]
      return [key, linkElements(part)]
    }),
  )
}
