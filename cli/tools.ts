import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../server/config.ts'

const bin = (name: string): string => join(root, 'node_modules', '.bin', name)

/** Runs a tool of the house in its root; answers its exit code. */
const run = (tool: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(bin(tool), args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })

/** The case store alone, as it must also pass against a PostgreSQL that is not ours. */
const STORE = ['platform/cases', 'platform/db/migrate']

export async function testCommand(argv: string[]): Promise<number> {
  const store = argv.includes('--store')
  const rest = argv.filter((a) => a !== '--store')
  return run('vitest', ['run', ...(store ? STORE : []), ...rest])
}

export const formatCommand = (): Promise<number> => run('prettier', ['--write', '--log-level', 'warn', '.'])

/** Everything that CI runs. `--skip-tests` where they ran already. Goes on after a failure, so one run shows them all. */
export async function checkCommand(argv: string[]): Promise<number> {
  const steps: readonly (readonly [string, () => Promise<number>])[] = [
    ['types', () => run('tsc', ['--noEmit', '-p', '.'])],
    // The browser's part knows a document and no process: it is checked apart.
    ['types of the web application', () => run('tsc', ['--noEmit', '-p', 'web'])],
    ['lint', () => run('oxlint', ['--type-aware', '--deny-warnings'])],
    ['format', () => run('prettier', ['--check', '--log-level', 'warn', '.'])],
    ['packs', async () => (await import('./pack.ts')).packCheckCommand([])],
    ['generated files', async () => (await import('./reference.ts')).referenceCommand(['--check'])],
    ...(argv.includes('--skip-tests') ? [] : [['tests', () => testCommand([])] as const]),
  ]
  const failed: string[] = []
  for (const [name, step] of steps) {
    const began = performance.now()
    const code = await step()
    process.stdout.write(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`,
    )
    if (code !== 0) failed.push(name)
  }
  process.stdout.write(failed.length ? `Check failed: ${failed.join(', ')}\n` : 'Check passed.\n')
  return failed.length ? 1 : 0
}
