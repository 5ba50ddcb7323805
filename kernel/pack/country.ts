import type { Pack } from './model.ts'

/** ISO 3166-1 code of a pack's country. A pack that is no country's, as the demo one, has that of its invented firms. */
export const countryOf = (pack: Pack): string =>
  pack.id.length === 2 ? pack.id.toUpperCase() : (pack.demo.orgs[0]?.country ?? 'XX')
