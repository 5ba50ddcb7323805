import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { checkValue, loadDictionary, type Element, type Value } from '#kernel'
import { shapeFaults } from '#platform/http'
import { canonicalText, readSigned } from '#platform/xmldsig'
import { repositoryFiles } from '../../kernel/dictionary/repository.fixture.ts'
import { valueOf } from '../../kernel/dictionary/values.fixture.ts'
import { DAY_PATTERN, INSTANT_PATTERN, type Field, type FieldType } from './fields.ts'
import { headers, messages, messageSchema, VERSIONS, type JsonMessage, type Message, type Version } from './messages.ts'
import { fromXml, toXml } from './xml-form.ts'
import { messageXsd } from './xsd.ts'

const { dictionary } = loadDictionary(repositoryFiles('dictionary'))
const elements = [...dictionary.elements.values()]

const words = fc
  .string({
    unit: fc.constantFrom(...'a b c ñ Ñ é ü & < > " \' / . ; ] ['.split(' '), ' '),
    minLength: 1,
    maxLength: 40,
  })
  .map((s) => s.replace(/\s+/g, ' ').trim())
  .filter((s) => s.length > 0)

const goodValue = (element: Element): fc.Arbitrary<Value | undefined> =>
  valueOf(element).map((v) => (checkValue(element, v, '').length === 0 ? (v as Value) : undefined))
const valuesFor = (of: readonly Element[], least: number): fc.Arbitrary<Record<string, Value>> =>
  fc
    .subarray([...of], { minLength: least, maxLength: 6 })
    .chain((some) => fc.tuple(...some.map((e) => goodValue(e).map((v) => [e.id, v] as const))))
    .map((pairs) => Object.fromEntries(pairs.filter(([, v]) => v !== undefined)) as Record<string, Value>)

const head = elements.filter((e) => !e.line && !e.personal)
const line = elements.filter((e) => e.line && !e.personal)
const document = fc.record(
  {
    type: fc.stringMatching(/^[a-z][a-z0-9-]{1,20}$/),
    digest: fc.stringMatching(/^[0-9a-f]{64}$/),
    name: words,
    number: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
    date: fc.constantFrom('2026-01-31', '2024-02-29'),
  },
  { requiredKeys: ['type', 'digest', 'name'] },
)
const own = fc.record(
  {
    elements: fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{1,12}$/), words, { minKeys: 1, maxKeys: 3 }),
    lines: fc.array(fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{1,12}$/), fc.oneof(words, fc.boolean())), {
      minLength: 1,
      maxLength: 3,
    }),
  },
  { requiredKeys: [] },
)
const trade = {
  lines: fc.array(valuesFor(line, 0), { minLength: 1, maxLength: 4 }),
  answers: fc.dictionary(fc.stringMatching(/^[a-z]{2}\.[a-z0-9-]{1,20}$/), own, { minKeys: 1, maxKeys: 2 }),
  documents: fc.array(document, { minLength: 1, maxLength: 3 }),
}

function valueFor(type: FieldType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'text':
      return words
    case 'word':
      return fc
        .stringMatching(new RegExp(`^(?:${type.pattern})$`))
        .filter((s) => s.length < 200 && !/[^\x20-\x7e]/.test(s))
    case 'choice':
      return fc.constantFrom(...type.of)
    case 'whole':
      return fc.integer({ min: 0, max: type.max })
    case 'flag':
      return fc.boolean()
    case 'instant':
      return fc
        .constantFrom('2026-09-07T08:00:00Z', '2026-12-31T23:59:59.999Z')
        .filter((s) => new RegExp(`^${INSTANT_PATTERN}$`).test(s))
    case 'day':
      return fc.constantFrom('2026-02-28', '2028-02-29').filter((s) => new RegExp(`^${DAY_PATTERN}$`).test(s))
    case 'quantity':
      return fc.record({ value: fc.constantFrom('1200', '0.5', '10800.250'), unit: fc.constantFrom('LTR', 'KGM') })
    case 'money':
      return fc.record({ amount: fc.constantFrom('45600.00', '0'), currency: fc.constantFrom('USD', 'CLP') })
    case 'record':
      return valuesOf(type.fields)
    case 'dossier':
      return type.opening
        ? fc.record(
            {
              country: fc.constant('cl'),
              regime: fc.constantFrom('export', 'import'),
              elements: valuesFor(head, 0),
              ...trade,
            },
            { requiredKeys: ['country', 'regime', 'elements'] },
          )
        : fc.record({ elements: valuesFor(head, 0), ...trade }, { requiredKeys: [] })
  }
}

const valuesOf = (fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      fields.map((f) => [
        f.name,
        f.most === undefined ? valueFor(f.type) : fc.array(valueFor(f.type), { minLength: 1, maxLength: 3 }),
      ]),
    ),
    { requiredKeys: fields.filter((f) => !f.optional).map((f) => f.name) },
  )

const arbitrary = (message: Message, version: Version): fc.Arbitrary<JsonMessage> =>
  fc.record({ header: valuesOf(headers[version]), body: valuesOf(message.body) }).map(({ header, body }) => ({
    message: message.name,
    version,
    ...header,
    body,
  }))

const cases = VERSIONS.flatMap((version) =>
  [...messages.values()].map((message) => ({ version, message, name: `${message.xml} ${version}` })),
)

describe('the two forms of a message say the same', () => {
  it.each(cases)('$name: JSON to XML, by its schema, and back', ({ message, version }) => {
    const xsd = messageXsd(message, version, dictionary)
    const schema = messageSchema(message, version)
    fc.assert(
      fc.property(arbitrary(message, version), (json) => {
        expect(shapeFaults(schema, json)).toEqual([])
        const { content } = readSigned(toXml(json, dictionary), { schemaOf: () => xsd, unsigned: true })
        expect(fromXml(content, dictionary)).toEqual(json)
      }),
      { numRuns: 40 },
    )
  })
})

const dir = mkdtempSync(join(tmpdir(), 'messages-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const xmllint = spawnSync('xmllint', ['--version']).status === 0

describe('the schemas', () => {
  it('are good XSD for a foreign validator too, which says the same of what we write', () => {
    if (!xmllint) return process.stderr.write('xmllint is not installed: its word about the schemas is missing\n')
    for (const { message, version, name } of cases) {
      const file = join(dir, name.replace(' ', '-'))
      writeFileSync(`${file}.xsd`, messageXsd(message, version, dictionary))
      const [json] = fc.sample(arbitrary(message, version), { numRuns: 1, seed: 7 })
      if (!json) throw new Error('no sample')
      writeFileSync(`${file}.xml`, toXml(json, dictionary))
      execFileSync('xmllint', ['--noout', '--nonet', '--schema', `${file}.xsd`, `${file}.xml`], { stdio: 'pipe' })
    }
  })

  it('what the window writes without trade data is canonical as it stands', () => {
    for (const name of ['receipt', 'error', 'status', 'issued']) {
      const message = messages.get(name)
      if (!message) throw new Error(name)
      for (const json of fc.sample(arbitrary(message, 1), { numRuns: 30, seed: 3 }))
        expect(canonicalText(toXml(json, dictionary))).toBe(toXml(json, dictionary))
    }
  })
})
