import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../test/helpers/house.ts'
import { createBatches } from './batches.ts'
import type { Answered, Incoming } from './channel.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app?.close())

it('what could not be done for no fault of its own is told to whoever runs the window, and done once its lease is over', async () => {
  const { engine, directory } = app.house
  let broken = true
  const handle = ({ bytes }: Incoming): Promise<Answered> => {
    if (broken && bytes.toString() === 'two') return Promise.reject(new Error('the signer is not there'))
    const envelope = {
      message: 'receipt',
      version: 1,
      id: 'R',
      sender: { country: 'ZZ', id: 'vuce' },
      recipient: 'x',
      createdAt: app.clock.now(),
      test: true,
      body: {},
    } as const
    return Promise.resolve({ status: 201, envelope, repeated: false })
  }
  const batches = createBatches({ engine, directory, handle, seal: (envelope) => Promise.resolve(envelope.id) })
  const identity = await directory.identify('demo.cl.ignacia')
  if (!identity) throw new Error('nobody has this token')
  const file = Readable.from([Buffer.from('\u001eone\u001etwo\u001ethree')])
  const id = await batches.receive(file, 'json', identity, null)
  const seen = () => batches.find(identity.actor.org, id)
  await expect(batches.work()).rejects.toThrow('not done (1), and are tried again: the signer is not there')
  expect(await seen()).toMatchObject({ total: 3, done: 2, finishedAt: null })
  broken = false
  expect(await batches.work()).toBe(0)
  app.clock.hours(1)
  expect(await batches.work()).toBe(1)
  expect(await seen()).toMatchObject({ done: 3, accepted: 3, finishedAt: app.clock.now() })
})
