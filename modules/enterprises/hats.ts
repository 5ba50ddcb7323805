import { namedId } from '#platform/cases'

/** The hat of a person in a firm: the same however often they join it. */
export const hatId = (org: string, person: string): string => namedId(`hat/${org}/${person}`)
