import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

export const root = join(import.meta.dirname, '../..')
const SKIP = new Set(['node_modules', '.git', '.data', 'coverage', 'dist'])

/** Every file of the repository, with forward slashes, relative to its root. */
export function filesBelow(folder = '.'): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
      if (SKIP.has(entry.name)) return []
      return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : []
    })
    .sort()
}

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')
export const isFolder = (path: string): boolean =>
  statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true

export interface Import {
  readonly from: string
  readonly line: number
  readonly specifier: string
  /**
   * `import type` and `export type … from`, which are gone at run time. `import { type X }` is not: what is stripped is the name, the
   * file is loaded all the same.
   */
  readonly typeOnly: boolean
}

export interface Source {
  readonly path: string
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
  /** Tests and what only tests use: they may look deeper than the program. */
  readonly isTest: boolean
}

const isTestFile = (path: string): boolean =>
  /\.(test|fixture)\.ts$|\/fixtures\//.test(path) || path.startsWith('test/')

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = []
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean): void => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
    if (specifier && ts.isStringLiteralLike(specifier))
      found.push({ from: path, line, specifier: specifier.text, typeOnly })
    // A computed address cannot be checked: it counts as one that is not allowed anywhere.
    else if (specifier) found.push({ from: path, line, specifier: `computed:${specifier.getText(tree)}`, typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node, node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node))
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument, true)
    else if (ts.isCallExpression(node)) {
      const callee = node.expression
      const isRequire = ts.isIdentifier(callee) && callee.text === 'require'
      if (callee.kind === ts.SyntaxKind.ImportKeyword || isRequire) add(node, node.arguments[0], false)
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node, node.moduleReference.expression, node.isTypeOnly)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

let sources: readonly Source[] | undefined

/** Every TypeScript file, parsed once for all tests of a run. */
export function allSources(): readonly Source[] {
  sources ??= filesBelow()
    .filter((path) => /\.(ts|tsx|mts)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => {
      const tree = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2023, true)
      return { path, tree, imports: importsOf(path, tree), isTest: isTestFile(path) }
    })
  return sources
}

export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1

export function walk(tree: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const each = (node: ts.Node): void => {
    visit(node)
    ts.forEachChild(node, each)
  }
  each(tree)
}

/** The part of the house a file belongs to: `kernel`, `platform/db`, `modules/permits`, `web`, … */
export function placeOf(path: string): string {
  const [layer = '', part = ''] = path.split('/')
  const nested = (layer === 'platform' || layer === 'modules') && !part.endsWith('.ts')
  return nested ? `${layer}/${part}` : layer
}
export const layerOf = (path: string): string => path.split('/')[0] ?? ''

/** The file a relative import leads to, relative to the root. */
export function target({ from, specifier }: Import): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

export const isRelative = (specifier: string): boolean => specifier.startsWith('.')

/** The package of an npm import: `@fastify/helmet`, `typebox` of `typebox/schema`. Nothing for ours and Node's. */
export function packageOf(specifier: string): string | undefined {
  if (
    isRelative(specifier) ||
    specifier.startsWith('#') ||
    specifier.startsWith('node:') ||
    specifier.startsWith('computed:')
  )
    return undefined
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}
