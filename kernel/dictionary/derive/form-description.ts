import { namesIn } from '../../pack/conditions.ts'
import { codesOn } from '../../pack/form-schema.ts'
import type { Condition, Dictionary, Element, FormItem, Procedure } from '../../pack/model.ts'
import { wordsIn, type Language } from '../../problem.ts'
import type { Day } from '../../time.ts'
import { standardFormat } from './format-notation.ts'

/** When something is asked: the condition as data, and what it reads, so that a screen knows when to look again. */
export interface Asked {
  readonly condition: Condition
  readonly reads: readonly string[]
}

export interface FormField {
  readonly id: string
  /** Where its value stands in `{ elements, lines }`; `*` for each line. */
  readonly pointer: string
  readonly type: Element['type']
  readonly label: string
  readonly help?: string
  readonly required: boolean
  readonly asked?: Asked
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly format: string
  readonly unit?: string
  readonly maxLength?: number
  readonly min?: string
  readonly max?: string
  readonly sensitivity: NonNullable<Element['sensitivity']>
}

export interface FormSection {
  /** A group of the dictionary, or `own` for what this procedure alone asks. */
  readonly id: string
  readonly title: string
  /** Repeats for each goods line, so many times at most. */
  readonly repeats?: { readonly max: number }
  readonly items: readonly FormField[]
}

export interface FormDescription {
  readonly procedure: string
  readonly title: string
  readonly language: Language
  readonly day: Day
  readonly sections: readonly FormSection[]
  readonly documents: readonly {
    readonly id: string
    readonly label: string
    readonly required: boolean
    readonly asked?: Asked
  }[]
  readonly checks: readonly {
    readonly code: string
    readonly text: string
    readonly law?: string
    readonly must: Condition
    readonly when?: Condition
  }[]
}

const OWN = { es: 'De este trámite', en: 'Of this procedure', pt: 'Deste trâmite' } as const
const LINES = { es: 'Cada mercancía', en: 'Each kind of goods', pt: 'Cada mercadoria' } as const

const asked = (condition: Condition): Asked => ({ condition, reads: [...namesIn(condition)] })

function field(item: FormItem, pointer: string, language: Language, day: Day): FormField {
  const { element, required, when, labels } = item
  const list = codesOn(item, day)
  const words = list ? labels : element.codes
  const codes = list ?? (element.codes && Object.keys(element.codes))
  const help = item.help ?? element.help
  const min = item.min ?? element.range?.min
  const max = item.max ?? element.range?.max
  const maxLength = codes ? undefined : element.max
  return {
    id: element.id,
    pointer: `${pointer}/${element.id}`,
    type: element.type,
    label: wordsIn(element.label, language),
    ...(help ? { help: wordsIn(help, language) } : {}),
    required,
    ...(when ? { asked: asked(when) } : {}),
    ...(codes
      ? { options: codes.map((value) => ({ value, label: wordsIn(words?.[value] ?? {}, language) || value })) }
      : {}),
    format: standardFormat(element),
    ...(element.unit === undefined ? {} : { unit: element.unit }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    sensitivity: element.sensitivity ?? (element.personal ? 'personal' : 'public'),
  }
}

/** Neighbours of one group make a section. The order is the law's, so a group may come back further down. */
function sections(
  items: readonly FormItem[],
  dictionary: Dictionary,
  language: Language,
  day: Day,
): readonly FormSection[] {
  const found: { id: string; title: string; items: FormField[] }[] = []
  for (const item of items) {
    const id = item.element.group ?? 'own'
    let last = found.at(-1)
    if (last?.id !== id) {
      last = { id, title: wordsIn(dictionary.groups?.get(id) ?? OWN, language), items: [] }
      found.push(last)
    }
    last.items.push(field(item, '/elements', language, day))
  }
  return found
}

/**
 * What a screen needs to show a procedure's form on a legal day: sections in the order of the law, each datum with its words, options
 * and bounds, and when it is asked. The verdict is the schema's and the window's, never the screen's.
 */
export function describeForm(
  procedure: Procedure,
  dictionary: Dictionary,
  language: Language,
  day: Day,
): FormDescription {
  const { lineForm } = procedure
  const lines: FormSection[] = lineForm
    ? [
        {
          id: 'lines',
          title: wordsIn(LINES, language),
          repeats: { max: lineForm.max },
          items: lineForm.items.map((item) => field(item, '/lines/*', language, day)),
        },
      ]
    : []
  return {
    procedure: procedure.key,
    title: wordsIn(procedure.title, language),
    language,
    day,
    sections: [...sections(procedure.form, dictionary, language, day), ...lines],
    documents: procedure.attach.map(({ document, name, required, when }) => ({
      id: document,
      label: wordsIn(name ?? {}, language) || document,
      required,
      ...(when ? { asked: asked(when) } : {}),
    })),
    checks: procedure.checks.map(({ code, words, law, must, when }) => ({
      code,
      text: wordsIn(words, language),
      ...(law ? { law } : {}),
      must,
      ...(when ? { when } : {}),
    })),
  }
}
