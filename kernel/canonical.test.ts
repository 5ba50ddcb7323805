import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from './canonical.ts'
import { sealText, type Sealed } from './chain.ts'
import { sha256 } from './pack/sha256.ts'

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
  ),
})).value

/** The same value with the keys of its objects in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, shuffled(v)]),
  )
}

describe('canonical JSON (RFC 8785, restricted)', () => {
  it('sorts keys by UTF-16 code units, as the standard’s own example does', () => {
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonical(keys)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('does not depend on the order of keys, and is JSON of the same value', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const text = canonical(value)
        expect(canonical(shuffled(value))).toBe(text)
        expect(canonical(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it('leaves out keys without a value and keeps null', () => {
    expect(canonical({ a: undefined, b: null })).toBe('{"b":null}')
    expect(canonical(-0)).toBe('0')
  })

  it.each([
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    1n,
    undefined,
    () => 1,
    Symbol('x'),
    new Date(0),
    new Map([['a', 1]]),
    new Set(['a']),
    new Error('x'),
    Buffer.from('x'),
    /x/,
  ])('refuses %s: an event that holds it is a mistake of the program', (value) => {
    expect(() => canonical(value)).toThrow(TypeError)
    expect(() => canonical({ deep: [value] })).toThrow(TypeError)
  })
})

describe('objects without a class', () => {
  it('are written, wherever they come from', () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 })
    const foreign: unknown = runInNewContext('({ b: [{ c: 2 }] })')
    expect(canonical([bare, foreign, structuredClone({ d: 3 })])).toBe('[{"a":1},{"b":[{"c":2}]},{"d":3}]')
  })
})

describe('the text that is hashed of an event', () => {
  const event: Sealed = {
    caseId: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90',
    seq: 1,
    type: 'TramiteSubmitted',
    at: '2026-06-16T15:00:00.000Z',
    recordedAt: '2026-06-16T15:00:00.001Z',
    actor: { person: 'ana', org: 'senasa', roles: ['evaluator'] },
    commandId: '0190c1a4-7c1e-7a62-9d0e-000000000001',
    data: { total: { amount: '41.60', currency: 'PEN' } },
  }

  it('holds what a court would ask, and nothing that the caller may add', () => {
    const sealed = JSON.parse(sealText({ ...event, secret: 1 } as Sealed, '')) as object
    expect(Object.keys(sealed)).toEqual([
      'actor',
      'at',
      'caseId',
      'commandId',
      'data',
      'prevHash',
      'recordedAt',
      'seq',
      'type',
    ])
  })

  it('changes with every part of it, and with what came before', () => {
    const hash = (e: Sealed, prev: string): string => sha256(sealText(e, prev))
    const start = hash(event, '')
    const changes: Partial<Sealed>[] = [
      { caseId: 'other' },
      { seq: 2 },
      { type: 'TramiteDenied' },
      { at: '2026-06-16T15:00:00.001Z' },
      { recordedAt: '2026-06-16T15:00:00.002Z' },
      { actor: { ...event.actor, person: 'rosa' } },
      { actor: { ...event.actor, onBehalfOf: 'other' } },
      { commandId: 'other' },
      { data: { total: { amount: '41.61', currency: 'PEN' } } },
    ]
    const hashes = [start, hash(event, start), ...changes.map((c) => hash({ ...event, ...c }, ''))]
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('a chain of any events breaks at the first one that was changed', () => {
    const events = fc.array(fc.record({ type: fc.string({ minLength: 1 }), data: plain }), {
      minLength: 1,
      maxLength: 8,
    })
    const chain = (list: readonly { type: string; data: unknown }[]): string[] => {
      const hashes: string[] = []
      for (const [i, e] of list.entries())
        hashes.push(sha256(sealText({ ...event, ...e, seq: i + 1 }, hashes.at(-1) ?? '')))
      return hashes
    }
    fc.assert(
      fc.property(events, fc.nat(), (list, pick) => {
        const at = pick % list.length
        const forged = list.map((e, i) => (i === at ? { ...e, type: `${e.type}!` } : e))
        const [before, after] = [chain(list), chain(forged)]
        expect(after.slice(0, at)).toEqual(before.slice(0, at))
        expect(after.slice(at).every((hash, i) => hash !== before[at + i])).toBe(true)
      }),
    )
  })

  it('is hashed by the kernel’s own SHA-256 as by the platform’s', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
      }),
    )
  })
})
