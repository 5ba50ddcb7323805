import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface Block {
  readonly kind: string
  readonly file: string | undefined
  readonly text: string
}

const blocksOf = (page: string): Block[] =>
  [...page.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(([, kind = '', file, text = '']) => ({
    kind,
    file,
    text,
  }))

/** White space and times of run are not what a reader compares. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** A copy of the project as far as a tutorial changes it; the rest is the project itself. */
let copy: string
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'vuce-tutorial-'))
  await cp(join(root, 'packs'), join(copy, 'packs'), { recursive: true })
  await cp(join(root, 'package.json'), join(copy, 'package.json'))
  await mkdir(join(copy, 'modules'))
  for (const shared of ['kernel', 'platform', 'node_modules']) await symlink(join(root, shared), join(copy, shared))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

const run = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      VUCE_PACKS: join(copy, 'packs'),
      VUCE_MODULES: join(copy, 'modules'),
      NO_COLOR: '1',
      VITEST: '',
    }
    execFile(program, args, { cwd: copy, env, timeout: 90_000, maxBuffer: 1 << 24 }, (_, out, err) =>
      resolve(`${out}\n${err}`),
    )
  })

/** The commands a tutorial may use, each as it is run here. */
async function shell(line: string): Promise<string> {
  const [npx, program, ...args] = line.trim().split(/\s+/)
  if (npx === 'npx' && program === 'vuce') return run(process.execPath, [join(root, 'bootstrap.mjs'), ...args])
  if (npx === 'npx' && program === 'vitest')
    return run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args, '--root', copy, '--no-color'])
  throw new Error(`a tutorial may not say: ${line}`)
}

async function replace(file: string, text: string): Promise<void> {
  const [from = '', to = ''] = text.split('\n')
  const before = await readFile(join(copy, file), 'utf8')
  expect(before.split(from).length, `«${from}» stands once in ${file}`).toBe(2)
  await writeFile(join(copy, file), before.replace(from, to))
}

async function follow(page: string): Promise<number> {
  let said = ''
  let steps = 0
  for (const { kind, file, text } of blocksOf(page)) {
    steps++
    if (kind === 'sh') said = await shell(text)
    else if (kind === 'text')
      for (const line of text.trim().split('\n'))
        expect(plain(said), `after the command, «${line}»`).toContain(plain(line))
    else if (kind === 'replace' && file) await replace(file, text)
    else if (file) {
      await mkdir(dirname(join(copy, file)), { recursive: true })
      await writeFile(join(copy, file), text)
    } else throw new Error(`a block of kind ${kind} says nothing to do`)
  }
  return steps
}

describe('the tutorials, followed word by word', () => {
  it('your first permit type in ten minutes', async () => {
    expect(await follow(await readFile(join(root, 'docs/tutorials/your-first-permit.md'), 'utf8'))).toBeGreaterThan(10)
  }, 120_000)

  it('a module of your own', async () => {
    expect(await follow(await readFile(join(root, 'docs/tutorials/a-module-of-your-own.md'), 'utf8'))).toBeGreaterThan(
      7,
    )
  }, 120_000)

  it('vuce new never overwrites, and says what a name looks like', async () => {
    expect(await shell('npx vuce new module recall')).toContain('exist already')
    expect(await shell('npx vuce new procedure whistle')).toContain('country.name')
    expect(await shell('npx vuce new procedure zz.whistle')).toContain('There is no pack zz')
  }, 60_000)
})
