import { isDecimal } from '../decimal.ts'
import { findMoney } from '../money.ts'
import { findPeriod, type Day } from '../time.ts'

/** How a parameter is written: `2000.00 USD`, `2.5`, `30 d`, `<=`, or one of some words. */
export type ParameterKind = 'money' | 'number' | 'period' | 'comparator' | 'basis'

/**
 * Figures of the law that modules in code work with, dated and with their norm (PACK 13: what the vocabulary cannot say is a module, but its
 * figures are data all the same). The list is closed: an unknown name in a pack is a fault.
 */
export const parameterKinds = {
  /** What customs values on import: `CIF` or `FOB`. */
  'customs.basis': 'basis',
  /** Premium in per cent of the insured amount, where the insurance is not known (M11-1). */
  'customs.premiumRate': 'number',
  /** A message that customs leaves unanswered raises an incident after this (M11-4). */
  'customs.silence': 'period',
  /** Final data of an export, after embarkation (M11). */
  'customs.regularisation': 'period',
  /** Value above which a norm asks for a customs agent; nobody is asked for one where this is absent (M01-7). */
  'customs.agentAbove': 'money',
  'mypes.threshold': 'money',
  'mypes.comparator': 'comparator',
  /** Joint value of one consignee within these days (M13-4). */
  'mypes.splitWindow': 'period',
  'mypes.agentFeeCap': 'money',
  /** A declaration holds to the exit for this long. */
  'mypes.validity': 'period',
  /** A signed classification of the same product holds for this long (M13-10). */
  'mypes.library': 'period',
  'mypes.returnWindow': 'period',
  /** Price of the platform, waived; in units of account of the pack. */
  'mypes.platformUnits': 'number',
  /** Charge of the general regime that is not taken, in per cent of the value. */
  'mypes.exemptCharge': 'number',
  'mypes.classifyWithin': 'period',
  /** Draws out of 10,000 (M12-3, M12-4). */
  'risk.randomRed': 'number',
  'risk.randomYellow': 'number',
  'risk.randomRedAeo': 'number',
  'risk.yellowFrom': 'number',
  'risk.redFrom': 'number',
  'ecommerce.list': 'money',
  'ecommerce.simplified': 'money',
  'ecommerce.priceCorrection': 'period',
  'aeo.valid': 'period',
  'aeo.admit': 'period',
  'aeo.decide': 'period',
  'aeo.plan': 'period',
} as const satisfies Readonly<Record<string, ParameterKind>>

export type ParameterName = keyof typeof parameterKinds

export interface Parameter {
  readonly name: ParameterName
  /** A set of figures beside those in force, to compare with or to go back to; nothing: the law in force. */
  readonly profile: string | null
  readonly from: Day
  readonly to?: Day
  readonly value: string
  readonly law: string
}

export const isParameter = (name: string): name is ParameterName => Object.hasOwn(parameterKinds, name)

const SHAPES: Readonly<Record<ParameterKind, (value: string) => boolean>> = {
  money: (v) => findMoney(v) !== undefined,
  number: isDecimal,
  period: (v) => findPeriod(v) !== undefined || /^\d{1,4} min$/.test(v),
  comparator: (v) => v === '<' || v === '<=',
  basis: (v) => v === 'CIF' || v === 'FOB',
}
export const isParameterValue = (kind: ParameterKind, value: string): boolean => SHAPES[kind](value)

/** The parameter that holds on a day: the profile's own where it has one, otherwise the law in force. */
export function findParameter(
  parameters: readonly Parameter[],
  name: ParameterName,
  day: Day,
  profile: string | null = null,
): Parameter | undefined {
  const holds = parameters.filter((p) => p.name === name && p.from <= day && (p.to === undefined || day <= p.to))
  return (profile ? holds.find((p) => p.profile === profile) : undefined) ?? holds.find((p) => p.profile === null)
}
