import { wordsIn, type PermitState, type Words } from '#kernel'
import { newId, type CaseModule, type Reaction, type Statement } from '#platform/cases'
import type { NoticeKind } from './texts.ts'

export { noticeRoutes } from './routes.ts'
export { noticeTexts, tellNotice, type NoticeKind, type NoticeText } from './texts.ts'

const putNotice: Statement = {
  name: 'notice.put',
  text: 'INSERT INTO notices.notice (id, org_id, case_id, kind, params, created_at, sandbox_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
}

function send(
  { work, file, event }: Reaction,
  org: string,
  kind: NoticeKind,
  params: Readonly<Record<string, unknown>>,
): void {
  work.also(putNotice, [newId(), org, file.id, kind, JSON.stringify(params), event.at, work.world.sandbox])
}

/** A notice to the applicant of a permit, with what every notice needs to say. */
const toApplicant =
  (kind: NoticeKind, points: (data: never) => string = () => '') =>
  async (r: Reaction): Promise<void> => {
    const s = r.file.state as PermitState
    send(r, s.applicant.org, kind, {
      agency: s.agency,
      title: s.title,
      due: s.period?.due ?? s.resolution?.validUntil ?? null,
      points: points(r.event.data as never),
    })
  }

/** A notice in words of its own, as a pack gives them. */
export function tellWords(r: Reaction, org: string, words: Words, about: Readonly<Record<string, unknown>>): void {
  const said = { es: wordsIn(words, 'es'), en: wordsIn(words, 'en'), pt: wordsIn(words, 'pt') }
  send(r, org, 'pack', { ...about, ...said })
}

const texts = (list: readonly { text: string }[]): string => list.map((o) => o.text).join(' · ')
const reason = (e: { humanText_es: string }): string => e.humanText_es

/** Standard notices of permits (PACK 4, notices). */
export const permitNotices: NonNullable<CaseModule['reactions']> = {
  TramiteAdmitted: async (r) => {
    if ((r.event.data as { by: string | null }).by) await toApplicant('admitted')(r)
  },
  CureRequested: toApplicant('cure', (e: { defects: readonly { text: string }[] }) => texts(e.defects)),
  TramiteObserved: toApplicant('observed', (e: { observations: readonly { text: string }[] }) => texts(e.observations)),
  DrIssued: toApplicant('approved'),
  TramiteDenied: toApplicant('denied', reason),
  SilenceApplied: async (r) => {
    if ((r.event.data as { effect: string }).effect === 'negative') await toApplicant('denied', reason)(r)
  },
  DrRevoked: toApplicant('revoked', reason),
  Lapsed: toApplicant('lapsed', (e: { reason: string }) => e.reason),
  Abandoned: toApplicant('lapsed', (e: { reason: string }) => e.reason),
  SlaBreached: toApplicant('breached'),
  ExpiryWarned: toApplicant('expiring'),
  OpinionAsked: async (r) => {
    const s = r.file.state as PermitState
    const task = r.event.data as { org: string; due: string | null }
    send(r, task.org, 'opinion', { agency: s.agency, title: s.title, due: task.due })
  },
}

export const applicationNotices: NonNullable<CaseModule['reactions']> = {
  ApplicationFiled: async (r) => {
    const e = r.event.data as { owner: string; number: string; permits: readonly unknown[] }
    send(r, e.owner, 'filed', { number: e.number, count: e.permits.length })
  },
}
