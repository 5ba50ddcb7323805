import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  launchSimulator,
  PaymentProviderDown,
  PaymentRefused,
  simulatorProvider,
  type CallbackReading,
  type PaymentOrder,
  type PaymentProvider,
  type RunningSimulator,
} from './index.ts'

interface Paid {
  readonly paid: boolean
  readonly callback: { readonly status: number; readonly body: string; readonly attempts: number } | null
}

let simulator: RunningSimulator
let provider: PaymentProvider
let merchant: Server
let callbackUrl: string
let readings: CallbackReading[]
let answers: number[]
let order: PaymentOrder
let n = 0

beforeAll(async () => {
  simulator = await launchSimulator({ retryMs: 5 })
  provider = simulatorProvider(simulator)
  merchant = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      readings.push(provider.readCallback(request.headers, Buffer.concat(chunks)))
      response.writeHead(answers.shift() ?? 200).end('noted')
    })
  })
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve))
  callbackUrl = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/v1/payments/callback`
}, 30_000)
afterAll(async () => {
  merchant.close()
  await simulator.stop()
})
beforeEach(() => {
  readings = []
  answers = []
  order = {
    reference: `PE-2026-${++n}`,
    amount: { amount: '36.00', currency: 'PEN' },
    description: 'Certificado «fito» <b>ñ</b>',
    code: 'RF18OP20260000001',
    callbackUrl,
    returnUrl: 'http://127.0.0.1/volver?a=1&b=2',
  }
})
afterEach(() => fault('none'))

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
const bearer = (): Record<string, string> => ({ authorization: `Bearer ${simulator.secret}` })
async function fault(mode: string, delayMs = 50): Promise<void> {
  expect((await post(`${simulator.baseUrl}/faults`, { mode, delayMs }, bearer())).status).toBe(200)
}
/** Where the payer is sent; this provider always has a page. */
async function start(asked: PaymentOrder): Promise<{ id: string; payUrl: string }> {
  const { id, payUrl } = await provider.start(asked)
  return { id, payUrl: payUrl ?? '' }
}
async function pay(url: string, body: object = {}): Promise<Paid> {
  return (await (await post(url, body)).json()) as Paid
}

describe('paying', () => {
  it('goes from the order to a signed callback that we believe', async () => {
    const { id, payUrl } = await start(order)
    expect(await provider.findPaid(id)).toBeUndefined()
    expect(await pay(payUrl)).toMatchObject({ paid: true, callback: { status: 200, body: 'noted', attempts: 1 } })
    expect(readings).toEqual([
      {
        ok: true,
        callback: {
          paymentId: id,
          reference: order.reference,
          amount: order.amount,
          paidAt: expect.any(String),
          status: 'paid',
        },
      },
    ])
    expect(await provider.findPaid(id)).toMatchObject({ reference: order.reference, amount: order.amount })
  })

  it('is one payment per order, however often it is sent or paid', async () => {
    const one = await start(order)
    expect(await start(order)).toEqual(one)
    await expect(provider.start({ ...order, amount: { amount: '37.00', currency: 'PEN' } })).rejects.toThrow(
      PaymentRefused,
    )
    await pay(one.payUrl)
    expect(await pay(one.payUrl)).toMatchObject({ paid: true, callback: { status: 200 } })
    expect(readings).toHaveLength(1)
  })

  it('of another amount states what was really paid', async () => {
    const { payUrl } = await start(order)
    await pay(payUrl, { amount: '30.00' })
    expect(readings[0]).toMatchObject({ ok: true, callback: { amount: { amount: '30.00', currency: 'PEN' } } })
    const other = await start({ ...order, reference: `${order.reference}-b` })
    await pay(other.payUrl, { amount: { amount: '36.00', currency: 'USD' } })
    expect(readings[1]).toMatchObject({ callback: { amount: { currency: 'USD' } } })
    expect((await post(other.payUrl, { amount: 'a lot' })).status).toBe(400)
  })

  it('has a page for people that says it is a simulator and shows text as text', async () => {
    const { payUrl } = await start(order)
    const page = await (await fetch(payUrl)).text()
    expect(page).toContain('SIMULADOR')
    expect(page).toContain('PEN 36.00')
    expect(page).toContain('&#60;b&#62;ñ')
    expect(page).not.toContain('<b>')
    const done = await (await fetch(payUrl, { method: 'POST', body: new URLSearchParams() })).text()
    expect(done).toContain('SIMULADOR')
    expect(done).toContain('La ventanilla ya lo sabe')
    expect(readings).toHaveLength(1)
  })
})

describe('when the merchant fails', () => {
  it('the bank tries again after a 5xx, and stops at a yes', async () => {
    answers = [503, 500]
    const { payUrl } = await start(order)
    expect(await pay(payUrl)).toMatchObject({ callback: { status: 200, attempts: 3 } })
    expect(readings.map((reading) => reading.ok)).toEqual([true, true, true])
  })

  it('it gives up after five, and does not insist after a no', async () => {
    answers = [500, 500, 500, 500, 500, 500]
    expect(await pay((await start(order)).payUrl)).toMatchObject({ callback: { status: 500, attempts: 5 } })
    answers = [422]
    const other = { ...order, reference: `${order.reference}-b` }
    expect(await pay((await start(other)).payUrl)).toMatchObject({ callback: { status: 422, attempts: 1 } })
  })

  it('it tries again when nobody answers', async () => {
    const { payUrl } = await start({ ...order, callbackUrl: 'http://127.0.0.1:1/gone' })
    expect(await pay(payUrl)).toMatchObject({ paid: true, callback: { status: 0, attempts: 5 } })
  })
})

describe('faults of the bank', () => {
  it('lost: paid, never told; asking finds it', async () => {
    const { id, payUrl } = await start(order)
    await fault('lost')
    expect(await pay(payUrl)).toEqual({ paid: true, amount: order.amount, callback: null })
    expect(readings).toEqual([])
    expect(await provider.findPaid(id)).toMatchObject({ paymentId: id, status: 'paid' })
  })

  it('late: told afterwards', async () => {
    const { payUrl } = await start(order)
    await fault('late', 60)
    expect((await pay(payUrl)).callback).toBeNull()
    expect(readings).toEqual([])
    await sleep(400)
    expect(readings).toMatchObject([{ ok: true }])
  })

  it('duplicate: told twice, the same', async () => {
    const { payUrl } = await start(order)
    await fault('duplicate')
    await pay(payUrl)
    expect(readings).toHaveLength(2)
    expect(readings[0]).toEqual(readings[1])
  })

  it('wrong-amount: well signed, one unit less', async () => {
    const { payUrl } = await start(order)
    await fault('wrong-amount')
    await pay(payUrl)
    expect(readings).toMatchObject([{ ok: true, callback: { amount: { amount: '35.00' } } }])
  })

  it('forged: not believed', async () => {
    const { payUrl } = await start(order)
    await fault('forged')
    await pay(payUrl)
    expect(readings).toEqual([{ ok: false, reason: 'bad-signature' }])
  })

  it('down: nothing starts, and it says so', async () => {
    await fault('down')
    await expect(provider.start(order)).rejects.toThrow(PaymentProviderDown)
    await fault('none')
    await expect(provider.start(order)).resolves.toHaveProperty('payUrl')
  })
})

describe('who may speak to the bank', () => {
  it('only the bearer of its secret', async () => {
    const stranger = simulatorProvider({ baseUrl: simulator.baseUrl, secret: 'x'.repeat(48) })
    await expect(stranger.start(order)).rejects.toMatchObject({ status: 401 })
    expect((await post(`${simulator.baseUrl}/faults`, { mode: 'down' })).status).toBe(401)
  })

  it('and only in its terms', async () => {
    for (const change of [
      { amount: { amount: '1e3', currency: 'PEN' } },
      { callbackUrl: 'file:///etc/passwd' },
      { reference: '' },
      { amount: { amount: '0.00', currency: 'PEN' } },
    ]) {
      await expect(provider.start({ ...order, ...change })).rejects.toMatchObject({ status: 400 })
    }
    expect((await post(`${simulator.baseUrl}/payments`, { ...order, more: 1 }, bearer())).status).toBe(400)
    expect((await post(`${simulator.baseUrl}/faults`, { mode: 'sing' }, bearer())).status).toBe(400)
    expect((await post(`${simulator.baseUrl}/payments`, { a: 'x'.repeat(70_000) }, bearer())).status).toBe(413)
    expect((await fetch(`${simulator.baseUrl}/pay/pay_unknown`)).status).toBe(404)
  })
})

describe('the process', () => {
  it('is down when nobody listens, and does not outlive its parent', async () => {
    const short = await launchSimulator()
    expect((await fetch(`${short.baseUrl}/health`)).status).toBe(200)
    await short.stop()
    await short.stop()
    await expect(simulatorProvider(short).start(order)).rejects.toThrow(PaymentProviderDown)
  }, 30_000)

  it('ends when a parent is killed outright', async () => {
    const loader = new URL('../../cli/typescript/register.mjs', import.meta.url).href
    const launcher = `
      const { launchSimulator } = await import(${JSON.stringify(new URL('./launch.ts', import.meta.url).href)})
      console.log((await launchSimulator()).baseUrl)
      setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', launcher], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (line: Buffer) => resolve(line.toString().trim())),
    )
    expect((await fetch(`${url}/health`)).status).toBe(200)
    parent.kill('SIGKILL')
    let alive = true
    for (let i = 0; alive && i < 50; i++) {
      await sleep(100)
      alive = await fetch(`${url}/health`).then(
        () => true,
        () => false,
      )
    }
    expect(alive).toBe(false)
  }, 30_000)

  it('does not start without a secret', async () => {
    await expect(launchSimulator({ secret: 'short' })).rejects.toThrow('ended at once')
  }, 30_000)
})
