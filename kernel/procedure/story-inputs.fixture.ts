import { actorOf, filed, pay } from './permit.fixture.ts'

const kilos = (line: number, value: string) => ({ line, quantity: { value, unit: 'KGM' } })
const text = { text: 'words' }
const tasks = ['toxicology', 'environment', 'binding', 'goods', 'chemistry', 'none']

const BECAUSE = { catalogue: 'xt.holidays', codes: [], norm: 'DECREE' }

/** Inputs of each command, good and bad. */
export const storyInputs: Readonly<Record<string, readonly unknown[]>> = {
  submit: [
    filed,
    filed,
    filed,
    { ...filed, elements: { ...filed.elements, treatment: 'fumigation', hours: '24' } },
    { ...filed, elements: {} },
    { ...filed, lines: [] },
  ],
  dependencyResolved: [
    { permit: 'xt.other', outcome: 'granted' },
    { permit: 'xt.other', outcome: 'refused' },
    { permit: 'xt.none', outcome: 'granted' },
  ],
  pay: [pay[2], pay[2], { ...pay[2], amount: { amount: '1.00', currency: 'PEN' } }],
  take: [{}, { reason: { code: 'perishable' } }, { desk: 'opinion:toxicology' }],
  release: [{ reason: 'holiday' }],
  reassign: [{ to: actorOf('office.evaluator:olga').person, reason: 'load' }],
  requestCure: [{ defects: [text] }, { defects: [{ ...text, asks: 'invoice' }] }],
  cure: [
    {},
    text,
    { elements: { treatment: 'none' } },
    { elements: { treatment: 'fumigation', hours: '12' } },
    { elements: { colour: 'red' } },
    { lines: [] },
  ],
  observe: [
    { observations: [text] },
    { observations: [text], reason: 'new' },
    { observations: [{ ...text, asks: 'tax-registration' }] },
  ],
  answer: [
    text,
    { ...text, elements: { treatment: 'none', route: 'north' } },
    { ...text, documents: [] },
    { ...text, elements: { 'date.arrival': 'soon' } },
  ],
  giveOpinion: tasks.flatMap((task) => [
    { task, result: 'proceed' },
    { task, result: 'against' },
  ]),
  recordInspection: tasks.flatMap((task) => [
    { task, result: 'conform' },
    { task, result: 'nonconform' },
  ]),
  reportResult: tasks.flatMap((task) => [
    { task, result: 'conform' },
    { task, result: 'nonconform' },
  ]),
  scheduleInspection: ['2026-06-04', '2026-06-20', '2026-07-15', '2026-12-01'].map((day) => ({
    task: 'goods',
    slots: [{ from: `${day}T14:00:00.000Z`, to: `${day}T15:00:00.000Z`, place: 'door 3' }],
  })),
  chooseSlot: [
    { task: 'goods', slot: 0 },
    { task: 'goods', slot: 5 },
  ],
  reportMissed: [
    { task: 'goods', absent: 'agency' },
    { task: 'goods', absent: 'applicant', text: 'nobody there' },
  ],
  takeSample: [
    { task: 'chemistry', samples: [{ id: 'S-1', line: 0 }] },
    { task: 'chemistry', samples: [{ id: 'S-1', line: 9 }] },
  ],
  propose: [
    { outcome: 'approve' },
    { outcome: 'approve', grounds: 'known' },
    { outcome: 'deny' },
    { outcome: 'deny', grounds: 'dose' },
    {
      outcome: 'approve',
      lines: [
        { line: 0, quantity: { value: '10', unit: 'KGM' }, reason: 'limit' },
        { line: 1, quantity: null, reason: 'no' },
      ],
    },
    { outcome: 'approve', lines: [{ line: 5, quantity: { value: '99999', unit: 'LTR' }, reason: 'more' }] },
  ],
  deny: [{}, { grounds: 'dose' }],
  return: [{ reason: 'dose' }],
  rectify: [
    { elements: { route: 'south' } },
    { elements: { importer: { name: 'Other' } } },
    {},
    { lines: [{ name: 'x' }, {}, {}] },
  ],
  askRectify: [{ elements: { route: 'south' } }, { elements: { route: 'east' } }, { lines: [{ name: 'x' }] }, {}],
  declineRectify: [{ reason: 'no' }],
  renew: [{}, { elements: { route: 'west' } }],
  linkRenewal: [{ permit: filed.dossier }],
  closeRenewal: [{ permit: filed.dossier, outcome: 'granted' }],
  reportCopy: [
    { to: 'ephyto', edition: 1, outcome: 'sent' },
    { to: 'ephyto', edition: 2, outcome: 'rejected', text: 'no' },
    { to: 'ephyto', edition: 1, outcome: 'received' },
    { to: 'ephyto', edition: 1, outcome: 'accepted', reference: 'X-1' },
    { to: 'ephyto', edition: 1, outcome: 'rejected' },
    { to: 'customs', edition: 1, outcome: 'accepted' },
  ],
  draw: [
    { lines: [kilos(0, '400')] },
    { lines: [kilos(0, '0.0005'), kilos(0, '0.0005')] },
    { lines: [kilos(0, '1050'), kilos(1, '2000')] },
    { lines: [kilos(3, '1')] },
  ],
  extendPeriod: [{ reason: 'more time' }],
  excludeOutage: [{ from: '2026-06-01T00:00:00.000Z', to: '2026-06-20T00:00:00.000Z' }],
  revoke: [{ grounds: 'false' }, {}],
  appeal: [text],
  resolveAppeal: [{ outcome: 'upheld' }, { outcome: 'overturned' }],
  recomputeClocks: [{ because: BECAUSE }],
}
