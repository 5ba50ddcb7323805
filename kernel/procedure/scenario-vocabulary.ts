import { factTypes } from '../pack/facts.ts'
import {
  either,
  listOf,
  mapOf,
  may,
  must,
  objectOf,
  part,
  text,
  whole,
  words,
  yesNo,
  type Fragment,
} from '../pack/vocabulary/shapes.ts'
import { permitEvents } from './events.ts'
import { permitStatuses } from './state.ts'

export const NEED_STATUSES = ['granted', 'pending', 'refused', 'none'] as const
/** Facts of a story beside those of the firm: the first number of every series, and what sampling draws. */
export const STORY_FACTS = ['series.next', 'draw', 'notices.opened'] as const

const anything: Fragment = {}
const moment: Fragment = {
  type: 'string',
  pattern: String.raw`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$`,
  examples: ['2026-06-08 10:00'],
}
const facts: Fragment = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(
      Object.entries(factTypes).map(([name, { type, values }]) => [
        name,
        type === 'yes-no' ? yesNo : type === 'number' ? whole : words(values ?? []),
      ]),
    ),
    ...Object.fromEntries(STORY_FACTS.map((name) => [name, name === 'notices.opened' ? yesNo : whole])),
  },
}

export const GIVEN = part({
  data: may('Elements of the header', mapOf(anything)),
  lines: may('Goods lines', listOf(mapOf(anything))),
  attached: may('Documents: their type, or { type, number, date }', listOf(either(text, mapOf(anything)))),
  permits: may('Other permits that are needed', mapOf(words(NEED_STATUSES))),
  facts: may('What the window knows of the applicant', facts),
  agency: may('The delegated entity that the applicant chooses', text),
})
export const THEN = part({
  status: may('The status it comes to', words(permitStatuses)),
  fee: may('What is to be paid', text),
  due: may('When the period now running ends: a day, or a day and time', text),
  tasks: may('Tasks as name:status, with spaces between', { type: 'string' }),
  number: may('Number of the document', text),
  'valid-until': may('Last day of the document', text),
  used: may('What was drawn of the balance', text),
  events: may('Events of this step', listOf(words(Object.keys(permitEvents)))),
  'not-yet': may('Events that have not happened', listOf(words(Object.keys(permitEvents)))),
  refused: may('Exactly these refusals', listOf(text)),
})
export const STEP = part({
  at: must('Local legal time: it moves the clock', moment),
  by: may('`applicant`, `system`, `customs` or `agency.role`', text),
  as: may('Which person', text),
  do: may('The command; without it time passes', text),
  with: may('What the command says', mapOf(anything)),
  given: may('The world from this step on', objectOf(GIVEN)),
  then: may('What must then be so', objectOf(THEN)),
})
export const SCENARIO = part({
  scenario: must('What it shows', text),
  procedure: must('Of which procedure', text),
  ...GIVEN,
  steps: must('What happens, in order', listOf(objectOf(STEP))),
})
/** `scenarios/*.yaml` (PACK 10). */
export const SCENARIO_FILE = part({
  given: may('The world of every scenario of this file', objectOf(GIVEN)),
  scenarios: must('Stories', listOf(objectOf(SCENARIO))),
})
