import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileQueue, type FileQueue } from './index.ts'

let dir = ''
const key = randomBytes(32)
const open = (max = 100): Promise<FileQueue<string>> => openFileQueue<string>({ dir, key, max })
const values = (q: FileQueue<string>): string[] => q.waiting().map((e) => e.value)

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vuce-queue-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('the queue of commands', () => {
  it('has on disk whatever it answered for, in order, across restarts', async () => {
    const first = await open()
    await Promise.all(Array.from({ length: 50 }, (_, i) => first.append(`c${i}`)))
    // Not closed: a killed process closes nothing.
    const second = await open()
    expect(values(second)).toEqual(Array.from({ length: 50 }, (_, i) => `c${i}`))
    for (const { seq } of second.waiting().slice(0, 20)) await second.done(seq, { ok: true })
    const third = await open()
    expect(values(third)).toHaveLength(30)
    const added = await third.append('new')
    expect(added?.seq).toBeGreaterThan(50)
    expect(values(await open()).at(-1)).toBe('new')
  })

  it('shows nobody what lies in it', async () => {
    const q = await open()
    await q.append('the secret of a firm')
    expect(await readFile(join(dir, 'queue.log'), 'utf8')).not.toContain('secret')
    await expect(openFileQueue({ dir, key: randomBytes(32), max: 9 })).rejects.toThrow(/damaged/)
  })

  it('forgets a line that was cut off at any byte, and no other', async () => {
    const q = await open()
    await q.append('kept')
    const path = join(dir, 'queue.log')
    const whole = await readFile(path)
    await q.append('torn')
    const both = await readFile(path)
    for (let cut = whole.length; cut < both.length; cut += 7) {
      await writeFile(path, both)
      await truncate(path, cut)
      expect(values(await open())).toEqual(['kept'])
    }
  })

  it('does not start over a line that was changed or moved', async () => {
    const q = await open()
    await q.append('one')
    await q.append('two')
    const path = join(dir, 'queue.log')
    const [a = '', b = ''] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, `${a.slice(0, 20)}AAAA${a.slice(24)}\n${b}\n`)
    await expect(open()).rejects.toThrow(/1 damaged/)
    await writeFile(path, `${b.replace(/^2/, '1')}\n`)
    await expect(open()).rejects.toThrow(/damaged/)
    await rm(path)
    await appendFile(path, '')
    expect(values(await open())).toEqual([])
  })

  it('is bounded', async () => {
    const q = await open(2)
    expect([await q.append('a'), await q.append('b'), await q.append('c')].map(Boolean)).toEqual([true, true, false])
  })
})
