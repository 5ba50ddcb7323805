import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { toInstant, toMs, type Instant } from '#kernel'
import type { Order } from '#platform/cases'
import type { Door } from '#platform/http'
import type { TaxRegistry } from '#platform/registry'
import type { SizeRegistry } from '#platform/sizes'
import { createCashier, type Cashier } from '#modules/payments'
import { signCallback, simulatorProvider, type PaymentProvider } from '#platform/payments'
import { createApp, type AppOptions } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { putPeople } from '../../server/demo-people.ts'
import { openHouse, type House, type Log } from '../../server/house.ts'
import { samplePdf } from '../../server/seed.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** Time of the house under test. Moved by the test, and by nothing else. */
export interface TestClock {
  now(): Instant
  set(at: Instant): void
  /** Moves on by so many hours. */
  hours(n: number): void
}

export interface TestHouse {
  readonly house: House
  readonly database: TestDatabase
  readonly clock: TestClock
  /** What the program said went wrong: a test that expects no fault of the program looks here. */
  readonly errors: readonly string[]
  /** Rows as the owner of the schema: the one who could tamper. */
  asOwner<R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]>
  /** An order of a demo account, as a face of the house would give it. */
  order(token: string, type: string, command: string, input: unknown, target?: Order['target']): Promise<Order>
  close(): Promise<void>
}

const settable = (start: Instant): TestClock => {
  let now = start
  return {
    now: () => now,
    set: (at) => {
      now = at
    },
    hours: (n) => {
      now = toInstant(toMs(now) + n * 3_600_000)
    },
  }
}

/** A Monday at ten in the morning of Lima, some weeks ago: jobs due on this clock are due for the database as well. */
export const someWeeksAgo = (): Instant => {
  const day = new Date(Date.now() - 60 * 86_400_000)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  day.setUTCHours(15, 0, 0, 0)
  return toInstant(day.getTime())
}

export const daysAfter = (at: Instant, n: number): string => toInstant(toMs(at) + n * 86_400_000).slice(0, 10)

/** On a server that VUCE_TEST_DATABASE_URL names, which is there for tests and holds nothing else. */
const PASSWORD = 'vuce-test-only'

/** As the application's role: by the socket of our own server, by a password on any other. */
async function applicationOf({ connection }: TestDatabase): Promise<pg.ClientConfig> {
  const app = { ...connection, user: 'vuce_app', password: PASSWORD }
  const reaches = async (): Promise<boolean> => {
    const client = new pg.Client(app)
    client.on('error', () => undefined)
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    )
  }
  for (let i = 0; i < 20 && !(await reaches()); i++) {
    const owner = new pg.Client(connection)
    await owner.connect()
    // Another test file may do the same at this moment: one of them is told that the row changed under it.
    await owner.query(`ALTER ROLE vuce_app LOGIN PASSWORD '${PASSWORD}'`).catch(() => undefined)
    await owner.end()
  }
  return app
}

/** The whole house over a database of its own, with the demo people of every pack in it, and without the door. */
export async function openTestHouse({
  now = someWeeksAgo(),
  env = {},
  registry,
  sizes,
}: { now?: Instant; env?: NodeJS.ProcessEnv; registry?: TaxRegistry; sizes?: SizeRegistry } = {}): Promise<TestHouse> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'vuce-house-'))
  await chmod(dataDir, 0o755)
  const errors: string[] = []
  const log = { info: () => undefined, warn: () => undefined, error: (text: string) => void errors.push(text) }
  const clock = settable(now)
  const config = readConfig({ VUCE_DATA: dataDir, VUCE_SANDBOX: 'on', ...env }, dataDir)
  const databases = { owner: database.connection, app: await applicationOf(database) }
  const house = await openHouse(config, databases, log, clock, registry, sizes)
  await putPeople(house.directory, house.library.packs.values(), true, clock.now())
  return {
    house,
    database,
    clock,
    errors,
    asOwner: async (sql, values = []) => (await house.owner.query({ text: sql, values: [...values] })).rows as never,
    order: async (token, type, command, input, target) => {
      const who = await house.directory.identify(token)
      if (!who) throw new Error(`nobody has the token ${token}`)
      const { actor, grants } = who
      return {
        actor,
        grants,
        sandbox: null,
        commandId: randomUUID(),
        type,
        command,
        input,
        ...(target ? { target } : {}),
      }
    },
    close: async () => {
      await house.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

export type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  token?: string | null,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>

export interface TestApp extends TestHouse {
  readonly app: Door
  readonly cashier: Cashier
  readonly call: Call
  /** A command that opens a case; its answer must be 201. */
  open(path: string, token: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  /** A command on a case as it stands now; its answer must be 200. */
  act(token: string, path: string, command: string, input: object, headers?: Record<string, string>): Promise<Answer>
  upload(token: string, title: string): Promise<string>
  /** What the payment provider would send, signed with its secret unless another is given. */
  callback(body: object, secret?: string): Promise<Answer>
  /** The provider says that an order was paid in full. */
  pay(order: string): Promise<Answer>
}

const SECRET = 'secret of the payment provider under test'

const answerOf = (status: number, text: string, headers: Answer['headers']): Answer => {
  const isJson = String(headers['content-type'] ?? '').includes('json')
  return { status, text, headers, body: isJson && text ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

export interface TestAppOptions {
  readonly now?: Instant
  readonly env?: NodeJS.ProcessEnv
  readonly registry?: TaxRegistry
  readonly sizes?: SizeRegistry
  /** A provider of its own, where what it does is what is tested. */
  readonly provider?: PaymentProvider
  readonly publicUrl?: () => string
  /** Who carries copies, where that is what is tested; nobody otherwise. */
  readonly exchange?: (house: House, log: Log) => Promise<NonNullable<AppOptions['exchange']>>
  /** The line to customs, where that is what is tested; nobody carries otherwise. */
  readonly customs?: (house: House, log: Log) => Promise<NonNullable<AppOptions['customs']>>
}

/** The house with its HTTP face. Payments are what a provider's signed callbacks say. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const opened = await openTestHouse(options)
  const { house, clock } = opened
  const provider =
    options.provider ?? simulatorProvider({ baseUrl: 'http://127.0.0.1:9', secret: SECRET, timeout: 500 })
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (text: string) => void (opened.errors as string[]).push(text),
  }
  const { engine, library } = house
  const publicUrl = (): string => options.publicUrl?.() ?? 'http://window.test'
  const cashier = createCashier({ engine, library, provider, publicUrl })
  const exchange = await options.exchange?.(house, log)
  const customs = await options.customs?.(house, log)
  const app = await createApp({
    house,
    log,
    provider,
    publicUrl,
    cashier,
    ...(exchange ? { exchange } : {}),
    ...(customs ? { customs } : {}),
  })
  await app.ready()

  const call: Call = async (method, path, token, body, headers = {}) => {
    const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(bytes === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(bytes === undefined ? {} : { payload: bytes }),
    })
    return answerOf(answer.statusCode, answer.payload, answer.headers)
  }
  const must = (wanted: number, answer: Answer, what: string): Answer => {
    if (answer.status !== wanted) throw new Error(`${what} answered ${answer.status}: ${answer.text.slice(0, 1500)}`)
    return answer
  }
  const callback: TestApp['callback'] = (body, secret = SECRET) => {
    const bytes = Buffer.from(JSON.stringify(body))
    const signature = signCallback(secret, Math.floor(Date.now() / 1000), bytes)
    return call('POST', '/v1/payments/callback', null, bytes, { signature })
  }
  return {
    ...opened,
    app,
    cashier,
    call,
    callback,
    open: async (path, token, body, headers = {}) =>
      must(201, await call('POST', path, token, body, { 'idempotency-key': randomUUID(), ...headers }), path),
    act: async (token, path, command, input, headers = {}) => {
      const seen = must(200, await call('GET', path, token, undefined, headers), path)
      const more = { 'idempotency-key': randomUUID(), 'if-match': `"${String(seen.body.version)}"`, ...headers }
      return must(200, await call('POST', `${path}/${command}`, token, input, more), `${path}/${command}`)
    },
    upload: async (token, title) => {
      const sent = await call('POST', '/v1/files', token, samplePdf(title), { 'content-type': 'application/pdf' })
      return String(must(201, sent, 'the upload').body.digest)
    },
    pay: async (order) => {
      const [row] = await opened.asOwner<{ total: object; version: number }>(
        `SELECT state->'total' AS total, version FROM cases."case" WHERE id = $1`,
        [order],
      )
      const paid = {
        paymentId: `pay-${order}`,
        reference: `${order}.${row?.version}`,
        amount: row?.total,
        paidAt: clock.now(),
        status: 'paid',
      }
      return must(200, await callback(paid), 'the callback')
    },
    close: async () => {
      await app.close()
      await opened.close()
    },
  }
}
