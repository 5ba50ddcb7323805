import type { Element } from '../../pack/model.ts'
import { MAX, QUANTITY_DECIMALS } from '../../pack/values.ts'

/** How the directories of the United Nations write a length: `an..35`, `n..24,6`, `a2`. Derived, so that it cannot differ from the rule. */
export function standardFormat(element: Element): string {
  const { type, max, decimals, codes } = element
  switch (type) {
    case 'text':
      return `an..${max ?? MAX.text}`
    case 'code': {
      const lengths = Object.keys(codes ?? {}).map((code) => code.length)
      return `an..${max ?? (lengths.length > 0 ? Math.max(...lengths) : MAX.code)}`
    }
    case 'permit':
      return `an..${max ?? MAX.permit}`
    case 'number':
      return decimals === 0 ? 'n..24' : `n..24,${decimals ?? 12}`
    case 'yes-no':
      return 'boolean'
    case 'date':
      return 'n8 (ISO 8601)'
    case 'quantity':
      return `n..24,${QUANTITY_DECIMALS} + an..3`
    case 'money':
      return 'n..24,2 + a3'
    case 'party':
      return `an..${MAX.name} + an..${MAX.id} + a2 + an..${MAX.address}`
    case 'country':
      return 'a2'
    case 'location':
      return 'an5'
    case 'hs':
      return 'n6..12'
    case 'cas':
      return 'an..12'
  }
}
