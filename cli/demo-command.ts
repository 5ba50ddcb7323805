import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import { start } from '../server/start.ts'
import { runDemo } from './demo/run.ts'

const out = (line: string): void => void process.stdout.write(`${line}\n`)

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/health`, { signal: AbortSignal.timeout(1500) }).then(
    (r) => r.ok,
    () => false,
  )

/** Plays a story against the server that runs, or against a fresh one with a database of its own that is gone afterwards. */
export async function demoCommand(argv: string[]): Promise<number> {
  const config = readConfig(process.env, process.cwd())
  const running = process.env.VUCE_URL ?? `http://127.0.0.1:${config.port}`
  if (await answers(running)) return runDemo(argv, { baseUrl: running, out })
  if (process.env.VUCE_URL) {
    process.stderr.write(`No server answers at ${running}.\n`)
    return 2
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'vuce-demo-'))
  await chmod(dataDir, 0o755)
  const quiet = {
    info: () => undefined,
    warn: () => undefined,
    error: (t: string) => void process.stderr.write(`${t}\n`),
  }
  if (!argv.includes('--json')) out('No server runs: starting a fresh one for the demo.')
  const fresh = await start({ ...config, port: 0, dataDir }, quiet)
  try {
    return await runDemo(argv, { baseUrl: fresh.url, out })
  } finally {
    await fresh.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
