import type { Texts } from '../es.ts'

export const ui: Texts['ui'] = {
  optional: 'if you have it',
  change: 'Change',
  keep: 'Save the change',
  leave: 'Leave as it was',
  loading: 'Loading',
  slow: 'Still loading. Your connection is slow; nothing is lost.',
  again: 'Try again',
  correct: (n) => (n === 1 ? 'Correct 1 item to go on' : `Correct ${n} items to go on`),
  suggestions: 'Suggestions',
  found: (n) => (n === 0 ? 'No results' : n === 1 ? '1 result' : `${n} results`),
  chooseFile: 'Choose a file or take a photo',
  fileKinds: 'PDF, photo or XML, up to 25 MB.',
  stop: { done: 'done', 'mine-now': 'your turn', other: 'another’s turn', next: 'not yet', bad: 'not granted' },
  atOnce: (n) => `${n} paths at once: `,
  step: (at, of) => `Step ${at} of ${of}. See the map`,
  why: 'Why?',
  today: 'today',
  tomorrow: 'tomorrow',
  more: 'See more',
}
