import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'

interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, unknown>>
  readonly parameters?: readonly { readonly $ref?: string; readonly name?: string; readonly in?: string }[]
}

let app: TestApp
let document: OpenApi
beforeAll(async () => {
  app = await openTestApp()
  document = (await app.call('GET', '/openapi.json')).body as unknown as OpenApi
})
afterAll(() => app?.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** Every route the server has, from its own tree. */
function routes(): string[] {
  const found: string[] = []
  const stack: string[] = []
  for (const line of app.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^((?:[│ ] {3})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!match) continue
    const [, indent = '', segment = '', methods = ''] = match
    const depth = indent.length / 4
    stack.splice(depth, stack.length, segment)
    for (const method of methods.split(', ').filter((m) => m && m !== 'HEAD')) found.push(`${method} ${stack.join('')}`)
  }
  return found
}

const refsIn = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([k, v]) => (k === '$ref' && typeof v === 'string' ? [v] : refsIn(v)))

/** Called by the payment provider and by systems of others, signed by them, and OCSP by GET (RFC 6960, A.1): described by their protocols. */
const notForIntegrators = [
  'POST /v1/payments/callback',
  'POST /v1/exchange/receipts',
  'POST /v1/customs/answers',
  'GET /pki/ocsp*',
]

/** Only a server that runs has a queue for bad days; the house under test has none (test/chaos/declared.test.ts has). */
const withAQueue = ['GET /v1/contingency', 'POST /v1/contingency', 'POST /v1/contingency/receipts/verify']

describe('openapi.json', () => {
  it('is OpenAPI 3.1 whose references all resolve', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const refs = new Set(refsIn(document))
    expect(refs.size).toBeGreaterThan(5)
    for (const ref of refs) {
      expect(ref).toMatch(/^#\//)
      const target = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
      expect([ref, typeof target]).toEqual([ref, 'object'])
    }
  })

  it('names every operation once, with an answer, and declares what its path takes', () => {
    const ids = operations().map((o) => o.operation.operationId)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    for (const { path, operation } of operations()) {
      expect([path, Object.keys(operation.responses).some((s) => s.startsWith('2'))]).toEqual([path, true])
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1])
      const declared = (operation.parameters ?? []).map((p) =>
        p.$ref === '#/components/parameters/Id' ? 'id' : p.in === 'path' ? p.name : undefined,
      )
      for (const name of inPath) expect([path, declared.includes(name)]).toEqual([path, true])
    }
  })

  it('has every route of the server, and no other', () => {
    const described = operations().map((o) => `${o.method.toUpperCase()} ${o.path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
    const api = routes().filter(
      (r) => / \/(v1|h2h|pki|issuers|\.well-known)\/| \/health$/.test(r) && !notForIntegrators.includes(r),
    )
    expect(api.length).toBeGreaterThan(40)
    expect([...new Set([...api, ...withAQueue])].sort()).toEqual([...new Set(described)].sort())
  })

  it('is committed as it is served', async () => {
    const committed = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8')
    expect(JSON.parse(committed)).toEqual(document)
    // In the form that `vuce reference` writes, so that a change shows line by line in review.
    expect(committed).toBe(`${JSON.stringify(document, null, 2)}\n`)
  })
})
