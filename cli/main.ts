import { StartupError } from '#platform/db'
import { commands } from './commands.ts'

const usage = (): string =>
  [
    'vuce: the trade window',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(18)} ${summary}`),
    '',
    'npm start · npm test · npm run demo · npm run check · npx vuce <command>',
    '',
  ].join('\n')

/** Runs one command. Answers the exit code; nothing when the command keeps the process alive. */
export async function main(argv: string[]): Promise<number | undefined> {
  // Whoever reads our output may stop reading (head, a closed terminal): that ends the talking, not the work.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const two = argv.slice(0, 2).join(' ')
  const name = two in commands ? two : (argv[0] ?? '')
  const command = commands[name]
  if (!command) {
    process.stdout.write(usage())
    return name === '' || name === 'help' || name === '--help' ? 0 : 2
  }
  try {
    return await command.run(argv.slice(name.split(' ').length))
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    process.stderr.write(`${error.message}${error.fix ? ` ${error.fix}` : ''}\n`)
    return 1
  }
}
