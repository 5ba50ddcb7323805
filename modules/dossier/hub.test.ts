import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '#kernel'
import { dossier } from './dossier.ts'
import { firm, play, registry } from './dossier.fixture.ts'
import { sameValue } from './hub.ts'
import { provenanceOf } from './provenance.ts'

const historyOf = (p: ReturnType<typeof play>, element: string, line: number | null = null) =>
  provenanceOf(p.events).find((d) => d.element === element && d.line === line)?.values ?? []

describe('a datum of the hub', () => {
  it('keeps its source, author, organisation, time and status', () => {
    const p = play({ 'transport.id': 'MV UNO' })
    expect(p.state.sources['transport.id']).toEqual({
      source: 'declared',
      by: 'lucia',
      org: 'firm',
      at: p.now(),
      origin: 'dossier',
      status: 'declared',
    })
  })

  it('said again stays the word of who said it first', () => {
    const p = play({ 'transport.id': 'MV UNO' })
    const first = p.state.sources['transport.id']
    expect(p.give('declare', { elements: { 'transport.id': 'MV UNO' } })).toEqual([])
    expect(p.state.sources['transport.id']).toEqual(first)
  })

  it('corrected by the firm is superseded, with its author and time', () => {
    const p = play({ 'transport.id': 'MV UNO' })
    const first = p.state.sources['transport.id']
    p.give('setElements', { elements: { 'transport.id': 'MV DOS' } })
    expect(historyOf(p, 'transport.id')).toEqual([
      { value: 'MV UNO', source: first, status: 'superseded', until: p.now() },
      { value: 'MV DOS', source: p.state.sources['transport.id'], status: 'declared', until: null },
    ])
  })

  it('confirmed by an authority is verified, and still the firm’s word', () => {
    const p = play({ 'transport.id': 'MV UNO' })
    expect(p.give('verifyElement', { element: 'transport.id', registry: 'port' }, registry)).toEqual([])
    expect(p.state.sources['transport.id']).toMatchObject({
      by: 'lucia',
      status: 'verified',
      verified: { by: 'adapter', org: 'port', origin: 'port' },
    })
  })

  it('that an authority tells differently is in conflict: the value in use stays until the firm decides', () => {
    const p = play({ 'transport.id': 'MV UNO' })
    p.give('verifyElement', { element: 'transport.id', value: 'MV DOS', registry: 'port' }, registry)
    expect(p.state.elements['transport.id']).toBe('MV UNO')
    expect(p.state.conflicts[0]?.candidates.map((c) => [c.value, c.source.by])).toEqual([
      ['MV UNO', 'lucia'],
      ['MV DOS', 'adapter'],
    ])
    expect(historyOf(p, 'transport.id').map((v) => v.status)).toEqual(['in-conflict', 'in-conflict'])
    expect(p.give('resolveConflict', { element: 'transport.id', choose: 7, reason: 'x' })).toEqual([
      'UNKNOWN_CANDIDATE /choose',
    ])
    expect(p.give('resolveConflict', { element: 'transport.id', choose: 1, reason: 'the port is right' })).toEqual([])
    expect([p.state.elements['transport.id'], p.state.conflicts]).toEqual(['MV DOS', []])
    expect(historyOf(p, 'transport.id').map((v) => [v.value, v.status, v.source.by])).toEqual([
      ['MV UNO', 'rejected', 'lucia'],
      ['MV DOS', 'verified', 'adapter'],
    ])
    expect(p.give('resolveConflict', { element: 'transport.id', choose: 0, reason: 'x' })).toEqual([
      'NO_CONFLICT /element',
    ])
  })

  it('is out of conflict when the firm comes to say the same', () => {
    const p = play({ 'transport.id': 'MV UNO' })
    p.give('verifyElement', { element: 'transport.id', value: 'MV DOS', registry: 'port' }, registry)
    p.give('setElements', { elements: { 'transport.id': 'MV DOS' } })
    expect(p.state.conflicts).toEqual([])
    expect(p.state.sources['transport.id']).toMatchObject({ source: 'authority', status: 'verified' })
  })

  it('that was verified is not changed by saying something else', () => {
    const p = play({ 'transport.id': 'MV UNO' })
    p.give('verifyElement', { element: 'transport.id' }, registry)
    p.give('setElements', { elements: { 'transport.id': 'MV TRES' } })
    expect(p.state.elements['transport.id']).toBe('MV UNO')
    expect(p.state.conflicts[0]?.candidates).toHaveLength(2)
  })

  it('read from a document contradicts what the firm said; another party is only another choice', () => {
    const known = { exporter: { name: 'Agrofarma Norte SAC', id: '20556677884', country: 'PE' } }
    const p = play({ incoterm: 'FOB' }, { known })
    p.give('setElements', { elements: { incoterm: 'CIF' }, from: 'invoice F001-7' })
    expect(p.state.conflicts.map((c) => c.element)).toEqual(['incoterm'])
    p.give('setElements', { elements: { exporter: { name: 'Cooperativa Valle Verde SAC', id: '20604123454' } } })
    expect(p.state.conflicts.map((c) => c.element)).toEqual(['incoterm'])
    const q = play({}, { known })
    q.give('setElements', { elements: { exporter: { name: 'Agrofarma del Sur SAC', id: '20556677884' } } })
    expect(q.state.conflicts.map((c) => c.element)).toEqual(['exporter'])
  })

  it('of a line keeps its history when the lines before it go', () => {
    const p = play({}, { lines: [{ 'goods.packages': '1' }, { 'goods.packages': '0' }] })
    p.give('removeLine', { line: 0 })
    p.give('setElements', { lines: [{ line: 0, elements: { 'goods.packages': '5' } }] })
    expect(p.state.lines).toEqual([{ 'goods.packages': '5' }])
    expect(historyOf(p, 'goods.packages', 1).map((v) => [v.value, v.status])).toEqual([
      ['0', 'superseded'],
      ['5', 'declared'],
    ])
    expect(p.give('removeLine', { line: 4 })).toEqual(['UNKNOWN_LINE /line'])
  })
})

const elements = ['transport.id', 'incoterm', 'location.loading']
const values = ['A', 'B', 'Ñ']
const element = fc.constantFrom(...elements)
const value = fc.constantFrom(...values)
const line = fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined })
const act = fc.oneof(
  fc.record({
    do: fc.constant('set' as const),
    element,
    value,
    line,
    from: fc.option(fc.constantFrom('invoice 1', 'list 2'), { nil: undefined }),
  }),
  fc.record({
    do: fc.constant('verify' as const),
    element,
    value: fc.option(value, { nil: undefined }),
    line,
    registry: fc.constantFrom('port', 'tax'),
  }),
  fc.record({ do: fc.constant('resolve' as const), element, line, choose: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant('add' as const), element, value }),
  fc.record({ do: fc.constant('remove' as const), line: fc.integer({ min: 0, max: 3 }) }),
)

describe('any order of setting, verifying and resolving', () => {
  it('loses no value, no author and no time, and the events alone give the state', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const p = play({ incoterm: 'A' }, { lines: [{ incoterm: 'A' }, { 'transport.id': 'B' }] })
        const said: { value: string; by: string; at: string; against?: true }[] = []
        for (const a of acts) {
          const before = p.events.length
          if (a.do === 'set') {
            const given = { [a.element]: a.value }
            const where = a.line === undefined ? { elements: given } : { lines: [{ line: a.line, elements: given }] }
            p.give('setElements', { ...where, ...(a.from ? { from: a.from } : {}) })
          } else if (a.do === 'verify') {
            const { do: _, line: at, value: v, ...rest } = a
            p.give(
              'verifyElement',
              { ...rest, ...(at === undefined ? {} : { line: at }), ...(v ? { value: v } : {}) },
              registry,
            )
          } else if (a.do === 'resolve') {
            const at = a.line === undefined ? {} : { line: a.line }
            p.give('resolveConflict', { element: a.element, choose: a.choose, reason: 'r', ...at })
          } else if (a.do === 'add') p.give('addLine', { line: { [a.element]: a.value } })
          else p.give('removeLine', { line: a.line })
          for (const e of p.events.slice(before)) {
            const d = e.data as {
              elements?: Record<string, string>
              edits?: { elements: Record<string, string> }[]
              by: string
              conflicts?: { value: string }[]
            }
            for (const edit of d.edits ?? [])
              for (const v of Object.values(edit.elements)) said.push({ value: v, by: d.by, at: e.at })
            for (const v of Object.values(d.elements ?? {})) said.push({ value: v, by: d.by, at: e.at })
            for (const c of d.conflicts ?? []) said.push({ value: c.value, by: d.by, at: e.at, against: true })
          }
        }
        const history = provenanceOf(p.events)
        const all = history.flatMap((h) => h.values)
        // Every value that was ever said is there, with who said it and when.
        // Somebody who comes to agree in a conflict adds no value: the one agreed on stands with the author it had.
        for (const s of said) {
          const found = all.some(
            (v) =>
              v.value === s.value &&
              ((v.source.by === s.by && v.source.at === s.at) ||
                (s.against && v.source.at < s.at && (v.until === null || v.until > s.at))),
          )
          expect({ ...s, found }).toEqual({ ...s, found: true })
        }
        for (const v of all) {
          expect([v.source.by, v.source.at].every(Boolean)).toBe(true)
          expect(v.until === null || v.until > v.source.at).toBe(true)
          expect(v.until === null).toBe(v.status !== 'superseded' && v.status !== 'rejected')
        }
        // What stands is what the state holds, and no datum has two values that stand unless they contradict each other.
        for (const h of history) {
          const place = h.line === null ? null : p.state.lineSources.findIndex((l) => l.id === h.line)
          const now = place === null ? p.state.elements[h.element] : p.state.lines[place]?.[h.element]
          const standing = h.values.filter((v) => v.until === null)
          expect(standing.some((v) => sameValue(v.value, now))).toBe(now !== undefined)
          const disputed = p.state.conflicts.find((c) => c.line === h.line && c.element === h.element)
          expect(standing.length).toBe(disputed ? disputed.candidates.length : now === undefined ? 0 : 1)
        }
        expect(canonical(dossier.fold(p.events))).toBe(canonical(p.state))
        expect(p.state.lines.length).toBe(p.state.lineSources.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the firm alone', () => {
  it('never contradicts itself', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(element, value), { maxLength: 20 }), (list) => {
        const p = play()
        for (const [id, v] of list) p.give('declare', { elements: { [id]: v } }, firm)
        expect(p.state.conflicts).toEqual([])
        expect(provenanceOf(p.events).every((h) => h.values.filter((v) => v.until === null).length === 1)).toBe(true)
      }),
    )
  })
})
