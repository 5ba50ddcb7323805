import { createHash, randomUUID } from 'node:crypto'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rucDigit } from '#kernel'
import { createModules } from '#modules'
import { verifyBooks } from '#modules/payments'
import { createRegistry, verifyStore } from '#platform/cases'
import { launchSimulator, type RunningSimulator } from '#platform/payments'
import { launchRegistry, type RunningRegistry } from '#platform/registry'
import { freePort } from '../../bench/server-process.ts'
import { samplePdf } from '../../server/seed.ts'
import { eventually, openRealWindow, type RealWindow } from '../helpers/real-window.ts'
import { acid, filedOf, people } from '../helpers/shipments.ts'

let provider: RunningSimulator
let registry: RunningRegistry
let window: RealWindow
let mailPort = 0
const letters: string[] = []
let mail: SMTPServer | undefined

beforeAll(async () => {
  provider = await launchSimulator({ retryMs: 20 })
  registry = await launchRegistry()
  mailPort = await freePort()
  window = await openRealWindow({
    PAYMENT_URL: provider.baseUrl,
    PAYMENT_SECRET: provider.secret,
    TAX_REGISTRY_URL: registry.baseUrl,
    TAX_REGISTRY_SECRET: registry.secret,
    SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
    MAIL_FROM: 'Ventanilla <avisos@ventanilla.example>',
  })
}, 120_000)
afterAll(async () => {
  await window?.close()
  await new Promise<void>((resolve) => (mail ? mail.close(() => resolve()) : resolve()))
  await registry?.stop()
  await provider?.stop()
})

const post = (url: string, secret: string | null, body: object): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(secret ? { authorization: `Bearer ${secret}` } : {}) },
    body: JSON.stringify(body),
  })
const openMail = async (): Promise<void> => {
  mail = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _, done) => {
      let text = ''
      stream.on('data', (c: Buffer) => (text += c.toString()))
      stream.on('end', () => {
        letters.push(/^Message-ID: <([^@]+)@/im.exec(text)?.[1] ?? '')
        done()
      })
    },
  })
  mail.on('error', () => undefined)
  await new Promise<void>((resolve) => mail?.listen(mailPort, '127.0.0.1', resolve))
}
const call = (token: string, path: string, body: object, more: Record<string, string> = {}) =>
  window.client.call('POST', path, token, body, { 'idempotency-key': randomUUID(), 'if-match': '*', ...more })
let sheet = ''
async function file() {
  sheet ||= await window.client.upload(people.lucia, samplePdf('sds'))
  const dossier = acid(new Date().toISOString(), [{ type: 'sds', name: 'sds.pdf', digest: sheet }])
  const made = await call(people.lucia, '/v1/applications', { dossier })
  expect(made.status).toBe(201)
  return filedOf(made.body)
}
async function pay(order: string): Promise<void> {
  const { body } = await window.client.call('POST', `/v1/orders/${order}/checkout`, people.lucia, {})
  await post(String(body.payUrl), null, {})
}
const statusOf = async (path: string): Promise<unknown> =>
  (await window.client.call('GET', path, people.lucia)).body.status
/** Somebody in their own name, as an identity provider would have brought them. */
async function somebody(): Promise<string> {
  const [id, token] = [randomUUID(), `chaos.${randomUUID()}`]
  const now = new Date().toISOString()
  await window.rows('INSERT INTO identity.person (id, name, created_at) VALUES ($1, $2, $3)', [id, 'Ana Poma', now])
  await window.rows(`INSERT INTO identity.organisation (id, kind, name) VALUES ($1, 'person', 'Ana Poma')`, [id])
  await window.rows(
    `INSERT INTO identity.account (id, person_id, org_id, roles, label) VALUES ($1, $1, $1, '{person}', $2)`,
    [id, `person/${id}`],
  )
  await window.rows('INSERT INTO identity.token (digest, account_id, created_at) VALUES ($1, $2, $3)', [
    createHash('sha256').update(token).digest(),
    id,
    now,
  ])
  return token
}
interface Status {
  readonly ok: boolean
  readonly components: readonly { readonly name: string; readonly ok: boolean }[]
}
const trouble = async (): Promise<string[]> => {
  const { body } = await window.client.call('GET', '/v1/status', people.lucia)
  return (body as unknown as Status).components.flatMap((c) => (c.ok ? [] : [c.name])).sort()
}

it('payments, mail and the tax registry are away at once: every case goes on, the window says so, and nothing is lost', async () => {
  const begun = await file()
  await pay(begun.order)
  await eventually(
    () => statusOf(`/v1/permits/${begun.permit}`),
    (s) => s === 'UNDER_EVALUATION',
  )
  const [firm] = await window.rows<{ org_id: string }>(`SELECT org_id FROM identity.account WHERE label = 'pe.lucia'`)
  await window.rows(
    `INSERT INTO notices.contact (id, org_id, channel, address, language, quiet, verified_at, created_at)
     VALUES (gen_random_uuid(), $1, 'email', 'lucia@firma.example', 'es', false, now(), now())`,
    [firm?.org_id],
  )
  await post(`${provider.baseUrl}/faults`, provider.secret, { mode: 'down' })
  await post(`${registry.baseUrl}/faults`, registry.secret, { mode: 'down' })

  // A case that was paid goes its whole way, though no letter leaves.
  const permit = `/v1/permits/${begun.permit}`
  expect((await call(people.victor, `${permit}/observe`, { observations: [{ text: 'Which tank?' }] })).status).toBe(200)
  expect((await call(people.lucia, `${permit}/answer`, { text: 'The second.' })).status).toBe(200)
  expect((await call(people.victor, `${permit}/propose`, { outcome: 'approve' })).status).toBe(200)
  expect((await call(people.irene, `${permit}/approve`, {})).status).toBe(200)
  expect(await statusOf(permit)).toBe('APPROVED')
  // One that is to be paid is filed, waits, and says why.
  const unpaid = await file()
  const checkout = await window.client.call('POST', `/v1/orders/${unpaid.order}/checkout`, people.lucia, {})
  expect([checkout.status, checkout.body.code]).toEqual([503, 'UNAVAILABLE'])
  expect(await statusOf(`/v1/permits/${unpaid.permit}`)).toBe('AWAITING_PAYMENT')
  // A firm registers and may act, to be checked later.
  const ana = await somebody()
  const taxId = `2051234567${rucDigit('2051234567')}`
  const other = await call(ana, '/v1/enterprises', { country: 'PE', taxId })
  expect([other.status, (other.body.state as { registry: string }).registry]).toEqual([201, 'unchecked'])
  const enterprise = `/v1/enterprises/${String(other.body.id)}`
  expect((await call(ana, `${enterprise}/acceptTerms`, {})).body.status).toBe('ACTIVE')

  expect(await eventually(trouble, (t) => t.length === 3, 40)).toEqual(['mail', 'payments', 'registry'])
  const page = await (await fetch(`${window.url}/estado`, { headers: { 'accept-language': 'es' } })).text()
  for (const words of ['Pague más tarde', 'Los avisos llegan a su buzón', 'Puede registrar su empresa'])
    expect(page).toContain(words)
  // Notices are served all the same: the mailbox is the legal one.
  const told = await window.client.call('GET', '/v1/notices', people.lucia)
  expect((told.body.items as { caseId: string }[]).filter((n) => n.caseId === begun.permit).length).toBeGreaterThan(1)
  expect(letters).toEqual([])

  // They come back, one of them across a restart.
  await openMail()
  await post(`${provider.baseUrl}/faults`, provider.secret, { mode: 'none' })
  await post(`${registry.baseUrl}/faults`, registry.secret, { mode: 'up' })
  await window.restart()
  await pay(unpaid.order)
  expect(
    await eventually(
      () => statusOf(`/v1/permits/${unpaid.permit}`),
      (s) => s === 'UNDER_EVALUATION',
    ),
  ).toBe('UNDER_EVALUATION')
  const checked = await eventually(
    async () => (await window.client.call('GET', enterprise, ana)).body.state as { registry: string },
    (s) => s.registry === 'active',
    75,
  )
  expect(checked.registry).toBe('active')
  const waiting = async (): Promise<number> =>
    (
      await window.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM notices.notice n LEFT JOIN notices.delivery d ON d.notice_id = n.id
         WHERE n.org_id = $1 AND (n.dispatched_at IS NULL OR d.status IN ('queued', 'sending'))`,
        [firm?.org_id],
      )
    )[0]?.n ?? 0
  // A copy that was in hand when the window stopped is taken up again when its lease ends, after two minutes.
  expect(await eventually(waiting, (n) => n === 0, 150)).toBe(0)
  const [sent] = await window.rows<{ n: number }>(
    `SELECT count(*)::int AS n FROM notices.delivery WHERE status = 'sent'`,
  )
  expect([letters.length, new Set(letters).size]).toEqual([sent?.n, sent?.n])
  expect(sent?.n).toBeGreaterThan(2)
  expect(await eventually(trouble, (t) => t.length === 0, 40)).toEqual([])
  expect((await verifyBooks(window.pool)).breaches).toEqual([])
  const cases = createRegistry(createModules({} as Parameters<typeof createModules>[0]))
  expect((await verifyStore(window.pool, cases)).breaches).toEqual([])
}, 360_000)
