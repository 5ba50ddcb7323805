import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface BusyDoor {
  readonly url: string
  /** Milliseconds between the first call, which was told to wait, and the next; 0 when nobody came again. */
  waited(): number
  close(): Promise<void>
}

/** Stands in front of the window: tells the first call to come again in some seconds, and lets every other through as it is. */
export async function openBusyDoor(window: string, seconds: number): Promise<BusyDoor> {
  const calls: number[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      calls.push(performance.now())
      if (calls.length === 1) return void response.writeHead(429, { 'retry-after': String(seconds) }).end()
      const { authorization, 'content-type': type, 'vuce-sandbox': sandbox } = request.headers
      const headers = Object.entries({ authorization, 'content-type': type, 'vuce-sandbox': sandbox }).filter(
        (header): header is [string, string] => typeof header[1] === 'string',
      )
      fetch(window + (request.url ?? ''), { method: request.method ?? 'POST', headers, body: Buffer.concat(pieces) })
        .then(async (answer) => {
          const text = Buffer.from(await answer.arrayBuffer())
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text)
        })
        .catch(() => response.writeHead(502).end())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    waited: () => (calls[0] !== undefined && calls[1] !== undefined ? calls[1] - calls[0] : 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
