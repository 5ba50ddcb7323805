import { refusal, wordsIn, type Calendar, type Language } from '#kernel'
import { readQuestion, sheetDigest, type Finder, type FinderAnswer } from '#modules/finder'
import { tellWords } from '#modules/notices'
import { agencyOrg, type Directory } from '#platform/access'
import { Refusals, type CaseModule, type FactsRequest, type Reaction, type Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { alert, SubscribeSchema, type AlertFacts, type AlertState } from './alert.ts'
import { briefOf, type Brief } from './brief.ts'
import { AskSchema, enquiry, type EnquiryFacts, type EnquiryState } from './enquiry.ts'
import { DraftSchema, sheet, type SheetFacts, type SheetState } from './sheet.ts'

export interface InformationServices {
  readonly library: PackLibrary
  readonly directory: Directory
  /** The finder, once the house has opened it. */
  readonly finder: () => Finder
}

const putSheet: Statement = {
  name: 'information.put-sheet',
  text: `INSERT INTO information.sheet (procedure, case_id, status, digest, confirmed_at, review_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (procedure) DO UPDATE SET status = excluded.status, digest = excluded.digest, confirmed_at = excluded.confirmed_at,
           review_at = excluded.review_at WHERE information.sheet.case_id = excluded.case_id`,
}
const findSheet: Statement = {
  name: 'information.find-sheet',
  text: 'SELECT case_id AS "caseId" FROM information.sheet WHERE procedure = $1',
}
const putAlert: Statement = {
  name: 'information.put-alert',
  text: `INSERT INTO information.alert (case_id, country, seen) VALUES ($1, $2, '')`,
}
const dropAlert: Statement = {
  name: 'information.drop-alert',
  text: 'DELETE FROM information.alert WHERE case_id = $1',
}

/** Sheets that agencies confirm, of what the pack says today (M35-3). */
export const sheetModule = (services: InformationServices): CaseModule => {
  const put = async ({ work, file }: Reaction): Promise<void> => {
    const s = file.state as SheetState
    // A sandbox is a rehearsal: what the public reads is not changed by it.
    if (work.world.sandbox === null)
      work.also(putSheet, [s.procedure, file.id, s.status, s.digest, s.confirmedAt, s.reviewAt])
  }
  return {
    type: sheet,
    path: 'sheets',
    noun: 'sheet',
    summary: 'The sheet of a procedure, as the pack says it and its agency confirms it',
    opens: {
      command: 'draftSheet',
      input: DraftSchema,
      run: async (work, input, actor) => {
        const { procedure } = input as { procedure: string }
        const here = services.library.findProcedure(procedure, work.now.slice(0, 10))
        // An agency speaks for its own procedures; of another's it may not even know.
        if (!here || agencyOrg(here.pack.id, here.procedure.agency) !== actor.org)
          throw new Refusals([refusal('NOT_FOUND', '/procedure', { type: 'procedure', id: procedure })])
        const [known] = (await work.tx.query<{ caseId: string }>(findSheet, [procedure])).rows
        if (known && work.world.sandbox === null)
          throw new Refusals([refusal('SHEET_EXISTS', '/procedure', { procedure, case: known.caseId })])
        const file = work.open('sheet', actor.org)
        await work.run(file, 'draftSheet', input, actor)
        return file
      },
    },
    facts: async ({ work, file, input }: FactsRequest): Promise<SheetFacts> => {
      const id = (input as { procedure?: string }).procedure ?? (file.state as SheetState).procedure
      const { library } = services
      const here = library.findProcedure(id, work.now.slice(0, 10))
      if (!here) throw new Refusals([refusal('NOT_FOUND', '/procedure', { type: 'procedure', id })])
      const { pack, procedure } = here
      return {
        content: {
          version: procedure.key,
          digest: sheetDigest(pack, procedure, library.dictionary),
          title: wordsIn(procedure.title, pack.language),
        },
        calendar: procedure.calendar,
      }
    },
    reactions: {
      SheetDrafted: put,
      SheetPublished: put,
      SheetReviewDue: put,
      SheetStale: put,
    },
  }
}

/** The answer of the finder to a kept question, as it is on the day of a moment. @throws Refusals when the question is none. */
export function answerNow(
  { library, finder }: InformationServices,
  question: AlertState['question'],
  now: string,
): { readonly answer: FinderAnswer; readonly brief: Brief; readonly country: string } {
  const { day: _, lang: __, ...asked } = question
  const read = readQuestion(asked, { packs: library.packs, dictionary: library.dictionary, now })
  if (!read.question) throw new Refusals(read.faults.map((f) => ({ ...f, pointer: `/question${f.pointer}` })))
  const { pack, day } = read.question
  const answer = finder().answer(read.question)
  const brief = briefOf(answer, (id) => {
    const here = library.findProcedure(id, day)
    return here ? sheetDigest(here.pack, here.procedure, library.dictionary) : ''
  })
  return { answer, brief, country: pack.id }
}

const LANGUAGES: readonly Language[] = ['es', 'en', 'pt']
const SAID: Readonly<Record<Language, string>> = {
  es: 'Cambió una regla. ',
  en: 'A rule has changed. ',
  pt: 'Mudou uma regra. ',
}

/** Subscriptions: who is told when the answer for a product and market changes. */
export const alertModule = (services: InformationServices): CaseModule => ({
  type: alert,
  path: 'alerts',
  noun: 'alert',
  summary: 'Being told when the answer of the finder to a question changes',
  opens: {
    command: 'subscribe',
    input: SubscribeSchema,
    run: async (work, input, actor) => {
      const file = work.open('alert', actor.org)
      await work.run(file, 'subscribe', input, actor)
      return file
    },
  },
  facts: async ({ work, command, input }: FactsRequest): Promise<AlertFacts> => {
    if (command !== 'subscribe') return {}
    const { question } = input as { question: AlertState['question'] }
    const { answer, brief } = answerNow(services, question, work.now)
    const goods = answer.hs?.description ?? question.q ?? question.hs ?? ''
    const ways = [question.origin, question.destination].filter(Boolean).join(' → ')
    return { brief, about: [answer.hs?.shown, goods, ways].filter(Boolean).join(' · ') }
  },
  reactions: {
    AlertSubscribed: async ({ work, file }) => {
      const { question } = file.state as AlertState
      if (work.world.sandbox === null) work.also(putAlert, [file.id, question.country ?? ''])
    },
    AlertEnded: async ({ work, file }) => work.also(dropAlert, [file.id]),
    RuleAlertSent: async (r) => {
      const { subscriber, about } = r.file.state as AlertState
      const { changes } = r.event.data as { changes: Readonly<Record<Language, readonly string[]>> }
      const words = Object.fromEntries(LANGUAGES.map((l) => [l, SAID[l] + changes[l].join(' ')]))
      tellWords(r, subscriber, words, { title: about })
    },
  },
})

const ANSWERED: Readonly<Record<Language, string>> = {
  es: 'Respondieron su consulta: ',
  en: 'Your enquiry was answered: ',
  pt: 'Responderam a sua consulta: ',
}

/** Questions to the enquiry point of an agency. */
export const enquiryModule = ({ library }: InformationServices): CaseModule => ({
  type: enquiry,
  path: 'enquiries',
  noun: 'enquiry',
  summary: 'A question to the enquiry point of an agency, answered within five business days',
  opens: {
    command: 'askEnquiry',
    input: AskSchema,
    run: async (work, input, actor) => {
      const file = work.open('enquiry', actor.org)
      await work.run(file, 'askEnquiry', input, actor)
      return file
    },
  },
  facts: async ({ work, command, input }: FactsRequest): Promise<EnquiryFacts> => {
    if (command !== 'askEnquiry') return {}
    const { agency, procedure } = input as { agency: string; procedure?: string }
    const [country = '', id = ''] = agency.split('.')
    const pack = (await library.packsIn(work.world.sandbox)).get(country)
    const known = pack?.agencies.get(id)
    const faults = [
      ...(known ? [] : [refusal('NOT_FOUND', '/agency', { type: 'agency', id: agency })]),
      ...(procedure === undefined || pack?.procedures.some((p) => p.id === procedure)
        ? []
        : [refusal('NOT_FOUND', '/procedure', { type: 'procedure', id: procedure })]),
    ]
    if (!pack || !known || faults.length) throw new Refusals(faults)
    const calendar: Calendar | undefined = pack.calendars.get(known.calendar) ?? pack.calendars.get(pack.calendar)
    return { org: agencyOrg(country, id), ...(calendar ? { calendar } : {}) }
  },
  reactions: {
    EnquiryAnswered: async (r) => {
      const { asker, agency } = r.file.state as EnquiryState
      const { text } = r.event.data as { text: string }
      const said = text.slice(0, 500)
      const words = Object.fromEntries(LANGUAGES.map((l) => [l, `${ANSWERED[l]}${said}`]))
      tellWords(r, asker, words, { agency, title: r.file.id })
    },
  },
})
