import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

it('agrees with the runtime’s own', () => {
  const own = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(own(text))
    }),
  )
  expect(sha256('ñ'.repeat(100_000))).toBe(own('ñ'.repeat(100_000)))
})
