import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { problems } from '#kernel'
import { daysAfter, openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { acid, acidLine, fileAcid, people, safetySheet, type Document } from '../helpers/shipments.ts'

let app: TestApp
let papers: Document[] = []
beforeAll(async () => {
  app = await openTestApp()
  papers = await safetySheet(app)
})
afterAll(() => app?.close())
// Whatever is sent to it, the program itself does not fail.
afterEach(() => expect((app.errors as string[]).splice(0)).toEqual([]))

interface Fault {
  readonly pointer: string
  readonly code: string
  readonly fix_es: string
}
const faults = (answer: Answer): Fault[] => answer.body.errors as Fault[]
const spoken = (answer: Answer): string[] => faults(answer).map((f) => `${f.code} ${f.pointer}`)
const key = () => ({ 'idempotency-key': randomUUID() })
const file = (dossier: object, more: object = {}): Promise<Answer> =>
  app.call('POST', '/v1/applications', people.lucia, { dossier, ...more }, key())
const rows = async (): Promise<number> =>
  (await app.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM cases.event'))[0]?.n ?? 0

/** RFC 6901: whether a pointer names something that was sent; of something missing, the place where it belongs. */
function resolves(sent: unknown, pointer: string): boolean {
  let at: unknown = sent
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'))
  for (const token of tokens) {
    if (typeof at !== 'object' || at === null) return false
    if (!Object.hasOwn(at, token)) return true
    at = (at as Record<string, unknown>)[token]
  }
  return true
}

describe('a bad application', () => {
  const pesticide = (over: object = {}) => ({
    'goods.commodity': '380891',
    'goods.tradeName': 'Malathion 57 % EC',
    'goods.registration': 'RPQ-2026-0001',
    'goods.cas': '121-75-5',
    'goods.concentration': '57',
    'goods.use': 'agriculture',
    'goods.batch': 'L1',
    'goods.batchExpiry': daysAfter(app.clock.now(), 700),
    'goods.quantity': { value: '2000', unit: 'LTR' },
    'goods.unNumber': '3082',
    'goods.description': 'Insecticide, liquid',
    ...over,
  })
  const medicine = (over: object = {}) => ({
    'goods.commodity': '300410',
    'goods.tradeName': 'Amoxicilina 500 mg',
    'goods.registration': 'RSM-2026-0001',
    'goods.batch': 'M1',
    'goods.batchExpiry': daysAfter(app.clock.now(), 700),
    'goods.quantity': { value: '50000', unit: 'NIU' },
    ...over,
  })

  it('is told everything that is wrong with it at once, where it is, and creates nothing', async () => {
    const now = app.clock.now()
    const sent = {
      dossier: {
        country: 'pe',
        regime: 'import',
        elements: {
          'country.origin': 'JP',
          'country.shipment': 'JAPAN',
          'customs.office': '118',
          'date.arrival': daysAfter(now, 30),
          'invoice.numbr': 'F-1',
        },
        lines: [
          pesticide({ 'goods.cas': '121-75-6' }),
          medicine({ 'goods.batchExpiry': daysAfter(now, 90), 'goods.colour': 'white' }),
        ],
        answers: { 'pe.medicine-import': { elements: { storage: 'lukewarm', emergency: false } } },
        documents: [{ type: 'invoice', name: 'f.pdf', digest: '0'.repeat(64) }],
      },
    }
    const before = await rows()
    const answer = await app.call('POST', '/v1/applications', people.lucia, sent, key())
    expect([answer.status, answer.body.code]).toEqual([422, 'VALIDATION_FAILED'])
    const said = spoken(answer)
    expect(said).toContain('CAS_CHECK_DIGIT /dossier/lines/0/goods.cas')
    expect(said.some((s) => s.startsWith('BATCH_TOO_OLD /dossier/lines/1'))).toBe(true)
    expect(said).toContain('UNKNOWN_FIELD /dossier/lines/1/goods.colour')
    expect(said).toContain('UNKNOWN_FIELD /dossier/elements/invoice.numbr')
    expect(said).toContain('UNKNOWN_FILE /dossier/documents/0/digest')
    expect(said.some((s) => s.includes('/dossier/elements/country.shipment'))).toBe(true)
    expect(said.some((s) => s.includes('/dossier/elements/warehouse'))).toBe(true)
    expect(said.some((s) => s.includes('/dossier/answers/pe.medicine-import/elements/storage'))).toBe(true)
    expect(said.filter((s) => s.startsWith('DOCUMENT_MISSING /dossier/documents')).length).toBeGreaterThan(2)
    expect(said.filter((s, i) => said.indexOf(s) !== i)).toEqual([])
    expect(
      faults(answer)
        .filter((f) => !resolves(sent, f.pointer))
        .map((f) => f.pointer),
    ).toEqual([])
    // The words of a country's own checks are the country's; ours always say how to put it right.
    for (const fault of faults(answer))
      if (problems[fault.code]) expect([fault.code, fault.fix_es]).not.toEqual([fault.code, ''])
    expect(await rows()).toBe(before)
    const [task] = await app.asOwner(`SELECT 1 FROM cases."case" WHERE state::text LIKE '%121-75-6%'`)
    expect(task).toBeUndefined()
  })

  it('is told how to write a decimal: with a point', async () => {
    const sent = acid(app.clock.now(), papers)
    const answer = await file({
      ...sent,
      lines: [{ ...acidLine(), 'goods.quantity': { value: '1200,5', unit: 'KGM' } }],
    })
    expect(answer.status).toBe(422)
    const [fault] = faults(answer)
    expect(fault?.pointer).toContain('/dossier/lines/0/goods.quantity')
    expect(fault?.fix_es).toMatch(/punto|1200\.5/)
  })

  it.each([
    ['a personal datum', { elements: { 'contact.emergencyPhone': 1.5 } }],
    ['an answer', { answers: { 'pe.export-phyto': { elements: { 'treatment-hours': 2.5 } } } }],
    ['a line', { lines: [{ 'goods.concentration': 0.5 }] }],
  ])('is refused, not broken, by a binary fraction in %s', async (_, part) => {
    const answer = await app.call(
      'POST',
      '/v1/dossiers',
      people.lucia,
      { country: 'pe', regime: 'import', ...part },
      key(),
    )
    expect(answer.status).toBe(422)
    expect((await file({ country: 'pe', regime: 'import', ...part })).status).toBe(422)
  })

  it('needs goods', async () => {
    const answer = await file(
      { ...acid(app.clock.now(), papers), lines: [], answers: {} },
      { procedures: ['pe.hazmat-notice'] },
    )
    expect(answer.status).toBe(422)
    expect(faults(answer).map((f) => f.pointer)).toContain('/dossier/lines')
  })

  it('keeps ñ and accents', async () => {
    const composed = { name: 'Transportes Ñaupari e Hijos' }
    const decomposed = { name: composed.name.normalize('NFD') }
    const { permit } = await fileAcid(app, { carrier: composed })
    // Never changed behind the sender's back: what is not normalised is refused, with the way to put it right.
    const answer = await file(acid(app.clock.now(), papers, { carrier: decomposed }))
    expect(spoken(answer)).toEqual(['TEXT_NOT_NFC /dossier/elements/carrier/name'])
    const { state } = (await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body as {
      state: { elements: { carrier: { name: string } } }
    }
    expect(state.elements.carrier.name).toBe(composed.name)
    const control = await file(acid(app.clock.now(), papers, { carrier: { name: 'Trans\u0007portes' } }))
    expect([control.status, faults(control)[0]?.pointer.startsWith('/dossier/elements/carrier')]).toEqual([422, true])
    const zero = await file(acid(app.clock.now(), papers, { carrier: { name: 'Trans\u0000portes' } }))
    expect(zero.status).toBe(422)
  })

  it('may have a thousand lines and no more', async () => {
    const many = (n: number) => ({
      ...acid(app.clock.now(), papers),
      lines: Array.from({ length: n }, () => ({ ...acidLine(), 'goods.quantity': { value: '1', unit: 'KGM' } })),
      answers: { 'pe.hazmat-notice': { lines: Array.from({ length: n }, () => ({ 'hazard-class': '8' })) } },
    })
    const began = performance.now()
    const thousand = await file(many(1000))
    expect(thousand.status).toBe(201)
    expect(performance.now() - began).toBeLessThan(10_000)
    const more = await file(many(1001))
    expect(more.status).toBe(422)
    expect(faults(more).every((f) => f.pointer.startsWith('/dossier'))).toBe(true)
  })
})
