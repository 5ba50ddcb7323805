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
const file = (dossier: object, more: object = {}): Promise<Answer> => app.call('POST', '/v1/applications', people.lucia, { dossier, ...more }, key())
const rows = async (): Promise<number> => (await app.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM cases.event'))[0]?.n ?? 0

/** RFC 6901: whether a pointer names something that was sent; of something missing, the place where it belongs. */
function resolves(sent: unknown, pointer: string): boolean {
  let at: unknown = sent
  const tokens = pointer.split('/').slice(1).map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'))
  for (const token of tokens) {
    if (typeof at !== 'object' || at === null) return false
    if (!Object.hasOwn(at, token)) return true
    at = (at as Record<string, unknown>)[token]
  }
  return true
}

describe('who asks', () => {
  it('is asked for, and told how to say it', async () => {
    for (const token of [null, 'demo.pe.nobody', 'x']) {
      const answer = await app.call('GET', '/v1/dossiers', token)
      expect([answer.status, answer.body.code, answer.headers['www-authenticate']]).toEqual([401, 'UNAUTHENTICATED', 'Bearer'])
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  it('is told which permission is missing', async () => {
    const { permit } = await fileAcid(app)
    const answer = await app.call('POST', `/v1/permits/${permit}/withdraw`, people.martin, {}, { ...key(), 'if-match': '*' })
    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN'])
    expect(answer.text).toContain('permit.withdraw')
    const filing = await app.call('POST', '/v1/applications', people.victor, { dossier: acid(app.clock.now(), papers) }, key())
    expect([filing.status, filing.text.includes('application.file')]).toEqual([403, true])
  })

  it('cannot tell a case of another firm from one that does not exist', async () => {
    const { permit, order, application } = await fileAcid(app)
    const nothing = randomUUID()
    const same = async (ask: (id: string) => Promise<Answer>, id: string): Promise<void> => {
      const [theirs, absent] = [await ask(id), await ask(nothing)]
      expect([theirs.status, absent.status]).toEqual([404, 404])
      const shown = (a: Answer, asked: string) => a.text.replaceAll(asked, 'ID').replace(String(a.body.traceId), 'TRACE')
      expect(shown(theirs, id)).toBe(shown(absent, nothing))
    }
    const { elvira } = people
    for (const [path, id] of [['permits', permit], ['orders', order], ['applications', application]] as const) {
      await same((x) => app.call('GET', `/v1/${path}/${x}`, elvira), id)
      await same((x) => app.call('GET', `/v1/${path}/${x}/history`, elvira), id)
    }
    await same((x) => app.call('POST', `/v1/permits/${x}/withdraw`, elvira, {}, { ...key(), 'if-match': '*' }), permit)
    await same((x) => app.call('POST', `/v1/orders/${x}/checkout`, elvira, {}, key()), order)
    await same((x) => app.call('GET', `/v1/permits/${x}/document`, elvira), permit)
    await same((x) => app.call('POST', '/v1/applications', elvira, { dossier: x }, key()), String((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.id))
    expect((await app.call('GET', '/v1/permits', elvira)).body.items).toEqual([])
  })
})

describe('how it is asked', () => {
  it('lists the commands that are allowed when this one is not', async () => {
    const { permit } = await fileAcid(app)
    const answer = await app.call('POST', `/v1/permits/${permit}/answer`, people.lucia, { text: 'To what?' }, { ...key(), 'if-match': '*' })
    expect([answer.status, answer.body.code]).toEqual([409, 'NOT_NOW'])
    expect(answer.body.allowed).toEqual(['withdraw'])
    const actions = (await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.actions as { name: string }[]
    expect(actions.map((a) => a.name)).toEqual(answer.body.allowed)
  })

  it.each([
    ['no JSON', '{"dossier": '],
    ['an empty body', ''],
    ['a key that would reach into the program', '{"dossier": {"__proto__": {"polluted": true}}}'],
    ['the same by another name', '{"constructor": {"prototype": {"polluted": true}}}'],
  ])('refuses %s as malformed', async (_, body) => {
    const answer = await app.call('POST', '/v1/applications', people.lucia, body, key())
    expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('asks for the version that was seen, and for the key of the act', async () => {
    const { permit } = await fileAcid(app)
    const path = `/v1/permits/${permit}/withdraw`
    const unseen = await app.call('POST', path, people.lucia, {}, key())
    expect([unseen.status, unseen.body.code]).toEqual([428, 'IF_MATCH_REQUIRED'])
    for (const headers of [{ 'if-match': '*' }, { 'if-match': '*', 'idempotency-key': 'not a uuid' }]) {
      const unkeyed = await app.call('POST', path, people.lucia, {}, headers)
      expect([unkeyed.status, unkeyed.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED'])
    }
  })

  it('refuses what is too large, and what is of another kind', async () => {
    const large = await app.call('POST', '/v1/applications', people.lucia, JSON.stringify({ dossier: 'x'.repeat(3_000_000) }), key())
    expect([large.status, large.body.code]).toEqual([413, 'BODY_TOO_LARGE'])
    const xml = await app.call('POST', '/v1/applications', people.lucia, '<dossier/>', { ...key(), 'content-type': 'application/xml' })
    expect([xml.status, xml.body.code]).toEqual([415, 'UNSUPPORTED_TYPE'])
    const program = await app.call('POST', '/v1/files', people.lucia, Buffer.from('#!/bin/sh\necho no\n'), { 'content-type': 'application/pdf' })
    expect([program.status, program.body.code]).toEqual([415, 'UNSUPPORTED_TYPE'])
    const huge = await app.call('POST', '/v1/files', people.lucia, Buffer.alloc(25 * 1024 * 1024 + 1, '%PDF-1.4\n'), { 'content-type': 'application/pdf' })
    expect([huge.status, huge.body.code]).toEqual([413, 'BODY_TOO_LARGE'])
  })

  it('drops and coerces nothing: every field it does not know is refused by name', async () => {
    const sent = { dossier: { ...acid(app.clock.now(), papers), colour: 'red', 'a/b': 1 }, urgent: true }
    const answer = await app.call('POST', '/v1/applications', people.lucia, sent, key())
    expect(answer.status).toBe(422)
    expect(spoken(answer)).toEqual(expect.arrayContaining(['FIELD_UNKNOWN /urgent']))
    expect(answer.text).toContain('colour')
    const number = await app.call('POST', '/v1/dossiers', people.lucia, { country: 'pe', regime: 'import', lines: 'none' }, key())
    expect(spoken(number)).toEqual(['INPUT_SHAPE /lines'])
  })

  it.each(['/v1/inbox?cursor=x', '/v1/inbox?cursor=2026-01-01T00:00:00.000Z_x', '/v1/dossiers?cursor=x', '/v1/notices?cursor=x', '/v1/dossiers/x', '/v1/dossiers?status=a&status=b', '/v1/inbox?role=a&role=b', '/v1/procedures/%00', '/v1/verify/%00', '/v1/dossiers/%E0%A4%A'])(
    'answers nonsense without failing: %s',
    async (path) => {
      expect((await app.call('GET', path, people.lucia)).status).toBeLessThan(500)
    },
  )
})

describe('a bad application', () => {
  const pesticide = (over: object = {}) => ({
    'goods.commodity': '380891', 'goods.tradeName': 'Malathion 57 % EC', 'goods.registration': 'RPQ-2026-0001', 'goods.cas': '121-75-5', 'goods.concentration': '57',
    'goods.use': 'agriculture', 'goods.batch': 'L1', 'goods.batchExpiry': daysAfter(app.clock.now(), 700), 'goods.quantity': { value: '2000', unit: 'LTR' }, 'goods.unNumber': '3082', 'goods.description': 'Insecticide, liquid',
    ...over,
  })
  const medicine = (over: object = {}) => ({
    'goods.commodity': '300410', 'goods.tradeName': 'Amoxicilina 500 mg', 'goods.registration': 'RSM-2026-0001', 'goods.batch': 'M1', 'goods.batchExpiry': daysAfter(app.clock.now(), 700), 'goods.quantity': { value: '50000', unit: 'NIU' }, ...over,
  })

  it('is told everything that is wrong with it at once, where it is, and creates nothing', async () => {
    const now = app.clock.now()
    const sent = {
      dossier: {
        country: 'pe',
        regime: 'import',
        elements: { 'country.origin': 'JP', 'country.shipment': 'JAPAN', 'customs.office': '118', 'date.arrival': daysAfter(now, 30), 'invoice.numbr': 'F-1' },
        lines: [pesticide({ 'goods.cas': '121-75-6' }), medicine({ 'goods.batchExpiry': daysAfter(now, 90), 'goods.colour': 'white' })],
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
    expect(faults(answer).filter((f) => !resolves(sent, f.pointer)).map((f) => f.pointer)).toEqual([])
    // The words of a country's own checks are the country's; ours always say how to put it right.
    for (const fault of faults(answer)) if (problems[fault.code]) expect([fault.code, fault.fix_es]).not.toEqual([fault.code, ''])
    expect(await rows()).toBe(before)
    const [task] = await app.asOwner(`SELECT 1 FROM cases."case" WHERE state::text LIKE '%121-75-6%'`)
    expect(task).toBeUndefined()
  })

  it('is told how to write a decimal: with a point', async () => {
    const sent = acid(app.clock.now(), papers)
    const answer = await file({ ...sent, lines: [{ ...acidLine(), 'goods.quantity': { value: '1200,5', unit: 'KGM' } }] })
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
    const answer = await app.call('POST', '/v1/dossiers', people.lucia, { country: 'pe', regime: 'import', ...part }, key())
    expect(answer.status).toBe(422)
    expect((await file({ country: 'pe', regime: 'import', ...part })).status).toBe(422)
  })

  it('needs goods', async () => {
    const answer = await file({ ...acid(app.clock.now(), papers), lines: [], answers: {} }, { procedures: ['pe.hazmat-notice'] })
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
    const { state } = (await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body as { state: { elements: { carrier: { name: string } } } }
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
