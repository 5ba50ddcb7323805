import { wordsIn, type Language } from '../../problem.ts'
import type { Schema } from '../../pack/condition-schema.ts'
import type { Dictionary, Element } from '../../pack/model.ts'
import { definitionsOf, describedSchema, SCHEMA_DIALECT } from './value-schema.ts'

/** Lines a dossier may hold. */
export const MOST_LINES = 1000

const holder = (elements: readonly Element[], language: Language): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(elements.map((element) => [element.id, describedSchema(element, language)])),
})

/** The elements of the header, and those that repeat with each goods line. */
export const partsOf = ({
  elements,
}: Dictionary): { readonly head: readonly Element[]; readonly line: readonly Element[] } => {
  const all = [...elements.values()]
  return { head: all.filter((element) => !element.line), line: all.filter((element) => element.line) }
}

/**
 * JSON Schema 2020-12 of what a dossier may hold, `{ elements, lines }`: every datum of the dictionary, none required, none unknown.
 */
export function dossierSchema(dictionary: Dictionary, language: Language): Schema {
  const { head, line } = partsOf(dictionary)
  const schema: Schema = {
    $schema: SCHEMA_DIALECT,
    title: wordsIn({ es: 'Carpeta de operación', en: 'Operation dossier', pt: 'Dossiê da operação' }, language),
    type: 'object',
    additionalProperties: false,
    properties: {
      elements: holder(head, language),
      lines: { type: 'array', maxItems: MOST_LINES, items: holder(line, language) },
    },
  }
  return { ...schema, $defs: definitionsOf(schema) ?? {} }
}
