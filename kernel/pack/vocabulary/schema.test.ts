import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadDictionary } from '../../dictionary/load.ts'
import { SCENARIO_FILE } from '../../procedure/scenario-vocabulary.ts'
import type { PackFile } from '../model.ts'
import { packSchemas, type SchemaFile } from './schema.ts'

const root = join(import.meta.dirname, '../../..')
const filesOf = (folder: string): PackFile[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(join(root, folder).length + 1), text: readFileSync(path, 'utf8') }))

const schemas = packSchemas(loadDictionary(filesOf('dictionary')).dictionary, SCENARIO_FILE)

/** A foreign validator, which knows nothing of this house. */
interface Foreign {
  compile(schema: object): ((value: unknown) => boolean) & { errors?: readonly object[] | null }
}
const Ajv = (createRequire(import.meta.url)('ajv/dist/2020.js') as { default: new (options: object) => Foreign })
  .default
const validators = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, new Ajv({ strict: false, allErrors: true }).compile(schema)]),
)

function kindOf(path: string): SchemaFile {
  const [, second = '', third] = path.split('/')
  if (third !== undefined) return second === 'calendars' ? 'calendar' : second === 'texts' ? 'texts' : 'scenarios'
  return second === 'pack.yaml' ? 'pack' : second === 'demo.yaml' ? 'demo' : 'procedure'
}

const wrong = (kind: SchemaFile, text: string): string[] => {
  const validate = validators[kind]
  if (!validate) throw new Error(`there is a schema of ${kind}`)
  const value: unknown = parse(text, { version: '1.2', schema: 'core', maxAliasCount: -1 })
  if (validate(value)) return []
  return (validate.errors ?? []).map((e) => JSON.stringify(e))
}

const shipped = filesOf('packs').filter(({ path }) => path.includes('/'))

describe('schemas of pack files, in a foreign validator', () => {
  it('take every file that is shipped', () => {
    expect(shipped.length).toBeGreaterThan(80)
    const refused = shipped.flatMap(({ path, text }) => wrong(kindOf(path), text).map((e) => `${path}: ${e}`))
    expect(refused.slice(0, 5)).toEqual([])
    expect(new Set(shipped.map(({ path }) => kindOf(path))).size).toBe(6)
  })

  const phyto = shipped.find(({ path }) => path === 'pe/export-phyto.yaml')?.text ?? ''
  it.each([
    ['a key that is not in the vocabulary', 'review:', 'reviews:'],
    ['one inside a part', 'silence: none', 'silense: none'],
    ['a word that is not one', 'silence: none', 'silence: maybe'],
    ['a period that is none', 'valid: 30 d', 'valid: soon'],
    ['a required key that is not there', 'agency: senasa\n', ''],
    ['a map where a list stands', 'regime: [export]', 'regime: export'],
  ])('refuse %s', (_, find, put) => {
    expect(phyto).toContain(find)
    expect(wrong('procedure', phyto)).toEqual([])
    expect(wrong('procedure', phyto.replace(find, put))).not.toEqual([])
  })

  it.each([
    ['pack', 'pe/pack.yaml', 'currency:', 'currancy:'],
    ['demo', 'pe/demo.yaml', 'taxId:', 'taxID:'],
    ['calendar', 'pe/calendars/pe-lima.yaml', 'zone:', 'timezone:'],
    ['scenarios', 'pe/scenarios/hazmat-notice.yaml', 'status: APPROVED', 'status: GRANTED'],
    ['scenarios', 'pe/scenarios/hazmat-notice.yaml', 'then:', 'than:'],
  ] as const)('of kind %s refuse a slip in %s', (kind, file, find, put) => {
    const text = shipped.find(({ path }) => path === file)?.text ?? ''
    expect(text).toContain(find)
    expect(wrong(kind, text.replace(find, put))).not.toEqual([])
  })

  it('say what every key means, and complete the elements of the dictionary', () => {
    const said = JSON.stringify(schemas.procedure)
    for (const key of ['binds', 'counts-from', 'good-for', 'tolerance'])
      expect(said).toContain(`"${key}":{"description":"`)
    expect(said).toContain('{"const":"goods.cas","description":')
    const visit = (value: unknown, path: string): string[] => {
      if (Array.isArray(value)) return value.flatMap((v, i) => visit(v, `${path}/${i}`))
      if (typeof value !== 'object' || value === null) return []
      const { properties } = value as { properties?: Record<string, { description?: string }> }
      const silent = Object.entries(properties ?? {}).flatMap(([key, of]) => (of.description ? [] : [`${path}/${key}`]))
      return [...silent, ...Object.entries(value).flatMap(([key, child]) => visit(child, `${path}/${key}`))]
    }
    for (const kind of ['pack', 'procedure', 'calendar', 'demo'] as const) {
      const bare = visit(schemas[kind], '').filter((p) => !/\/(es|en|pt|lines|[a-z]+\.[A-Za-z]+)$/.test(p))
      expect(bare).toEqual([])
    }
  })
})
