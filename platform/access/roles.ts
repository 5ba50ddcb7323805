/**
 * Grants per role (spec, roles; PACK 6). A role is held in an organisation; how that organisation stands to a case is its capacity,
 * which each command checks besides. Hard constraints of the specification (evaluator is not approver, carrier cannot endorse) are
 * rules of the decisions, not of this table.
 */
const firm = [
  'dossier.open',
  'dossier.declare',
  'dossier.close',
  'application.file',
  'application.read',
  'permit.cure',
  'permit.answer',
  'permit.askExtension',
  'permit.withdraw',
  'permit.extend',
  'order.pay',
]

export const roleGrants: Readonly<Record<string, readonly string[]>> = {
  titular: [...firm, 'permit.appeal'],
  agent: firm,
  operator: [
    'dossier.open',
    'dossier.declare',
    'application.read',
    'permit.cure',
    'permit.answer',
    'permit.askExtension',
    'order.pay',
  ],
  evaluator: ['permit.admit', 'permit.requestCure', 'permit.observe', 'permit.propose', 'permit.giveOpinion'],
  approver: [
    'permit.approve',
    'permit.deny',
    'permit.return',
    'permit.rectify',
    'permit.revoke',
    'permit.observe',
    'permit.propose',
  ],
  inspector: ['permit.recordInspection', 'inspection.convene', 'inspection.record'],
  laboratory: ['permit.reportResult'],
  head: ['permit.resolveAppeal'],
  customs: ['permit.draw', 'inspection.convene', 'inspection.record'],
  system: [
    'permit.submit',
    'permit.pay',
    'permit.dependencyResolved',
    'order.issue',
    'order.receive',
    'order.drop',
    'application.file',
  ],
}

export const grantsOf = (roles: readonly string[]): ReadonlySet<string> =>
  new Set(roles.flatMap((r) => roleGrants[r] ?? []))

export const rolesWith = (grant: string): readonly string[] =>
  Object.keys(roleGrants).filter((r) => roleGrants[r]?.includes(grant))
