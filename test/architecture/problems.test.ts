import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { problems, type Language } from '#kernel'
import { allSources, layerOf, lineOf, walk, type Source } from './sources.ts'

const LANGUAGES: readonly Language[] = ['es', 'en', 'pt']
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^(FORBIDDEN|MALFORMED|UNAVAILABLE|UNAUTHENTICATED|INTERNAL)$/

interface Use {
  readonly place: string
  readonly code: string
  /** Names that fill the text; nothing when they cannot be seen from here. */
  readonly params: ReadonlySet<string> | undefined
}

/** What `labelParams(element)` brings along. */
const LABELS = ['element', 'label_es', 'label_en', 'label_pt']

/** The names an object literal gives, following the spreads we know; nothing when it holds one we do not. */
function namesOf(node: ts.Expression | undefined): ReadonlySet<string> | undefined {
  if (!node) return new Set()
  if (!ts.isObjectLiteralExpression(node))
    return ts.isCallExpression(node) && callee(node) === 'labelParams' ? new Set(LABELS) : undefined
  const names = new Set<string>()
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const inner = namesOf(property.expression)
      if (!inner) return undefined
      for (const name of inner) names.add(name)
    } else if (property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)))
      names.add(property.name.text)
  }
  return names
}

const callee = (node: ts.CallExpression): string => (ts.isIdentifier(node.expression) ? node.expression.text : '')

/** Literals that a code may be: `'A'`, or the ends of `x ? 'A' : 'B'`. */
const literals = (node: ts.Node | undefined): string[] =>
  !node
    ? []
    : ts.isStringLiteral(node)
      ? [node.text]
      : ts.isConditionalExpression(node)
        ? [...literals(node.whenTrue), ...literals(node.whenFalse)]
        : []

/** Refusals that a file makes: by `refusal('X', pointer, {…})`, by a helper of `values.ts`, or as an object with code and pointer. */
function usesIn({ path, tree }: Source): Use[] {
  const found: Use[] = []
  const isValues = path === 'kernel/pack/values.ts'
  walk(tree, (node) => {
    const place = `${path}:${lineOf(tree, node)}`
    if (ts.isCallExpression(node)) {
      const [first, second, third] = node.arguments
      if (callee(node) === 'refusal')
        for (const code of literals(first)) found.push({ place, code, params: namesOf(third) })
      if (isValues && callee(node) === 'fault') {
        const own = namesOf(node.arguments[3])
        for (const code of literals(second)) found.push({ place, code, params: own && new Set([...own, ...LABELS]) })
      }
      if (isValues && callee(node) === 'shaped')
        for (const code of literals(third)) found.push({ place, code, params: new Set([...LABELS, 'given']) })
    }
    if (!ts.isObjectLiteralExpression(node)) return
    const value = (name: string): ts.Expression | undefined =>
      node.properties.filter(ts.isPropertyAssignment).find((p) => ts.isIdentifier(p.name) && p.name.text === name)
        ?.initializer
    const code = value('code')
    if (code && value('pointer') && ts.isStringLiteral(code))
      found.push({ place, code: code.text, params: namesOf(value('params')) })
  })
  return found
}

// Refusals are made in the house; what programs that talk to it show of them, and the examples of its documentation, are copies.
const makes = (s: Source): boolean =>
  ['kernel', 'platform', 'modules', 'server'].includes(layerOf(s.path)) &&
  !s.isTest &&
  s.path !== 'server/openapi-examples.ts'
/** Names that are not given where the refusal is made but on its way out, with the reason. */
const filledLater: Readonly<Record<string, readonly string[]>> = {
  // The door knows the request's id; whoever throws does not.
  INTERNAL: ['traceId'],
}
const uses = (): Use[] => allSources().filter(makes).flatMap(usesIn)
const placeholders = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)),
]
/** A label is told in the reader's language: `{label_es}` in Spanish is `{label_en}` in English. */
const plain = (names: readonly string[]): string[] => names.map((n) => n.replace(/_(es|en|pt)$/, '_*')).sort()

describe('every refusal code', () => {
  it('that the code uses is in the table of problems', () => {
    const all = uses()
    expect(all.length).toBeGreaterThan(100)
    expect(all.filter((u) => !problems[u.code]).map((u) => `${u.place} ${u.code}`)).toEqual([])
  })

  it('of the table is used somewhere', () => {
    const used = new Set(uses().map((u) => u.code))
    // The title of an answer that holds several kinds of faults.
    used.add('VALIDATION_FAILED')
    expect(Object.keys(problems).filter((code) => !used.has(code))).toEqual([])
  })

  it('is written in capitals', () => {
    expect(Object.keys(problems).filter((code) => !CODE.test(code))).toEqual([])
  })

  it.each(['message', 'fix'] as const)('has its %s in es, en and pt, with the same placeholders', (part) => {
    const wrong = Object.entries(problems).flatMap(([code, text]) => {
      const said = LANGUAGES.map((language) => text[language]?.[part] ?? '')
      const names = said.map((s) => plain(placeholders(s)).join())
      return said.every((s) => s.trim() !== '') && new Set(names).size === 1 ? [] : [`${code}: ${names.join(' / ')}`]
    })
    expect(wrong).toEqual([])
  })

  it('names a label in the language of the text it stands in', () => {
    const wrong = Object.entries(problems).flatMap(([code, text]) =>
      LANGUAGES.filter((language) => {
        const { message, fix } = text[language]
        return placeholders(message + fix).some((n) => /_(es|en|pt)$/.test(n) && !n.endsWith(`_${language}`))
      }).map((language) => `${code} ${language}`),
    )
    expect(wrong).toEqual([])
  })

  it('is given everything its text asks for: nobody reads {given} on a screen', () => {
    const wrong = uses().flatMap(({ place, code, params }) => {
      const text = problems[code]
      if (!text || !params) return []
      const asked = LANGUAGES.flatMap((l) => placeholders(text[l].message + text[l].fix))
      const missing = [...new Set(asked)].filter((name) => !params.has(name) && !filledLater[code]?.includes(name))
      return missing.length ? [`${place} ${code} lacks ${missing.join(', ')}`] : []
    })
    expect(wrong).toEqual([])
  })

  it('that is a problem of the door or a case says a status of HTTP that means it', () => {
    const expected: Readonly<Record<string, number>> = {
      NOT_NOW: 409,
      FORBIDDEN: 403,
      NOT_FOUND: 404,
      VERSION_CONFLICT: 409,
      IDEMPOTENCY_MISMATCH: 409,
      FOUR_EYES: 403,
      ELEMENT_REQUIRED: 422,
    }
    for (const [code, status] of Object.entries(expected))
      expect({ code, status: problems[code]?.status }).toEqual({ code, status })
  })
})
