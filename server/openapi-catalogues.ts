const tag = 'catalogues'
const get = { method: 'get', tag, open: true } as const

/** The public reads of catalogues, which are no commands of a case. */
export const catalogueExtras = [
  {
    ...get,
    path: '/v1/catalogues',
    id: 'list-catalogues',
    summary: 'Catalogues, with what is in each',
    query: ['day'],
  },
  {
    ...get,
    path: '/v1/catalogues/{catalogue}',
    id: 'get-catalogue',
    summary: 'What holds on a day, in order of code; format=csv for a spreadsheet',
    query: ['day', 'prefix', 'limit', 'cursor', 'format'],
  },
  {
    ...get,
    path: '/v1/catalogues/{catalogue}/changes',
    id: 'changes-of-catalogue',
    summary: 'What begins between two days, and field by field what it changes',
    query: ['since', 'until', 'limit', 'cursor'],
  },
  {
    ...get,
    path: '/v1/catalogues/{catalogue}/{code}',
    id: 'look-up-code',
    summary: 'What a code says on a day, and why: norm, article, link',
    query: ['day', 'format'],
  },
  {
    ...get,
    path: '/v1/catalogues/{catalogue}/{code}/history',
    id: 'history-of-code',
    summary: 'All that a code said and will say, with the differences',
    query: ['format'],
  },
  {
    method: 'get',
    tag,
    path: '/v1/catalogue-entries/{id}/impact',
    id: 'impact-of-entry',
    summary: 'How many open dossiers and permits use the code of a proposal',
  },
] as const

const law = {
  norm: 'DS-260-2025-EF',
  article: '1',
  link: 'https://norms.example/ds-260-2025-ef',
  gazette: '2025-12-20',
}

/** One example per command of the case types of catalogues. */
export const catalogueExamples: Readonly<Record<string, unknown>> = {
  'catalogue-entry.proposeEntry': {
    catalogue: 'pe.thresholds',
    code: 'sample.limit',
    names: { es: 'Valor máximo de una muestra', en: 'Highest value of a sample' },
    value: { amount: '1000.00', currency: 'PEN' },
    law,
    from: '2026-12-01',
    burdens: true,
  },
  'catalogue-entry.approveEntry': {},
  'catalogue-entry.rejectEntry': { reason: 'The norm was repealed.' },
  'catalogue-entry.supersede': { to: '2026-12-31', law, reason: 'Repealed' },
  'catalogue-entry.emergencyPut': { reason: 'The norm takes effect on the day it is published.' },
  'catalogue-import.approveList': {},
  'catalogue-import.rejectList': { reason: 'Line 3 is not what the gazette says.' },
}
