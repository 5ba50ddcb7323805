import type { Dictionary } from '../model.ts'
import { factTypes } from '../facts.ts'
import { CALENDAR, DEMO, PACK } from './pack.ts'
import { PROCEDURE } from './procedure.ts'
import { either, listOf, mapOf, objectOf, refTo, said, text, yesNo, type Fragment, type Part } from './shapes.ts'

/** Where the schema of each kind of pack file stands, below `packs/schema/`. */
export const SCHEMA_FILES = ['pack', 'procedure', 'calendar', 'scenarios', 'texts', 'demo'] as const
export type SchemaFile = (typeof SCHEMA_FILES)[number]

const bound = either(text)
const moment = either(text, { type: 'object', minProperties: 1, maxProperties: 1, additionalProperties: text })
const test = either(text, listOf(either(text, moment)), {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    min: { description: 'At least', ...bound },
    max: { description: 'At most', ...bound },
    above: { description: 'More than', ...bound },
    below: { description: 'Less than', ...bound },
    from: { description: 'On this day or later', ...moment },
    until: { description: 'On this day or earlier', ...moment },
    after: { description: 'Later than this day', ...moment },
    before: { description: 'Earlier than this day', ...moment },
    starts: { description: 'Begins with one of these', ...either(text, listOf(text)) },
    present: { description: 'Is there, or is not', ...yesNo },
  },
})

/** Conditions, lists of codes and names of elements: what parts refer to. */
function definitions(dictionary: Dictionary): Readonly<Record<string, Fragment>> {
  const elements = [...dictionary.elements.values()].map(({ id, label }) => ({
    const: id,
    description: label.en ?? label.es,
  }))
  return {
    element: {
      description: 'An element of the dictionary, or one of `own`',
      anyOf: [...elements, { type: 'string', pattern: '^[a-z][a-z0-9-]*$' }],
    },
    condition: {
      description: `A map of element to test; all must hold. Facts: ${Object.keys(factTypes).join(', ')}`,
      type: 'object',
      minProperties: 1,
      properties: {
        any: { description: 'At least one of these holds', type: 'array', minItems: 1, items: refTo('condition') },
        not: { description: 'This does not hold', ...refTo('condition') },
        some: { description: 'One goods line meets all of it', ...refTo('condition') },
        every: { description: 'There is a goods line, and each meets it', ...refTo('condition') },
        total: { description: 'The sum over all goods lines', ...mapOf(refTo('test')) },
      },
      additionalProperties: refTo('test'),
    },
    test,
    codes: { description: 'Codes, or codes with their words', ...either(listOf(text), mapOf(said)) },
    tree: either(text, mapOf(refTo('tree'))),
  }
}

/**
 * JSON Schemas (2020-12) of the files of a pack, for editors: they complete keys and say what each means. Made of the very parts that the
 * loader reads by. An editor cannot know what a pack defines elsewhere: `vuce pack check` has the last word.
 */
export function packSchemas(dictionary: Dictionary, scenarios: Part): Readonly<Record<SchemaFile, Fragment>> {
  const all = definitions(dictionary)
  const whole = (title: string, body: Fragment): Fragment => {
    const used: Record<string, Fragment> = {}
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(visit)
      if (typeof value !== 'object' || value === null) return
      for (const [key, child] of Object.entries(value)) {
        const name = key === '$ref' ? String(child).replace('#/$defs/', '') : undefined
        const found = name === undefined ? undefined : all[name]
        if (name !== undefined && found && !used[name]) {
          used[name] = found
          visit(found)
        } else visit(child)
      }
    }
    visit(body)
    return {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title,
      ...body,
      ...(Object.keys(used).length ? { $defs: used } : {}),
    }
  }
  return {
    pack: whole('pack.yaml of a country pack', objectOf(PACK)),
    procedure: whole('A procedure of a country pack', objectOf(PROCEDURE)),
    calendar: whole('A calendar of a country pack', objectOf(CALENDAR)),
    scenarios: whole('Scenarios of a country pack', objectOf(scenarios)),
    texts: whole('Translations of a country pack, under the keys of the files they translate', mapOf(refTo('tree'))),
    demo: whole('Invented firms and people of a country pack', objectOf(DEMO)),
  }
}
