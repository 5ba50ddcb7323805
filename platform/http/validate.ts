import { Compile } from 'typebox/schema'
import { Settings } from 'typebox/system'
import type { TSchema } from 'typebox'
import { pointerToken, refusal, type Refusal } from '#kernel'

// The library stops at eight faults unless told otherwise; people are told all of them, within reason.
Settings.Set({ maxErrors: 200 })

type Validator = ReturnType<typeof Compile>
const validators = new WeakMap<object, Validator>()

const validatorOf = (schema: TSchema): Validator => {
  let found = validators.get(schema)
  if (!found) {
    found = Compile(schema)
    validators.set(schema, found)
  }
  return found
}

const list = (params: unknown, key: string): readonly string[] => {
  const found = (params as Record<string, unknown>)[key]
  return Array.isArray(found) ? found.map(String) : []
}

const limitOf = (params: unknown): number => Number((params as { limit?: unknown }).limit)

/** Every fault in the shape of a message, each with its pointer. Nothing is coerced, dropped or filled in. */
export function shapeFaults(schema: TSchema, value: unknown): Refusal[] {
  const validator = validatorOf(schema)
  if (validator.Check(value)) return []
  const [, errors] = validator.Errors(value)
  const faults = errors.flatMap(({ keyword, instancePath, params, message }): Refusal[] => {
    if (keyword === 'required')
      return list(params, 'requiredProperties').map((field) =>
        refusal('FIELD_REQUIRED', `${instancePath}/${pointerToken(field)}`, { field }),
      )
    if (keyword === 'additionalProperties')
      return list(params, 'additionalProperties').map((field) =>
        refusal('FIELD_UNKNOWN', `${instancePath}/${pointerToken(field)}`, { field }),
      )
    if (keyword === 'boolean') return []
    if (keyword === 'maxItems') return [refusal('TOO_MANY_ITEMS', instancePath, { max: limitOf(params) })]
    return [refusal('INPUT_SHAPE', instancePath, { reason: message })]
  })
  const seen = new Map(faults.map((f) => [`${f.code} ${f.pointer}`, f]))
  return seen.size
    ? [...seen.values()].slice(0, 200)
    : [refusal('INPUT_SHAPE', '', { reason: 'it does not match the schema' })]
}
