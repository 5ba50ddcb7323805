import type { Day } from '../time.ts'
import { decidedBy } from './choice.ts'
import type { Procedure } from './model.ts'

/**
 * The version to which a case still open has moved by a day: the last one in force by then, after the case's own, that says
 * `binds: open` (PACK 11). Nothing when none does. Where the applicant had chosen who decides, the choice goes along.
 */
export function bindingVersion(
  versions: readonly Procedure[],
  { id, from, agency }: Pick<Procedure, 'id' | 'from' | 'agency'>,
  day: Day,
): Procedure | undefined {
  const found = versions.reduce<Procedure | undefined>(
    (last, v) => (v.id === id && v.binds && v.from > from && v.from <= day && (!last || v.from > last.from) ? v : last),
    undefined,
  )
  if (!found?.choice) return found
  return decidedBy(found, agency) ?? decidedBy(found, found.agency)
}
