import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'

/** A case type as a module would write it; each snippet changes one place of it and says what the compiler must answer. */
const good = `
import { Type } from 'typebox'
import { caseType, trace, type Ctx } from './case-type.ts'

interface Line { readonly sku: string; readonly count: number }
interface Basket { readonly status: 'open' | 'closed'; readonly lines: readonly Line[] }
interface Facts { readonly price: string }

export const basket = caseType<Basket, Facts>()('basket', {
  initial: { status: 'open', lines: [] },
  events: {
    LineAdded: (s, e: Line) => ({ ...s, lines: [...s.lines, e] }),
    BasketClosed: (s, e: { total: string }) => ({ ...s, status: 'closed' }),
  },
  commands: (command) => ({
    add: command({
      from: ['open'],
      may: 'basket.add',
      as: ['owner'],
      input: Type.Object({ sku: Type.String(), count: Type.Integer() }),
      summary: 'Puts something in',
      decide: (s, input, ctx, facts) => [{ type: 'LineAdded', data: { sku: input.sku, count: input.count } }],
    }),
    close: command({
      from: ['open'],
      may: 'basket.close',
      as: ['owner'],
      input: Type.Object({ note: Type.Optional(Type.String()) }),
      summary: 'Closes it',
      decide: (s, _, ctx, facts) => {
        const t = trace<Basket, typeof events>(s, (state) => state)
        t.emit('BasketClosed', { total: facts.price })
        return [{ type: 'BasketClosed', data: { total: facts.price } }]
      },
    }),
  }),
  parties: () => [],
  title: (s) => s.status,
})
const events = { BasketClosed: (s: Basket, e: { total: string }): Basket => s }
declare const ctx: Ctx
export const decided = basket.decide(basket.initial, 'add', { sku: 'tea', count: 1 }, ctx, { price: '1.00' })
export const names: readonly ('add' | 'close')[] = basket.available(basket.initial, ctx, new Set())
export const state = basket.evolve(basket.initial, { type: 'BasketClosed', data: { total: '1.00' } })
`

/** What does not compile: the words that take the place of good ones, and what the compiler says. */
const bad: readonly (readonly [what: string, from: string, to: string, says: RegExp])[] = [
  [
    'an event there is not',
    `type: 'LineAdded', data: { sku`,
    `type: 'LineAdd', data: { sku`,
    /"LineAdd"' is not assignable to type '"LineAdded" \| "BasketClosed"'/,
  ],
  [
    'a field missing in an event',
    `{ sku: input.sku, count: input.count } }]`,
    `{ sku: input.sku } }]`,
    /Property 'count' is missing/,
  ],
  [
    'a field of another type',
    `count: input.count } }]`,
    `count: input.sku } }]`,
    /'string' is not assignable to type 'number'/,
  ],
  [
    'the data of another event',
    `data: { total: facts.price } }]`,
    `data: { sku: 'tea', count: 1 } }]`,
    /not assignable/,
  ],
  [
    'a status there is not in from',
    `from: ['open'],\n      may: 'basket.add'`,
    `from: ['shut'],\n      may: 'basket.add'`,
    /"shut"' is not assignable to type '"open" \| "closed"'/,
  ],
  ['a status there is not in an event', `status: 'closed' })`, `status: 'shut' })`, /not assignable/],
  [
    'a status there is not at the start',
    `initial: { status: 'open'`,
    `initial: { status: 'new'`,
    /"new"' is not assignable/,
  ],
  [
    'a command there is not',
    `basket.decide(basket.initial, 'add'`,
    `basket.decide(basket.initial, 'steal'`,
    /"steal"' is not assignable to parameter of type '"add" \| "close"'/,
  ],
  [
    'an input of another shape',
    `{ sku: 'tea', count: 1 }, ctx`,
    `{ sku: 'tea', count: 'one' }, ctx`,
    /'string' is not assignable to type 'number'/,
  ],
  [
    'an input with a field missing',
    `{ sku: 'tea', count: 1 }, ctx`,
    `{ sku: 'tea' }, ctx`,
    /Property 'count' is missing/,
  ],
  [
    'an input with a field too many',
    `{ sku: 'tea', count: 1 }, ctx`,
    `{ sku: 'tea', count: 1, colour: 'red' }, ctx`,
    /'colour' does not exist/,
  ],
  [
    'the input of another command',
    `'add', { sku: 'tea', count: 1 }`,
    `'close', { sku: 'tea', count: 1 }`,
    /does not exist/,
  ],
  [
    'a fact there is not',
    `decide: (s, input, ctx, facts) => [`,
    `decide: (s, input, ctx, facts) => facts.tax ? [] : [`,
    /Property 'tax' does not exist on type 'Facts'/,
  ],
  ['facts that were not fetched', `ctx, { price: '1.00' })`, `ctx, {})`, /Property 'price' is missing/],
  [
    'an input the command does not have',
    `sku: input.sku, count`,
    `sku: input.name, count`,
    /Property 'name' does not exist/,
  ],
  [
    'a state the status does not belong to',
    `title: (s) => s.status`,
    `title: (s) => s.number`,
    /Property 'number' does not exist on type 'Basket'/,
  ],
  ['a command without its grant', `      may: 'basket.add',\n`, '', /Property 'may' is missing/],
  [
    'a command without capacities',
    `      as: ['owner'],\n      input: Type.Object({ sku`,
    `      input: Type.Object({ sku`,
    /Property 'as' is missing/,
  ],
  [
    'an event of a trace with other data',
    `t.emit('BasketClosed', { total: facts.price })`,
    `t.emit('BasketClosed', { total: 1 })`,
    /'number' is not assignable to type 'string'/,
  ],
  [
    'an event of a trace there is not',
    `t.emit('BasketClosed'`,
    `t.emit('BasketShut'`,
    /"BasketShut"' is not assignable/,
  ],
  [
    'an event evolved with other data',
    `{ type: 'BasketClosed', data: { total: '1.00' } })`,
    `{ type: 'BasketClosed', data: {} })`,
    /'\{\}' is not assignable to type/,
  ],
  [
    'a list of commands with one there is not',
    `readonly ('add' | 'close')[]`,
    `readonly 'add'[]`,
    /"close"' is not assignable to type '"add"'/,
  ],
  [
    'a state that is changed in place',
    `LineAdded: (s, e: Line) => ({`,
    `LineAdded: (s, e: Line) => (s.lines.push(e), {`,
    /Property 'push' does not exist on type 'readonly Line\[\]'/,
  ],
]

const root = join(import.meta.dirname, '..')
const fileOf = (i: number): string => join(root, 'kernel', `snippet-${i}.virtual.ts`)
const found = new Map<string, readonly string[]>()

/** Compiles all snippets in one program, as if they lay beside the kernel. */
beforeAll(() => {
  const snippets = new Map(
    [good, ...bad.map(([, from, to]) => good.replace(from, to))].map((text, i) => [fileOf(i), text]),
  )
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists, getSourceFile } = host
  host.fileExists = (name) => snippets.has(name) || fileExists(name)
  host.readFile = (name) => snippets.get(name) ?? readFile(name)
  host.getSourceFile = (name, ...rest) => {
    const text = snippets.get(name)
    return text === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023)
  }
  const program = ts.createProgram([...snippets.keys()], { ...options, types: [] }, host)
  for (const name of snippets.keys()) {
    const source = program.getSourceFile(name)
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    found.set(
      name,
      diagnostics.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n')),
    )
  }
})

describe('the types of a case type', () => {
  it('let a right one compile', () => {
    expect(found.get(fileOf(0))).toEqual([])
  })

  it.each(bad.map(([what, from, , says], i) => [what, i + 1, from, says] as const))(
    'do not let %s',
    (_, i, from, says) => {
      expect(good).toContain(from)
      const messages = found.get(fileOf(i)) ?? []
      expect(messages.join('\n')).toMatch(says)
    },
  )
})
