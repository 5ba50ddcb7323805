import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type Answer, type TestApp } from '../helpers/house.ts'
import { acid, fileAcid, people, safetySheet, type Document } from '../helpers/shipments.ts'

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

describe('who asks', () => {
  it('is asked for, and told how to say it', async () => {
    for (const token of [null, 'demo.pe.nobody', 'x']) {
      const answer = await app.call('GET', '/v1/dossiers', token)
      expect([answer.status, answer.body.code, answer.headers['www-authenticate']]).toEqual([
        401,
        'UNAUTHENTICATED',
        'Bearer',
      ])
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  it('is told which permission is missing', async () => {
    const { permit } = await fileAcid(app)
    const answer = await app.call(
      'POST',
      `/v1/permits/${permit}/withdraw`,
      people.martin,
      {},
      { ...key(), 'if-match': '*' },
    )
    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN'])
    expect(answer.text).toContain('permit.withdraw')
    const filing = await app.call(
      'POST',
      '/v1/applications',
      people.victor,
      { dossier: acid(app.clock.now(), papers) },
      key(),
    )
    expect([filing.status, filing.text.includes('application.file')]).toEqual([403, true])
  })

  it('cannot tell a case of another firm from one that does not exist', async () => {
    const { permit, order, application } = await fileAcid(app)
    const nothing = randomUUID()
    const same = async (ask: (id: string) => Promise<Answer>, id: string): Promise<void> => {
      const [theirs, absent] = [await ask(id), await ask(nothing)]
      expect([theirs.status, absent.status]).toEqual([404, 404])
      const shown = (a: Answer, asked: string) =>
        a.text.replaceAll(asked, 'ID').replace(String(a.body.traceId), 'TRACE')
      expect(shown(theirs, id)).toBe(shown(absent, nothing))
    }
    const { elvira } = people
    for (const [path, id] of [
      ['permits', permit],
      ['orders', order],
      ['applications', application],
    ] as const) {
      await same((x) => app.call('GET', `/v1/${path}/${x}`, elvira), id)
      await same((x) => app.call('GET', `/v1/${path}/${x}/history`, elvira), id)
    }
    await same((x) => app.call('POST', `/v1/permits/${x}/withdraw`, elvira, {}, { ...key(), 'if-match': '*' }), permit)
    await same((x) => app.call('POST', `/v1/orders/${x}/checkout`, elvira, {}, key()), order)
    await same((x) => app.call('GET', `/v1/permits/${x}/document`, elvira), permit)
    await same(
      (x) => app.call('POST', '/v1/applications', elvira, { dossier: x }, key()),
      String((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.id),
    )
    expect((await app.call('GET', '/v1/permits', elvira)).body.items).toEqual([])
  })
})

describe('how it is asked', () => {
  it('lists the commands that are allowed when this one is not', async () => {
    const { permit } = await fileAcid(app)
    const answer = await app.call(
      'POST',
      `/v1/permits/${permit}/answer`,
      people.lucia,
      { text: 'To what?' },
      { ...key(), 'if-match': '*' },
    )
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
    const unusable: Record<string, string>[] = [
      { 'if-match': '*' },
      { 'if-match': '*', 'idempotency-key': 'not a uuid' },
    ]
    for (const headers of unusable) {
      const unkeyed = await app.call('POST', path, people.lucia, {}, headers)
      expect([unkeyed.status, unkeyed.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED'])
    }
  })

  it('refuses what is too large, and what is of another kind', async () => {
    const large = await app.call(
      'POST',
      '/v1/applications',
      people.lucia,
      JSON.stringify({ dossier: 'x'.repeat(3_000_000) }),
      key(),
    )
    expect([large.status, large.body.code]).toEqual([413, 'BODY_TOO_LARGE'])
    const xml = await app.call('POST', '/v1/applications', people.lucia, '<dossier/>', {
      ...key(),
      'content-type': 'application/xml',
    })
    expect([xml.status, xml.body.code]).toEqual([415, 'UNSUPPORTED_TYPE'])
    const program = await app.call('POST', '/v1/files', people.lucia, Buffer.from('#!/bin/sh\necho no\n'), {
      'content-type': 'application/pdf',
    })
    expect([program.status, program.body.code]).toEqual([415, 'UNSUPPORTED_TYPE'])
    const huge = await app.call('POST', '/v1/files', people.lucia, Buffer.alloc(25 * 1024 * 1024 + 1, '%PDF-1.4\n'), {
      'content-type': 'application/pdf',
    })
    expect([huge.status, huge.body.code]).toEqual([413, 'BODY_TOO_LARGE'])
  })

  it('drops and coerces nothing: every field it does not know is refused by name', async () => {
    const sent = { dossier: { ...acid(app.clock.now(), papers), colour: 'red', 'a/b': 1 }, urgent: true }
    const answer = await app.call('POST', '/v1/applications', people.lucia, sent, key())
    expect(answer.status).toBe(422)
    expect(spoken(answer)).toEqual(expect.arrayContaining(['FIELD_UNKNOWN /urgent']))
    expect(answer.text).toContain('colour')
    const number = await app.call(
      'POST',
      '/v1/dossiers',
      people.lucia,
      { country: 'pe', regime: 'import', lines: 'none' },
      key(),
    )
    expect(spoken(number)).toEqual(['INPUT_SHAPE /lines'])
  })

  it.each([
    '/v1/inbox?cursor=x',
    '/v1/inbox?cursor=2026-01-01T00:00:00.000Z_x',
    '/v1/dossiers?cursor=x',
    '/v1/notices?cursor=x',
    '/v1/dossiers/x',
    '/v1/dossiers?status=a&status=b',
    '/v1/inbox?role=a&role=b',
    '/v1/procedures/%00',
    '/v1/verify/%00',
    '/v1/dossiers/%E0%A4%A',
  ])('answers nonsense without failing: %s', async (path) => {
    expect((await app.call('GET', path, people.lucia)).status).toBeLessThan(500)
  })
})
