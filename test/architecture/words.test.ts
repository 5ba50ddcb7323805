import { describe, expect, it } from 'vitest'
import { acts as en } from '../../web/texts/acts/en.ts'
import { acts as es } from '../../web/texts/acts/es.ts'
import { acts as pt } from '../../web/texts/acts/pt.ts'
import { cases as commandsEn } from '../../web/texts/en/cases.ts'
import { cases as commandsEs } from '../../web/texts/es/cases.ts'
import { cases as commandsPt } from '../../web/texts/pt/cases.ts'
import { createModules } from '#modules'

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly const?: unknown
}

function namesIn(schema: Schema | undefined, found = { fields: new Set<string>(), values: new Set<string>() }) {
  for (const [name, part] of Object.entries(schema?.properties ?? {})) {
    found.fields.add(name)
    namesIn(part, found)
  }
  if (schema?.items) namesIn(schema.items, found)
  for (const one of schema?.anyOf ?? []) {
    if (typeof one.const === 'string') found.values.add(one.const)
    namesIn(one, found)
  }
  return found
}

// Only the tables of commands are read here, and they need no services.
const all = createModules({} as Parameters<typeof createModules>[0])
/** Case types whose words are complete. Whoever adds one gives it words and adds it here; until then people read its names as they are. */
const TOLD = new Set([
  'dossiers',
  'applications',
  'permits',
  'orders',
  'inspections',
  'catalogue-entries',
  'catalogue-imports',
  'sheets',
  'alerts',
  'enquiries',
  'mandates',
  'break-glass',
])
const modules = all.filter((m) => TOLD.has(m.path))
const commands = modules.flatMap((m) => Object.entries(m.type.commands).filter(([, c]) => !c.internal))

describe('everything that a case names has a word for people', () => {
  it.each([
    ['es', es],
    ['pt', pt],
  ] as const)('%s: events, fields of commands and their values', (_, words) => {
    const events = modules.flatMap((m) => Object.keys((m.type as { events: object }).events))
    const { fields, values } = namesIn({ anyOf: commands.map(([, c]) => c.input as Schema) })
    expect([...new Set(events)].filter((e) => !(e in words.events))).toEqual([])
    expect([...fields].filter((f) => !(f in words.fields))).toEqual([])
    expect([...values].filter((v) => !(v in words.values))).toEqual([])
  })

  it('commands in every language', () => {
    const names = [...new Set(commands.map(([name]) => name))]
    for (const words of [commandsEs, commandsEn, commandsPt])
      expect(names.filter((n) => !(n in words.commands))).toEqual([])
  })

  it('the English words replace only names that there are', () => {
    for (const part of ['events', 'fields', 'values'] as const)
      expect(Object.keys(en[part]).filter((k) => !(k in es[part]))).toEqual([])
  })
})
