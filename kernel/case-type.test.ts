import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { caseType, isRefused, notNow, trace, type Ctx } from './case-type.ts'
import { refusal, refuse } from './problem.ts'

interface Basket {
  readonly status: 'open' | 'closed'
  readonly lines: readonly string[]
}

const basket = caseType<Basket, { readonly price: number }>()('basket', {
  initial: { status: 'open', lines: [] },
  events: {
    LineAdded: (s, e: { sku: string }) => ({ ...s, lines: [...s.lines, e.sku] }),
    BasketClosed: (s, _: { total: number }) => ({ ...s, status: 'closed' }),
  },
  commands: (command) => ({
    add: command({
      from: ['open'],
      may: 'basket.add',
      as: ['owner', 'helper'],
      input: Type.Object({ sku: Type.String() }),
      summary: 'Puts something in',
      decide: (s, { sku }) =>
        s.lines.includes(sku) ? refuse(refusal('TWICE', '/sku', { sku })) : [{ type: 'LineAdded', data: { sku } }],
    }),
    close: command({
      from: ['open'],
      may: 'basket.close',
      as: ['owner'],
      input: Type.Object({}),
      summary: 'Closes it',
      decide: (s, _, __, { price }) => [{ type: 'BasketClosed', data: { total: s.lines.length * price } }],
    }),
    reopen: command({
      from: ['closed'],
      may: 'basket.close',
      as: ['system'],
      internal: true,
      input: Type.Object({}),
      summary: 'Opens it again',
      decide: () => [],
    }),
  }),
  parties: () => [{ org: 'shop', capacity: 'owner' }],
  title: (s) => s.lines.join(', '),
})

const ctx = (...capacities: string[]): Ctx => ({
  now: '2026-06-16T15:00:00.000Z',
  caseId: 'b1',
  actor: { person: 'ana', org: 'shop', roles: [] },
  capacities,
  definition: undefined,
})
const open: Basket = { status: 'open', lines: ['tea'] }

describe('a case type', () => {
  it('given a state, when a command is given, then events or every reason why not', () => {
    expect(basket.decide(open, 'add', { sku: 'rice' }, ctx('helper'), { price: 2 })).toEqual([
      { type: 'LineAdded', data: { sku: 'rice' } },
    ])
    expect(basket.decide(open, 'add', { sku: 'tea' }, ctx('owner'), { price: 2 })).toEqual({
      ok: false,
      refusals: [{ code: 'TWICE', pointer: '/sku', params: { sku: 'tea' } }],
    })
    expect(basket.decide(open, 'close', {}, ctx('owner'), { price: 2 })).toMatchObject([{ data: { total: 2 } }])
  })

  it('refuses what the status does not allow before anything else, then what the capacity does not', () => {
    const closed: Basket = { status: 'closed', lines: [] }
    expect(basket.decide(closed, 'close', {}, ctx(), { price: 2 })).toEqual(refuse(notNow('closed', 'close')))
    expect(basket.decide(open, 'close', {}, ctx('helper'), { price: 2 })).toMatchObject({
      refusals: [{ code: 'FORBIDDEN' }],
    })
    expect(basket.decide(open, 'close', {}, ctx(), { price: 2 })).toMatchObject({ refusals: [{ code: 'FORBIDDEN' }] })
  })

  it('offers what status, grant and capacity allow together', () => {
    const grants = new Set(['basket.add', 'basket.close'])
    expect(basket.available(open, ctx('owner'), grants)).toEqual(['add', 'close'])
    expect(basket.available(open, ctx('helper'), grants)).toEqual(['add'])
    expect(basket.available(open, ctx('owner'), new Set(['basket.add']))).toEqual(['add'])
    expect(basket.available({ status: 'closed', lines: [] }, ctx('owner'), grants)).toEqual([])
  })

  it('may ask for a role that the case names', () => {
    const panel = caseType<{ status: string; hears: string }>()('panel', {
      initial: { status: 'open', hears: 'head' },
      events: { Heard: (s) => ({ ...s, status: 'closed' }) },
      commands: (command) => ({
        hear: command({
          from: ['open'],
          may: 'panel.hear',
          as: ['panel'],
          roles: (s) => [s.hears],
          input: Type.Object({}),
          summary: '',
          decide: () => [{ type: 'Heard', data: {} }],
        }),
      }),
      parties: () => [],
      title: () => '',
    })
    const by = (role: string) => ({ ...ctx('panel'), actor: { person: 'p', org: 'o', roles: [role] } })
    const grants = new Set(['panel.hear'])
    expect(panel.decide(panel.initial, 'hear', {}, by('approver'), {})).toMatchObject({
      refusals: [{ code: 'FORBIDDEN' }],
    })
    expect(panel.decide(panel.initial, 'hear', {}, by('head'), {})).toMatchObject([{ type: 'Heard' }])
    expect(panel.available(panel.initial, { capacities: ['panel'], roles: ['approver'] }, grants)).toEqual([])
    expect(panel.available(panel.initial, { capacities: ['panel'], roles: ['head'] }, grants)).toEqual(['hear'])
  })

  it('is made again from its events', () => {
    const events = ['tea', 'rice'].map((sku) => ({ type: 'LineAdded', data: { sku } }))
    expect(basket.fold([...events, { type: 'BasketClosed', data: { total: 4 } }])).toEqual({
      status: 'closed',
      lines: ['tea', 'rice'],
    })
    expect(basket.fold([])).toBe(basket.initial)
  })

  it('takes an unknown command or event for a mistake of the program', () => {
    expect(() => basket.decide(open, 'steal' as 'add', { sku: 'x' }, ctx('owner'), { price: 1 })).toThrow(TypeError)
    expect(() => basket.fold([{ type: 'Stolen', data: {} }])).toThrow(/unknown event Stolen/)
  })

  it('tells events and refusals apart', () => {
    expect(isRefused(refuse(refusal('X')))).toBe(true)
    expect(isRefused([])).toBe(false)
  })

  it('traces several steps of one decision over a working copy', () => {
    const t = trace<Basket, typeof basket.events>(open, (s, e) => basket.evolve(s, e))
    t.emit('LineAdded', { sku: 'rice' })
    t.emit('BasketClosed', { total: 4 }, '2026-06-16T15:00:00.000Z')
    expect(t.state).toEqual({ status: 'closed', lines: ['tea', 'rice'] })
    expect(t.events).toEqual([
      { type: 'LineAdded', data: { sku: 'rice' } },
      { type: 'BasketClosed', data: { total: 4 }, at: '2026-06-16T15:00:00.000Z' },
    ])
    expect(open.lines).toEqual(['tea'])
  })
})
