import { namedId } from '#platform/cases'

/** Organisation of an agency of a pack: the same id on every installation. */
export const agencyOrg = (pack: string, agency: string): string => namedId(`agency/${pack}.${agency}`)

/** Organisation of the treasury that keeps the books of a country. */
export const treasuryOrg = (pack: string): string => namedId(`treasury/${pack}`)
