import type { FormField } from '#kernel'

/** The kind of a value whose form is not at hand, as far as its look tells. */
export const guess = (id: string): Pick<FormField, 'type'> => ({
  type:
    id.startsWith('date.') || id.endsWith('Expiry')
      ? 'date'
      : id.startsWith('country.') || id === 'goods.origin'
        ? 'country'
        : id === 'goods.commodity'
          ? 'hs'
          : 'text',
})
