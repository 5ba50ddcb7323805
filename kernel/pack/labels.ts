import { wordsIn, type Refusal } from '../problem.ts'
import type { Element } from './model.ts'

/** An element and its label in each language, as params of a refusal: the texts use the one of their language. */
export const labelParams = (element: Element): NonNullable<Refusal['params']> => ({
  element: element.id,
  label_es: wordsIn(element.label, 'es'),
  label_en: wordsIn(element.label, 'en'),
  label_pt: wordsIn(element.label, 'pt'),
})

/** What somebody wrote, short enough to be quoted back. */
export const quoted = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
