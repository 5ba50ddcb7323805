import fc from 'fast-check'
import type { Element } from '../pack/model.ts'
import { textFormats } from './formats.ts'

/** Values as people and programs send them: mostly right, often wrong by one thing. For property tests of the derivations. */

const one = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values)
const texts = one(
  'Café',
  'A',
  'x y',
  ' x',
  'x ',
  '',
  'Cafe\u0301',
  'a\nb',
  'a\u202eb',
  '\ud800',
  '\u00a0x',
  'x'.repeat(71),
)
const numbers = one('0', '-0', '1', '00.10', '-3', '100', '100.01', '0.123456', '1e3', '1,5', '.5', '5.', 12, null)
const countries = one('PE', 'XZ', 'pe', 'PER', 'UK', 'JP', 3)
const units = one('KGM', 'TNE', 'LTR', 'NIU', 'KG', 'kgm', 'CEL', 'MTQ', 'LBR')
const days = one(
  '2026-02-28',
  '2026-02-29',
  '2024-02-29',
  '1900-02-29',
  '2000-02-29',
  '2026-13-01',
  '2026-6-1',
  '2026-06-31',
)
const junk = one(null, true, 1, [], {}, '', { ref: 'x' })

const record = (parts: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.record(parts) },
    { weight: 1, arbitrary: fc.record({ ...parts, more: fc.constant('x') }) },
    { weight: 2, arbitrary: fc.record(parts, { requiredKeys: [] }) },
  )

/** Invented firms; the numbers of the first two hold by their country's arithmetic. */
const taxIds = one('20604123454', '20604123455', '76543210-3', 'DE1', '', undefined)

function ofType(element: Element): fc.Arbitrary<unknown> {
  switch (element.type) {
    case 'text':
    case 'code':
    case 'permit': {
      const codes = Object.keys(element.codes ?? {})
      const example = element.format === undefined ? undefined : textFormats[element.format]?.example
      const right = [...codes, ...(example === undefined ? [] : [example, `${example.slice(0, -1)}0`, `${example}x`])]
      return right.length > 0 ? fc.oneof(one(...right), texts) : texts
    }
    case 'number':
      return numbers
    case 'yes-no':
      return one(true, false, 'yes', 'true', 1)
    case 'date':
      return days
    case 'quantity':
      return record({ value: numbers, unit: units })
    case 'money':
      return record({ amount: numbers, currency: one('USD', 'CLP', 'KWD', 'CLF', 'usd', 'ZZZ') })
    case 'party':
      return fc
        .record(
          { name: texts, id: taxIds, country: fc.oneof(countries, fc.constant(undefined)), address: texts },
          {
            requiredKeys: [],
          },
        )
        .map((party) => Object.fromEntries(Object.entries(party).filter(([, value]) => value !== undefined)))
    case 'country':
      return countries
    case 'location':
      return one('PECLL', 'JPTYO', 'ZZCLL', 'PECL1', 'pecll', 'PE CLL')
    case 'hs':
      return one('090111', '0901110000', '090111000012', '09011', '0901.11', 90_111)
    case 'cas':
      return one('121-75-5', '121-75-6', '7732-18-5', '0121-75-5', '121755')
  }
}

export const valueOf = (element: Element): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: ofType(element) }, { weight: 1, arbitrary: junk })
