import {
  amount,
  day,
  either,
  lasting,
  law,
  listOf,
  mapOf,
  may,
  must,
  objectOf,
  part,
  percent,
  period,
  refTo,
  said,
  text,
  whole,
  words,
  yesNo,
} from './shapes.ts'
import { LANGUAGES } from '../languages.ts'

/** Roles of people in an agency (PACK 6). */
export const ROLES = ['evaluator', 'approver', 'inspector', 'laboratory', 'head'] as const
/** How officers come to cases: what they took in its turn, or any that nobody took. */
export const QUEUES = ['in-order', 'open'] as const
export const REFUND_STAGES = ['admission', 'decision', 'issue'] as const
export const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

const any = period('bd', 'd', 'h', 'months', 'years')

export const NORM = part({
  title: must('What the norm is called', text),
  link: may('Where it can be read', text),
  published: may('Day of the gazette', day),
})
export const REFUND = part({
  until: must('The stage that had not passed', words(REFUND_STAGES)),
  share: must('What goes back of what was paid', percent),
  from: must('From when', day),
  law: must('By which law', law),
})
/** The periods that a country must have; `warn` is a list. */
export const PERIODS = part({
  order: must('A payment order stays valid', any),
  admit: must("Agency's time to admit or ask a cure", any),
  cure: must("Applicant's time to cure", any),
  answer: must("Applicant's time to answer observations", any),
  extension: must('The one extension of it', any),
  opinion: must("Another agency's time", any),
  slot: must('An inspection slot is offered within', any),
  appeal: must('Time to appeal', any),
  appealDecision: must('Time to decide an appeal', any),
})
export const DEFAULTS = part({
  law: must('Basis of the defaults themselves', law),
  ...PERIODS,
  service: may('A notice that nobody opens counts as served after this; periods of the applicant run from there', any),
  warn: must('Warnings before a document expires', listOf(lasting)),
  refunds: may('What goes back to whoever withdraws', listOf(objectOf(REFUND))),
})
export const AGENCY = part({
  name: must('What people call it', text),
  roles: must('Roles it has', listOf(words(ROLES))),
  calendar: may('Its own calendar', text),
  queue: may('Officers act only on what they took in its turn, or on anything nobody took', words(QUEUES)),
})
export const DOCUMENT = part({
  code: must('UNTDED 1001 code, or the own one', text),
  name: must('What people call it', said),
  heldBy: may('The registry that already holds it: nobody may ask for it', text),
})
export const ACCOUNT = part({
  bank: must('Name of the bank', text),
  number: must('Number of the account', text),
  holder: must('Whose it is', text),
})
export const PAYMENTS = part({
  provider: may('How orders are paid', words(['redirect', 'bank-file'])),
  account: may('Where transfers go', objectOf(ACCOUNT)),
  'four-eyes': may('From which amount a refund needs two people', amount),
  law: must('By which law', law),
})
const member = either(text, mapOf(listOf(text)))

/** Every key of pack.yaml (PACK 2). */
export const PACK = part({
  pack: must('ISO code of the country, in lower case: the name of the folder', {
    type: 'string',
    pattern: '^[a-z]{2,5}$',
  }),
  name: must('Name of the country', said),
  version: must('Edition of the pack', text),
  language: must('Main language: the one inside the files', words(LANGUAGES)),
  languages: may('Languages of its texts', listOf(words(LANGUAGES))),
  currency: must('ISO 4217', { type: 'string', pattern: '^[A-Z]{3}$' }),
  calendar: must('Calendar of agencies that have none of their own', text),
  norms: must('Norms that may be cited, by id', mapOf(objectOf(NORM))),
  defaults: must("The country's usual periods", objectOf(DEFAULTS)),
  agencies: must('Agencies, by id', mapOf(objectOf(AGENCY))),
  groups: may(
    'Delegated entities of which an applicant chooses: an agency, or { agency: [regions] }',
    mapOf(listOf(member)),
  ),
  documents: must('Document types, by id: a code, or more', mapOf(either(text, objectOf(DOCUMENT)))),
  payments: may('How fees are collected', objectOf(PAYMENTS)),
  catalogues: may('Short lists, by name', mapOf(refTo('codes'))),
  units: may('Units of account, valued in units.csv', either(listOf(text), mapOf({}))),
  confirm: may('Keys that the legal office has not confirmed', listOf(text)),
})

const hours = { type: 'string', pattern: String.raw`^\d{2}:\d{2}-\d{2}:\d{2}$`, examples: ['08:30-16:30'] }
/** `calendars/<id>.yaml` (PACK 9). */
export const CALENDAR = part({
  calendar: must('Its id: the name of the file', text),
  zone: must('IANA time zone', { type: 'string', examples: ['America/Lima'] }),
  hours: must('Opening hours: { mon-fri: 08:30-16:30 }', mapOf(hours)),
  rest: may('Rest days', listOf(words(WEEK))),
  law: must('Legal basis', law),
})

export const FIRM = part({
  kind: must('A firm, or the customs service', words(['firm', 'customs'])),
  name: must('Invented name', text),
  taxId: must('Tax number whose check digit holds', text),
  country: must('ISO 3166', text),
  address: may('Address', text),
  facts: may('What the window knows of it', mapOf(either(text, yesNo, whole))),
})
export const PERSON = part({
  name: must('Invented name', text),
  org: must('An organisation of this file, or an agency', text),
  roles: must('Roles in it', listOf(text)),
})
/** `demo.yaml`: invented firms and people. */
export const DEMO = part({
  organisations: must('Firms, by id', mapOf(objectOf(FIRM))),
  accounts: must('People, by id', mapOf(objectOf(PERSON))),
})
