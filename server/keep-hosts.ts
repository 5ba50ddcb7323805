import type { House, Log } from './house.ts'

const LOOK_MS = 1000

/** Tells firms' systems what happened, a second after it did: new events become messages, and messages are carried. */
export function keepHosts({ h2h }: Pick<House, 'h2h'>, log: Log): () => Promise<void> {
  let under: Promise<unknown> = Promise.resolve()
  let busy = false
  const round = async (): Promise<void> => {
    while ((await h2h.outbox.fanOut()) > 0);
    while ((await h2h.outbox.deliver()) > 0);
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    under = round()
      .catch((error: unknown) => log.warn(`host to host: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        busy = false
      })
  }, LOOK_MS)
  return async () => {
    clearInterval(timer)
    await under
  }
}
