import type { Language } from '#kernel'
import { say, type ProblemError } from '../shell/api.ts'
import { countryName, showDay, showDecimal, showMoney, showQuantity, type Formats } from '../ui/index.ts'
import type { Texts } from '../texts/texts.tsx'
import type { FormField } from '#kernel'

/** A datum as people read it: countries by name, codes by their label, figures with their unit. */
export function showValue(
  value: unknown,
  field: Pick<FormField, 'type' | 'options' | 'unit'> | undefined,
  formats: Formats,
  t: Texts,
): string {
  if (value === undefined || value === null || value === '') return '—'
  if (typeof value === 'boolean') return value ? t.forms.yes : t.forms.no
  if (typeof value === 'object') {
    const v = value as Readonly<Record<string, string>>
    if ('currency' in v) return showMoney({ amount: v['amount'] ?? '', currency: v['currency'] ?? '' }, formats)
    if ('unit' in v) return showQuantity({ value: v['value'] ?? '', unit: v['unit'] ?? '' }, formats)
    return [v['name'], v['id'], v['country'] && countryName(v['country'], formats)].filter(Boolean).join(' · ')
  }
  const text = String(value)
  const label = field?.options?.find((o) => o.value === text)?.label
  if (label) return label
  if (field?.type === 'country') return countryName(text, formats)
  if (field?.type === 'date') return showDay(text, formats)
  if (field?.type === 'number') return `${showDecimal(text, formats)}${field.unit ? ` ${field.unit}` : ''}`
  if (field?.type === 'hs')
    return text.replace(/^(\d{4})(\d{2})(\d*)$/, (_, a: string, b: string, c: string) =>
      [a, b, c].filter(Boolean).join('.'),
    )
  return text
}

export const messageOf = (error: ProblemError, language: string): string => {
  const message = say(error, 'message', language as Language)
  const fix = say(error, 'fix', language as Language)
  return fix && fix !== message ? `${message} ${fix}` : message
}
