import type { SmallExportState } from './state.ts'

/**
 * What an organisation sees of a small export. The firm and customs: all of it. The agent: the products and the fee, never a price (M13-5).
 * The carrier: who sends what to whom, in which packages, and never what it is worth (M02-5).
 */
export function viewOf(s: SmallExportState, { org }: { readonly org: string }): SmallExportState | undefined {
  if (org === s.owner || org === s.customs) return s
  const hidden: SmallExportState = {
    ...s,
    eligibility: null,
    content: null,
    exemptions: [],
    joint: null,
    errors: [],
    note: null,
    saving: null,
    activeMinutes: 0,
    signed: null,
  }
  if (org === s.agent?.org) return { ...hidden, carrier: null, guide: null, returning: null, channel: null }
  if (org === s.carrier?.org)
    return { ...hidden, agent: null, products: [], asked: null, answered: null, channel: null }
  return undefined
}
