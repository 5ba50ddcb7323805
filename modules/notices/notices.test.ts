import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addBusinessDays, closing, type Calendar } from '#kernel'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { fileAcid, people } from '../../test/helpers/shipments.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app.close())

interface Notice {
  readonly id: string
  readonly kind: string
  readonly caseId: string
  readonly status: string
  readonly due: string | null
  readonly deemedAt: string
  readonly servedAt: string | null
  readonly servedHow: string | null
  readonly words: { readonly es: Record<string, string> }
}

const mailbox = async (token: string, query = ''): Promise<Notice[]> =>
  (await app.call('GET', `/v1/notices${query}`, token)).body.items as Notice[]
const periodOf = async (permit: string) =>
  ((await app.call('GET', `/v1/permits/${permit}`, people.lucia)).body.state as { period: Record<string, string> })
    .period
const calendar = (): Calendar => {
  const pe = app.house.library.packs.get('pe')
  const found = pe?.calendars.get(pe.calendar)
  if (!found) throw new Error('no calendar')
  return found
}

async function observed(): Promise<{ permit: string; notice: Notice }> {
  const { permit, order } = await fileAcid(app)
  await app.pay(order)
  await app.act(people.victor, `/v1/permits/${permit}`, 'observe', { observations: [{ text: 'Which tank?' }] })
  const notice = (await mailbox(people.lucia)).find((n) => n.kind === 'observed' && n.caseId === permit)
  if (!notice) throw new Error('nobody was told')
  return { permit, notice }
}

describe('service', () => {
  it('is the opening: the period to answer runs from there, and the proof says so', async () => {
    const { permit, notice } = await observed()
    const before = await periodOf(permit)
    expect(notice).toMatchObject({ status: 'DELIVERED_TO_MAILBOX', servedAt: null, due: before.due })
    expect(notice.words.es.when).toMatch(/^El plazo empieza cuando abra este aviso\./)
    const early = await app.call('GET', `/v1/notices/${notice.id}/proof`, people.lucia)
    expect([early.status, early.body.code]).toEqual([409, 'NOT_SERVED'])

    app.clock.hours(24)
    const opened = await app.call('POST', `/v1/notices/${notice.id}/open`, people.lucia)
    const after = await periodOf(permit)
    expect(opened.body).toMatchObject({
      status: 'READ',
      servedAt: app.clock.now(),
      servedHow: 'opened',
      due: after.due,
    })
    expect(String(after.due) < String(before.due)).toBe(true)
    expect(after.servedAt).toBe(app.clock.now())

    // Twice opened is once served.
    app.clock.hours(24)
    const again = await app.call('POST', `/v1/notices/${notice.id}/open`, people.lucia)
    expect(again.body.servedAt).toBe(opened.body.servedAt)
    expect((await periodOf(permit)).due).toBe(after.due)

    const proof = await app.call('GET', `/v1/notices/${notice.id}/proof`, people.lucia)
    expect(proof.body.record).toMatchObject({
      servedAt: opened.body.servedAt,
      servedHow: 'opened',
      periodUntil: after.due,
      words: { happened: expect.stringContaining('Which tank?') },
    })
    const same = await app.call('GET', `/v1/notices/${notice.id}/proof`, people.lucia)
    expect(same.body).toEqual(proof.body)
    const verified = await app.call('GET', `/v1/verify/${String(proof.body.code)}`)
    expect(verified.body).toMatchObject({ status: 'valid', title: 'Constancia de notificación' })
    const byRecord = await app.call('POST', '/v1/verify', null, { jws: proof.body.jws })
    expect(byRecord.body.status).toBe('valid')
    expect((await app.call('GET', `/v/${String(proof.body.code)}`)).status).toBe(200)
    const pdf = await app.call('GET', `/v1/notices/${notice.id}/proof.pdf`, people.lucia)
    expect([pdf.status, pdf.headers['content-type'], pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
  })

  it('comes by itself after five business days without opening', async () => {
    const { permit, notice } = await observed()
    expect(notice.deemedAt).toBe(closing(calendar(), addBusinessDays(calendar(), app.clock.now(), 5)))
    const { due } = await periodOf(permit)
    app.clock.set(notice.deemedAt)
    await app.house.engine.tick(permit, 'permit', null)
    const [later] = (await mailbox(people.lucia)).filter((n) => n.id === notice.id)
    expect(later).toMatchObject({ status: 'DEEMED_SERVED', servedAt: notice.deemedAt, servedHow: 'deemed', due })
    expect((await periodOf(permit)).servedAt).toBe(notice.deemedAt)
    // Opened afterwards it stays served when it was.
    app.clock.hours(1)
    const opened = await app.call('POST', `/v1/notices/${notice.id}/open`, people.lucia)
    expect(opened.body).toMatchObject({ status: 'DEEMED_SERVED', servedAt: notice.deemedAt, due })
    const proof = await app.call('GET', `/v1/notices/${notice.id}/proof`, people.lucia)
    expect(proof.body.record).toMatchObject({ servedHow: 'deemed', deemedAt: notice.deemedAt })
  })

  it('is also to act before opening', async () => {
    const { permit, notice } = await observed()
    await app.act(people.lucia, `/v1/permits/${permit}`, 'answer', { text: 'The second tank.' })
    const [later] = (await mailbox(people.lucia)).filter((n) => n.id === notice.id)
    expect(later).toMatchObject({ servedHow: 'acted', servedAt: app.clock.now() })
  })
})

describe('the mailbox', () => {
  it('is for its addressee; for others a notice does not exist', async () => {
    const { permit, notice } = await observed()
    for (const path of [`/v1/notices/${notice.id}`, `/v1/notices/${notice.id}/proof`])
      expect((await app.call('GET', path, people.victor)).status).toBe(404)
    expect((await app.call('POST', `/v1/notices/${notice.id}/open`, people.victor)).status).toBe(404)
    await app.act(people.lucia, `/v1/permits/${permit}`, 'answer', { text: 'The second tank.' })
    const desk = (await mailbox(people.victor)).filter((n) => n.caseId === permit)
    expect(desk.map((n) => n.kind)).toEqual(['answered'])
    // Meant for those who evaluate: whoever only asks for what is theirs is not told by another role's notice.
    expect((await mailbox(people.irene, '?mine=true')).some((n) => n.caseId === permit && n.kind === 'answered')).toBe(
      false,
    )
    expect((await mailbox(people.lucia)).some((n) => n.kind === 'answered')).toBe(false)
    expect((await mailbox(people.lucia, '?unread=true')).some((n) => n.id === notice.id)).toBe(true)
  })

  it('gives each notice a link that leads somewhere and tells a stranger nothing', async () => {
    const { notice } = await observed()
    const { pathname } = new URL(String(notice.words.es.link))
    const page = await app.call('GET', pathname)
    expect(page.status).toBe(200)
    expect(page.text).toContain(`/buzon/${notice.id}`)
    expect(page.text).not.toContain('Which tank')
    expect((await app.call('GET', '/aviso/nothing')).status).toBe(404)
  })
})
