import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { eventually, lives, query, testBench } from './fixtures/embedded.ts'

const bench = testBench()
afterAll(bench.clean, 60_000)

const patience = 30_000

describe('when programs are killed', () => {
  test('a server whose program died is adopted, with all it had acknowledged', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    await query(program.said.connection, 'create table kept as select 7 as number')
    await program.kill()
    expect(lives(program.said.pid)).toBe(true)

    const next = await bench.open(folder)
    expect(next).toMatchObject({ adopted: true, recovered: false, created: false, pid: program.said.pid })
    expect(await query(next.connection, 'select number from kept')).toEqual([{ number: 7 }])
    await next.stop()
    expect(lives(program.said.pid)).toBe(false)
  })

  test('a server that was killed with its program recovers', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    await query(program.said.connection, 'create table kept as select 8 as number')
    process.kill(program.said.pid, 'SIGKILL')
    await program.kill()

    const next = await bench.open(folder)
    expect(next).toMatchObject({ adopted: false, recovered: true, created: false })
    expect(await query(next.connection, 'select number from kept')).toEqual([{ number: 8 }])
    await next.stop()
  })

  test('a server that is killed alone comes back under the program that runs', { timeout: patience }, async () => {
    const database = await bench.open(bench.folder())
    const first = database.pid
    await query(database.connection, 'create table kept as select 9 as number')
    process.kill(first, 'SIGKILL')
    await eventually(() => database.pid !== first)
    expect(await query(database.connection, 'select number from kept')).toEqual([{ number: 9 }])
    await database.stop()
    expect(lives(database.pid)).toBe(false)
  })

  test('a process that got the number of the dead server is left alone', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    process.kill(program.said.pid, 'SIGKILL')
    await program.kill()
    const stranger = spawn('sleep', ['60'])
    const file = join(folder, 'postgres', 'cluster', 'postmaster.pid')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(stranger.pid)))

    const next = await bench.open(folder)
    expect(next).toMatchObject({ adopted: false, recovered: true })
    expect(stranger.exitCode).toBe(null)
    stranger.kill()
    await next.stop()
  })

  test('a first start killed at any moment is done again', { timeout: 60_000 }, async () => {
    for (const moment of [350, 600]) {
      const folder = bench.folder()
      const program = bench.program(folder).catch(() => undefined)
      await sleep(moment)
      bench.killPrograms()
      await Promise.race([program, sleep(200)])
      const database = await bench.open(folder)
      expect(await query(database.connection, 'select current_database() as name')).toEqual([{ name: 'vuce' }])
      await database.stop()
    }
  })

  test('a server whose socket was deleted is started anew', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    await program.kill()
    rmSync(join(program.said.connection.host ?? '', '.s.PGSQL.5432'))
    const next = await bench.open(folder)
    expect(next).toMatchObject({ adopted: false, recovered: false })
    expect(lives(program.said.pid)).toBe(false)
    await next.stop()
  })

  test('a copy of a running folder gets a server of its own', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    const copy = bench.folder()
    // With owners and modes, as an administrator would; the socket itself is not a file to copy.
    spawnSync('cp', ['-a', `${folder}/.`, copy])
    const next = await bench.open(copy)
    expect(next).toMatchObject({ adopted: false, recovered: true })
    await next.stop()
    expect(lives(program.said.pid)).toBe(true)
    await program.end()
  })

  test('a server of the tests ends with the process that started it', { timeout: patience }, async () => {
    const program = await bench.program(bench.folder(), 'serve', { endWithProcess: true })
    await program.kill()
    await eventually(() => !lives(program.said.pid))
  })
})

describe('two programs on one data folder', () => {
  test('the second one that serves is told who is there', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    await expect(bench.open(folder)).rejects.toThrow(
      /^Another program \(process \d+\) already serves the database in .+\.$/,
    )
    await program.end()
    expect(lives(program.said.pid)).toBe(false)
  })

  test('of several that start at the same time one serves', { timeout: patience }, async () => {
    const folder = bench.folder()
    const programs = await Promise.all([1, 2, 3, 4].map(() => bench.program(folder)))
    expect(programs.filter(({ said }) => said.refused === undefined)).toHaveLength(1)
    for (const { said } of programs) if (said.refused) expect(said.refused).toContain('already serves')
    await Promise.all(programs.map(({ end }) => end()))
  })

  test('a command shares the server that runs, and leaves it running', { timeout: patience }, async () => {
    const folder = bench.folder()
    const server = await bench.open(folder)
    const command = await bench.program(folder, 'share')
    expect(command.said).toMatchObject({ adopted: true, pid: server.pid })
    await command.end()
    expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(lives(server.pid)).toBe(false)
  })

  test(
    'a command alone starts the server and stops it; with another, the last one does',
    { timeout: patience },
    async () => {
      const folder = bench.folder()
      const [first, second] = [await bench.open(folder, { mode: 'share' }), await bench.open(folder, { mode: 'share' })]
      expect([first.adopted, second.adopted]).toEqual([false, true])
      await first.stop()
      expect(lives(second.pid)).toBe(true)
      await second.stop()
      expect(lives(second.pid)).toBe(false)
    },
  )

  test('a command leaves a server as it found it', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    await program.kill()
    const command = await bench.open(folder, { mode: 'share' })
    await command.stop()
    expect(lives(program.said.pid)).toBe(true)
    await (await bench.open(folder)).stop()
    expect(lives(program.said.pid)).toBe(false)
  })

  test('a program that stops before a command leaves the server to it', { timeout: patience }, async () => {
    const folder = bench.folder()
    const program = await bench.program(folder)
    const command = await bench.open(folder, { mode: 'share' })
    await program.end()
    expect(await query(command.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await command.stop()
    expect(lives(command.pid)).toBe(false)
  })
})
