/**
 * Canonical JSON, the one form that is hashed and signed: object keys in UTF-16 order, no white space, strings escaped as
 * JSON.stringify does (RFC 8785, restricted to what our events may hold: integers only, no floats, no undefined).
 * Throws a TypeError on anything else, instances of classes included: an event that cannot be written canonically is a bug.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isSafeInteger(value))
        throw new TypeError(`not canonical: ${value} is not a safe integer; use decimal text`)
      return Object.is(value, -0) ? '0' : String(value)
    case 'object':
      break
    default:
      throw new TypeError(`not canonical: ${typeof value}`)
  }
  if (value === null) return 'null'
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += (i ? ',' : '') + canonical(value[i])
    return text + ']'
  }
  if (!isPlain(value)) throw new TypeError(`not canonical: an instance of ${value.constructor.name}; write its value`)
  const record = value as Record<string, unknown>
  const keys = Object.keys(record).sort()
  let text = '{'
  let first = true
  for (const key of keys) {
    const item = record[key]
    if (item === undefined) continue
    text += (first ? '' : ',') + quoted(key) + ':' + canonical(item)
    first = false
  }
  return text + '}'
}

/** A Date or a Map would be written as `{}`, and what it said be lost. Object literals of any realm have Object's prototype, or none. */
const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value) as object | null
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

// Printable text without quotes, backslashes or surrogates needs no escaping; it is most of what is ever written.
const PLAIN = /^[ !#-[\]-\ud7ff]*$/

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))
