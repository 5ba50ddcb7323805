import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { SignJWT } from 'jose'
import { Pool } from 'undici'
import { startServer } from './server-process.ts'

/** Ticks of /proc/<pid>/stat: a hundredth of a second on Linux. */
const TICK_MS = 10

/** Processor time that a process has used so far, in ms. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

const round = (n: number, places = 3): number => Number(n.toFixed(places))

/**
 * What it costs to know who asks. The same refusal (404) is asked for without and with each kind of credential; the difference in the
 * server's processor time is the price. `--requests=6000 --rounds=3`.
 */
export async function benchAuth(argv: readonly string[]): Promise<object> {
  const option = (name: string, fallback: number): number =>
    Number(argv.find((a) => a.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
  const requests = option('requests', 6000)
  const rounds = option('rounds', 3)
  const server = await startServer({ VUCE_SANDBOX: 'on', VUCE_RATE_LIMIT: '0' })
  const pool = new Pool(server.url, { connections: 16, pipelining: 1 })
  try {
    const call = async (path: string, headers: Record<string, string>, body?: string) => {
      const answer = await pool.request({
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body === undefined ? {} : { body }),
      })
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
    }
    const bearer = { authorization: 'Bearer demo.pe.lucia' }
    const accounts = JSON.parse((await call('/v1/demo/accounts', {})).text) as {
      items: { label: string; account: string }[]
    }
    const lucia = accounts.items.find((a) => a.label === 'pe.lucia')?.account ?? ''
    const entered = await call(
      '/entrar/demo',
      { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
      `account=${lucia}`,
    )
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? ''
    const jwt = await programToken(server.url, call, bearer)
    const kinds: Readonly<Record<string, Record<string, string>>> = {
      none: {},
      bearer,
      cookie: { cookie },
      program: { authorization: `Bearer ${jwt}` },
    }
    // Without a credential the path is unknown, with one the case is: the same problem, rendered the same way.
    const path = (kind: string): string => (kind === 'none' ? '/v1/nothing/x' : '/v1/permits/x')
    const pid = server.child.pid ?? 0
    const measure = async (kind: string): Promise<number> => {
      let left = requests
      const before = await cpuMs(pid)
      const one = async (): Promise<void> => {
        while (left-- > 0) {
          const { status } = await call(path(kind), kinds[kind] ?? {})
          if (status !== 404) throw new Error(`${kind} was answered ${status}`)
        }
      }
      await Promise.all(Array.from({ length: 16 }, one))
      return ((await cpuMs(pid)) - before) / requests
    }
    const times: Record<string, number[]> = {}
    for (const kind of Object.keys(kinds)) await measure(kind)
    for (let i = 0; i < rounds; i++)
      for (const kind of Object.keys(kinds)) (times[kind] ??= []).push(await measure(kind))
    const median = (kind: string): number => [...(times[kind] ?? [])].sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
    const plain = median('none')
    const cost = Object.fromEntries(
      ['bearer', 'cookie', 'program'].map((kind) => [
        kind,
        {
          requestMs: round(median(kind)),
          authMs: round(Math.max(0, median(kind) - plain)),
          ratio: round(median(kind) / plain, 2),
        },
      ]),
    )
    const first = await firstSight(server.url, call, measureCpu(pid))
    const worst = Math.max(...Object.values(cost).map((c) => c.authMs))
    return {
      bench: 'auth',
      unauthenticatedMs: round(plain),
      ...cost,
      firstSight: first,
      worstAuthMs: worst,
      within: worst <= 0.5,
      requests,
      rounds,
    }
  } finally {
    await pool.close()
    await server.stop()
  }
}

const FIRST = 200

const measureCpu =
  (pid: number) =>
  async (run: () => Promise<void>): Promise<number> => {
    const before = await cpuMs(pid)
    await run()
    return (await cpuMs(pid)) - before
  }

/**
 * What it costs the first time: sessions that this node has not seen, each asked for once and once more. The difference is what reading
 * it from the database costs; ten seconds later, or on another node, it is paid again.
 */
async function firstSight(
  url: string,
  call: (
    path: string,
    headers: Record<string, string>,
    body?: string,
  ) => Promise<{ status: number; headers: Record<string, unknown>; text: string }>,
  cpu: (run: () => Promise<void>) => Promise<number>,
): Promise<object> {
  const { items } = JSON.parse((await call('/v1/demo/accounts', {})).text) as { items: { account: string }[] }
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: url }
  const cookies: string[] = []
  for (let i = 0; i < FIRST; i++) {
    const entered = await call('/entrar/demo', form, `account=${items[i % items.length]?.account ?? ''}`)
    cookies.push(String(entered.headers['set-cookie']).split(';')[0] ?? '')
  }
  const all = async (): Promise<void> => {
    for (const cookie of cookies) await call('/v1/permits/x', { cookie })
  }
  const [first, again] = [await cpu(all), await cpu(all)]
  return {
    sessions: FIRST,
    firstRequestMs: round(first / FIRST),
    secondRequestMs: round(again / FIRST),
    extraMs: round(Math.max(0, first - again) / FIRST),
  }
}

type Call = (path: string, headers: Record<string, string>, body?: string) => Promise<{ status: number; text: string }>

/** Registers a program and fetches a token for it, as an integrator would. */
async function programToken(url: string, call: Call, bearer: Record<string, string>): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256' }
  const made = await call(
    '/v1/clients',
    { ...bearer, 'content-type': 'application/json' },
    JSON.stringify({ name: 'bench', roles: ['titular'], jwks: { keys: [jwk] } }),
  )
  const { id } = JSON.parse(made.text) as { id: string }
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setIssuer(id)
    .setSubject(id)
    .setAudience(`${url}/oidc`)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(privateKey)
  const answer = await call(
    '/oidc/token',
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  )
  const { access_token: token } = JSON.parse(answer.text) as { access_token?: string }
  if (!token) throw new Error(`no token: ${answer.text.slice(0, 300)}`)
  return token
}
