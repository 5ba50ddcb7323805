import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { eraseEmbedded, openEmbedded } from '#platform/db'
import { createClient } from '../../bench/api-client.ts'
import { freePort, startServer } from '../../bench/server-process.ts'
import { root } from '../../server/config.ts'
import { acid, people } from '../helpers/shipments.ts'

const quiet = { info: () => undefined, warn: () => undefined }
const folders: string[] = []
const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'vuce-start-'))
  await chmod(made, 0o755)
  folders.push(made)
  return made
}
afterAll(async () => {
  for (const made of folders) {
    await eraseEmbedded({ dataDir: made, log: quiet }).catch(() => undefined)
    await rm(made, { recursive: true, force: true })
  }
})

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command of the program as a user does, to its end. */
async function run(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'bootstrap.mjs'), ...command], {
    env: { ...process.env, PORT: String(await freePort()), VUCE_SANDBOX: 'on', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  const late = setTimeout(() => child.kill('SIGKILL'), 50_000)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(late)
  return { code, stdout, stderr }
}

/** It says what is wrong in words on one line, says no more, and does not pretend to have worked. */
function saysNo(ended: Ended, sentence: RegExp): void {
  expect(ended.stderr).toMatch(sentence)
  expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  expect(ended.stderr).not.toMatch(/\n\s+at |Error:/)
  expect(ended.code).toBe(1)
}

/** Processes that were started for a data folder: they carry its name in their environment or their command line. */
async function processesOf(dataDir: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const texts = await Promise.all(
      ['environ', 'cmdline'].map((f) => readFile(`/proc/${pid}/${f}`, 'utf8').catch(() => '')),
    )
    if (texts.some((t) => t.includes(dataDir))) found.push(`${pid} ${texts[1]?.replaceAll('\0', ' ')}`)
  }
  return found
}

describe('a start that cannot succeed', () => {
  it('says that the port is taken, and by whom to look for it', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    try {
      saysNo(
        await run(['start'], { PORT: String(port), VUCE_DATA: await folder() }),
        new RegExp(`Port ${port} is taken by another program\\. .*PORT=`),
      )
    } finally {
      other.close()
    }
  })

  it('says which pack is broken, in which file', async () => {
    const packs = join(await folder(), 'packs')
    await cp(join(root, 'packs'), packs, { recursive: true })
    const file = join(packs, 'pe', 'hazmat-notice.yaml')
    await writeFile(file, (await readFile(file, 'utf8')).replace('agency: mtc', 'agency: mct'))
    const ended = await run(['start'], { VUCE_DATA: await folder(), VUCE_PACKS: packs })
    expect(ended.stderr).toContain('hazmat-notice.yaml')
    expect(ended.stderr).toContain('pack check')
    expect(ended.stderr).not.toMatch(/\n\s+at |Error:/)
    expect(ended.code).toBe(1)
  })

  it('says that there are no packs', async () => {
    saysNo(
      await run(['start'], { VUCE_DATA: await folder(), VUCE_PACKS: join(await folder(), 'nothing') }),
      /There is no packs folder at .*VUCE_PACKS/,
    )
  })

  it('says that a file stands in the place of the data folder', async () => {
    const place = join(await folder(), 'data')
    await writeFile(place, 'in the way')
    saysNo(await run(['start'], { VUCE_DATA: place }), /data folder .* VUCE_DATA/)
  })

  it('says that the data folder cannot be written', async () => {
    const closed = join(await folder(), 'closed')
    await mkdir(closed, { mode: 0o500 })
    // Root may write anywhere but where the system itself keeps no files.
    const place = process.getuid?.() === 0 ? '/sys/vuce-data' : join(closed, 'data')
    saysNo(await run(['start'], { VUCE_DATA: place }), /data folder .* VUCE_DATA/)
  })

  it.each(['abc', '70000', '-1'])('says that %s is no port', async (port) => {
    saysNo(await run(['start'], { PORT: port, VUCE_DATA: await folder() }), /which is no port/)
  })

  it('does not run a sandbox in production', async () => {
    saysNo(
      await run(['start'], { NODE_ENV: 'production', VUCE_DATA: await folder() }),
      /sandbox cannot run in production/,
    )
  })
})

describe('one data folder over its life', () => {
  it('keeps what was done, stops without leaving a process, starts again, and is not opened by an older program', async () => {
    const dataDir = await folder()
    const env = { VUCE_SANDBOX: 'on', LOG_LEVEL: 'error' }

    let server = await startServer(env, dataDir)
    let client = createClient(server.url, 2)
    const key = 'c0ffee00-0000-4000-8000-000000000001'
    const body = acid(new Date().toISOString(), [])
    const opened = await client.call('POST', '/v1/dossiers', people.lucia, body, { 'idempotency-key': key })
    expect(opened.status).toBe(201)
    await client.close()
    expect(await processesOf(dataDir)).not.toEqual([])
    await server.stop()
    expect([server.child.exitCode, server.child.signalCode]).toEqual([0, null])
    expect(await processesOf(dataDir)).toEqual([])

    const began = performance.now()
    server = await startServer(env, dataDir)
    console.info(`second start: ${((performance.now() - began) / 1000).toFixed(1)} s`)
    client = createClient(server.url, 2)
    const again = await client.call('GET', `/v1/dossiers/${String(opened.body.id)}`, people.lucia)
    expect(again.body).toMatchObject({
      id: opened.body.id,
      number: opened.body.number,
      version: opened.body.version,
      state: opened.body.state,
    })
    const repeated = await client.call('POST', '/v1/dossiers', people.lucia, body, { 'idempotency-key': key })
    expect(repeated).toEqual(opened)
    await client.close()

    // A second program for the same folder, beside the first.
    saysNo(await run(['start'], { ...env, VUCE_DATA: dataDir }), /already serves the database/)
    const verified = await run(['verify'], { VUCE_DATA: dataDir })
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringMatching(/^Clean: \d+ cases, \d+ events/)])
    await server.stop()

    const database = await openEmbedded({ dataDir, log: quiet, mode: 'share' })
    const owner = new pg.Client(database.connection)
    await owner.connect()
    const { rows } = await owner.query<{
      ledger: string
    }>(`SELECT format('%I.%I', n.nspname, c.relname) AS ledger FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'module' WHERE c.relkind = 'r' AND c.relname LIKE '%migration%' AND n.nspname NOT LIKE 'graphile%'`)
    const ledger = rows[0]?.ledger ?? ''
    const columns =
      (await owner.query<Record<string, unknown>>(`SELECT * FROM ${ledger} WHERE module = 'cases' LIMIT 1`)).rows[0] ??
      {}
    const names = Object.keys(columns)
    const later = names.map((n) =>
      typeof columns[n] === 'number' ? 99 : n === 'name' || n === 'file' ? '0099-from-tomorrow.sql' : columns[n],
    )
    await owner.query(
      `INSERT INTO ${ledger} (${names.map((n) => `"${n}"`).join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      later,
    )
    await owner.end()
    await database.stop()
    saysNo(await run(['start'], { ...env, VUCE_DATA: dataDir }), /newer/)
    expect(await processesOf(dataDir)).toEqual([])
  })
})
