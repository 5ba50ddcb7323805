import { randomUUID } from 'node:crypto'
import { Pool } from 'undici'

export interface Reply {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** A plain keep-alive client of the API with a fixed number of connections. */
export interface ApiClient {
  call(
    method: 'GET' | 'POST',
    path: string,
    token: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>
  upload(token: string, bytes: Buffer): Promise<string>
  /** A command on a case as it stands now. */
  act(token: string, path: string, command: string, input: object): Promise<Reply>
  close(): Promise<void>
}

export function createClient(url: string, connections: number): ApiClient {
  const pool = new Pool(url, { connections, pipelining: 1 })
  const call: ApiClient['call'] = async (method, path, token, body, headers = {}) => {
    const { statusCode, body: answer } = await pool.request({
      method,
      path,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: statusCode, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} }
  }
  return {
    call,
    upload: async (token, bytes) => {
      const { body } = await pool.request({
        method: 'POST',
        path: '/v1/files',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/pdf' },
        body: bytes,
      })
      return ((await body.json()) as { digest: string }).digest
    },
    act: async (token, path, command, input) => {
      const seen = await call('GET', path, token)
      const done = await call('POST', `${path}/${command}`, token, input, {
        'idempotency-key': randomUUID(),
        'if-match': `"${String(seen.body.version)}"`,
      })
      if (done.status >= 300)
        throw new Error(`${command} answered ${done.status} ${JSON.stringify(done.body).slice(0, 600)}`)
      return done
    },
    close: () => pool.close(),
  }
}
