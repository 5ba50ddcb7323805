/**
 * «Banco Simulado», a payment provider that moves no money. A process of its own that speaks real HTTP and signs its
 * callbacks as a real one would. Environment: SECRET (bearer of its clients, key of its signatures), PORT (0 or absent:
 * any), HOST (127.0.0.1), RETRY_MS (250). Prints one line of JSON, `{"listening": "http://127.0.0.1:PORT"}`, and ends when its
 * standard input does, so that it never outlives who started it.
 */
import type { AddressInfo } from 'node:net'
import { createBank } from './bank.ts'
import { createCourier } from './courier.ts'
import { createProviderServer } from './server.ts'

const { SECRET, PORT = '0', HOST = '127.0.0.1', RETRY_MS = '250' } = process.env
if (!SECRET || SECRET.length < 16) {
  process.stderr.write('SECRET is missing or shorter than 16 characters\n')
  process.exit(2)
}

const server = createProviderServer(createBank(), createCourier(SECRET, Number(RETRY_MS)), SECRET)

server.listen(Number(PORT), HOST, () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ simulator: 'payment-provider', listening: `http://${HOST}:${port}` })}\n`)
})

const end = (): never => process.exit(0)
process.stdin.resume()
process.stdin.on('end', end)
process.stdin.on('error', end)
process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('SIGINT', end)
