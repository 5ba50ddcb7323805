import { describe, expect, it } from 'vitest'
import { filesBelow, textOf } from './sources.ts'

/** Files that may be longer than 400 lines, and why. */
const long: Readonly<Record<string, string>> = {
  'kernel/pack/load/faults.test.ts':
    'a table of seeded faults, read top to bottom beside PACK 12; cutting it would hide what is missing',
}

const files = filesBelow()
const lines = (path: string): number => textOf(path).split('\n').length - 1

describe('files', () => {
  it('are of one concept, so none is over 400 lines', () => {
    const over = files
      .filter((f) => /\.(ts|tsx|mts|mjs|js|css|sql)$/.test(f) && lines(f) > 400 && !long[f])
      .map((f) => `${f}: ${lines(f)}`)
    expect(over).toEqual([])
  })

  it('that are excused are there, still that long, and say why', () => {
    expect(Object.entries(long).filter(([f, why]) => !files.includes(f) || lines(f) <= 400 || why.length < 20)).toEqual(
      [],
    )
  })

  it('are named in kebab-case', () => {
    const code = files.filter((f) => /\.(ts|sql|css)$/.test(f))
    expect(code.filter((f) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(f.split('/').at(-1) ?? ''))).toEqual([])
  })

  it('have no default exports, no enums, no decorators, no parameter properties', () => {
    // The compiler refuses what cannot be erased; a default export it would let pass.
    const found = files.filter(
      (f) => f.endsWith('.ts') && f !== 'vitest.config.ts' && /^export default /m.test(textOf(f)),
    )
    expect(found.filter((f) => !f.startsWith('test/helpers/'))).toEqual([])
  })
})

describe('tables', () => {
  const sql = files.filter((f) => /\/migrations\/.*\.sql$/.test(f))
  const plain = (text: string): string => text.replace(/--[^\n]*/g, '').replaceAll('"', '')

  it('each say what they hold', () => {
    const text = sql.map((f) => plain(textOf(f))).join('\n')
    const made = [...text.matchAll(/\bCREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)/gi)].map(
      ([, name = '']) => name.toLowerCase(),
    )
    const told = new Set(
      [...text.matchAll(/\bCOMMENT\s+ON\s+TABLE\s+([\w.]+)\s+IS\s+'[^']{10,}/gi)].map(([, name = '']) =>
        name.toLowerCase(),
      ),
    )
    expect(made.length).toBeGreaterThan(8)
    expect(made.filter((name) => !told.has(name))).toEqual([])
  })

  it('stand in the schema of their module, named with it', () => {
    const wrong = sql.flatMap((f) =>
      [...plain(textOf(f)).matchAll(/\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)/gi)]
        .filter(([, name = '']) => !name.includes('.'))
        .map(([, name]) => `${f} ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('are changed forward only, by numbered files', () => {
    expect(sql.filter((f) => !/\/\d{4}-[a-z0-9-]+\.sql$/.test(f))).toEqual([])
    expect(sql.filter((f) => /\bDROP\s+TABLE\b/i.test(plain(textOf(f))))).toEqual([])
  })
})

describe('the page of rules', () => {
  const rows = textOf('docs/rules-of-permits.md')
    .split('\n')
    .filter((row) => row.startsWith('| ') && row.includes('`'))
    .map((row) => row.split(' | '))

  it('names files that are there', () => {
    const named = rows.flatMap((cells) =>
      [
        ...cells
          .slice(1)
          .join(' ')
          .matchAll(/`([a-z]+\/[^`]+)`/g),
      ].map(([, f = '']) => f),
    )
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter((f) => !files.includes(f))).toEqual([])
  })

  it('names tests and scenarios that are there', () => {
    const shown = rows.map((cells) => /^`([^`]+)`: (.+?)(?: \|)?$/.exec(cells[2]?.trim() ?? ''))
    expect(shown.filter((found) => found === null)).toEqual([])
    const gone = shown.filter((found) => !textOf(found?.[1] ?? '').includes(found?.[2] ?? '\u0000'))
    expect(gone.map((found) => found?.[0])).toEqual([])
  })
})

describe('decisions', () => {
  const decisions = files.filter((f) => f.startsWith('docs/decisions/'))

  it('have a number each, the one their title gives', () => {
    const numbers = decisions.map((f) => f.slice('docs/decisions/'.length).slice(0, 4))
    expect(numbers.filter((n, i) => numbers.indexOf(n) !== i)).toEqual([])
    expect(decisions.filter((f, i) => !textOf(f).startsWith(`# ${numbers[i]} `))).toEqual([])
  })

  it('are there where a document links to them', () => {
    const broken = files
      .filter((f) => f.endsWith('.md'))
      .flatMap((f) => [...textOf(f).matchAll(/\b(\d{4}-[a-z0-9-]+\.md)\)/g)].map(([, name = '']) => ({ f, name })))
      .filter(({ name }) => !decisions.includes(`docs/decisions/${name}`))
    expect(broken).toEqual([])
  })
})

describe('the repository', () => {
  // Written in pieces, so that this list is not what it looks for.
  const pieces = (list: string): string[] => list.split(' ').map((word) => word.replaceAll('·', ''))
  const machine = pieces('/wo·rk/ /fa·rm/ /tmp/bash·_jobs /ho·me/[a-z] /ro·ot/ /Us·ers/[a-z] C:\\\\Us·ers')
  const hosts = pieces('registry·\\.(npm|yarn) deb\\.deb·ian pypi·\\.org nexus·\\. artif·actory \\bverd·accio')
  it('the finder finds them', () => {
    expect(new RegExp(machine.join('|')).test(['', 'work', 'main'].join('/'))).toBe(true)
    expect(new RegExp(hosts.join('|')).test(['registry', 'npmjs', 'org'].join('.'))).toBe(true)
    expect(machine.length + hosts.length).toBe(13)
  })

  const binary = /\.(png|jpe?g|ico|woff2?|ttf|pdf|gz|zip|wasm)$/

  it.each([
    ['paths of the machine it was written on', machine],
    ['hosts of package registries', hosts],
  ])('holds no %s', (_, patterns) => {
    const pattern = new RegExp(patterns.join('|'))
    const found = files
      .filter((f) => !binary.test(f))
      .flatMap((f) =>
        textOf(f)
          .split('\n')
          .flatMap((line, i) => (pattern.test(line) ? [`${f}:${i + 1} ${line.trim().slice(0, 100)}`] : [])),
      )
    expect(found.slice(0, 20)).toEqual([])
  })
})
