import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Letter, Status } from './post.ts'

const ATTEMPTS = 5
const RETRY_MS = 250
const ANSWER_MS = 10_000

/** Sends signed receipts to whoever wrote, five attempts in all. */
export function createMessenger(secret: string) {
  async function attempt(url: string, body: string): Promise<number> {
    const t = Math.floor(Date.now() / 1000)
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          signature: `t=${t},v1=${v1}`,
          'user-agent': 'Ventanilla-Lejana/1',
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
  return async (letter: Letter, status: Status): Promise<void> => {
    if (!letter.replyTo) return
    const { id: messageId, reference, text } = letter
    const body = JSON.stringify({ messageId, status, reference, text: status === letter.status ? text : null })
    for (let n = 0; n < ATTEMPTS; n++) {
      const answered = await attempt(letter.replyTo, body)
      if (answered > 0 && answered < 500) return
      await sleep(RETRY_MS * 2 ** n)
    }
  }
}
