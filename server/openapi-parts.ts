/** Small pieces of which the OpenAPI document is made. */
export type Json = Record<string, unknown>

export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
export const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` })
export const json = (schema: unknown, example?: unknown): Json => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
})
export const answer = (description: string, schema: unknown): Json => ({ description, content: json(schema) })
/** A rendering: the signed record is the original. */
export const pdf: Json = {
  description: 'The rendering',
  content: { 'application/pdf': { schema: { type: 'string', contentEncoding: 'binary' } } },
}
