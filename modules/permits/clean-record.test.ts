import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { coffee, growers } from '../../test/helpers/coffee.ts'
import { fetchFacts } from './facts.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

/** How many clean approvals the rules count for goods of one code and origin, as the firm of Elvira asks now. */
async function counted(hs: string, origin: string): Promise<unknown> {
  const { house } = app
  const found = house.library.findProcedure('pe.export-phyto', app.clock.now().slice(0, 10))
  const holder = (await house.directory.identify(growers.elvira))?.actor.org ?? ''
  if (!found) throw new Error('the certificate is in force')
  const definition = await house.library.getDefinition(house.library.nameOf(found.pack, found.procedure))
  const subject = { applicant: holder, elements: {}, lines: [{ 'goods.commodity': hs, 'goods.origin': origin }] }
  const { facts } = await house.engine.asPlatform(null, randomUUID(), (work) =>
    fetchFacts(work, house.directory, definition, subject),
  )
  return facts['applicant.cleanApprovals']
}

describe('a clean record (M08-12)', () => {
  it('is of the same goods and the same origin, and what was revoked is not clean', async () => {
    const first = await certified()
    await certified()
    expect(await counted('090111', 'PE')).toBe(2)
    expect(await counted('090112', 'PE')).toBe(0)
    expect(await counted('090111', 'BO')).toBe(0)
    await app.act(growers.rosa, `/v1/permits/${first}`, 'revoke', { grounds: 'El lote era otro.' })
    expect(await counted('090111', 'PE')).toBe(1)
    app.clock.hours(24 * 366)
    expect(await counted('090111', 'PE')).toBe(0)
  })
})

async function certified(): Promise<string> {
  const { body } = await app.open('/v1/applications', growers.elvira, {
    dossier: coffee(app.clock.now()),
    procedures: ['pe.export-phyto'],
  })
  const { permits, orders } = body as unknown as { permits: { id: string }[]; orders: { id: string }[] }
  const id = permits[0]?.id ?? ''
  const path = `/v1/permits/${id}`
  await app.pay(orders[0]?.id ?? '')
  await app.act(growers.ana, path, 'admit', {})
  await app.act(growers.luis, path, 'recordInspection', { task: 'goods', result: 'conform' })
  await app.act(growers.ana, path, 'propose', { outcome: 'approve' })
  await app.act(growers.rosa, path, 'approve', {})
  return id
}
