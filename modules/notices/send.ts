import { dueAt, isUnserved, type Calendar, type Instant, type Pack, type PermitState, type Period } from '#kernel'
import { newId, type Statement, type Work } from '#platform/cases'
import { TEXT_VERSION, type NoticeKind } from './texts.ts'

const putNotice: Statement = {
  name: 'notice.put',
  text: `INSERT INTO notices.notice (id, org_id, case_id, kind, params, created_at, sandbox_id, roles, country, zone, serves, due, deemed_at,
           text_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (id) DO NOTHING`,
}

/** What a notice says, to whom, and from which moment it counts. */
export interface Notice {
  /** Given where the same notice may be sent twice: it then comes once. */
  readonly id?: string
  readonly org: string
  /** The case it is about: where its link leads. */
  readonly caseId: string
  readonly kind: NoticeKind
  /** What its words need: `agencyName`, `title`, `points`, `number`, `total` … */
  readonly params: Readonly<Record<string, unknown>>
  /** Only these roles of the organisation; everybody when absent. */
  readonly roles?: readonly string[]
  readonly due?: Instant | null
  readonly country: string | null
  readonly calendar: Calendar | null
  /** The country's period after which an unopened notice counts as served. */
  readonly service: Period | null
  /** The period of the applicant that starts when this is served. */
  readonly serves?: { readonly period: 'cure' | 'answer' | 'appeal'; readonly by: Instant }
  readonly at: Instant
}

/** Puts a notice in a mailbox, in the transaction of what it tells. Courtesy copies follow by themselves. */
export function sendNotice(work: Work, n: Notice): void {
  const deemed = n.serves?.by ?? (n.service && n.calendar ? dueAt(n.calendar, n.at, n.service) : null)
  work.also(putNotice, [
    n.id ?? newId(),
    n.org,
    n.caseId,
    n.kind,
    JSON.stringify(n.params),
    n.at,
    work.world.sandbox,
    n.roles ?? null,
    n.country,
    n.calendar?.zone ?? 'UTC',
    n.serves?.period ?? null,
    n.due ?? null,
    deemed,
    TEXT_VERSION,
  ])
}

/** The country's own calendar and period of service, for what is no agency's. */
export const servedIn = (pack: Pack | undefined): Pick<Notice, 'country' | 'calendar' | 'service'> => ({
  country: pack?.id ?? null,
  calendar: pack?.calendars.get(pack.calendar) ?? null,
  service: pack?.service ?? null,
})

/** The pending period of a permit, where it starts with the service of its notice. */
export function servesOf({ period }: PermitState): Notice['serves'] {
  const name = period?.name
  if (!period?.servedBy || !isUnserved(period)) return undefined
  return name === 'cure' || name === 'answer' || name === 'appeal' ? { period: name, by: period.servedBy } : undefined
}
