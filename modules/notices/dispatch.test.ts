import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/cases'
import { createMailer, readBounce, type Mailer } from '#platform/mail'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { people } from '../../test/helpers/shipments.ts'
import { awake, createDispatcher, type Dispatcher } from './dispatch.ts'

const LIMA = 'America/Lima'
const received: { id: string; to: string; text: string }[] = []
let smtp: SMTPServer | undefined
let port = 0

/** A mail server of our own: takes everything, but knows no `nobody`. */
async function openSmtp(): Promise<void> {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _, done) =>
      address.startsWith('nobody') ? done(Object.assign(new Error('no such user'), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      let raw = ''
      stream.on('data', (c: Buffer) => (raw += c.toString()))
      stream.on('end', () => {
        const id = /^Message-ID: <([^@]+)@/im.exec(raw)?.[1] ?? ''
        received.push({ id, to: session.envelope.rcptTo[0]?.address ?? '', text: raw })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp?.listen(port, '127.0.0.1', resolve))
  port = (smtp.server.address() as AddressInfo).port
}
const closeSmtp = async (): Promise<void> => {
  const closing = smtp
  smtp = undefined
  await new Promise<void>((resolve) => (closing ? closing.close(resolve) : resolve()))
}

let app: TestApp
let mailer: Mailer
let dispatcher: Dispatcher
const org = newId()

beforeAll(async () => {
  app = await openTestApp()
  await openSmtp()
  const { pool } = app.house
  mailer = createMailer({
    pool,
    clock: app.clock,
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'Ventanilla <avisos@ventanilla.example>',
  })
  dispatcher = createDispatcher({
    pool,
    clock: app.clock,
    mailer,
    sms: app.house.sms,
    webhookKey: 'key of the test',
    localWebhooks: true,
    publicUrl: () => 'http://window.test',
    help: '0800 555',
    log: { warn: () => undefined },
    ms: () => performance.now(),
  })
})
afterAll(async () => {
  mailer.close()
  await closeSmtp()
  await app.close()
})
beforeEach(async () => {
  received.length = 0
  await app.asOwner('DELETE FROM notices.delivery')
  await app.asOwner('DELETE FROM notices.contact')
  await app.asOwner('UPDATE notices.notice SET dispatched_at = created_at WHERE dispatched_at IS NULL')
})

const contact = async (address: string, more: Record<string, unknown> = {}): Promise<string> => {
  const id = newId()
  const row = { channel: 'email', language: 'es', alternate: false, quiet: true, verified: true, ...more }
  await app.asOwner(
    `INSERT INTO notices.contact (id, org_id, channel, address, language, alternate, quiet, verified_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 THEN $9::timestamptz END, $9)`,
    [id, org, row.channel, address, row.language, row.alternate, row.quiet, row.verified, app.clock.now()],
  )
  return id
}
/** Notices as the reactions write them, many at once. */
const tell = (n: number, kind = 'admitted') =>
  app.asOwner(
    `INSERT INTO notices.notice (id, org_id, case_id, kind, params, created_at, zone)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), $2, '{"agencyName": "SENASA", "title": "Certificado"}', $3, $4 FROM generate_series(1, $5)`,
    [org, kind, app.clock.now(), LIMA, n],
  )
const statuses = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await app.asOwner<{ status: string; n: number }>(
        'SELECT status, count(*)::int AS n FROM notices.delivery GROUP BY 1',
      )
    ).map(({ status, n }) => [status, n]),
  )

describe('courtesy copies', () => {
  it('go to confirmed addresses, with the six parts, and say that they serve nothing', async () => {
    await contact('ana@firma.pe')
    await contact('unsure@firma.pe', { verified: false })
    await tell(1)
    expect(await dispatcher.run()).toBe(1)
    expect(received.map((r) => r.to)).toEqual(['ana@firma.pe'])
    const text = received[0]?.text.replace(/=\r\n/g, '') ?? ''
    expect(text).toContain('Aviso_de_Ventanilla')
    expect(text).toMatch(/http:\/\/window\.test\/aviso\//)
    expect(text).toMatch(/copia de cortes/)
    // What was sent is not sent again.
    expect(await dispatcher.run()).toBe(0)
  })

  it('are not lost and not sent twice when the mail server is down meanwhile', async () => {
    const count = Number(process.env.VUCE_NOTICES ?? 300)
    await contact('ana@firma.pe')
    await closeSmtp()
    await tell(count)
    expect(await dispatcher.run()).toBe(0)
    expect([...dispatcher.down().keys()]).toEqual(['email'])
    expect(await statuses()).toEqual({ queued: count })
    await openSmtp()
    // Two dispatchers at once, as two nodes would be.
    for (const end = Date.now() + 30_000; (await dispatcher.waits()) && Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      await Promise.all([dispatcher.run(), dispatcher.run()])
    }
    expect(await statuses()).toEqual({ sent: count })
    expect(received).toHaveLength(count)
    expect(new Set(received.map((r) => r.id)).size).toBe(count)
  }, 60_000)

  it('wait for the morning', async () => {
    const at = app.clock.now()
    expect(awake(LIMA, '2026-06-16T15:00:00.000Z')).toBe('2026-06-16T15:00:00.000Z')
    expect(awake(LIMA, '2026-06-17T02:00:00.000Z')).toBe('2026-06-17T12:00:00.000Z')
    expect(awake(LIMA, '2026-06-16T11:59:00.000Z')).toBe('2026-06-16T12:00:00.000Z')
    expect(awake(LIMA, '2026-06-16T12:00:00.000Z')).toBe('2026-06-16T12:00:00.000Z')
    await contact('ana@firma.pe')
    await contact('night@firma.pe', { quiet: false })
    app.clock.set(at.replace(/T.*/, 'T04:30:00.000Z').replace(/^.{10}/, (d) => d))
    app.clock.hours(24)
    await tell(1)
    expect(await dispatcher.run()).toBe(1)
    expect(received.map((r) => r.to)).toEqual(['night@firma.pe'])
    app.clock.hours(7)
    expect(await dispatcher.run()).toBe(0)
    app.clock.hours(1)
    expect(await dispatcher.run()).toBe(1)
    expect(received.map((r) => r.to)).toEqual(['night@firma.pe', 'ana@firma.pe'])
    app.clock.hours(3)
  })

  it('that bounce go to the alternate address, once, and the help desk is told', async () => {
    const dead = await contact('nobody@firma.pe')
    await contact('other@firma.pe', { alternate: true })
    await tell(2)
    await dispatcher.run()
    await dispatcher.run()
    expect(received.map((r) => r.to).sort()).toEqual(['other@firma.pe', 'other@firma.pe'])
    expect(await statuses()).toEqual({ bounced: 2, sent: 2 })
    const tasks = await app.asOwner<{ about: { contact: string } }>(
      'SELECT about FROM notices.desk_task WHERE org_id = $1',
      [org],
    )
    expect(tasks.map((t) => t.about.contact)).toEqual([dead])
    // The dead address is not tried again until its owner confirms it.
    await tell(1)
    await dispatcher.run()
    expect(received).toHaveLength(2)
  })

  it('that come back later are taken for what they are', async () => {
    await contact('ana@firma.pe')
    await tell(1)
    await dispatcher.run()
    const id = received[0]?.id ?? ''
    const dsn = (status: string, action = 'failed') =>
      [
        'From: MAILER-DAEMON@mx.firma.pe',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        `Final-Recipient: rfc822; ana@firma.pe`,
        `Action: ${action}`,
        `Status: ${status}`,
        'Diagnostic-Code: smtp; 550 5.1.1',
        '  unknown user',
        '',
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
        `Message-ID: <${id}@ventanilla.example>`,
        '--b--',
      ].join('\r\n')
    expect(readBounce(dsn('4.2.2', 'delayed'))).toBeUndefined()
    expect(readBounce(`Subject: hello\r\n\r\nStatus: 5.1.1`)).toBeUndefined()
    const found = readBounce(dsn('5.1.1'))
    expect(found).toMatchObject({ letter: id, recipient: 'ana@firma.pe', reason: 'smtp; 550 5.1.1 unknown user' })
    expect(await dispatcher.bounced(found?.letter ?? '', found?.reason ?? '')).toBe(true)
    expect(await statuses()).toEqual({ bounced: 1 })
    expect(await dispatcher.bounced(newId(), 'no letter of ours')).toBe(false)
  })
})

describe('a webhook', () => {
  it('is called with a signature, again after a failure, and with the same id', async () => {
    const calls: { id: unknown; signature: string }[] = []
    let fail = true
    const server = createServer((request: IncomingMessage, response) => {
      let text = ''
      request.on('data', (c: Buffer) => (text += c.toString()))
      request.on('end', () => {
        calls.push({ id: (JSON.parse(text) as { id: unknown }).id, signature: String(request.headers.signature) })
        response.writeHead(fail ? 500 : 204).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await contact(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, { channel: 'webhook' })
    await tell(1)
    expect(await dispatcher.run()).toBe(0)
    fail = false
    app.clock.hours(1)
    expect(await dispatcher.run()).toBe(1)
    expect(calls).toHaveLength(2)
    expect(calls[0]?.id).toBe(calls[1]?.id)
    expect(calls[1]?.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/)
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
})

describe('an address', () => {
  it('is used only after its owner wrote the code, and three wrong codes end it', async () => {
    const body = { channel: 'email', address: 'lucia@firma.pe', language: 'es', for: 'me' }
    const made = await app.call('POST', '/v1/contacts', people.lucia, body)
    expect(made.status).toBe(201)
    expect((await app.call('POST', '/v1/contacts', people.lucia, body)).body.code).toBe('ADDRESS_TAKEN')
    const code = async (): Promise<string> => {
      const page = await app.call('GET', '/correo?to=lucia@firma.pe')
      const [, path = ''] = /href="(\/correo\/[^"]+)"/.exec(page.text) ?? []
      return /\b(\d{6})\b/.exec((await app.call('GET', path)).text.replace(/<title>.*<\/title>/, ''))?.[1] ?? ''
    }
    const verify = (given: string, token: string = people.lucia) =>
      app.call('POST', `/v1/contacts/${String(made.body.id)}/verify`, token, { code: given })
    const right = await code()
    const wrong = right === '000000' ? '000001' : '000000'
    expect((await verify(right, people.elvira)).body.code).toBe('WRONG_CODE')
    for (let i = 0; i < 3; i++) expect((await verify(wrong)).body.code).toBe('WRONG_CODE')
    expect((await verify(right)).body.code).toBe('WRONG_CODE')
    app.clock.hours(1)
    expect((await app.call('POST', `/v1/contacts/${String(made.body.id)}/code`, people.lucia)).status).toBe(200)
    const verified = await verify(await code())
    expect([verified.status, verified.body.verifiedAt]).toEqual([200, app.clock.now()])
    const mine = (await app.call('GET', '/v1/contacts', people.lucia)).body.items as { address: string }[]
    expect(mine.map((c) => c.address)).toEqual(['lucia@firma.pe'])
    expect((await app.call('GET', '/v1/contacts', people.elvira)).body.items).toEqual([])
    expect((await app.call('POST', `/v1/contacts/${String(made.body.id)}/remove`, people.lucia)).status).toBe(200)
  })

  it('that is none is refused', async () => {
    const ask = (more: object) =>
      app.call('POST', '/v1/contacts', people.lucia, {
        channel: 'email',
        address: 'a@b.pe',
        language: 'es',
        for: 'me',
        ...more,
      })
    expect((await ask({ address: 'a@b.pe, c@d.pe' })).body.code).toBe('BAD_ADDRESS')
    expect((await ask({ channel: 'sms', address: '987555010' })).body.code).toBe('BAD_ADDRESS')
    expect((await ask({ channel: 'webhook', address: 'file:///etc/passwd' })).body.code).toBe('BAD_ADDRESS')
  })
})
