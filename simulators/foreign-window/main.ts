/**
 * «Ventanilla Lejana»: customs, ports and the authorities of other countries, pretended. A process of its own that speaks real HTTP: a hub of
 * electronic certificates (SOAP) and desks that take licences and permits (XML), with signed receipts. Environment: SECRET (bearer of its
 * clients, key of its signatures), PORT (0 or absent: any), HOST (127.0.0.1), DECIDE_MS (1500). Prints one line of JSON,
 * `{"listening": "http://127.0.0.1:PORT"}`, and ends when its standard input does, so that it never outlives who started it.
 */
import type { AddressInfo } from 'node:net'
import { createMessenger } from './messenger.ts'
import { createPost } from './post.ts'
import { createWindowServer } from './server.ts'

const { SECRET, PORT = '0', HOST = '127.0.0.1', DECIDE_MS = '1500' } = process.env
if (!SECRET || SECRET.length < 16) {
  process.stderr.write('SECRET is missing or shorter than 16 characters\n')
  process.exit(2)
}

const server = createWindowServer({
  post: createPost(),
  secret: SECRET,
  decideMs: Number(DECIDE_MS),
  tell: createMessenger(SECRET),
})

server.listen(Number(PORT), HOST, () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ simulator: 'foreign-window', listening: `http://${HOST}:${port}` })}\n`)
})

const end = (): never => process.exit(0)
process.stdin.resume()
process.stdin.on('end', end)
process.stdin.on('error', end)
process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('SIGINT', end)
