import type { Cashier } from '#modules/payments'
import type { Log } from './house.ts'

const SWEEP_MS = 15_000

/** Every few seconds: asks providers for callbacks that never came, and sends refunds that are due. */
export function keepCash(cashier: Pick<Cashier, 'sweep'>, log: Log): () => Promise<void> {
  let under: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    under = under
      .then(() => cashier.sweep())
      .catch((error: unknown) => log.warn(`payments: ${error instanceof Error ? error.message : String(error)}`))
  }, SWEEP_MS)
  return async () => {
    clearInterval(timer)
    await under
  }
}
