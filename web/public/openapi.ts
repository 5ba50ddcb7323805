/** Reading an OpenAPI 3.1 document that nobody has typed: whatever is not as expected is simply absent. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
export const object = (value: unknown): Json => (isObject(value) ? value : {})
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const text = (value: unknown): string => (typeof value === 'string' ? value : '')
export const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string' && item !== '')

export interface Parameter {
  readonly name: string
  readonly place: string
  readonly required: boolean
  readonly description: string
  readonly schema: Json
}

export interface Body {
  readonly type: string
  readonly schema: Json
  readonly example: unknown
}

export interface Answer {
  readonly status: string
  readonly description: string
  readonly body: Body | undefined
  readonly codes: readonly string[]
}

export interface Operation {
  /** Anchor of the operation, unique in the document. */
  readonly id: string
  readonly method: string
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly deprecated: boolean
  /** Grants or roles, as `x-may` says; empty when the document does not. */
  readonly may: readonly string[]
  /** Whether the call needs a bearer. */
  readonly open: boolean
  readonly parameters: readonly Parameter[]
  readonly body: Body | undefined
  readonly answers: readonly Answer[]
  /** Problem codes that hold for the whole operation, `x-problems`. */
  readonly codes: readonly string[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Follows a local reference (`#/components/...`), at most eight deep. */
export function resolve(document: Json, value: unknown, depth = 0): Json {
  const ref = object(value)['$ref']
  if (typeof ref !== 'string' || !ref.startsWith('#/') || depth > 8) return object(value)
  let target: unknown = document
  for (const token of ref.slice(2).split('/'))
    target = object(target)[token.replaceAll('~1', '/').replaceAll('~0', '~')]
  return resolve(document, target, depth + 1)
}

/** Codes written as `["A"]`, as `[{code: "A"}]` or as one text. */
const codesOf = (value: unknown): readonly string[] =>
  list(typeof value === 'string' ? [value] : value).flatMap((item) => texts(isObject(item) ? item['code'] : item))

function bodyOf(document: Json, value: unknown): Body | undefined {
  const [entry] = Object.entries(object(object(value)['content']))
  if (!entry) return undefined
  const [type, media] = entry
  const { schema, example, examples } = object(media)
  const first = Object.values(object(examples))[0]
  return { type, schema: object(schema), example: example ?? resolve(document, first)['value'] }
}

function parameterOf(document: Json, value: unknown): Parameter {
  const { name, in: place, required, description, schema } = resolve(document, value)
  return {
    name: text(name),
    place: text(place),
    required: required === true,
    description: text(description),
    schema: object(schema),
  }
}

function answerOf(document: Json, status: string, value: unknown): Answer {
  const answer = resolve(document, value)
  return {
    status,
    description: text(answer['description']),
    body: bodyOf(document, answer),
    codes: codesOf(answer['x-problems'] ?? answer['x-codes']),
  }
}

const slug = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** Every operation, in the document's order. */
export function operations(document: Json): readonly Operation[] {
  const found: Operation[] = []
  for (const [path, item] of Object.entries(object(document['paths']))) {
    const shared = object(item)
    for (const method of METHODS) {
      if (!isObject(shared[method])) continue
      const operation = shared[method]
      const security = operation['security'] ?? document['security']
      found.push({
        id: slug(`${method} ${path}`),
        method: method.toUpperCase(),
        path,
        tag: texts(operation['tags'])[0] ?? '',
        summary: text(operation['summary']),
        description: text(operation['description']),
        deprecated: operation['deprecated'] === true,
        may: texts(operation['x-may'] ?? operation['x-roles']),
        open:
          list(security).length === 0 ||
          list(security).some((option) => isObject(option) && Object.keys(option).length === 0),
        parameters: [...list(shared['parameters']), ...list(operation['parameters'])].map((one) =>
          parameterOf(document, one),
        ),
        body: bodyOf(document, resolve(document, operation['requestBody'])),
        answers: Object.entries(object(operation['responses'])).map(([status, answer]) =>
          answerOf(document, status, answer),
        ),
        codes: codesOf(operation['x-problems'] ?? operation['x-codes']),
      })
    }
  }
  return found
}

/** The name of a schema under `components`, if the value is a reference to one. */
export function schemaName(value: unknown): string | undefined {
  return /^#\/components\/schemas\/([^/]+)$/.exec(text(object(value)['$ref']))?.[1]
}
