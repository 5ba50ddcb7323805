import type { Language } from '#kernel'
import type { NoticeText } from './texts.ts'
import { partTexts } from './texts/parts.ts'

/** A courtesy copy as mail: the six parts under their names, and that this is no service. */
export function letterOf(said: NoticeText, language: Language): { subject: string; text: string } {
  const parts = partTexts[language]
  const [, todo, when, otherwise, ask] = parts.labels
  const rows = [said.happened, `${todo}: ${said.todo}`, `${when}: ${said.when}`, `${otherwise}: ${said.otherwise}`]
  const subject = parts.subject.replace('{happened}', () => said.happened)
  return {
    subject: subject.length > 120 ? `${subject.slice(0, 117)}…` : subject,
    text: [...rows, `${ask}: ${said.ask}`, said.link, parts.courtesy].join('\n\n'),
  }
}

/** As a short message: what happened, by when, and the link. Two segments at most. */
export function shortOf(said: NoticeText, language: Language): string {
  const rest = ` ${said.when} ${said.link}`
  const room = Math.max(40, 300 - rest.length)
  const happened = said.happened.length > room ? `${said.happened.slice(0, room - 1)}…` : said.happened
  return partTexts[language].short
    .replace('{happened}', () => happened)
    .replace('{when}', () => said.when)
    .replace('{link}', () => said.link)
}
