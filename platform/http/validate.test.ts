import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { shapeFaults } from './validate.ts'

const strict = { additionalProperties: false }

describe('the shape of a message', () => {
  it('is told wrong with every fault, however many there are', () => {
    const line = Type.Object({ a: Type.Integer(), b: Type.Union([Type.Literal('x'), Type.Literal('y')]) }, strict)
    const schema = Type.Object({ lines: Type.Array(line) }, strict)
    const lines = Array.from({ length: 30 }, () => ({ a: 'one', b: 'x', c: 1 }))
    const faults = shapeFaults(schema, { lines })
    for (const i of lines.keys()) {
      expect(faults).toContainEqual(expect.objectContaining({ pointer: `/lines/${i}/a` }))
      expect(faults).toContainEqual(expect.objectContaining({ code: 'FIELD_UNKNOWN', pointer: `/lines/${i}/c` }))
    }
  })
})
