import { randomBytes } from 'node:crypto'
import { launchProcess, type LaunchedProcess } from '#platform/processes'

export interface RunningSimulator extends LaunchedProcess {
  readonly secret: string
}

export interface LaunchOptions {
  /** Receives each line that the simulator prints. */
  readonly log?: (line: string) => void
  /** Made at random unless given. */
  readonly secret?: string
  /** Milliseconds until the first retry of a callback; each next one waits twice as long. */
  readonly retryMs?: number
}

/** Starts «Banco Simulado» as a process of its own. */
export async function launchSimulator({
  log,
  secret = randomBytes(24).toString('hex'),
  retryMs,
}: LaunchOptions = {}): Promise<RunningSimulator> {
  const env = { SECRET: secret, ...(retryMs === undefined ? {} : { RETRY_MS: String(retryMs) }) }
  const launched = await launchProcess({ name: 'payment-provider', env, ...(log ? { log } : {}) })
  return { ...launched, secret }
}
