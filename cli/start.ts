import { readConfig, version } from '../server/config.ts'
import { demoToken } from '../server/demo-people.ts'
import { start, type Running } from '../server/start.ts'
import { createLog } from './log.ts'

/** `npm start`: runs until it is told to stop. */
export async function startCommand(_: string[]): Promise<undefined> {
  const began = performance.now()
  const config = readConfig(process.env, process.cwd())
  const log = createLog(config.logLevel)
  const running = await start(config, log)
  let stopping: Promise<void> | undefined
  const stop = (signal: string): void => {
    if (stopping) return
    process.stdout.write(`\n  ${signal}: finishing what is under way, then stopping.\n`)
    const late = setTimeout(() => process.exit(1), 20_000)
    stopping = running.stop().then(
      () => {
        clearTimeout(late)
        process.exit(0)
      },
      (error: unknown) => {
        log.error(error instanceof Error ? error.message : String(error))
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', () => stop('Ctrl-C'))
  process.on('SIGTERM', () => stop('SIGTERM'))
  await greet(running, Math.round(performance.now() - began))
  return undefined
}

const SHOWN = /^(pe|window)\./

async function greet({ house, url, seeded, database }: Running, ms: number): Promise<void> {
  const { library, config, directory } = house
  const lines = [
    '',
    `  Ventanilla ${version} runs at ${url}`,
    '',
    `  Database   ${database}`,
    `  Packs      ${[...library.packs.values()].map((p) => `${p.id} ${p.version} (${p.procedures.length} procedures)`).join(', ')}`,
    `  Data       ${config.dataDir}${seeded ? ', with demo dossiers opened just now' : ''}`,
    `  Ready in   ${(ms / 1000).toFixed(1)} s`,
    '',
  ]
  if (config.sandbox) {
    // The country of the stories, and who keeps the window itself; the others are on the page.
    const people = await directory.accounts()
    const shown = people.filter(({ label }) => SHOWN.test(label))
    lines.push(`  Enter      ${url}/entrar   (invented people, one click each)`, '')
    lines.push('  Demo accounts of Peru (for programs: Authorization: Bearer …)')
    for (const a of shown)
      lines.push(`    ${demoToken(a.label).padEnd(26)} ${a.name}, ${a.organisation} (${a.roles.join(', ')})`)
    if (shown.length < people.length)
      lines.push(`    and ${people.length - shown.length} more of other countries, at ${url}/`)
    lines.push(
      '',
      '  Try',
      '    npm run demo                      plays one shipment through several agencies',
      `    ${url}/v1/finder?country=pe&regime=import&q=plaguicida`,
      '                                      what a product needs, and why',
      `    ${url}/docs        the API, readable`,
      `    ${url}/            this window, and the demo as it runs`,
      '    npx vuce verify                   checks every chain',
      '',
    )
  }
  lines.push('  Ctrl-C stops it.', '')
  process.stdout.write(`${lines.join('\n')}\n`)
}
