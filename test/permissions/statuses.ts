import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

/** The literal values of a union of texts. */
const literals = (type: ts.Type): string[] =>
  (type.isUnion() ? type.types : [type]).flatMap((t) => (t.isStringLiteral() ? [t.value] : []))

/**
 * Every status of every case type, by the type's name, read from the state type that `caseType<State>()('name', …)` names: also those in
 * which no command may be given, which no table of commands can tell.
 */
export function statusesOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const program = ts.createProgram(
    files.map((f) => join(root, f)),
    { ...options, types: [] },
  )
  const checker = program.getTypeChecker()
  const found = new Map<string, readonly string[]>()
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit)
    if (!ts.isCallExpression(node) || !ts.isCallExpression(node.expression)) return
    const { expression: inner, arguments: given } = node.expression
    const [state] = node.expression.typeArguments ?? []
    const [name] = node.arguments
    if (
      !ts.isIdentifier(inner) ||
      inner.text !== 'caseType' ||
      given.length > 0 ||
      !state ||
      !name ||
      !ts.isStringLiteral(name)
    )
      return
    const status = checker.getTypeFromTypeNode(state).getProperty('status')
    if (status) found.set(name.text, literals(checker.getTypeOfSymbolAtLocation(status, state)))
  }
  for (const source of program.getSourceFiles()) if (!source.fileName.includes('/node_modules/')) visit(source)
  return found
}
