import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signCallback, simulatorProvider } from './index.ts'

const secret = 'a-secret-of-the-bank'
const start = Date.parse('2026-06-26T05:00:12.000Z')
const seconds = start / 1000
const provider = simulatorProvider({ baseUrl: 'http://127.0.0.1:1', secret, now: () => start })
const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const callback = {
  paymentId: 'pay_1',
  reference: 'PE-2026-000123',
  amount: { amount: '36.00', currency: 'PEN' },
  paidAt: '2026-06-26T05:00:12.000Z',
  status: 'paid',
}
const read = (body: Uint8Array, signature: string | string[] | undefined = signCallback(secret, seconds, body)) =>
  provider.readCallback({ signature }, body)

describe('a callback', () => {
  it('that is well signed is believed, and only what was agreed is taken', () => {
    expect(read(bytes({ ...callback, extra: 'x' }))).toEqual({ ok: true, callback })
  })

  it('whose body changed by one byte is not', () => {
    const signature = signCallback(secret, seconds, bytes(callback))
    const body = bytes({ ...callback, amount: { amount: '35.00', currency: 'PEN' } })
    expect(read(body, signature)).toEqual({ ok: false, reason: 'bad-signature' })
  })

  it('signed with another key, or with another time under the same signature, is not', () => {
    const body = bytes(callback)
    expect(read(body, signCallback('another-secret', seconds, body))).toEqual({ ok: false, reason: 'bad-signature' })
    const moved = signCallback(secret, seconds - 1000, body).replace(/t=\d+/, `t=${seconds}`)
    expect(read(body, moved)).toEqual({ ok: false, reason: 'bad-signature' })
  })

  it('is good for five minutes either way', () => {
    const body = bytes(callback)
    for (const [age, ok] of [
      [0, true],
      [300, true],
      [301, false],
      [-300, true],
      [-301, false],
    ] as const) {
      expect(read(body, signCallback(secret, seconds - age, body)).ok).toBe(ok)
    }
    expect(read(body, signCallback(secret, seconds - 301, body))).toEqual({ ok: false, reason: 'stale' })
  })

  it('without a signature, with two, or with something else in its place is not', () => {
    const body = bytes(callback)
    expect(provider.readCallback({}, body)).toEqual({ ok: false, reason: 'no-signature' })
    const good = signCallback(secret, seconds, body)
    for (const header of [
      '',
      'v1=00',
      `${good},v1=${'0'.repeat(64)}`,
      good.toUpperCase(),
      [good, good],
      `t=-1,v1=${'0'.repeat(64)}`,
    ]) {
      expect(read(body, header)).toEqual({ ok: false, reason: 'malformed-signature' })
    }
  })

  it('of more than 16 KiB is not even hashed', () => {
    expect(read(bytes('x'.repeat(16 * 1024 + 1)))).toEqual({ ok: false, reason: 'too-large' })
  })

  it.each([
    ['not JSON', '{'],
    ['a list', []],
    ['no amount', { ...callback, amount: undefined }],
    ['a number as amount', { ...callback, amount: { amount: 36, currency: 'PEN' } }],
    ['a negative amount', { ...callback, amount: { amount: '-36.00', currency: 'PEN' } }],
    ['another status', { ...callback, status: 'pending' }],
    ['a day that does not exist', { ...callback, paidAt: '2026-13-40T00:00:00.000Z' }],
    ['an empty reference', { ...callback, reference: '' }],
  ])('that is signed but is %s is refused', (_, body) => {
    expect(read(bytes(body))).toEqual({ ok: false, reason: 'malformed-body' })
  })

  it('that is signed but is not UTF-8 is refused', () => {
    const body = Uint8Array.from(bytes(callback), (byte) => (byte === 0x50 ? 0xff : byte))
    expect(read(body)).toEqual({ ok: false, reason: 'malformed-body' })
  })

  it('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.oneof(fc.string(), fc.constant(undefined)),
        (body, signature) => {
          expect(provider.readCallback({ signature }, body).ok).toBe(false)
        },
      ),
    )
  })
})
