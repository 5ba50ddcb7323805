import { openCustoms, type Customs } from '../../server/customs.ts'
import { httpSizes, launchSizes } from '#platform/sizes'
import { openTestApp, type TestApp, type TestAppOptions } from './house.ts'

export interface CustomsApp extends TestApp {
  readonly customs: Customs
  /** How the simulator behaves from now on. */
  fault(mode: string, delayMs?: number): Promise<unknown>
  /** What happens at the border. */
  border(mrn: string, event: string, text?: string): Promise<unknown>
  /** What the simulator has received. */
  messages(): Promise<{ id: string; kind: string; mrn: string; times: number; last: string }[]>
  /** Sends what is due, and waits until a case stands as wanted. */
  until(path: string, token: string, is: (state: never) => boolean): Promise<Record<string, unknown>>
}

/** The house with its HTTP face on a real port, and customs' own system beside it. */
export async function openCustomsApp(options: TestAppOptions = {}): Promise<CustomsApp> {
  let customs: Customs | undefined
  const registry = await launchSizes({
    firms: [
      { country: 'UY', taxId: '217643210013', size: 'micro' },
      { country: 'UY', taxId: '216554300124', size: 'medium' },
    ],
  })
  let address = ''
  const app = await openTestApp({
    ...options,
    sizes: httpSizes(registry),
    customs: async (house, log) => {
      customs = await openCustoms(house, log, () => address, { decideMs: 20, retryMs: 1000 })
      if (!customs) throw new Error('there is no customs')
      return customs
    },
  })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.app.server.address() as { port: number }
  address = `http://127.0.0.1:${port}`
  const line = customs as Customs
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${line.simulator}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${line.secret}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return response.json()
  }
  return {
    ...app,
    customs: line,
    fault: (mode, delayMs = 0) => ask('/faults', { mode, delayMs }),
    border: (mrn, event, text) => ask('/events', { mrn, event, ...(text ? { text } : {}) }),
    messages: async () => ((await ask('/messages')) as { items: never[] }).items,
    until: async (path, token, is) => {
      let last: unknown
      for (let i = 0; i < 150; i++) {
        await line.carrier.run()
        const { state } = (await app.call('GET', path, token)).body
        last = state
        if (is(state as never)) return state as Record<string, unknown>
        await new Promise((resolve) => setTimeout(resolve, 40))
      }
      throw new Error(`${path} stands as ${JSON.stringify(last).slice(0, 1500)}`)
    },
    close: async () => {
      await app.app.close()
      await app.close()
      await line.stop()
      await registry.stop()
    },
  }
}
