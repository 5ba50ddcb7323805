import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface LaunchedProcess {
  readonly baseUrl: string
  /** Ends the process and waits until it is gone. Safe to call twice. */
  stop(): Promise<void>
}

export interface ProcessOptions {
  /** Folder below `simulators/`. */
  readonly name: string
  /** What it needs and no more: the parent's environment may hold secrets of other parts. */
  readonly env: Readonly<Record<string, string>>
  /** Receives each line that it prints. */
  readonly log?: (line: string) => void
}

const ROOT = new URL('../../', import.meta.url)
const LOADER = new URL('cli/typescript/register.mjs', ROOT).href
const START_MS = 20_000

function findAddress(line: string): string | undefined {
  try {
    const { listening } = JSON.parse(line) as { listening?: unknown }
    return typeof listening === 'string' ? listening : undefined
  } catch {
    return undefined
  }
}

/** Starts a simulator and waits until it says where it listens. Throws if it does not within 20 seconds. */
export async function launchProcess({ name, env, log }: ProcessOptions): Promise<LaunchedProcess> {
  const { PATH, TMPDIR, SystemRoot } = process.env
  const main = fileURLToPath(new URL(`simulators/${name}/main.ts`, ROOT))
  const child = spawn(process.execPath, ['--import', LOADER, main], {
    cwd: fileURLToPath(ROOT),
    env: { PATH, TMPDIR, SystemRoot, PORT: '0', ...env },
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
      const timer = setTimeout(() => reject(new Error(`the simulator ${name} did not start in time`)), START_MS)
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the simulator ${name} ended at once (${code ?? 'signal'})`)))
      createInterface({ input: child.stdout }).on('line', (line) => {
        log?.(line)
        const address = findAddress(line)
        if (address) resolve(address)
        if (address) clearTimeout(timer)
      })
      void gone.then(() => clearTimeout(timer))
    })
    return { baseUrl, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
