import { html, type Child, type Html } from './html.ts'
import { isObject, list, object, schemaName, text, texts, type Json } from './openapi.ts'
import type { ApiTexts } from './texts/api.ts'

export const schemaAnchor = (name: string): string => `schema-${name.replace(/[^A-Za-z0-9_-]+/g, '-')}`

/** A description, with its `names in backticks` as code. */
export const prose = (words: string): Child =>
  words.split(/(`[^`\n]+`)/).map((part) => (/^`.+`$/.test(part) ? html`<code>${part.slice(1, -1)}</code>` : part))

/** What a value may be, in a few words; references are links. */
export function typeOf(value: unknown, words: ApiTexts): Child {
  const schema = object(value)
  const name = schemaName(schema)
  if (name) return html`<a href="#${schemaAnchor(name)}">${name}</a>`
  const { const: constant, enum: choices, type, items, format } = schema
  if (constant !== undefined) return html`<code>${JSON.stringify(constant)}</code>`
  if (Array.isArray(choices))
    return choices.map((choice, index) => [index > 0 && ' | ', html`<code>${JSON.stringify(choice)}</code>`])
  const parts = ['oneOf', 'anyOf', 'allOf']
    .map((key) => [key, list(schema[key])] as const)
    .find(([, all]) => all.length > 0)
  if (parts)
    return parts[1].map((part, index) => [index > 0 && (parts[0] === 'allOf' ? ' & ' : ' | '), typeOf(part, words)])
  if (type === 'array') return [typeOf(items, words), '[]']
  return [texts(type).join(' | ') || words.anything, text(format) && ` (${text(format)})`]
}

/** Bounds that a value keeps: `1 to 200 characters`, `at least 1`. */
function limits(schema: Json, words: ApiTexts): string {
  const bounds = [
    ['minimum', 'maximum', ''],
    ['minLength', 'maxLength', words.characters],
    ['minItems', 'maxItems', words.items],
  ] as const
  return bounds
    .map(([low, high, what]) => {
      const [min, max] = [schema[low], schema[high]]
      if (typeof min === 'number' && typeof max === 'number') return `${min}–${max} ${what}`
      return typeof min === 'number' ? `≥ ${min} ${what}` : typeof max === 'number' ? `≤ ${max} ${what}` : ''
    })
    .filter(Boolean)
    .join(', ')
}

function row(name: string, value: unknown, required: boolean, words: ApiTexts): Html {
  const schema = object(value)
  const bounds = limits(schema, words)
  // No space inside an empty cell: on a phone it hides itself.
  const pattern = text(schema['pattern']) || text(object(schema['items'])['pattern'])
  const meaning = [
    prose(text(schema['description'])),
    bounds && html` <span class="limits">${bounds}</span>`,
    pattern && html` <code class="pattern">${pattern}</code>`,
  ]
  return html`<tr>
    <th scope="row"><code>${name}</code>${required && html` <span class="must">${words.required}</span>`}</th>
    <td data-label="${words.type}">${typeOf(schema, words)}</td>
    <td data-label="${words.meaning}">${meaning}</td>
  </tr>`
}

const inner = (value: unknown): Json => {
  const schema = object(value)
  return schema['type'] === 'array' ? object(schema['items']) : schema
}

/** Rows of an object's members, and of objects nested in them, named by their path. */
function rows(value: unknown, words: ApiTexts, prefix = '', depth = 0): readonly Html[] {
  const schema = inner(value)
  const required = texts(schema['required'])
  return Object.entries(object(schema['properties'])).flatMap(([name, member]) => {
    const list = object(member)['type'] === 'array' ? '[]' : ''
    const nested =
      depth < 4 && isObject(inner(member)['properties'])
        ? rows(member, words, `${prefix}${name}${list}.`, depth + 1)
        : []
    return [row(`${prefix}${name}`, member, required.includes(name), words), ...nested]
  })
}

/** A schema as a table of members, or as its type when it has none. */
export function schemaTable(value: unknown, words: ApiTexts, caption: string): Html {
  const parts = list(object(value)['allOf'])
  const all = parts.length > 0 ? parts.flatMap((part) => rows(part, words)) : rows(value, words)
  const shown = typeOf(value, words)
  if (all.length === 0) return html`<p>${words.type}: ${shown}</p>`
  const bases = parts.filter((part) => schemaName(part) !== undefined)
  return html`${bases.length > 0 && html`<p>${bases.map((part, index) => [index > 0 && ' & ', typeOf(part, words)])}</p>`}
    <table class="cards fields">
      <caption class="sr">
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.field}</th>
          <th scope="col">${words.type}</th>
          <th scope="col">${words.meaning}</th>
        </tr>
      </thead>
      <tbody>
        ${all}
      </tbody>
    </table>`
}
