import { wordsIn, type PermitState, type Words } from '#kernel'
import { agencyOrg } from '#platform/access'
import { authorityOrg } from '#modules/catalogues'
import type { CaseModule, Reaction, Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { sendNotice, servedIn, servesOf, type Notice } from './send.ts'
import type { NoticeKind } from './texts.ts'

type Reactions = NonNullable<CaseModule['reactions']>

export interface NoticeServices {
  readonly library: PackLibrary
}

const serveRow: Statement = {
  name: 'notice.serve',
  text: `UPDATE notices.notice SET served_at = $3, served_how = $4, due = $5
         WHERE case_id = $1 AND serves = $2 AND served_at IS NULL`,
}

/** Who is told, and in which words; `due` is that of the case unless another is given. */
interface Told {
  readonly kind: NoticeKind
  readonly to?: 'applicant' | 'agency' | 'coordinator' | { readonly org: string }
  readonly roles?: readonly string[]
  readonly points?: string
  readonly due?: string | null
  readonly serves?: boolean
}
type Teller = (data: never, s: PermitState) => readonly Told[]

const one =
  (told: Told): Teller =>
  () => [told]
const list = (items: readonly { text: string }[]): string => items.map((o) => o.text).join(' · ')
/** A time offered, in universal time: the letter says the zone of the deciding body beside its own dates. */
const spoken = ({ from, place }: { from: string; place?: string }): string =>
  `${from.slice(0, 16).replace('T', ' ')} UTC${place ? `, ${place}` : ''}`
const lastOf = (slots: readonly { from: string }[]): string | undefined =>
  slots
    .map((s) => s.from)
    .sort()
    .at(-1)
const grounds = (e: { humanText_es: string }): string => e.humanText_es

const urgentFiled: Told = { kind: 'urgentFiled', to: 'agency', roles: ['evaluator', 'inspector'] }

/** What each event of a permit tells, and to whom (M07, M05). A pack's own notices are added to these. */
const tellers: Readonly<Record<string, Teller>> = {
  // Where somebody admits, the urgent case is told when it comes to be admitted; otherwise when it comes to be evaluated (M08-10).
  AdmissibilityOpened: (_, s) => (s.urgent ? [urgentFiled] : []),
  TramiteAdmitted: (e: { by: string | null }, s) => (e.by ? [{ kind: 'admitted' }] : s.urgent ? [urgentFiled] : []),
  CureRequested: (e: { defects: readonly { text: string }[] }) => [
    { kind: 'cure', points: list(e.defects), serves: true },
  ],
  CureProvided: one({ kind: 'cured', to: 'agency', roles: ['evaluator'] }),
  TramiteObserved: (e: { observations: readonly { text: string }[] }) => [
    { kind: 'observed', points: list(e.observations), serves: true },
  ],
  ObservationAnswered: one({ kind: 'answered', to: 'agency', roles: ['evaluator'] }),
  PeriodExtended: (e: { clock?: object; reason?: string }) =>
    e.clock ? [{ kind: 'prolonged', points: e.reason ?? '' }] : [],
  DrIssued: (_, s) => [s.granted ? { kind: 'partly', serves: true } : { kind: 'approved', due: null }],
  TramiteDenied: (e: never) => [{ kind: 'denied', points: grounds(e), serves: true }],
  SilenceApplied: (e: { effect: string; humanText_es: string }) =>
    e.effect === 'negative' ? [{ kind: 'denied', points: grounds(e), serves: true }] : [],
  DrRectified: one({ kind: 'rectified', due: null }),
  RectificationDeclined: (e: { reason: string }) => [{ kind: 'rectificationDeclined', points: e.reason, due: null }],
  DrExtended: one({ kind: 'renewed', due: null }),
  DrRevoked: (e: never) => [{ kind: 'revoked', points: grounds(e), serves: true }],
  Lapsed: (e: { reason: string }) => [{ kind: 'lapsed', points: e.reason, due: null }],
  Abandoned: (e: { reason: string }) => [{ kind: 'lapsed', points: e.reason, due: null }],
  SlaHalf: one({ kind: 'slaHalf', to: 'agency', roles: ['evaluator'] }),
  SlaAtRisk: one({ kind: 'slaRisk', to: 'agency', roles: ['evaluator', 'approver'] }),
  SlaBreached: () => [
    { kind: 'breached', due: null },
    { kind: 'slaBreached', to: 'agency', roles: ['head', 'approver'], due: null },
    { kind: 'slaBreached', to: 'coordinator', roles: ['coordinator'], due: null },
  ],
  ExpiryWarned: (_, s) => [{ kind: 'expiring', due: s.resolution?.expiresAt ?? null }],
  DrExpired: one({ kind: 'expired', due: null }),
  AppealFiled: (e: { due: string }) => [{ kind: 'appealFiled', to: 'agency', roles: ['head'], due: e.due }],
  AppealResolved: (e: never) => [{ kind: 'appealResolved', points: grounds(e), due: null }],
  TramiteWithdrawn: one({ kind: 'withdrawn', to: 'agency', roles: ['evaluator'], due: null }),
  InspectionScheduled: (e: { slots: readonly { from: string; place?: string }[] }, s) => [
    {
      kind: 'slots',
      points: e.slots.map((slot) => spoken(slot)).join(' · '),
      due: lastOf(e.slots) ?? dueOf(s, 'applicant'),
    },
  ],
  SlotChosen: (e: { slot: { from: string; place?: string } }) => [
    { kind: 'slotChosen', to: 'agency', roles: ['inspector'], points: spoken(e.slot), due: e.slot.from },
  ],
  InspectionMissed: (e: { text: string | null }) => [{ kind: 'missed', points: e.text ?? '', due: null }],
  OpinionAsked: (e: { org: string; due: string | null }) => [
    { kind: 'opinion', to: { org: e.org }, roles: ['evaluator'], due: e.due },
  ],
}

/** Words of a stored reason that people read. */
const reasons: Readonly<Record<string, string>> = {
  'order unpaid': 'Venció la orden sin pago.',
  'not cured': 'No se corrigió a tiempo.',
  'not answered': 'No se respondió a tiempo.',
}

const dueOf = (s: PermitState, to: Told['to']): string | null =>
  to === 'agency' || to === 'coordinator' ? (s.clock?.due ?? s.period?.due ?? null) : (s.period?.due ?? null)

async function tell(r: Reaction, library: PackLibrary, told: Told): Promise<void> {
  const s = r.file.state as PermitState
  const { pack, procedure } = await library.getPinned(r.file.definition)
  const { to = 'applicant', kind, roles, points = '' } = told
  const org =
    typeof to === 'object'
      ? to.org
      : { applicant: s.applicant.org, agency: agencyOrg(pack.id, s.agency), coordinator: authorityOrg }[to]
  const serves = told.serves ? servesOf(s) : undefined
  sendNotice(r.work, {
    org,
    caseId: r.file.id,
    kind,
    params: {
      agency: s.agency,
      agencyName: pack.agencies.get(s.agency)?.name ?? s.agency,
      title: s.title,
      points: reasons[points] ?? points,
    },
    ...(roles ? { roles } : {}),
    due: told.due === undefined ? dueOf(s, to) : told.due,
    country: pack.id,
    calendar: procedure.calendar,
    service: procedure.periods.service ?? null,
    ...(serves ? { serves } : {}),
    at: r.event.at,
  })
}

/** Standard notices of permits (PACK 4, notices), and the service of those that start a period. */
export const permitNotices = ({ library }: NoticeServices): Reactions => ({
  ...Object.fromEntries(
    Object.entries(tellers).map(([type, teller]) => [
      type,
      async (r: Reaction) => {
        for (const told of teller(r.event.data as never, r.file.state as PermitState)) await tell(r, library, told)
      },
    ]),
  ),
  NoticeServed: async ({ work, file, event }) => {
    const e = event.data as { period: string; at: string; how: string; due: string }
    work.also(serveRow, [file.id, e.period, e.at, e.how, e.due])
  },
})

export const applicationNotices = ({ library }: NoticeServices): Reactions => ({
  ApplicationFiled: async ({ work, file, event }) => {
    const e = event.data as { owner: string; number: string; permits: readonly { readonly procedure: string }[] }
    const pack = library.packs.get(e.permits[0]?.procedure.split('.')[0] ?? '')
    const params = { number: e.number, count: e.permits.length }
    sendNotice(work, { org: e.owner, caseId: file.id, kind: 'filed', params, ...servedIn(pack), at: event.at })
  },
})

interface OrderLike {
  readonly payer: string
  readonly number: string
  readonly total: { readonly amount: string; readonly currency: string }
}

/** What a payment order tells its payer (M06). */
export const orderNotices = ({ library }: NoticeServices): Reactions => {
  const toPayer =
    (kind: NoticeKind) =>
    async ({ work, file, event }: Reaction): Promise<void> => {
      const s = file.state as unknown as OrderLike
      const line = (file.state as unknown as { lines: readonly { procedure: string }[] }).lines[0]
      const { amount } = event.data as { amount?: OrderLike['total'] }
      const total = amount ?? s.total
      const params = { number: s.number, total: `${total.amount} ${total.currency}` }
      const pack = library.packs.get(line?.procedure.split('.')[0] ?? '')
      sendNotice(work, { org: s.payer, caseId: file.id, kind, params, ...servedIn(pack), at: event.at })
    }
  return {
    PaymentReceived: toPayer('paid'),
    OrderExpired: toPayer('orderExpired'),
    RefundOwed: toPayer('refundOwed'),
  }
}

type Addressee = Pick<Notice, 'org' | 'country' | 'calendar' | 'service'> & { readonly roles?: readonly string[] }

/** A notice in words of its own, as a pack gives them; to an organisation of no country where only its id is given. */
export function tellWords(
  { work, file, event }: Reaction,
  to: Addressee | string,
  words: Words,
  { due, ...params }: Readonly<Record<string, unknown>>,
): void {
  const about = typeof to === 'string' ? { org: to, ...servedIn(undefined) } : to
  const said = { es: wordsIn(words, 'es'), en: wordsIn(words, 'en'), pt: wordsIn(words, 'pt') }
  sendNotice(work, {
    ...about,
    caseId: file.id,
    kind: 'pack',
    params: { ...params, ...said },
    due: typeof due === 'string' ? due : null,
    at: event.at,
  })
}
