import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { allSources, layerOf, lineOf, walk, type Source } from './sources.ts'

/** Names by which a program reaches the clock, chance, its surroundings or the world. */
const WORLD = new Set([
  'process',
  'performance',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'crypto',
  'console',
  'require',
  'Buffer',
  'localStorage',
  'document',
  'window',
  'navigator',
  'WebSocket',
  'XMLHttpRequest',
  'eval',
])

/** A name that is used, not one that is given: a property, a key, a parameter or a declaration of the same name is another thing. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return ts.isShorthandPropertyAssignment(parent) || parent.initializer === node
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isFunctionDeclaration(parent)
  )
}

/** Names that a file itself gives: a parameter `process` is not Node's. */
function declaredIn({ tree }: Source): Set<string> {
  const names = new Set<string>()
  walk(tree, (node) => {
    const named =
      ts.isParameter(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node)
    if (named && node.name && ts.isIdentifier(node.name)) names.add(node.name.text)
  })
  return names
}

/** Where a file asks the time, throws dice, or reaches out. */
function impurities(source: Source): string[] {
  const { path, tree } = source
  const own = declaredIn(source)
  const found: string[] = []
  const say = (node: ts.Node, what: string): void => void found.push(`${path}:${lineOf(tree, node)} ${what}`)
  walk(tree, (node) => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const name = `${node.expression.text}.${node.name.text}`
      if (['Date.now', 'Math.random'].includes(name)) say(node, name)
    }
    const isDate =
      (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'Date'
    if (isDate && (ts.isCallExpression(node) || !node.arguments?.length)) say(node, 'the present time by Date')
    if (ts.isIdentifier(node) && WORLD.has(node.text) && !own.has(node.text) && isUse(node)) say(node, node.text)
    if (ts.isIdentifier(node) && node.text === 'globalThis') say(node, 'globalThis')
  })
  return found
}

const code = (...layers: string[]): Source[] =>
  allSources().filter((s) => layers.includes(layerOf(s.path)) && !s.isTest)

describe('the kernel', () => {
  it('has no clock, no chance, no surroundings and no world', () => {
    expect(code('kernel').flatMap(impurities)).toEqual([])
  })

  it('imports itself, the schema library and the YAML reader; nothing of Node', () => {
    const wrong = code('kernel').flatMap((s) =>
      s.imports.filter((i) => !/^(\.{1,2}\/|yaml$|typebox(\/[a-z]+)?$)/.test(i.specifier)),
    )
    expect(wrong.map((i) => `${i.from}:${i.line} ${i.specifier}`)).toEqual([])
  })

  it('the finder finds what it looks for', () => {
    const text =
      'const a = Date.now() + Math.random(); new Date(); process.env.X; globalThis.x; f(crypto); const o = { process: 1 }; o.process; new Date(0)'
    const tree = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true)
    const found = impurities({ path: 'x.ts', tree, imports: [], isTest: false })
    expect(found).toEqual(
      ['Date.now', 'Math.random', 'the present time by Date', 'process', 'globalThis', 'crypto'].map(
        (w) => `x.ts:1 ${w}`,
      ),
    )
  })
})

describe('the modules', () => {
  /** Chance that a module needs and where it comes from: `node:crypto`, never `Math.random`. */
  it('have no clock, surroundings or world of their own: time and the rest are given to them', () => {
    const found = code('modules')
      .flatMap(impurities)
      .filter((w) => !/ (Buffer)$/.test(w))
    expect(found).toEqual([])
  })
})
