import { Type } from 'typebox'
import {
  checkValue,
  fromShorthand,
  isDay,
  labelParams,
  legalDay,
  pointerTo,
  quoted,
  refusal,
  strict,
  type Dictionary,
  type Element,
  type Instant,
  type Language,
  type Pack,
  type Refusal,
  type Regime,
  type Value,
} from '#kernel'
import { shapeFaults } from '#platform/http'
import { codesOf, findElement, regimes } from './vocabulary.ts'

/** A question to the finder, read and checked. What was not said is absent. */
export interface Question {
  readonly pack: Pack
  readonly language: Language
  readonly day: string
  /** Digits only. */
  readonly hs?: string
  readonly words?: string
  readonly regime?: Regime
  readonly elements: Readonly<Record<string, Value>>
  readonly line: Readonly<Record<string, Value>>
}

/** Short names for what is asked most. */
const SHORT: Readonly<Record<string, string>> = {
  origin: 'country.origin',
  destination: 'country.destination',
  use: 'goods.use',
}
const RESERVED = ['country', 'hs', 'q', 'regime', 'day', 'lang', ...Object.keys(SHORT)]
const ELEMENT = /^[a-z]+\.[A-Za-z][A-Za-z.]*$/

/** The shape of a question, in a query or in a body: every value is text. Elements of the dictionary by their ids, besides. */
export const QuestionSchema = Type.Object(
  {
    country: Type.String({ pattern: '^[a-z]{2,5}$', description: 'Pack of the country whose rules are asked' }),
    hs: Type.Optional(
      Type.String({ pattern: '^[0-9]{2}[0-9. ]{0,14}$', description: 'Tariff code or its beginning, 2 to 12 digits' }),
    ),
    q: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The goods in words' })),
    regime: Type.Optional(Type.Enum([...regimes])),
    origin: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'Country of origin, ISO 3166-1' })),
    destination: Type.Optional(
      Type.String({ pattern: '^[A-Z]{2}$', description: 'Country of destination, ISO 3166-1' }),
    ),
    use: Type.Optional(Type.String({ minLength: 1, maxLength: 70, description: 'Intended use, a code of the pack' })),
    day: Type.Optional(
      Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Day of filing; today when absent' }),
    ),
    lang: Type.Optional(Type.Enum(['es', 'en', 'pt'])),
  },
  { ...strict, description: 'Any element of the dictionary may be given besides, by its id: goods.state=frozen' },
)

export interface AskContext {
  readonly packs: ReadonlyMap<string, Pack>
  readonly dictionary: Dictionary
  readonly now: Instant
}

/** Reads a question. Every fault at once; an unknown parameter is one. */
export function readQuestion(
  asked: Readonly<Record<string, unknown>>,
  { packs, dictionary, now }: AskContext,
): { readonly faults: readonly Refusal[]; readonly question?: Question } {
  const named: Record<string, unknown> = {}
  const others: [string, unknown][] = []
  for (const [name, value] of Object.entries(asked)) {
    if (RESERVED.includes(name) || !ELEMENT.test(name)) named[name] = value
    else others.push([name, value])
  }
  const faults = shapeFaults(QuestionSchema, named)
  const pack = packs.get(String(named.country))
  if (!pack && typeof named.country === 'string')
    faults.push(
      refusal('NO_PACK', '/country', { country: quoted(named.country), allowed: [...packs.keys()].join(', ') }),
    )
  if (named.hs === undefined && named.q === undefined) faults.push(refusal('FIELD_REQUIRED', '/hs', { field: 'hs, q' }))
  const hs = typeof named.hs === 'string' ? named.hs.replace(/[. ]/g, '') : undefined
  if (hs !== undefined && hs.length > 12)
    faults.push(refusal('INPUT_SHAPE', '/hs', { reason: 'a tariff code has at most 12 digits' }))
  if (typeof named.day === 'string' && !isDay(named.day))
    faults.push(refusal('INPUT_SHAPE', '/day', { reason: 'there is no such day' }))
  const values = new Map<Element, Value>()
  const read = (name: string, id: string, value: unknown): void => {
    const element = pack ? findElement(pack, dictionary, id) : dictionary.elements.get(id)
    if (!element || element.type === 'party' || element.personal || id === 'goods.commodity')
      faults.push(refusal('FIELD_UNKNOWN', pointerTo(name), { field: name }))
    else if (typeof value !== 'string')
      faults.push(refusal('INPUT_SHAPE', pointerTo(name), { reason: 'it stands twice or is no text' }))
    else {
      const given = fromShorthand(element, value)
      const wrong = pack ? valueFaults(pack, element, given, pointerTo(name)) : []
      if (values.has(element) && values.get(element) !== given)
        faults.push(refusal('INPUT_SHAPE', pointerTo(name), { reason: `${id} is given twice` }))
      faults.push(...wrong)
      values.set(element, given)
    }
  }
  for (const [name, id] of Object.entries(SHORT)) if (typeof named[name] === 'string') read(name, id, named[name])
  for (const [name, value] of others) read(name, name, value)
  const seen = new Map(faults.map((f) => [`${f.code} ${f.pointer}`, f]))
  if (seen.size > 0 || !pack) return { faults: [...seen.values()] }
  const calendar = pack.calendars.get(pack.calendar)
  const of = (line: boolean): Record<string, Value> =>
    Object.fromEntries([...values].filter(([e]) => e.line === line).map(([e, v]) => [e.id, v]))
  const line = of(true)
  const origin = of(false)['country.origin']
  return {
    faults: [],
    question: {
      pack,
      language: (named.lang as Language | undefined) ?? 'es',
      day: (named.day as string | undefined) ?? (calendar ? legalDay(calendar, now) : now.slice(0, 10)),
      ...(hs === undefined ? {} : { hs }),
      ...(named.q === undefined ? {} : { words: named.q as string }),
      ...(named.regime === undefined ? {} : { regime: named.regime as Regime }),
      elements: of(false),
      // One origin is asked: a rule that reads the line's must not ask again.
      line: origin !== undefined && line['goods.origin'] === undefined ? { ...line, 'goods.origin': origin } : line,
    },
  }
}

/** A code that no form offers and no rule names is a slip: the answer would be of other goods. */
function valueFaults(pack: Pack, element: Element, value: Value, pointer: string): Refusal[] {
  const wrong = checkValue(element, value, pointer)
  const known = element.type === 'code' ? codesOf(pack, element.id) : undefined
  if (wrong.length > 0 || !known || typeof value !== 'string' || known.codes.has(value)) return [...wrong]
  const allowed = [...known.codes].slice(0, 30).join(', ')
  return [refusal('NOT_IN_LIST', pointer, { ...labelParams(element), given: quoted(value), allowed })]
}
