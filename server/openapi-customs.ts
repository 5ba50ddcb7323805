import { FactsSchema } from '#modules/sandbox'
import type { Extra } from './openapi-extras.ts'

const id = '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90'

const profile = {
  title: 'Textiles of new exporters',
  weights: {
    history: '0.25',
    goods: '0.20',
    route: '0.15',
    value: '0.15',
    novelty: '0.10',
    documents: '0.10',
    intelligence: '0.05',
  },
  tables: {
    history: [{ when: { serious: { min: '1' } }, f: '1', why: 'a serious result in 36 months' }],
    goods: [{ when: { hs: ['61', '62'] }, f: '0.4', why: 'garments' }],
  },
  rules: [{ name: 'court-order', when: { hs: ['930200'] }, channel: 'red', why: 'By order of a court' }],
}

/** Bodies of the commands of customs, as the reference shows them (M11 to M15). */
export const customsExamples: Readonly<Record<string, unknown>> = {
  'declaration.prepare': { dossier: id },
  'declaration.refresh': {},
  'declaration.send': {},
  'declaration.amend': { reason: 'The packing list was corrected' },
  'declaration.cancel': { reason: 'The buyer gave the order up' },
  'declaration.regularise': {},
  'declaration.confirmExit': {},
  'declaration.close': {},
  'small-export.checkEligibility': { dossier: id },
  'small-export.recheckEligibility': {},
  'small-export.requestClassification': {
    agent: id,
    products: [{ line: 0, material: '100 % lana merino, tejido de punto', use: 'abrigo' }],
  },
  'small-export.askInfo': { text: 'Is it knitted or woven?' },
  'small-export.giveInfo': { text: 'Knitted by hand' },
  'small-export.classify': { products: [{ line: 0, code: '61171000', reason: 'Scarves, knitted' }] },
  'small-export.declare': { carrier: id, elements: { 'packages.count': '1' } },
  'small-export.handOver': { guide: 'CL123456789UY' },
  'small-export.confirmExit': {},
  'small-export.requestReturn': { reason: 'The buyer sends two of them back' },
  'small-export.confirmReturn': {},
  'small-export.cancel': { reason: 'The buyer gave the order up' },
  'small-export.moveToGeneral': {},
  'small-export.noteActivity': { minutes: 12 },
  'adherence.adhere': { country: 'uy', kind: 'agent', fee: { amount: '25.00', currency: 'USD' } },
  'adherence.leave': { reason: 'We no longer work with parcels' },
  'adherence.suspend': { reason: 'It asked for more than the fee it published' },
  'assignment.upgradeChannel': { channel: 'red', reason: 'The seals do not match the list' },
  'assignment.proposeDowngrade': { channel: 'green', reason: 'The same goods were opened yesterday, conform' },
  'assignment.downgradeChannel': {},
  'assignment.recordResult': { result: 'conform' },
  'risk-profile.draftProfile': { country: 'uy', profile },
  'risk-profile.revise': { profile },
  'risk-profile.simulate': {},
  'risk-profile.approveProfile': { until: '2027-03-31' },
  'risk-profile.retire': { reason: 'The order was lifted' },
}

/** Reads around declarations: messages, the commitments of the random draw, who adheres to the regime for small exporters. */
export const customsExtras: readonly Extra[] = [
  {
    method: 'get',
    path: '/v1/customs/messages/{case}',
    tag: 'declarations',
    id: 'customs-messages',
    summary: 'Messages of a declaration to customs and its answers, exactly as they went',
  },
  {
    method: 'get',
    path: '/v1/risk/days',
    tag: 'assignments',
    id: 'risk-days',
    summary: 'The hash of each day’s key of the random draw, and the key once the day is over',
    open: true,
    query: ['country', 'sandbox'],
  },
  {
    method: 'get',
    path: '/v1/risk/quality',
    tag: 'assignments',
    id: 'risk-quality',
    summary: 'Hits of each profile and false alarms by size of firm, for customs',
  },
  {
    method: 'get',
    path: '/v1/adherents',
    tag: 'small-exports',
    id: 'adherents',
    summary: 'Agents, with their fee, and carriers that signed the agreement',
    query: ['country'],
  },
  {
    method: 'get',
    path: '/v1/classified-products',
    tag: 'small-exports',
    id: 'classified-products',
    summary: 'Products of your firm whose code an agent has signed',
  },
  {
    method: 'get',
    path: '/v1/dossiers/{id}/small-export-form',
    tag: 'small-exports',
    id: 'small-export-form',
    summary: 'The data of the simplified declaration: which are known, from where, and which are asked',
    query: ['lang'],
  },
  {
    method: 'post',
    path: '/v1/sandboxes/{id}/facts',
    tag: 'sandboxes',
    id: 'suppose-sandbox',
    summary: 'Other facts hold in the world of a sandbox from now on',
    body: FactsSchema,
    example: { facts: { 'customs.profile': 'seed-2019-05' } },
  },
]
