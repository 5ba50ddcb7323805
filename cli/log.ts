import { pino } from 'pino'
import type { Log } from '../server/house.ts'

/** Lines for people on a terminal, JSON for machines elsewhere. Secrets have no place in either. */
export function createLog(level: string): Log {
  if (process.stdout.isTTY || level === 'plain') {
    const say = (text: string): void => void process.stdout.write(`  ${text}\n`)
    return {
      info: say,
      warn: (t) => say(`Attention: ${t}`),
      error: (t) => void process.stderr.write(`  Error: ${t}\n`),
    }
  }
  const logger = pino(
    { level, base: null, redact: ['*.token', '*.password', '*.authorization', '*.secret'] },
    pino.destination({ dest: 2, sync: true }),
  )
  return { info: (t) => logger.info(t), warn: (t) => logger.warn(t), error: (t) => logger.error(t) }
}
