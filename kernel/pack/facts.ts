import type { ElementType, FactName } from './model.ts'

/** What a fact may be tested as, and the values it takes where they are few. */
export interface FactType {
  readonly type: Extract<ElementType, 'code' | 'number' | 'yes-no'>
  readonly values?: readonly string[]
}

/** The closed list of facts (PACK 5). It grows here, never in a pack. */
export const factTypes: Readonly<Record<FactName, FactType>> = {
  'applicant.size': { type: 'code', values: ['micro', 'small', 'medium', 'large'] },
  'applicant.aeo': { type: 'yes-no' },
  'applicant.verified': { type: 'yes-no' },
  'applicant.taxCompliant': { type: 'yes-no' },
  'applicant.cleanApprovals': { type: 'number' },
  'risk.channel': { type: 'code', values: ['green', 'yellow', 'red'] },
}

export const isFact = (name: string): name is FactName => Object.hasOwn(factTypes, name)
