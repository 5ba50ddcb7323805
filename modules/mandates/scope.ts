import { addMoney, compareDecimal, refusal, showMoney, type Day, type Money, type Refusal } from '#kernel'
import type { CaseSubject } from '#platform/cases'

/** What a mandate covers (M01): acts by their grants, goods by prefixes of the Harmonised System, agencies, a value, days. */
export interface Scope {
  /** Grants of an agent: `application.file`, `permit.answer`. */
  readonly acts: readonly string[]
  /** Prefixes of HS codes; all goods when empty. */
  readonly hs: readonly string[]
  /** Agencies by pack and id, `pe.senasa`; all when empty. */
  readonly agencies: readonly string[]
  /** Customs offices by their code; all when empty. */
  readonly offices: readonly string[]
  readonly valueCap: Money | null
  readonly from: Day
  readonly to: Day
}

const digits = (code: string): string => code.replaceAll(/\D/g, '')

const total = (values: readonly Money[]): Money | undefined =>
  values.length ? values.slice(1).reduce((sum, v) => addMoney(sum, v), values[0] as Money) : undefined

/** Why a case is outside a mandate, all reasons at once. `principal` is who could widen it. */
export function outside(scope: Scope, subject: CaseSubject, principal: string): readonly Refusal[] {
  const no = (what: string): Refusal => refusal('MANDATE_SCOPE', '', { what, principal })
  const goods = scope.hs.length
    ? subject.hs.filter((code) => !scope.hs.some((prefix) => digits(code).startsWith(digits(prefix))))
    : []
  const agencies = scope.agencies.length ? subject.agencies.filter((a) => !scope.agencies.includes(a)) : []
  const offices = scope.offices.length ? (subject.offices ?? []).filter((o) => !scope.offices.includes(o)) : []
  const cap = scope.valueCap
  // An amount in another currency cannot be told to be under the cap: it is not.
  const foreign = cap ? subject.values.filter((v) => v.currency !== cap.currency) : []
  const sum = cap && !foreign.length ? total(subject.values) : undefined
  const over = cap && sum && compareDecimal(sum.amount, cap.amount) > 0 ? [showMoney(sum)] : []
  return [
    ...new Set([...goods.map((g) => `HS ${g}`), ...agencies, ...offices, ...foreign.map((v) => v.currency), ...over]),
  ].map(no)
}
