import { randomBytes } from 'node:crypto'
import { launchProcess, type LaunchedProcess } from '#platform/processes'

export interface RunningCustoms extends LaunchedProcess {
  readonly secret: string
}

/** Starts «Aduana Simulada». `decideMs`: how long it thinks before each business answer. */
export async function launchCustoms({
  log,
  decideMs = 400,
}: { readonly log?: (line: string) => void; readonly decideMs?: number } = {}): Promise<RunningCustoms> {
  const secret = randomBytes(24).toString('hex')
  const launched = await launchProcess({
    name: 'customs',
    env: { SECRET: secret, DECIDE_MS: String(decideMs) },
    ...(log ? { log } : {}),
  })
  return { ...launched, secret }
}
