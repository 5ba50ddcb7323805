import type { Regime } from '../model.ts'
import {
  amount,
  condition,
  day,
  either,
  element,
  lasting,
  law,
  listOf,
  mapOf,
  may,
  must,
  number,
  objectOf,
  orNothing,
  part,
  percent,
  period,
  refTo,
  said,
  shift,
  text,
  whole,
  words,
  working,
  yesNo,
} from './shapes.ts'

export const REGIMES: readonly Regime[] = ['import', 'export', 'transit', 'free-zone', 'enterprise']
/** Types an own element may have (PACK 4). The others belong to the dictionary. */
export const OWN_TYPES = ['text', 'code', 'number', 'yes-no', 'date', 'quantity', 'money', 'country', 'party'] as const
export const SEND = ['customs', 'ephyto', 'port', 'zone', 'agreement', 'destination'] as const
export const MOMENTS = [
  'submitted',
  'admitted',
  'observed',
  'approved',
  'denied',
  'breached',
  'expiring',
  'lapsed',
] as const
export const SILENCE = ['positive', 'positive-once-seen', 'negative', 'none'] as const
export const FEE_KINDS = ['fixed', 'units', 'percent', 'tiers', 'exempt'] as const

const when = may('Only when this holds', condition)
const unless = may('Except when this holds', condition)

export const OWN = part({
  type: must('Kind of value', words(OWN_TYPES)),
  label: must('What people call it', said),
  help: may('What to write', said),
  list: may('The list whose codes it takes', text),
  line: may('Asked of each goods line', yesNo),
  max: may('Longest text, in characters', whole),
  personal: may('A personal datum: it is kept beside the chain and may be erased', yesNo),
})

export const ITEM = part({
  when: may('Asked, and then required, only when this holds', condition),
  unless: may('Asked, and then required, except when this holds', condition),
  optional: may('May be left empty', yesNo),
  list: may('The list whose codes may be chosen', text),
  min: may('Least number', number),
  max: may('Greatest number', number),
  help: may('What to write, in this procedure', said),
})
const item = either(element, mapOf(either(words(['optional']), objectOf(ITEM))))

export const LINES = part({
  max: may('Most goods lines', whole),
  ask: must('What is asked of each goods line', listOf(item)),
})
const lines = {
  type: 'object',
  additionalProperties: false,
  required: ['lines'],
  properties: { lines: either(listOf(item), objectOf(LINES)) },
}

export const WHEN = part({ when, unless })

export const CHECK = part({
  must: must('What the data must satisfy', condition),
  code: must('Code of the refusal, in capitals', { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' }),
  text: must('What the applicant is told, and what to do', said),
  when: may('Looked at only when this holds', condition),
  unless: may('Not looked at when this holds', condition),
  law: may('Its own legal basis', law),
})

export const NEED = part({
  permit: must('The procedure that must have been granted first', text),
  at: must('When it must be there', words(['submission', 'start', 'decision'])),
  by: may('The element that carries its number', element),
  when,
  unless,
})

export const SCHEDULE = part({
  table: must('The catalogue of treatments: kind, min-hours, min-temperature, max-temperature, min-dose', text),
  kind: must('The element that says which treatment was applied', element),
  hours: may('The element that says how long it took', element),
  temperature: may('The element that says at what temperature', element),
  dose: may('The element that says at what dose', element),
})

export const TIERS = part({
  by: must('The quantity, amount or number that decides', element),
  'up-to': must('Limits and amounts, from low to high: [1000 LTR, 0.25 UTM]', listOf(listOf(text))),
  beyond: must('What is paid above the last limit', amount),
})
export const FEE = part({
  fixed: may('A plain amount', amount),
  units: may('An amount in a unit of account, valued when the order is issued', amount),
  percent: may('Ad valorem, on the element of `of`', percent),
  tiers: may('By quantity or value: the first tier whose limit is not exceeded', objectOf(TIERS)),
  exempt: may('If this holds the total is zero', condition),
  of: may('What the percentage is taken of', element),
  floor: may('Least that a percentage comes to', amount),
  cap: may('Most that a percentage comes to', amount),
  when,
  unless,
  plus: may('Tax on this line', percent),
  law: must('Legal basis of this line', law),
  due: may('When it is paid; at submission unless said otherwise', words(['submission', 'issue'])),
})
const fee = listOf(objectOf(FEE))

export const REVIEW = part({
  admit: may('Time to admit or ask a cure; `none` skips admissibility', either(words(['none']), working)),
  cure: may('Time of the applicant to cure', working),
  answer: may('Time of the applicant to answer observations', working),
  extend: may('The one extension of it; `none` forbids it', either(words(['none']), working)),
  rounds: may('Rounds of observations; one by default', whole),
})
export const OPINION = part({
  agency: must('Who is asked', text),
  within: may('Time to answer', working),
  silence: must('What no answer means', words(['proceed', 'against'])),
  binding: may('An adverse silence that the approver may not overrule', yesNo),
  when,
  unless,
})
export const INSPECTION = part({
  when,
  unless,
  at: may('Where the goods are seen', words(['origin', 'arrival', 'premises'])),
  slot: may('A slot is offered within', working),
  'good-for': may('How long a finding supports a decision', period('bd', 'd', 'h', 'months', 'years')),
  'ship-within': may('How long after it the goods may still leave (M09-2)', lasting),
  remote: may('When it may be made from a distance or from papers (M09-3)', condition),
})
export const LAB = part({
  tests: must('The catalogue of tests, with their limits', text),
  within: must('Time of the laboratory', working),
  when,
  unless,
})
export const URGENT = part({
  when: must('When the shorter period holds', condition),
  within: may('The shorter period; half of the usual one when absent (M08-10)', working),
})
export const AUTOMATIC = part({
  when: must('When no person is needed', either(words(['always']), condition)),
  audit: may('Share that is looked at afterwards', percent),
})
export const DECISION = part({
  within: may('The whole period of the agency', working),
  silence: may('What breach of the period means', words(SILENCE)),
  urgent: may('A shorter period for some', objectOf(URGENT)),
  automatic: may('Approval with no person', either(words(['always']), objectOf(AUTOMATIC))),
  approvers: may('How many different people sign, besides who proposed', whole),
  'counts-from': may(
    'When the clock starts; at admission unless said otherwise',
    words(['filing', 'payment', 'admission']),
  ),
  partial: may('A proposal may approve less than was asked', yesNo),
  extend: may('By how much the approver may prolong the period, once', working),
})

const until = { type: 'object', minProperties: 1, maxProperties: 1, additionalProperties: shift }
export const UNTIL = part({ until: must('A date of the form and a period: { date.departure: +5 d }', until) })
export const VALID = part({
  when,
  for: may('How long', either(words(['none']), lasting)),
  until: may('Until a date of the form', until),
})
export const BALANCE = part({
  of: must('The quantity that is authorised', element),
  per: may('A balance of each line, or of the whole document', words(['line', 'document'])),
  tolerance: must('How much more may be drawn', percent),
})
export const OUTPUT = part({
  document: must('Document type that is issued', text),
  template: may('Printed form, where it is not that of the document', text),
  number: must('Pattern of its number: {seq:6} once, and {year}, {origin}, {agency}', {
    type: 'string',
    pattern: '\\{seq:\\d{1,2}\\}',
  }),
  signature: must('Level required of the signer', words(['seal', 'advanced', 'qualified'])),
  valid: must(
    'How long it is valid; of a list, the first that holds',
    either(words(['none']), lasting, objectOf(UNTIL), listOf(objectOf(VALID))),
  ),
  warn: may('Warnings before it expires', listOf(lasting)),
  balance: may('Quantities that are drawn', objectOf(BALANCE)),
  send: may('Who gets an electronic copy', listOf(words(SEND))),
  'after-departure': may('It may be issued when the goods have left (M09-6)', yesNo),
  public: may('Listed by name', yesNo),
  conditions: may('Standing conditions that are printed, by name', mapOf(said)),
})

export const RECTIFY = part({
  change: must('The elements that may be changed', listOf(element)),
  fee: may('What a rectification costs', fee),
})
export const EXTEND = part({
  for: must('How much longer', lasting),
  times: may('How often; once by default', whole),
  ask: may('At least so long before the end', lasting),
})
export const RENEW = part({ opens: must('How long before the end it opens', lasting) })
export const AFTER = part({
  rectify: may('What may be corrected in the document', objectOf(RECTIFY)),
  extend: may('A longer validity', objectOf(EXTEND)),
  renew: may('A new linked case with the same data', objectOf(RENEW)),
})
export const NOTICE = part({
  on: must('What has happened', words(MOMENTS)),
  to: must('`applicant`, or `agency.role`', text),
  if: may('Only when this holds', condition),
  text: must('What is said', said),
})
export const APPEAL = part({ to: must('`agency.head`, or `agency.approver` of a body that decides appeals', text) })
export const DECIDER = part({
  'any-of': must('A group of pack.yaml: the applicant chooses', text),
  region: may('The element that says where, for entities that serve some regions only', element),
})
export const BINDS = part({ open: must('The law that moves the cases already open to this version', law) })

/** Every key of a procedure file (PACK 4). */
export const PROCEDURE = part({
  procedure: must('Permanent id, `cc.name`', { type: 'string', pattern: '^[a-z]{2,5}\\.[a-z0-9]+(-[a-z0-9]+)*$' }),
  title: must('Name the trader reads', said),
  agency: must('Who decides', either(text, objectOf(DECIDER))),
  code: must("The State's own code", text),
  regime: must('Where it may appear', listOf(words(REGIMES))),
  from: must('First day in force', day),
  to: may('Last day in force; the day before the next version when absent', day),
  published: may('Day of the gazette', day),
  law: must('Legal basis, inherited by all parts', law),
  confirm: may('Keys that the legal office has not confirmed; production refuses them', listOf(text)),
  binds: may('Whether it binds the cases already open', either(words(['new']), objectOf(BINDS))),
  own: may('Elements the dictionary lacks', mapOf(objectOf(OWN))),
  lists: may('Short lists of this procedure', mapOf(refTo('codes'))),
  form: must('What is asked, in screen order', listOf(either(lines, item))),
  attach: may('Documents that are asked', listOf(either(text, mapOf(either(words(['optional']), objectOf(WHEN)))))),
  checks: may('What the data must satisfy', listOf(objectOf(CHECK))),
  schedule: may('What a treatment must reach (M09-4)', objectOf(SCHEDULE)),
  needs: may('Permits that must exist first', listOf(objectOf(NEED))),
  fee: may('Lines that add up', fee),
  review: may("A person evaluates; {} takes the country's periods", orNothing(objectOf(REVIEW))),
  opinions: may('Other agencies that are asked', mapOf(orNothing(objectOf(OPINION)))),
  inspection: may('Goods or premises that are seen', mapOf(orNothing(objectOf(INSPECTION)))),
  lab: may('Samples that are tested', mapOf(orNothing(objectOf(LAB)))),
  decision: may('How long, and what silence means', objectOf(DECISION)),
  output: may('The document that comes out', objectOf(OUTPUT)),
  after: may('What may be done with the document', objectOf(AFTER)),
  notices: may('Notices beside the standard ones', listOf(objectOf(NOTICE))),
  appeal: may("Who hears an appeal; the agency's head when absent", objectOf(APPEAL)),
})
