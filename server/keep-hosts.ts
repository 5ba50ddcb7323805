import type { House, Log } from './house.ts'

const LOOK_MS = 1000

/** Runs again and again, a second after it had nothing more to do; a failure is told and does not end it. */
function keep(run: () => Promise<number>, log: Log): () => Promise<void> {
  let under: Promise<unknown> = Promise.resolve()
  let busy = false
  let ended = false
  const round = async (): Promise<void> => {
    for (;;) if (ended || (await run()) === 0) return
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
    ended = true
    clearInterval(timer)
    await under
  }
}

/** Tells firms' systems what happened, a second after it did: new events become messages, and messages are carried. And does files of messages. */
export function keepHosts({ h2h }: Pick<House, 'h2h'>, log: Log): () => Promise<void> {
  const all = [() => h2h.outbox.fanOut(), () => h2h.outbox.deliver(), () => h2h.batches.work()].map((run) =>
    keep(run, log),
  )
  return async () => {
    await Promise.all(all.map((end) => end()))
  }
}
