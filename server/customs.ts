import { createCustomsCarrier, type CustomsCarrier } from '#modules/customs'
import { httpCustoms, launchCustoms } from '#platform/customs'
import type { House, Log } from './house.ts'

export interface Customs {
  readonly carrier: CustomsCarrier
  readonly secret: string
  readonly simulator: string | null
  stop(): Promise<void>
}

export interface CustomsOptions {
  /** How long the simulator thinks, and the wait until our second attempt; milliseconds. */
  readonly decideMs?: number
  readonly retryMs?: number
}

/** The line to customs: the system that CUSTOMS_URL names, in a sandbox a simulator; nothing otherwise, and declarations wait. */
export async function openCustoms(
  house: House,
  log: Log,
  publicUrl: () => string,
  { decideMs, retryMs }: CustomsOptions = {},
): Promise<Customs | undefined> {
  const { config, engine, library } = house
  if (!config.customs && !config.sandbox) return undefined
  const simulator = config.customs
    ? undefined
    : await launchCustoms({ log: (line) => log.info(line), ...(decideMs === undefined ? {} : { decideMs }) })
  const settings = config.customs ?? simulator
  if (!settings) return undefined
  const { baseUrl, secret } = settings
  const carrier = createCustomsCarrier({
    engine,
    dictionary: library.dictionary,
    channel: httpCustoms({ baseUrl, secret, replyTo: () => `${publicUrl()}/v1/customs/answers` }),
    log,
    ...(retryMs === undefined ? {} : { retryMs }),
  })
  return { carrier, secret, simulator: simulator?.baseUrl ?? null, stop: async () => simulator?.stop() }
}
