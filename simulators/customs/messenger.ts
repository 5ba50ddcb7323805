import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

const ATTEMPTS = 6
const RETRY_MS = 250
const ANSWER_MS = 10_000

/** Sends signed answers to whoever declared, until they are taken, six attempts in all. 409 means: not yet, the one before is on its way. */
export function createMessenger(secret: string) {
  async function attempt(url: string, body: string): Promise<number> {
    const t = Math.floor(Date.now() / 1000)
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/xml; charset=utf-8',
          signature: `t=${t},v1=${v1}`,
          'user-agent': 'Aduana-Simulada/1',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      return response.status
    } catch {
      return 0
    }
  }
  return async (url: string, body: string): Promise<void> => {
    for (let n = 0; n < ATTEMPTS; n++) {
      const answered = await attempt(url, body)
      if (answered > 0 && answered < 500 && answered !== 409) return
      await sleep(RETRY_MS * 2 ** n)
    }
  }
}
