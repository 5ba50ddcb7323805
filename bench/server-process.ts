import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../server/config.ts'

export interface ServerProcess {
  readonly url: string
  readonly dataDir: string
  readonly child: ChildProcess
  /** Most memory the server process has held so far, in MiB; 0 where the system does not tell. */
  peakRssMb(): Promise<number>
  stop(): Promise<void>
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** As `npm start` has them: room for young objects, so that what one request needs does not outlive it, and old garbage taken out soon. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
const START_FLAGS = scripts.start.split(' ').filter((word) => word.startsWith('--'))

/** Starts the product as a user does, in a process and a data folder of its own, and waits until it answers. */
export async function startServer(
  env: NodeJS.ProcessEnv = {},
  dataDir?: string,
  nodeFlags: readonly string[] = START_FLAGS,
): Promise<ServerProcess> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'vuce-run-')))
  // Traversable, so that a database that may not run as root can lie inside it.
  if (!dataDir) await chmod(folder, 0o755)
  const port = await freePort()
  const child = spawn(process.execPath, [...nodeFlags, join(root, 'bootstrap.mjs'), 'start'], {
    env: { ...process.env, PORT: String(port), VUCE_DATA: folder, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  const gone = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it answered`))),
  )
  gone.catch(() => undefined)
  for (let i = 0; ; i++) {
    const up = fetch(`${url}/health`).then(
      (r) => r.ok,
      () => false,
    )
    if (await Promise.race([up, gone])) break
    if (i > 600) throw new Error('the server did not answer within a minute')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    dataDir: folder,
    child,
    peakRssMb: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        await ended
      }
      if (!dataDir) await rm(folder, { recursive: true, force: true })
    },
  }
}
