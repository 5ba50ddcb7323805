import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { createDispatcher } from '#modules/notices'
import { systemClock } from '#platform/clock'
import { createPool, eraseEmbedded } from '#platform/db'
import { createMailer, createSms } from '#platform/mail'
import { keepTelling } from '../server/courtesy.ts'
import { readConfig } from '../server/config.ts'
import { openDatabase } from '../server/start.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A mail server of our own that counts what it takes, by Message-ID. */
class CountingServer {
  readonly taken: string[] = []
  #server: SMTPServer | undefined
  port = 0

  async open(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _, done) => {
        let head = ''
        stream.on('data', (c: Buffer) => {
          if (head.length < 4000) head += c.toString()
        })
        stream.on('end', () => {
          this.taken.push(/^Message-ID: <([^@]+)@/im.exec(head)?.[1] ?? '')
          done()
        })
      },
    })
    server.on('error', () => undefined)
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve))
    this.port = (server.server.address() as AddressInfo).port
    this.#server = server
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server) await new Promise<void>((resolve) => server.close(resolve))
  }
}

/** Seconds that a plain loop over the same server takes for so many letters: the limit that the queue is measured against. */
async function bareRate(mailer: ReturnType<typeof createMailer>, count: number): Promise<number> {
  const began = performance.now()
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) await mailer.send({ id: randomUUID(), to: 'bare@firm.example', subject: 'x', text: 'x' })
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return count / ((performance.now() - began) / 1000)
}

const numberIn = (argv: readonly string[], name: string, otherwise: number): number => {
  const given = argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3)
  return given && /^\d{1,7}$/.test(given) ? Number(given) : otherwise
}

/** `bench notices [--count=10000] [--down=60]`: notices told while the mail server is down for so many seconds; none lost, none twice. */
export async function benchNotices(argv: readonly string[]): Promise<object> {
  const count = numberIn(argv, 'count', 10_000)
  const down = numberIn(argv, 'down', 60)
  const dataDir = await mkdtemp(join(tmpdir(), 'vuce-bench-notices-'))
  await chmod(dataDir, 0o755)
  const config = readConfig({ VUCE_DATA: dataDir, VUCE_SANDBOX: 'on' }, dataDir)
  const database = await openDatabase(config, quiet, 'serve')
  const pool = createPool(database.databases.app, { max: 10 })
  const owner = createPool(database.databases.owner, { max: 2 })
  const server = new CountingServer()
  await server.open()
  const mailer = createMailer({
    pool,
    clock: systemClock,
    smtpUrl: `smtp://127.0.0.1:${server.port}`,
    from: 'Ventanilla <avisos@ventanilla.example>',
  })
  const dispatcher = createDispatcher({
    pool,
    clock: systemClock,
    mailer,
    sms: createSms({ pool, clock: systemClock, url: null, secret: '' }),
    webhookKey: 'bench',
    localWebhooks: true,
    publicUrl: () => 'http://window.example',
    help: '0800 555',
    log: quiet,
    ms: () => performance.now(),
  })
  let stopTelling = async (): Promise<void> => undefined
  try {
    const bare = await bareRate(mailer, Math.min(count, 1000))
    server.taken.length = 0
    const org = randomUUID()
    const now = systemClock.now()
    await owner.query(
      `INSERT INTO notices.contact (id, org_id, channel, address, language, quiet, verified_at, created_at)
       VALUES ($1, $2, 'email', 'ana@firm.example', 'es', false, $3, $3)`,
      [randomUUID(), org, now],
    )
    await server.close()
    stopTelling = keepTelling(dispatcher, quiet)
    const began = performance.now()
    // Told little by little while nobody takes mail, as they come in real life.
    for (let told = 0; told < count; told += 500)
      await owner.query(
        `INSERT INTO notices.notice (id, org_id, case_id, kind, params, created_at, zone)
         SELECT gen_random_uuid(), $1, gen_random_uuid(), 'admitted', '{"agencyName": "SENASA", "title": "Certificado"}', $2, 'America/Lima'
         FROM generate_series(1, $3)`,
        [org, systemClock.now(), Math.min(500, count - told)],
      )
    const toldIn = performance.now() - began
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, down * 1000 - toldIn)))
    const beforeUp = server.taken.length
    await server.open()
    const up = performance.now()
    for (const end = up + 600_000; (await dispatcher.waits()) && performance.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const seconds = (performance.now() - up) / 1000
    const distinct = new Set(server.taken).size
    const rate = distinct / seconds
    return {
      bench: 'notices',
      notices: count,
      serverDownSeconds: down,
      sentWhileDown: beforeUp,
      received: server.taken.length,
      lost: count - distinct,
      twice: server.taken.length - distinct,
      secondsToDrain: Number(seconds.toFixed(1)),
      perSecond: Math.round(rate),
      barePerSecond: Math.round(bare),
      ratio: Number((rate / bare).toFixed(2)),
    }
  } finally {
    await stopTelling()
    mailer.close()
    await server.close()
    await Promise.all([pool.end(), owner.end()])
    await database.close()
    await eraseEmbedded({ dataDir, log: quiet })
    await rm(dataDir, { recursive: true, force: true })
  }
}
