import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { fetchFacts } from './facts.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

const orgOf = async (token: string): Promise<string> => (await app.house.directory.identify(token))?.actor.org ?? ''

it('a permit of a firm that mandated the applicant meets a need, and is named with the filing (PACK 16.12)', async () => {
  await app.open('/v1/applications', 'demo.demo.alba', {
    dossier: {
      country: 'demo',
      regime: 'enterprise',
      elements: { producer: { name: 'Talleres La Mecha', id: 'XD-1001', country: 'XD' } },
      lines: [],
      answers: { 'demo.lamp-registration': { elements: { apprentices: '3' } } },
      documents: [],
    },
    procedures: ['demo.lamp-registration'],
  })
  const [workshop, exporter] = await Promise.all([orgOf('demo.demo.alba'), orgOf('demo.demo.bruno')])
  const found = app.house.library.findProcedure('demo.light-certificate', app.clock.now().slice(0, 10))
  if (!found) throw new Error('the certificate is in force')
  const { house } = app
  const definition = await house.library.getDefinition(house.library.nameOf(found.pack, found.procedure))
  const subject = { applicant: exporter, elements: {}, lines: [] }
  const asked = (mandators: readonly string[]) =>
    house.engine.asPlatform(null, randomUUID(), (work) =>
      fetchFacts(work, house.directory, definition, subject, () => Promise.resolve(mandators)),
    )
  expect(await asked([])).toMatchObject({ needs: { 'demo.lamp-registration': 'none' } })
  expect(await asked([workshop])).toMatchObject({
    needs: { 'demo.lamp-registration': 'granted' },
    mandates: { 'demo.lamp-registration': workshop },
  })
})
