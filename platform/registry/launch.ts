import { randomBytes } from 'node:crypto'
import { launchProcess, type LaunchedProcess } from '#platform/processes'

export interface RunningRegistry extends LaunchedProcess {
  readonly secret: string
}

export interface Taxpayer {
  readonly country: string
  readonly taxId: string
  readonly name: string
  readonly address: string | null
  readonly status?: 'active' | 'inactive'
}

export interface LaunchOptions {
  /** Receives each line that the simulator prints. */
  readonly log?: (line: string) => void
  /** Made at random unless given. */
  readonly secret?: string
  /** Those it knows; it invents the others. */
  readonly taxpayers?: readonly Taxpayer[]
}

/** Starts «Registro Tributario Simulado» as a process of its own. */
export async function launchRegistry({
  log,
  secret = randomBytes(24).toString('hex'),
  taxpayers = [],
}: LaunchOptions = {}): Promise<RunningRegistry> {
  const env = { SECRET: secret, TAXPAYERS: JSON.stringify(taxpayers) }
  const launched = await launchProcess({ name: 'tax-registry', env, ...(log ? { log } : {}) })
  return { ...launched, secret }
}
