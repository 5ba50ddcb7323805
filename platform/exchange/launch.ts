import { randomBytes } from 'node:crypto'
import { launchProcess, type LaunchedProcess } from '#platform/processes'

export interface RunningForeignWindow extends LaunchedProcess {
  readonly secret: string
}

/** Starts «Ventanilla Lejana», the systems of others in one process. `decideMs`: how long it thinks before its business answer. */
export async function launchForeignWindow({
  log,
  decideMs = 1500,
}: { readonly log?: (line: string) => void; readonly decideMs?: number } = {}): Promise<RunningForeignWindow> {
  const secret = randomBytes(24).toString('hex')
  const env = { SECRET: secret, DECIDE_MS: String(decideMs) }
  const launched = await launchProcess({ name: 'foreign-window', env, ...(log ? { log } : {}) })
  return { ...launched, secret }
}
