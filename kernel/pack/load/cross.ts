import { addDays } from '../../time.ts'
import type { Procedure } from '../model.ts'
import { fault } from './cursor.ts'
import type { ReadProcedure } from './procedure.ts'

const LAST = '9999-12-31'

/** Versions of one procedure in order of their first day; each ends the day before the next, and none may overlap. */
export function withEnds(read: readonly ReadProcedure[]): ReadProcedure[] {
  const byId = new Map<string, ReadProcedure[]>()
  for (const one of read) byId.set(one.procedure.id, [...(byId.get(one.procedure.id) ?? []), one])
  return [...byId.values()].flatMap((versions) => {
    const sorted = [...versions].sort((a, b) => (a.procedure.from < b.procedure.from ? -1 : 1))
    return sorted.map((one, i) => {
      const next = sorted[i + 1]
      if (!next) return one
      const { id, from, to } = one.procedure
      if (next.procedure.from <= (to ?? from)) {
        fault(
          next.at,
          'VALIDITY_OVERLAP',
          `${id} is already in force from ${from}${to ? ` to ${to}` : ''} by ${one.at.file}`,
          `change from: here, or to: there`,
          { path: 'from' },
        )
      }
      return to ? one : { ...one, procedure: { ...one.procedure, to: addDays(next.procedure.from, -1) } }
    })
  })
}

const overlap = (a: Procedure, b: Procedure): boolean => a.from <= (b.to ?? LAST) && b.from <= (a.to ?? LAST)

/** What can only be seen over all procedures: needs that lead nowhere or in a circle, and number series that meet. */
export function checkTogether(read: readonly ReadProcedure[]): void {
  const byId = new Map(read.map((one) => [one.procedure.id, one]))
  for (const { procedure, needs } of read) {
    for (const need of needs) {
      const target = byId.get(need.permit)
      if (target && !target.procedure.output)
        fault(
          need.place,
          'NOT_A_PERMIT',
          `${need.permit} issues no document, so nobody can hold one`,
          `give ${need.permit} an output, or remove the need`,
        )
      const path = findPath(need.permit, procedure.id, byId)
      if (path) {
        const circle = [procedure.id, ...path].join(' needs ')
        fault(need.place, 'CYCLE', `${circle}: none of them can ever be granted`, 'remove one of these needs')
      }
    }
  }
  read.forEach((one, i) => {
    const clash = read.slice(0, i).find((other) => sameSeries(one.procedure, other.procedure))
    if (clash && one.numberAt)
      fault(
        one.numberAt,
        'SERIES_CLASH',
        `${clash.procedure.id} numbers its documents ${clash.procedure.output?.number} too`,
        'use another pattern',
      )
  })
}

function sameSeries(a: Procedure, b: Procedure): boolean {
  return a.id !== b.id && overlap(a, b) && a.output?.number !== undefined && a.output.number === b.output?.number
}

/** The needs that lead from one procedure to another, if any do. */
function findPath(
  from: string,
  to: string,
  byId: ReadonlyMap<string, ReadProcedure>,
  seen: ReadonlySet<string> = new Set(),
): readonly string[] | undefined {
  if (from === to) return [to]
  if (seen.has(from)) return undefined
  for (const need of byId.get(from)?.needs ?? []) {
    const path = findPath(need.permit, to, byId, new Set([...seen, from]))
    if (path) return [from, ...path]
  }
  return undefined
}
