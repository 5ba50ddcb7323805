/**
 * «Aduana Simulada»: customs' own system, pretended. A process of its own that speaks real HTTP: declarations as WCO DEC XML, signed; answers
 * as WCO RES XML, signed. Environment: SECRET (bearer and key of the signatures), PORT (0 or absent: any), HOST (127.0.0.1), DECIDE_MS (400).
 * Prints `{"listening": "http://127.0.0.1:PORT"}` and ends when its standard input does, so that it never outlives who started it.
 *
 *   POST /declarations/UY            a message: 202, and its answers follow at the address of `Reply-To`
 *   GET  /messages/{id}              whether it came
 *   POST /events  {mrn, event, text} what happens at the border: exit, entry, held, released, control, tax
 *   POST /faults  {mode, delayMs}    see faults.ts
 */
import type { AddressInfo } from 'node:net'
import { createMessenger } from './messenger.ts'
import { createCustomsServer } from './server.ts'

const { SECRET, PORT = '0', HOST = '127.0.0.1', DECIDE_MS = '400' } = process.env
if (!SECRET || SECRET.length < 16) {
  process.stderr.write('SECRET is missing or shorter than 16 characters\n')
  process.exit(2)
}

const server = createCustomsServer({ secret: SECRET, decideMs: Number(DECIDE_MS), tell: createMessenger(SECRET) })

server.listen(Number(PORT), HOST, () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ simulator: 'customs', listening: `http://${HOST}:${port}` })}\n`)
})

const end = (): never => process.exit(0)
process.stdin.resume()
process.stdin.on('end', end)
process.stdin.on('error', end)
process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('SIGINT', end)
