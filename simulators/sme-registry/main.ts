/**
 * «Registro de Empresas Pequeñas Simulado»: how many people a firm employs and what it sells, and until when that is certified. A process of
 * its own over real HTTP. Environment: SECRET (bearer of its clients), PORT (0 or absent: any), HOST, FIRMS (JSON: those it knows). Prints
 * `{"listening": "http://127.0.0.1:PORT"}` and ends when its standard input does.
 *
 *   GET  /certificates/UY/217643210013?day=2026-08-03   200 {number, persons, sales, validUntil}, or 404
 *   POST /certificates/UY/217643210013?day=2026-12-01   looks again, and prolongs it to the next 30 November
 *   POST /faults {"mode": "up" | "down" | "garbled"}
 *
 * Certificates end on 30 November; a number with 999 in it ended a year before.
 */
import { createServer } from 'node:http'
import { bearerOf, readBody, secretOf, serve } from '../http.ts'

interface Firm {
  readonly country: string
  readonly taxId: string
  readonly size: string
}

const known = bearerOf(secretOf())
const { FIRMS = '[]' } = process.env
const firms = new Map((JSON.parse(FIRMS) as Firm[]).map((f) => [`${f.country}/${f.taxId}`, f]))
const renewed = new Map<string, string>()
let mode = 'up'

/** Persons and sales in Uruguayan pesos that belong to a size: 1,150,000 UI at 6.50 for the smallest. */
const FIGURES: Readonly<Record<string, readonly [persons: number, sales: string]>> = {
  micro: [3, '7475000.00'],
  small: [14, '39000000.00'],
  medium: [60, '310000000.00'],
  large: [400, '2100000000.00'],
}

/** The 30 November that a certificate of that day runs to. */
const endOf = (day: string): string => {
  const year = Number(day.slice(0, 4))
  return day > `${year}-11-30` ? `${year + 1}-11-30` : `${year}-11-30`
}

function find(country: string, taxId: string, day: string): object | undefined {
  const firm = firms.get(`${country}/${taxId}`) ?? (taxId.includes('000000') ? undefined : { size: 'micro' })
  const figures = firm && FIGURES[firm.size]
  if (!figures) return undefined
  const [persons, amount] = figures
  const first = taxId.includes('999') ? `${Number(day.slice(0, 4)) - 1}-11-30` : `${day.slice(0, 4)}-11-30`
  const until = renewed.get(`${country}/${taxId}`) ?? first
  return {
    number: `PYME-${day.slice(0, 4)}-${taxId.slice(-6)}`,
    persons,
    sales: { amount, currency: 'UYU' },
    validUntil: until,
  }
}

const server = createServer((request, response) => {
  const send = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ simulator: true, ...body }))
  }
  const answer = async (): Promise<void> => {
    if (!known(request)) return send(401, { error: 'who asks?' })
    if (request.method === 'POST' && request.url === '/faults') {
      mode = (JSON.parse((await readBody(request, 64 * 1024)) || '{}') as { mode?: string }).mode ?? 'up'
      return send(200, { mode })
    }
    if (mode === 'down') return void request.socket.destroy()
    if (mode === 'garbled') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"per')
    const [, country = '', taxId = '', day = ''] =
      /^\/certificates\/([A-Z]{2})\/([^/?]{1,60})\?day=(\d{4}-\d{2}-\d{2})$/.exec(request.url ?? '') ?? []
    if (!day) return send(404, { error: 'not here' })
    if (request.method === 'POST') renewed.set(`${country}/${decodeURIComponent(taxId)}`, endOf(day))
    const found = find(country, decodeURIComponent(taxId), day)
    return found ? send(200, found) : send(404, { error: 'unknown' })
  }
  answer().catch(() => send(400, { error: 'bad request' }))
})

serve('sme-registry', server)
