import { readFile } from 'node:fs/promises'
import { readBounce } from '#platform/mail'
import { dispatcherOf } from '../server/courtesy.ts'
import { inHouse } from './store.ts'

async function readAll(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** `vuce mail bounced [file]`: takes in a returned message, from a file or from the mail server's pipe. Exit 0 also when it is none. */
export async function mailBouncedCommand([path]: string[]): Promise<number> {
  const found = readBounce(path ? await readFile(path, 'utf8') : await readAll())
  if (!found) {
    process.stdout.write('This is no bounce of a letter of ours.\n')
    return 0
  }
  const known = await inHouse((house) =>
    dispatcherOf(house, () => '', { warn: () => undefined }).bounced(found.letter, found.reason),
  )
  process.stdout.write(
    known ? `Taken: ${found.status} ${found.reason}\n` : 'That letter is not ours, or was dealt with.\n',
  )
  return 0
}
