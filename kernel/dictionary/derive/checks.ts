import { validCas, validTaxId } from '../../check-digits.ts'
import { textFormats } from '../formats.ts'

/** What no pattern can say of a value: the form of its characters, or a digit computed from the others. */
export type CheckName = 'nfc' | 'cas' | 'tax-id' | `digit:${string}`

const isParty = (value: unknown): value is { readonly id: string; readonly country: string } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'country' in value &&
  typeof value.id === 'string' &&
  typeof value.country === 'string'

/** The keyword `x-check`. Values of another type pass, as JSON Schema has it: their type is for other keywords. */
export function passesCheck(name: CheckName, value: unknown): boolean {
  if (name === 'tax-id') return !isParty(value) || validTaxId(value.country, value.id)
  if (typeof value !== 'string') return true
  if (name === 'nfc') return value.normalize('NFC') === value
  if (name === 'cas') return validCas(value)
  const digit = textFormats[name.slice('digit:'.length)]?.digit?.(value)
  return digit === undefined || value.endsWith(digit)
}
