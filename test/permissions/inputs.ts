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
  'dossier.link': { application: orgs.other },
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
  'permit.pay': { order: orgs.other, amount, paidAt: '2026-06-16T15:00:00.000Z' },
  'order.issue': {
    number: 'OP-1',
    payer: orgs.applicant,
    application: orgs.other,
    lines: [line],
    due: '2026-06-23T21:30:00.000Z',
  },
  'order.receive': { paymentId: 'p1', amount, paidAt: '2026-06-16T15:00:00.000Z' },
  'order.mismatch': { paymentId: 'p1', amount, paidAt: '2026-06-16T15:00:00.000Z' },
  'order.drop': { permit: orgs.other },
}

export const inputFor = (command: string): unknown => internal[command] ?? commandExamples[command]
