/**
 * Grants per role (spec, roles; PACK 6). A role is held in an organisation; how that organisation stands to a case is its capacity,
 * which each command checks besides. Hard constraints of the specification (evaluator is not approver, carrier cannot endorse) are
 * rules of the decisions, not of this table.
 */
const firm = [
  'dossier.open',
  'dossier.declare',
  'dossier.resolve',
  'dossier.split',
  'dossier.merge',
  'dossier.advance',
  'application.file',
  'application.read',
  'permit.cure',
  'permit.answer',
  'permit.askExtension',
  'permit.withdraw',
  'permit.extend',
  'permit.askRectify',
  'permit.renew',
  'permit.chooseSlot',
  'order.pay',
  'order.requestRefund',
  'declaration.prepare',
  'declaration.sign',
  'declaration.amend',
  'declaration.cancel',
  'alert.subscribe',
  'enquiry.ask',
]

export const roleGrants: Readonly<Record<string, readonly string[]>> = {
  // Who sees the dossier, and whether the operation is given up, is the titular's alone (M02).
  titular: [
    ...firm,
    'client.manage',
    'enterprise.manage',
    'mandate.offer',
    'mandate.accept',
    'mandate.revoke',
    'dossier.close',
    'dossier.share',
    'dossier.cancel',
    'permit.appeal',
    'mypes.declare',
    'mypes.note',
    'adherence.adhere',
  ],
  // In the regime for small firms an agent classifies, and neither declares nor sees a price (M13-5).
  agent: [...firm, 'mandate.accept', 'mandate.revoke', 'mypes.classify'],
  operator: [
    'dossier.open',
    'dossier.declare',
    'application.read',
    'declaration.prepare',
    'mypes.note',
    'permit.cure',
    'permit.answer',
    'permit.askExtension',
    'permit.chooseSlot',
    'order.pay',
    'alert.subscribe',
    'enquiry.ask',
  ],
  evaluator: [
    'permit.take',
    'permit.admit',
    'permit.requestCure',
    'permit.observe',
    'permit.propose',
    'permit.giveOpinion',
    'permit.scheduleInspection',
    'sheet.draft',
    'enquiry.answer',
  ],
  approver: [
    'permit.take',
    'permit.reassign',
    'permit.extendPeriod',
    'permit.approve',
    'permit.deny',
    'permit.return',
    'permit.rectify',
    'permit.revoke',
    'permit.observe',
    'permit.propose',
    // Only of appeals that the law sends to a panel instead of a head: the command asks for the role that the case names.
    'permit.resolveAppeal',
    // An agency's signatory proposes the rules of its own country (M04, R5); it approves none.
    'catalogue.propose',
    'sheet.draft',
    'sheet.confirm',
    'enquiry.answer',
  ],
  inspector: [
    'permit.take',
    'permit.scheduleInspection',
    'permit.recordInspection',
    'permit.takeSample',
    'inspection.convene',
    'inspection.record',
  ],
  laboratory: ['permit.take', 'permit.reportResult'],
  head: ['payments.read', 'permit.resolveAppeal', 'client.manage'],
  // The adapter of an authority's own record (M02, M31): it confirms data and decides nothing.
  authority: ['dossier.verify', 'dossier.hold'],
  steward: ['catalogue.propose', 'catalogue.approve', 'catalogue.supersede', 'client.manage'],
  coordinator: [
    'payments.read',
    'catalogue.propose',
    'catalogue.approve',
    'catalogue.supersede',
    'catalogue.emergency',
    'enterprise.suspend',
  ],
  // They see no contents but by breaking the glass (R18, R23).
  monitor: ['break-glass.open'],
  security: ['break-glass.open'],
  // Everybody, in their own name.
  person: ['enterprise.register', 'enterprise.join'],
  // Keeps the books of a country: reconciles statements, decides refunds (M06).
  treasury: ['order.decideRefund', 'handover.order', 'statement.resolve', 'payments.reconcile', 'payments.read'],
  customs: [
    'permit.draw',
    'inspection.convene',
    'inspection.record',
    'declaration.confirmExit',
    'assignment.upgrade',
    'assignment.downgrade',
    'assignment.record',
    'mypes.confirmExit',
    'mypes.confirmReturn',
  ],
  // Carriers take what was released, and say that it left (R10).
  carrier: ['mypes.handOver', 'mypes.confirmExit'],
  // Whoever keeps the risk profiles of customs (R9): drafts, simulates, and approves what somebody else drafted.
  'risk-analyst': [
    'profile.draft',
    'profile.approve',
    'assignment.upgrade',
    'assignment.downgrade',
    'assignment.record',
  ],
  system: [
    'break-glass.look',
    'enterprise.answerRegistry',
    'enterprise.join',
    'dossier.close',
    'dossier.verify',
    'dossier.link',
    'dossier.advance',
    'catalogue.load',
    'catalogue.supersede',
    'permit.submit',
    'permit.pay',
    'permit.dependencyResolved',
    'permit.linkRenewal',
    'permit.reportCopy',
    'permit.recomputeClocks',
    'alert.tell',
    'permit.serveNotice',
    'permit.excludeOutage',
    'permit.assignOnDuty',
    'order.issue',
    'order.receive',
    'order.drop',
    'order.refund',
    'order.reconcile',
    'statement.take',
    'handover.reconcile',
    'application.file',
    'declaration.takeAnswer',
    'mypes.takeAnswer',
    'declaration.amend',
    'assignment.assign',
    'profile.approve',
  ],
}

/** Every grant there is, for whoever asks for some of them. */
export const allGrants: readonly string[] = [...new Set(Object.values(roleGrants).flat())].sort()

export const grantsOf = (roles: readonly string[]): ReadonlySet<string> =>
  new Set(roles.flatMap((r) => roleGrants[r] ?? []))

export const rolesWith = (grant: string): readonly string[] =>
  Object.keys(roleGrants).filter((r) => roleGrants[r]?.includes(grant))
