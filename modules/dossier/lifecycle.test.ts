import { describe, expect, it } from 'vitest'
import { play, registry, system } from './dossier.fixture.ts'
import { provenanceOf } from './provenance.ts'
import { viewOf } from './scopes.ts'

const application = '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90'
const permit = (n: number): string => `0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5b0${n}`
const linked = (...procedures: string[]) => ({
  application,
  number: 'SUCE-1',
  presented: 40,
  permits: procedures.map((procedure, i) => ({ permit: permit(i), procedure, lines: [0] })),
})
const outcome = (n: number, of: string, number: string | null = null) => ({
  permit: permit(n),
  outcome: of,
  number,
  rectified: false,
})
const line = { 'goods.commodity': '610110' }

describe('the life of an operation', () => {
  it('goes from open to archived, each step in its turn', () => {
    const p = play({}, { lines: [line] })
    expect(p.give('plan', {}, undefined, { plan: { procedures: [], prohibitions: [], day: '2026-06-15' } })).toEqual([])
    expect(p.state.status).toBe('REQUIREMENTS_KNOWN')
    expect(p.give('recordExit', { at: p.now() })).toEqual(['NOT_NOW'])
    p.give('link', linked('pe.a', 'pe.b'), system)
    expect(p.state.status).toBe('DOCUMENTS_IN_PROGRESS')
    expect(p.give('confirmReady', {})).toEqual(['PERMITS_PENDING'])
    p.give('recordPermit', outcome(0, 'issued', 'DR-1'), system)
    expect(p.state.status).toBe('DOCUMENTS_IN_PROGRESS')
    p.give('recordPermit', outcome(1, 'issued', 'DR-2'), system)
    expect(p.state.status).toBe('READY_TO_SHIP')
    expect(p.give('recordExit', { at: '2030-01-01T00:00:00.000Z' })).toEqual(['EXIT_IN_FUTURE /at'])
    for (const [step, input, status] of [
      ['recordExit', { at: p.now() }, 'EXPORTED'],
      ['settle', {}, 'SETTLED'],
      ['close', {}, 'CLOSED'],
      ['archive', {}, 'ARCHIVED'],
    ] as const) {
      expect(p.give(step, input)).toEqual([])
      expect(p.state.status).toBe(status)
    }
    expect(p.give('declare', { elements: {} })).toEqual(['NOT_NOW'])
  })

  it('keeps the plan that the finder made of it, by whom and when', () => {
    const p = play({}, { lines: [line] })
    const plan = { procedures: ['pe.a'], prohibitions: [], day: '2026-06-15' }
    expect(p.give('savePlan', {}, undefined, { plan } as never)).toEqual([])
    expect(p.state).toMatchObject({ status: 'REQUIREMENTS_KNOWN', plan })
  })

  it('goes back to documents in progress when one is revoked, and forgets what was withdrawn', () => {
    const p = play({}, { lines: [line] })
    p.give('link', linked('pe.a', 'pe.b'), system)
    p.give('recordPermit', outcome(0, 'issued', 'DR-1'), system)
    p.give('recordPermit', outcome(1, 'ended'), system)
    expect(p.state.status).toBe('READY_TO_SHIP')
    p.give('recordPermit', outcome(0, 'refused'), system)
    expect(p.state.status).toBe('DOCUMENTS_IN_PROGRESS')
  })

  it('is ready at once when nothing is needed, and not while figures disagree', () => {
    const p = play({}, { lines: [line] })
    p.give('link', { ...linked(), permits: [] }, system)
    expect(p.state.status).toBe('READY_TO_SHIP')
    const q = play({ 'packages.count': '3' }, { lines: [{ 'goods.packages': '2' }] })
    q.give('plan', {})
    expect(q.give('confirmReady', {})).toEqual(['PACKAGE_COUNT_MISMATCH /elements/packages.count'])
    q.give('setElements', { elements: { 'packages.count': '2' } })
    expect(q.give('confirmReady', {})).toEqual([])
  })

  it('is neither closed nor cancelled while an agency still decides', () => {
    const p = play({}, { lines: [line] })
    p.give('link', linked('pe.a'), system)
    expect(p.give('close', {})).toEqual(['PERMITS_PENDING'])
    expect(p.give('cancel', { reason: 'x' })).toEqual(['PERMITS_PENDING'])
    p.give('recordPermit', outcome(0, 'ended'), system)
    expect(p.give('cancel', { reason: 'x' })).toEqual([])
    expect(p.state.status).toBe('CANCELLED')
  })
})

describe('a change to what an issued document used (M02-2)', () => {
  const issued = [
    {
      permit: permit(0),
      number: 'DR-1',
      procedure: 'pe.a@2026-01-01',
      title: 'Permit',
      agency: 'office',
      elements: ['incoterm'],
      lines: [{ id: 0, elements: ['goods.commodity'] }],
    },
  ]
  const started = () => {
    const p = play({ incoterm: 'FOB', 'transport.id': 'MV UNO' }, { lines: [line, line] })
    p.give('link', linked('pe.a'), system)
    p.give('recordPermit', outcome(0, 'issued', 'DR-1'), system)
    return p
  }

  it('is told first, and accepted with the acknowledgement of every document', () => {
    const p = started()
    const change = { elements: { incoterm: 'CIF' } }
    expect(p.give('setElements', change, undefined, { issued })).toEqual(['DOCUMENT_AFFECTED /acknowledge'])
    expect(p.give('declare', change, undefined, { issued })).toEqual(['DOCUMENT_AFFECTED /acknowledge'])
    expect(p.state.elements.incoterm).toBe('FOB')
    expect(p.give('setElements', { ...change, acknowledge: [permit(0)] }, undefined, { issued })).toEqual([])
    expect(p.state.rectify).toMatchObject([{ permit: permit(0), number: 'DR-1', elements: ['/elements/incoterm'] }])
    p.give('recordPermit', { ...outcome(0, 'issued', 'DR-1'), rectified: true }, system)
    expect(p.state.rectify).toEqual([])
  })

  it('is nothing when the value is the same, is new, or nobody used it', () => {
    const p = started()
    for (const elements of [{ incoterm: 'FOB' }, { 'transport.voyage': '12' }, { 'transport.id': 'MV DOS' }])
      expect(p.give('setElements', { elements }, undefined, { issued })).toEqual([])
  })

  it('counts for the line it used, however lines move', () => {
    const p = started()
    expect(p.give('removeLine', { line: 1 }, undefined, { issued })).toEqual([])
    expect(p.give('removeLine', { line: 0 }, undefined, { issued })).toEqual(['DOCUMENT_AFFECTED /acknowledge'])
    const lines = [{ ...line, 'goods.commodity': '610190' }]
    expect(p.give('declare', { lines }, undefined, { issued })).toEqual(['DOCUMENT_AFFECTED /acknowledge'])
    expect(p.give('setElements', { clear: ['incoterm'] }, undefined, { issued })).toEqual([
      'DOCUMENT_AFFECTED /acknowledge',
    ])
  })
})

describe('lines that move', () => {
  it('leave with their sources for a dossier of their own', () => {
    const p = play({ incoterm: 'FOB' }, { lines: [{ 'goods.packages': '1' }, { 'goods.packages': '2' }] })
    expect(p.give('split', { lines: [0, 1] })).toEqual(['NOTHING_LEFT /lines'])
    expect(p.give('split', { lines: [0, 9] })).toEqual(['UNKNOWN_LINE /lines/1'])
    expect(p.give('split', { lines: [0], into: permit(5), ucr: 'X' })).toEqual([])
    expect(p.state.lines).toEqual([{ 'goods.packages': '2' }])
    const handed = p.events.at(-1)?.data as { handed: { lines: object[] } } | undefined
    expect(handed?.handed.lines).toMatchObject([{ line: { 'goods.packages': '1' }, all: { by: 'lucia' } }])
  })

  it('stay when an agency was asked about them, and when the goods are declared', () => {
    const p = play({}, { lines: [line, line] })
    p.give('link', linked('pe.a'), system)
    expect(p.give('split', { lines: [0] })).toEqual(['LINE_IN_USE /lines/0'])
    p.give('attachReference', { type: 'declaration', number: '118-2026-40-1' })
    expect(p.give('split', { lines: [1] })).toEqual(['ALREADY_DECLARED'])
  })
})

describe('what a reader sees (M02-5)', () => {
  const secret = '98765.43'
  const elements = {
    incoterm: 'FOB',
    'invoice.total': { amount: secret, currency: 'USD' },
    'invoice.number': 'F-SECRET',
    'transport.id': 'MV UNO',
    'weight.gross': { value: '10', unit: 'KGM' },
  }
  const lines = [{ 'goods.value': { amount: secret, currency: 'USD' }, 'goods.packages': '0' }]
  const shared = (scopes: string[]) => {
    const p = play(elements, { lines, answers: { 'pe.a': { elements: { price: secret } } } })
    p.give('setElements', {
      elements: { 'invoice.total': { amount: secret + '1', currency: 'USD' } },
      from: 'invoice F',
    })
    expect(p.give('share', { org: 'carrier', scopes, until: '2026-06-20T00:00:00.000Z' })).toEqual([])
    return p
  }

  it('by logistics holds no price, no term and no dispute about them', () => {
    const p = shared(['logistics'])
    const view = viewOf(p.state, { org: 'carrier', now: p.now() })
    const seen = JSON.stringify(view)
    expect(seen).not.toContain(secret)
    expect(seen).not.toMatch(/F-SECRET|FOB/)
    expect(view?.elements).toMatchObject({ 'transport.id': 'MV UNO' })
    expect(view?.lines).toEqual([{ 'goods.packages': '0' }])
  })

  it('by logistics and commercial holds both; all is all; nobody else sees anything', () => {
    const p = shared(['logistics', 'commercial'])
    expect(JSON.stringify(viewOf(p.state, { org: 'carrier', now: p.now() }))).toContain(secret)
    const all = shared(['all'])
    expect(viewOf(all.state, { org: 'carrier', now: all.now() })).toBe(all.state)
    expect(viewOf(p.state, { org: 'stranger', now: p.now() })).toBeUndefined()
    expect(viewOf(p.state, { org: 'firm', now: p.now() })).toBe(p.state)
  })

  it('ends at its moment, before anybody has noted it', () => {
    const p = shared(['all'])
    expect(viewOf(p.state, { org: 'carrier', now: '2026-06-19T23:59:59.999Z' })).toBeDefined()
    expect(viewOf(p.state, { org: 'carrier', now: '2026-06-20T00:00:00.000Z' })).toBeUndefined()
  })

  it('is not given to oneself, nor into the past; what was not shared is not taken back', () => {
    const p = play()
    expect(p.give('share', { org: 'firm', scopes: ['all'], until: '2020-01-01T00:00:00.000Z' })).toEqual([
      'SHARE_WITH_OWNER /org',
      'SHARE_UNTIL_PAST /until',
    ])
    expect(p.give('unshare', { org: 'carrier' })).toEqual(['NOT_SHARED /org'])
  })
})

describe('dossiers opened before the hub', () => {
  it('fold as they did: six fields of a declaration are enough', () => {
    const p = play()
    const old = {
      elements: { incoterm: 'FOB' },
      lines: [{ 'goods.packages': '1' }],
      answers: {},
      documents: [],
      by: 'lucia',
      at: p.now(),
    }
    const events = [...p.events.slice(0, 1), { type: 'ElementsDeclared', data: old, at: p.now() }]
    expect(provenanceOf(events).map((d) => [d.element, d.values[0]?.source.by, d.values[0]?.source.org])).toEqual([
      ['incoterm', 'lucia', 'firm'],
      ['goods.packages', 'lucia', 'firm'],
    ])
  })
})

describe('a dossier that an authority holds', () => {
  const article = 'Auto 123-2026'
  const held = () => {
    const p = play({}, { lines: [line] })
    return { p, hold: p.give('hold', { article, reason: 'Prueba en un juicio' }, registry) }
  }

  it('can be read and not changed, until the same authority lets it go', () => {
    const { p, hold } = held()
    expect(hold).toEqual([])
    for (const [command, input] of [
      ['declare', { elements: { incoterm: 'FOB' } }],
      ['addLine', { line }],
      ['cancel', { reason: 'no' }],
      ['close', {}],
    ] as const)
      expect(p.give(command, input)).toEqual(['LEGAL_HOLD'])
    expect(p.give('liftHold', { reason: 'Terminó' }, registry)).toEqual([])
    expect(p.give('addLine', { line })).toEqual([])
  })
})
