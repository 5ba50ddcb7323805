/**
 * «Registro Tributario Simulado»: answers who a tax number belongs to, and invents whoever it does not know. A process of its own over
 * real HTTP. Environment: SECRET (bearer of its clients), PORT (0 or absent: any), HOST, TAXPAYERS (JSON: those it knows). Prints
 * `{"listening": "http://127.0.0.1:PORT"}` and ends when its standard input does.
 *
 *   GET  /taxpayers/PE/20604123454   200 {status: "active" | "inactive", name, address}, or 404
 *   POST /faults {"mode": "up" | "slow" | "down" | "garbled", "ms": 3000}
 *
 * A number with 999 in it is inactive, one with 000000 is unknown.
 */
import { createServer, type ServerResponse } from 'node:http'
import { bearerOf, readBody, secretOf, serve } from '../http.ts'

interface Taxpayer {
  readonly country: string
  readonly taxId: string
  readonly name: string
  readonly address: string | null
  readonly status?: 'active' | 'inactive'
}

const known = bearerOf(secretOf())
const { TAXPAYERS = '[]' } = process.env
const taxpayers = new Map((JSON.parse(TAXPAYERS) as Taxpayer[]).map((t) => [`${t.country}/${t.taxId}`, t]))
let fault = { mode: 'up', ms: 0 }

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ simulator: true, ...body }))
}

function find(country: string, taxId: string): object | undefined {
  const found = taxpayers.get(`${country}/${taxId}`)
  if (found) return { status: found.status ?? 'active', name: found.name, address: found.address }
  if (taxId.includes('000000')) return undefined
  const status = taxId.includes('999') ? 'inactive' : 'active'
  return { status, name: `Contribuyente de prueba ${taxId}`, address: 'Calle de prueba 1' }
}

const server = createServer((request, response) => {
  const answer = async (): Promise<void> => {
    if (!known(request)) return send(response, 401, { error: 'who asks?' })
    if (request.method === 'POST' && request.url === '/faults') {
      const { mode = 'up', ms = 0 } = JSON.parse((await readBody(request, 64 * 1024)) || '{}') as {
        mode?: string
        ms?: number
      }
      fault = { mode, ms }
      return send(response, 200, fault)
    }
    const [, country = '', taxId = ''] = /^\/taxpayers\/([A-Z]{2})\/([^/?]{1,60})$/.exec(request.url ?? '') ?? []
    if (fault.mode === 'down') return void request.socket.destroy()
    if (fault.mode === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
    if (fault.mode === 'garbled')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"sta')
    const found = taxId ? find(country, decodeURIComponent(taxId)) : undefined
    return found ? send(response, 200, found) : send(response, 404, { error: 'unknown' })
  }
  answer().catch(() => send(response, 400, { error: 'bad request' }))
})

serve('tax-registry', server)
