import { createCarrier, type Carrier } from '#modules/exchange'
import { hubPartner, launchForeignWindow, lpcoPartner, type Partner } from '#platform/exchange'
import type { House, Log } from './house.ts'

export interface Exchange {
  readonly carrier: Carrier
  readonly secret: string
  readonly simulator: string | null
  stop(): Promise<void>
}

export interface ExchangeOptions {
  /** How long the simulator thinks, and the wait until our second attempt; milliseconds. */
  readonly decideMs?: number
  readonly retryMs?: number
}

/** Certificates go to a hub, everything else to the desk of whoever it is for. */
export function partnersOf(baseUrl: string, secret: string, replyTo: () => string): Readonly<Record<string, Partner>> {
  const desk = lpcoPartner({ baseUrl, secret, replyTo })
  const desks = ['customs', 'port', 'zone', 'agreement', 'destination'].map((to) => [to, desk] as const)
  return { ephyto: hubPartner({ baseUrl, secret }), ...Object.fromEntries(desks) }
}

/** Starts the simulator of the systems of others, and the carrier that speaks with it. */
export async function openExchange(
  house: House,
  log: Log,
  publicUrl: () => string,
  { decideMs, retryMs }: ExchangeOptions = {},
): Promise<Exchange> {
  const window = await launchForeignWindow({
    log: (line) => log.info(line),
    ...(decideMs === undefined ? {} : { decideMs }),
  })
  const { baseUrl, secret } = window
  const carrier = createCarrier({
    engine: house.engine,
    library: house.library,
    partners: partnersOf(baseUrl, secret, () => `${publicUrl()}/v1/exchange/receipts`),
    log,
    ...(retryMs === undefined ? {} : { retryMs }),
  })
  return { carrier, secret, simulator: baseUrl, stop: () => window.stop() }
}
