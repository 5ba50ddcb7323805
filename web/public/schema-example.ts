import { isObject, list, object, resolve, text, type Json } from './openapi.ts'

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-06-19',
  'date-time': '2026-06-19T17:05:33.000Z',
  uuid: '01977f6e-0000-7000-8000-000000000001',
  email: 'nombre@example.org',
  uri: 'https://example.org/',
}

/** Text that fits the patterns we use most; the description says the rest. */
function textFor(schema: Json): string {
  const pattern = text(schema['pattern'])
  const known = [
    ['KGM', /^[A-Z0-9]{2,3}$/],
    ['USD', /^[A-Z]{3}$/],
    ['PE', /^[A-Z]{2}$/],
  ] as const
  const format = FORMATS[text(schema['format'])]
  if (format) return format
  if (!pattern) return 'texto'
  if (/\\d|\[0-9\]/.test(pattern)) {
    for (const sample of [
      '2026-06-19',
      '2026-06-19T17:05:33.000Z',
      '100.00',
      '12000',
      '0901119000',
      '090111',
      FORMATS['uuid'] ?? '',
    ])
      if (fits(pattern, sample)) return sample
  }
  return known.find(([sample]) => fits(pattern, sample))?.[0] ?? (fits(pattern, 'texto') ? 'texto' : '…')
}

function fits(pattern: string, sample: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(sample)
  } catch {
    return false
  }
}

/**
 * A value that shows the shape of a schema: its own example, else constants, first choices and plain samples. Where a
 * schema contains itself, and below eight levels, there is null.
 */
export function exampleOf(document: Json, value: unknown, above: readonly string[] = []): unknown {
  const ref = text(object(value)['$ref'])
  if (above.length > 8 || (ref && above.includes(ref))) return null
  const inside = (part: unknown): unknown => exampleOf(document, part, [...above, ref])
  const schema = resolve(document, value)
  const { example, examples, default: standard, const: constant, enum: choices, type, items, properties } = schema
  const given = example ?? list(examples)[0] ?? constant ?? list(choices)[0] ?? standard
  if (given !== undefined) return given
  const choice = list(schema['oneOf'])[0] ?? list(schema['anyOf'])[0]
  if (choice !== undefined) return inside(choice)
  const parts = list(schema['allOf'])
  if (parts.length > 0) return Object.assign({}, ...parts.map((part) => object(inside(part)))) as Json
  const kind = Array.isArray(type) ? type.find((name) => name !== 'null') : type
  if (kind === 'array') return isObject(items) ? [inside(items)] : []
  if (kind === 'object' || isObject(properties)) {
    return Object.fromEntries(Object.entries(object(properties)).map(([name, part]) => [name, inside(part)]))
  }
  if (kind === 'integer' || kind === 'number') return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1
  if (kind === 'boolean') return true
  return kind === 'string' ? textFor(schema) : null
}
