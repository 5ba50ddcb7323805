import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/cases'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { isMailAddress, type Mailer } from './index.ts'
import { smtpMailer } from './smtp.ts'

const from = 'Ventanilla <avisos@ventanilla.example>'

describe('addresses', () => {
  it('are one address, whatever else stands beside it', () => {
    const good = ['ana@firma.pe', 'a.b+c@sub.firma.com.uy', 'josé@café.pe', 'o-neill_1@x-y.co']
    const bad = ['', 'ana', 'ana@', '@firma.pe', 'a@b', 'a@b.pe, c@d.pe', 'Ana <a@b.pe>', 'a@b.pe\r\nBcc: x@y.pe']
    bad.push('a b@c.pe', 'a@b..pe', 'a@-b.pe', `${'a'.repeat(250)}@b.pe`, 'a@[127.0.0.1]')
    expect(good.filter((a) => !isMailAddress(a))).toEqual([])
    expect(bad.filter((a) => isMailAddress(a))).toEqual([])
  })
})

describe('a real server', () => {
  const received: { raw: string; to: string[] }[] = []
  let turnAway: number | null = null
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _, done) => {
      if (address.startsWith('nobody')) return done(Object.assign(new Error('no such user'), { responseCode: 550 }))
      if (address.startsWith('full')) return done(Object.assign(new Error('mailbox full'), { responseCode: 452 }))
      done()
    },
    onMailFrom: (_, __, done) =>
      turnAway ? done(Object.assign(new Error('closing'), { responseCode: turnAway })) : done(),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (c: Buffer) => chunks.push(c))
      stream.on('end', () => {
        received.push({
          raw: Buffer.concat(chunks).toString(),
          to: session.envelope.rcptTo.map((r) => r.address),
        })
        done()
      })
    },
  })
  let mailer: Mailer
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.server.address() as AddressInfo
    mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from })
  })
  afterAll(async () => {
    mailer.close()
    await new Promise<void>((resolve) => server.close(resolve))
  })
  const letter = (to: string, id = newId()) => ({ id, to, subject: 'Aviso: ñandú', text: 'Señora Núñez:\n\nHola.' })

  it('gets the letter whole, with our Message-ID and accents', async () => {
    const id = newId()
    expect(await mailer.send(letter('ana@firma.pe', id))).toEqual({
      status: 'sent',
      messageId: `<${id}@ventanilla.example>`,
    })
    const mail = await simpleParser(received.at(-1)?.raw ?? '')
    expect(received.at(-1)?.to).toEqual(['ana@firma.pe'])
    expect(mail).toMatchObject({ subject: 'Aviso: ñandú', messageId: `<${id}@ventanilla.example>` })
    expect(mail.text).toContain('Señora Núñez')
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  })

  it('says no for ever, not now, or is away: each is told apart', async () => {
    expect(await mailer.send(letter('nobody@firma.pe'))).toMatchObject({ status: 'refused' })
    expect(await mailer.send(letter('full@firma.pe'))).toMatchObject({ status: 'later', down: false })
    turnAway = 421
    expect(await mailer.send(letter('ana@firma.pe'))).toMatchObject({ status: 'later', down: true })
    turnAway = null
    const nobody = smtpMailer({ url: 'smtp://127.0.0.1:9', from })
    expect(await nobody.send(letter('ana@firma.pe'))).toMatchObject({ status: 'later', down: true })
    expect([await nobody.check(), await mailer.check()]).toEqual([false, true])
    expect(await mailer.send(letter('a@b.pe, c@d.pe'))).toMatchObject({ status: 'refused' })
  })
})

describe('the captured mailbox', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp()
  })
  afterAll(() => app.close())

  it('keeps a letter once, and shows it on /correo as captured, not sent', async () => {
    const id = newId()
    const letter = {
      id,
      to: 'lucia@firma.pe',
      subject: 'Su <clave>',
      text: 'Abra http://window.test/clave?c=1\n\nGracias.',
    }
    const { mailer } = app.house
    expect(mailer.kind).toBe('captured')
    expect((await mailer.send(letter)).status).toBe('sent')
    expect((await mailer.send(letter)).status).toBe('sent')
    const list = await app.call('GET', '/correo?to=LUCIA@firma.pe')
    expect(list.status).toBe(200)
    expect(list.text).toContain('No se enviaron a nadie')
    expect(list.text.match(/Su &lt;clave&gt;/g)).toHaveLength(1)
    const [, path = ''] = /href="(\/correo\/[^"]+)"/.exec(list.text) ?? []
    const one = await app.call('GET', path)
    expect(one.text).toContain('<a href="http://window.test/clave?c=1">')
    expect((await app.call('GET', '/correo?to=otra@firma.pe')).text).toContain('No hay mensajes')
    expect((await app.call('GET', `/correo/${newId()}`)).status).toBe(404)
  })
})
