import { filed, orgs } from '../../kernel/procedure/permit.fixture.ts'
import { commandExamples } from '../../server/openapi-examples.ts'

const amount = { amount: '41.60', currency: 'PEN' }
const line = {
  permit: orgs.other,
  procedure: 'xt.full@2026-01-01',
  title: 'Permit',
  agency: 'office',
  amount,
  law: 'NORM',
}

/** Inputs of what only the platform gives, as it would give them; the others have their published example. */
const internal: Readonly<Record<string, unknown>> = {
  'dossier.open': { country: 'pe', regime: 'import', ucr: 'UCR', owner: orgs.applicant, known: {} },
  'dossier.link': { application: orgs.other, number: 'SUCE-1', presented: 0, permits: [] },
  'dossier.recordPermit': { permit: orgs.other, outcome: 'issued', number: 'DR-1', rectified: false },
  'dossier.receive': {
    ucr: 'UCR',
    owner: orgs.applicant,
    regime: 'export',
    country: 'pe',
    from: orgs.other,
    handed: { elements: {}, sources: {}, lines: [], answers: {}, documents: [], references: [] },
  },
  'dossier.absorb': { into: orgs.other },
  'application.file': {
    number: 'SUCE-1',
    owner: orgs.applicant,
    dossier: orgs.other,
    permits: [],
    exempt: [],
    reuse: { presented: 0, typed: 0, ratio: '0.00' },
  },
  'permit.submit': filed,
  'permit.dependencyResolved': { permit: 'xt.other', outcome: 'granted' },
  'permit.reinstate': { reason: 'PAID_IN_TIME' },
  'permit.linkRenewal': { permit: orgs.other },
  'permit.closeRenewal': { permit: orgs.other, outcome: 'granted' },
  'permit.reportCopy': { to: 'port', edition: 1, outcome: 'sent' },
  'permit.pay': { order: orgs.other, amount, paidAt: '2026-06-16T15:00:00.000Z' },
  'catalogue-import.load': {
    catalogue: 'units',
    from: '2026-01-01',
    files: [{ name: 'units.csv', digest: '0'.repeat(64), size: 1 }],
    law: { norm: 'NORM' },
    by: 'operator',
    backdating: null,
    rows: '0'.repeat(64),
    counts: { read: 1, added: 1, changed: 0, ended: 0, unchanged: 0, skipped: 0 },
    waits: false,
    authority: orgs.other,
  },
  'statement.take': {
    number: 'S-1',
    country: 'pe',
    treasury: orgs.other,
    account: 'A',
    currency: 'PEN',
    digest: '0'.repeat(64),
    from: '2026-06-16',
    to: '2026-06-16',
    opening: '0',
    closing: '0',
    entries: 0,
    payments: 0,
    refunds: 0,
    reconciled: 0,
    differences: [],
  },
  'order.issue': {
    number: 'OP-1',
    payer: orgs.applicant,
    application: orgs.other,
    lines: [line],
    due: '2026-06-23T21:30:00.000Z',
  },
  'order.receive': { paymentId: 'p1', amount, paidAt: '2026-06-16T15:00:00.000Z' },
  'order.drop': { permit: orgs.other },
  'order.refund': { permit: orgs.other, amount, law: 'NORM' },
  'order.reconcile': {
    paymentId: 'p1',
    amount,
    paidAt: '2026-06-16T15:00:00.000Z',
    statement: 'S-1',
    entry: '1',
    bookedAt: '2026-06-17T15:00:00.000Z',
  },
  'order.reconcileRefund': { refund: 'R1', statement: 'S-1', entry: '2' },
  'order.repay': { refund: 'R1', reference: 'T-1' },
}

export const inputFor = (command: string): unknown => internal[command] ?? commandExamples[command]
