import { afterAll, beforeAll, expect, it } from 'vitest'
import { columns, type RowData } from '#modules/ecommerce'
import { openCustomsApp, type CustomsApp } from '../helpers/customs.ts'

let app: CustomsApp
beforeAll(async () => {
  app = await openCustomsApp()
})
afterAll(async () => app?.close())

const yuna = 'demo.kr.yuna'
const row = (order: string, more: Partial<RowData>): RowData => ({
  ...(Object.fromEntries(columns.map((c) => [c, ''])) as RowData),
  order_id: order,
  sold_at: '2026-10-04',
  platform: 'Market',
  buyer_name: `Buyer ${order}`,
  buyer_country: 'JP',
  sku: `SKU-${order}`,
  description_en: 'Moisturising face cream 50 ml',
  hs6: '330499',
  origin: 'KR',
  qty: '1',
  unit: 'NIU',
  unit_price: '40000',
  currency: 'KRW',
  ...more,
})

it('a list of orders is assessed on its dearest rows at their exact prices, discounts taken off, however small a row is', async () => {
  const rows = [
    row('1', { qty: '0.000001', unit_price: '0.000001' }),
    row('2', { qty: '2', unit_price: '50000', discount: '10000' }),
    row('3', {}),
  ]
  const { body } = await app.open('/v1/shop-batches', yuna, { country: 'kr', name: 'octubre', rows })
  const path = `/v1/shop-batches/${String(body.id)}`
  expect(body).toMatchObject({ state: { counted: { good: 3, bad: 0 } } })
  await app.act(yuna, path, 'confirm', {})
  await app.until(path, yuna, (s: { channel: string | null }) => s.channel !== null)
  const values = await app.asOwner<{ item: number; value: string }>(
    `SELECT item, value::float8::text AS value FROM risk.unit_value WHERE case_id = '${String(body.id)}' ORDER BY item`,
  )
  expect(values).toEqual([
    { item: 0, value: '45000' },
    { item: 1, value: '40000' },
    { item: 2, value: '0' },
  ])
  const [operation] = await app.asOwner<{ value: string }>(
    `SELECT facts->>'value' AS value FROM risk.operation WHERE case_id = '${String(body.id)}'`,
  )
  expect(operation).toEqual({ value: '130000' })
})

it('an exit that customs tells before the parcels are with the carrier is told again, not lost', async () => {
  const { body } = await app.open('/v1/shop-batches', yuna, { country: 'kr', name: 'noviembre', rows: [row('9', {})] })
  const path = `/v1/shop-batches/${String(body.id)}`
  await app.act(yuna, path, 'confirm', {})
  const { mrn } = (await app.until(path, yuna, (s: { channel: string | null }) => s.channel !== null)) as {
    mrn: string
  }
  await app.border(mrn, 'released')
  const told = app.border(mrn, 'exit')
  await new Promise((resolve) => setTimeout(resolve, 150))
  await app.act(yuna, path, 'ship', {})
  await told
  await app.until(path, yuna, (s: { status: string }) => s.status === 'EXITED')
})
