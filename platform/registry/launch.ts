import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface RunningRegistry {
  readonly baseUrl: string
  readonly secret: string
  /** Ends the process and waits until it is gone. Safe to call twice. */
  stop(): Promise<void>
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

const ROOT = new URL('../../', import.meta.url)
const MAIN = fileURLToPath(new URL('simulators/tax-registry/main.ts', ROOT))
const LOADER = new URL('cli/typescript/register.mjs', ROOT).href
const START_MS = 20_000

/** What it needs and no more: the parent's environment may hold secrets of other parts. */
function environment(secret: string, taxpayers: readonly Taxpayer[]): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, SystemRoot } = process.env
  return {
    PATH,
    TMPDIR,
    SystemRoot,
    PORT: '0',
    SECRET: secret,
    TAXPAYERS: JSON.stringify(taxpayers),
  }
}

function findAddress(line: string): string | undefined {
  try {
    const { listening } = JSON.parse(line) as { listening?: unknown }
    return typeof listening === 'string' ? listening : undefined
  } catch {
    return undefined
  }
}

/**
 * Starts the simulated tax registry as a process of its own on a free loopback port. It lives as long as the pipe to this process
 * does: however we end, it ends. Throws if it does not listen within 20 seconds.
 */
export async function launchRegistry({
  log,
  secret = randomBytes(24).toString('hex'),
  taxpayers = [],
}: LaunchOptions = {}): Promise<RunningRegistry> {
  const child = spawn(process.execPath, ['--import', LOADER, MAIN], {
    cwd: fileURLToPath(ROOT),
    env: environment(secret, taxpayers),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  // Its own end of the pipe may close first; that is no reason to fall with it.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stderr }).on('line', (line) => log?.(line))

  async function stop(): Promise<void> {
    child.stdin.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
    await gone
    clearTimeout(timer)
  }

  try {
    const baseUrl = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the registry simulator did not start in time')), START_MS)
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the registry simulator ended at once (${code ?? 'signal'})`)))
      createInterface({ input: child.stdout }).on('line', (line) => {
        log?.(line)
        const address = findAddress(line)
        if (address) resolve(address)
        if (address) clearTimeout(timer)
      })
      void gone.then(() => clearTimeout(timer))
    })
    return { baseUrl, secret, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
