import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { Refusals } from '#platform/cases'
import { createBuckets, limitRate } from './rate-limit.ts'

describe('buckets', () => {
  it('let ten seconds’ worth through at once, then one by one as they fill', () => {
    let now = 0
    const take = createBuckets(2, () => now)
    for (let i = 0; i < 20; i++) expect(take('a')).toBeUndefined()
    expect(take('a')).toBe(1)
    expect(take('b')).toBeUndefined()
    now = 500
    expect(take('a')).toBeUndefined()
    expect(take('a')).toBe(1)
    now = 3_600_000
    for (let i = 0; i < 20; i++) expect(take('a')).toBeUndefined()
    expect(take('a')).toBe(1)
  })
})

describe('the door', () => {
  it('answers 429 with Retry-After by identity and by address, and still says that it lives', async () => {
    const app = Fastify()
    app.setErrorHandler((e, _, reply) => reply.code(e instanceof Refusals ? 429 : 500).send())
    limitRate(app, { perSecond: 1 })
    app.get('/', () => 'ok')
    app.get('/health', () => 'ok')
    const get = (url: string, token?: string) =>
      app.inject({ url, ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}) })
    for (let i = 0; i < 10; i++) expect((await get('/', 'one')).statusCode).toBe(200)
    const no = await get('/', 'one')
    expect([no.statusCode, no.headers['retry-after']]).toEqual([429, '1'])
    expect((await get('/', 'two')).statusCode).toBe(200)
    for (let i = 0; i < 40; i++) await get('/')
    expect((await get('/', 'three')).statusCode).toBe(429)
    expect((await get('/health')).statusCode).toBe(200)
    await app.close()
  })
})
