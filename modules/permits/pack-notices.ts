import { noticeEvents, noticesOf, type PermitState } from '#kernel'
import { agencyOrg } from '#platform/access'
import { tellWords } from '#modules/notices'
import type { CaseModule, Reaction } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'

/** Notices that a procedure adds to the standard ones (PACK 4). A desk is told at its agency, with the role that is meant. */
async function tell(r: Reaction, library: PackLibrary): Promise<void> {
  const s = r.file.state as PermitState
  const { pack, procedure } = await library.getPinned(r.file.definition)
  for (const { notice } of noticesOf(procedure, r.event, s)) {
    const { to, words } = notice
    const agencyName = pack.agencies.get(s.agency)?.name ?? s.agency
    const about = {
      agency: s.agency,
      agencyName,
      title: s.title,
      due: s.period?.due ?? s.resolution?.expiresAt ?? null,
    }
    const place = {
      country: pack.id,
      calendar: procedure.calendar,
      service: procedure.periods.service ?? null,
    }
    if (to === 'applicant') tellWords(r, { ...place, org: s.applicant.org }, words, about)
    else tellWords(r, { ...place, org: agencyOrg(pack.id, to.agency), roles: [to.role] }, words, about)
  }
}

export const packNoticeReactions = ({
  library,
}: {
  readonly library: PackLibrary
}): NonNullable<CaseModule['reactions']> =>
  Object.fromEntries(noticeEvents.map((type) => [type, (r: Reaction) => tell(r, library)]))
