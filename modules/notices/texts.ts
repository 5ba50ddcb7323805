import type { Instant, Language } from '#kernel'
import { showInstant } from '#platform/pdf'
import { en } from './texts/en.ts'
import { es } from './texts/es.ts'
import type { NoticeKind, NoticeTexts } from './texts/kinds.ts'
import { partTexts } from './texts/parts.ts'
import { pt } from './texts/pt.ts'

export type { NoticeKind } from './texts/kinds.ts'

/** Words by language and kind. The version is kept with each notice, so that a proof says which words were shown. */
export const noticeTexts: Readonly<Record<Language, NoticeTexts>> = { es, en, pt }
export const TEXT_VERSION = 2

/** The six parts of a notice (M07-1, UX 4.11). None is ever empty. */
export interface NoticeText {
  readonly happened: string
  readonly todo: string
  readonly when: string
  readonly otherwise: string
  readonly ask: string
  readonly link: string
}

/** What surrounds the words: where it is, when it ends, whom to ask. */
export interface NoticeFrame {
  readonly due: Instant | null
  readonly zone: string
  /** A notice that starts a period, and was not served yet. */
  readonly unserved: boolean
  /** How the help desk is reached. */
  readonly help: string
  readonly link: string
}

type Params = Readonly<Record<string, unknown>>

const fill = (text: string, params: Params): string =>
  text
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name]
      return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    })
    .trim()

/** What an officer wrote becomes a sentence of its own. */
const sentence = (value: unknown): unknown =>
  typeof value === 'string' && value && !/[.!?…:]$/.test(value.trim()) ? `${value.trim()}.` : value

export function tellNotice(kind: string, given: Params, language: Language, frame: NoticeFrame): NoticeText {
  const parts = partTexts[language]
  const [happened, todo, otherwise] = noticeTexts[language][kind as NoticeKind] ?? [kind, '', '']
  // Where the sentence ends with what was said, it needs its full stop; in the middle of one it must not get it.
  const ends = happened.endsWith('. {points}')
  const params = { ...given, ...(ends ? { points: sentence(given['points']) } : {}) }
  const due = frame.due ? showInstant(frame.due, frame.zone, language) : ''
  const agency = typeof given['agencyName'] === 'string' ? given['agencyName'] : given['agency']
  const all = { ...params, ...(agency ? { agency } : {}), due, help: frame.help }
  return {
    happened: fill(happened, all),
    todo: fill(todo, all) || parts.nothing,
    when: due ? fill(frame.unserved ? parts.unserved : parts.until, all) : parts.noDate,
    otherwise: fill(otherwise, all) || parts.harmless,
    ask: fill(agency ? parts.askAgency : parts.ask, all),
    link: frame.link,
  }
}
