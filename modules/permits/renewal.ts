import {
  decidedBy,
  legalDay,
  refusal,
  selectAsked,
  type AttachedDocument,
  type Elements,
  type Lines,
  type PermitState,
} from '#kernel'
import { orgsOf } from '#modules/applications'
import { issueOrders } from '#modules/payments'
import { Refusals, systemActor, type CaseModule, type Reaction, type Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'

const copyPersonal: Statement = {
  name: 'renewal.personal',
  text: `INSERT INTO cases.personal (case_id, ref, salt, value)
         SELECT $2, ref, salt, value FROM cases.personal WHERE case_id = $1 AND ref = ANY($3) ON CONFLICT DO NOTHING`,
}

interface Asked {
  readonly elements: Elements
  readonly lines: Lines | null
  readonly documents: readonly AttachedDocument[]
}

/** Opens the new case of a renewal under the version now in force: everything is taken over that its form still asks (PACK 4, 11). */
async function openRenewal({ work, file, event }: Reaction, library: PackLibrary): Promise<void> {
  const s = file.state as PermitState
  const asked = event.data as Asked
  const { procedure: old } = await library.getPinned(file.definition)
  const today = legalDay(old.calendar, work.now)
  const found = library.findProcedure(old.id, today)
  if (!found) throw new Refusals([refusal('UNKNOWN_PROCEDURE', '', { procedure: old.id })])
  const { pack } = found
  // Who decided the document decides its renewal; where that entity no longer may, the kernel says that nobody was chosen.
  const procedure = decidedBy(found.procedure, s.agency) ?? found.procedure
  const known = selectAsked(procedure, { elements: s.elements, lines: asked.lines ?? s.lines }, undefined, today)
  const elements = { ...known.elements, ...asked.elements }
  const lines = asked.lines ?? known.lines
  const given = new Set(asked.documents.map((d) => d.type))
  const documents = [
    ...s.documents.filter((d) => !given.has(d.type) && procedure.attach.some((a) => a.document === d.type)),
    ...asked.documents,
  ]
  const renewed = work.open('permit', s.applicant.org, library.nameOf(pack, procedure))
  const refs = Object.values(elements).flatMap((v) => (typeof v === 'object' && 'ref' in v ? [v.ref] : []))
  if (refs.length) work.also(copyPersonal, [file.id, renewed.id, refs])
  const form = { lineOf: asked.lines ? lines.map((_, i) => i) : s.lineOf, elements, lines, documents }
  const input = {
    procedure: procedure.id,
    orgs: orgsOf(pack, procedure),
    customs: s.customs,
    applicant: s.applicant,
    application: s.application,
    dossier: s.dossier,
    ...form,
    renews: { permit: file.id, number: s.resolution?.number ?? '' },
  }
  await work.run(renewed, 'submit', input, systemActor)
  await work.run(file, 'linkRenewal', { permit: renewed.id }, systemActor)
  // An automatic renewal came to its end before the old case knew of it.
  const { status, resolution } = renewed.state as PermitState
  if (resolution || status === 'LAPSED')
    await work.run(
      file,
      'closeRenewal',
      { permit: renewed.id, outcome: resolution ? 'granted' : 'refused' },
      systemActor,
    )
  await issueOrders(work, [renewed])
}

/** The old document learns what became of its renewal, so that another may be asked for if it failed. */
const close =
  (outcome: 'granted' | 'refused') =>
  async ({ work, file }: Reaction): Promise<void> => {
    const { renews } = file.state as PermitState
    if (!renews) return
    const old = await work.find('permit', renews.permit)
    if (!old) return
    await work.attempt(old, 'closeRenewal', { permit: file.id, outcome }, systemActor)
  }

export const renewalReactions = ({
  library,
}: {
  readonly library: PackLibrary
}): NonNullable<CaseModule['reactions']> => ({
  RenewalAsked: (r) => openRenewal(r, library),
  DrIssued: close('granted'),
  TramiteDenied: close('refused'),
  SilenceApplied: async (r) => {
    if ((r.event.data as { effect: string }).effect === 'negative') await close('refused')(r)
  },
  TramiteWithdrawn: close('refused'),
  Lapsed: close('refused'),
  Abandoned: close('refused'),
})
