import {
  chosenFrom,
  concernedAgencies,
  determine,
  isChosen,
  legalDay,
  permit as permitType,
  refusal,
  type Actor,
  type Day,
  type Determination,
  type Pack,
  type Procedure,
  type Refusal,
  type RequirementRow,
} from '#kernel'
import {
  conflictRefusal,
  copyPersonal,
  disputedIn,
  feedForm,
  isBeforeExit,
  openDossier,
  refsIn,
  reuseOf,
  staleIn,
  typedIn,
  type DossierState,
  type FormFeed,
} from '#modules/dossier'
import { issueOrders, takeFilingNumbers } from '#modules/payments'
import { agencyOrg, partyOf, type Directory } from '#platform/access'
import { namedId, Refusals, systemActor, type OpenCase, type Work } from '#platform/cases'
import type { FileStore } from '#platform/files'
import type { PackLibrary } from '#platform/packs'
import { findDuplicates, keepPresentation, presentedDigest } from './duplicates.ts'
import type { FileApplication, Filed, Why } from './application.ts'

export interface FilingServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly files: FileStore
}

export const whyOf = (row: RequirementRow): Why => ({
  topic: row.topic,
  row: `${row.file}:${row.line}`,
  law: row.law,
  note: row.note ?? null,
})

interface Wanted {
  readonly procedure: Procedure
  readonly lines: readonly number[]
  readonly why: readonly Why[]
}

/** Files one application: the rules choose the procedures, each form is fed from the dossier, all faults come back together. */
export async function fileApplication(
  work: Work,
  services: FilingServices,
  input: FileApplication,
  actor: Actor,
): Promise<OpenCase> {
  const found: Refusal[] = []
  try {
    return await fileWith(work, services, input, actor, found)
  } catch (error) {
    if (found.length === 0) throw error
    // Values that are wrong in themselves are told beside what the forms find, and alone where they keep the forms from being read.
    throw new Refusals(unique([...found, ...(error instanceof Refusals ? error.refusals : [])]))
  }
}

async function fileWith(
  work: Work,
  services: FilingServices,
  input: FileApplication,
  actor: Actor,
  found: Refusal[],
): Promise<OpenCase> {
  const { library, directory } = services
  const dossierFile = await dossierOf(work, services, input, actor, found)
  const dossier = dossierFile.state as DossierState
  const pack = library.packs.get(dossier.country)
  if (!pack)
    throw new Refusals([
      refusal('NO_PACK', '/dossier/country', {
        country: dossier.country,
        allowed: [...library.packs.keys()].join(', '),
      }),
    ])
  const today = legalDay(calendarOf(pack), work.now)
  const { wanted: called, exempt } = choose(library, pack, dossier, input, today)
  const wanted = decided(called, input.agencies ?? {})
  const applicant = { org: actor.org, party: partyOf(await directory.getOrganisation(actor.org)) }
  const file = work.open('application', actor.org)
  const customs = await directory.findOrganisation(namedId(`customs/${pack.id}`))
  const parts = wanted.map(({ procedure, lines, why }) => ({
    procedure,
    lines,
    why,
    feed: feedForm(dossier, procedure, lines),
    permit: work.open('permit', actor.org, library.nameOf(pack, procedure)),
  }))
  const digest = presentedDigest(dossier)
  // Numbers are asked for together with the facts of the permits: one trip to the database instead of one for each.
  const [[number, orderNumber], duplicates, refused] = await Promise.all([
    takeFilingNumbers(work, 'SUCE', 'OP'),
    findDuplicates(work, dossier.owner, dossierFile.id, digest),
    Promise.all(
      parts.map(({ procedure, feed, permit }) => {
        const form = {
          lineOf: feed.lineOf,
          elements: feed.data.elements,
          lines: feed.data.lines,
          documents: feed.documents,
        }
        const about = {
          procedure: procedure.id,
          orgs: orgsOf(pack, procedure),
          customs: customs?.id ?? null,
          applicant,
        }
        const input = { ...about, application: file.id, dossier: dossierFile.id, ...form }
        return work.attempt(permit, 'submit', input, systemActor)
      }),
    ),
  ])
  const faults = parts.flatMap(({ procedure, feed }, i) =>
    (refused[i]?.refusals ?? []).map((r) => toDossier(r, procedure, feed.lineOf, library)),
  )
  for (const { feed } of parts) faults.push(...unsettled(dossier, feed, today))
  for (const { feed, permit } of parts) {
    const refs = refsIn(feed.data.elements)
    if (refs.length) work.also(copyPersonal, [dossierFile.id, permit.id, refs])
  }
  const permits = parts.map(({ permit }) => permit)
  const filed = parts.map(({ procedure, lines, why, permit }): Filed => ({
    permit: permit.id,
    procedure: procedure.key,
    agency: procedure.agency,
    title: permitType.title(permit.state as never),
    lines,
    why,
  }))
  const presented = parts.reduce((n, { feed }) => n + feed.presented, 0)
  if (faults.length || found.length) throw new Refusals(unique(faults))
  await issueOrders(work, permits, orderNumber)
  const reuse = reuseOf(presented, typedIn(dossier))
  keepPresentation(work, { application: file.id, number }, dossier.owner, dossierFile.id, digest)
  const said = duplicates.length ? { duplicates } : {}
  await work.run(
    file,
    'file',
    { number, owner: actor.org, dossier: dossierFile.id, permits: filed, exempt, reuse, ...said },
    actor,
  )
  return file
}

async function dossierOf(
  work: Work,
  services: FilingServices,
  { dossier }: FileApplication,
  actor: Actor,
  found: Refusal[],
): Promise<OpenCase> {
  if (typeof dossier !== 'string') {
    try {
      const faults: Refusal[] = []
      const file = await openDossier(work, services, dossier, actor, faults)
      found.push(...faults.map((r) => ({ ...r, pointer: `/dossier${r.pointer}` })))
      return file
    } catch (error) {
      if (error instanceof Refusals)
        throw new Refusals(error.refusals.map((r) => ({ ...r, pointer: `/dossier${r.pointer}` })))
      throw error
    }
  }
  const file = await work.find('dossier', dossier)
  if (!file || file.ownerOrg !== actor.org)
    throw new Refusals([refusal('NOT_FOUND', '/dossier', { type: 'dossier', id: dossier })])
  const { hold } = file.state as DossierState
  if (hold) throw new Refusals([refusal('LEGAL_HOLD', '/dossier', { article: hold.article, since: hold.at })])
  if (!isBeforeExit(file.state.status)) throw new Refusals([refusal('DOSSIER_CLOSED', '/dossier')])
  return file
}

const calendarOf = (pack: Pack) => {
  const calendar = pack.calendars.get(pack.calendar)
  if (!calendar) throw new Error(`pack ${pack.id} has no calendar ${pack.calendar}`)
  return calendar
}

/** What the rules say about a dossier (M08-1). */
export const requirementsOf = (pack: Pack, dossier: DossierState, day: Day): Determination =>
  determine(pack.requirements, { regime: dossier.regime, elements: dossier.elements, lines: dossier.lines, day })

function choose(
  library: PackLibrary,
  pack: Pack,
  dossier: DossierState,
  input: FileApplication,
  today: Day,
): { wanted: Wanted[]; exempt: Why[] } {
  const all = dossier.lines.map((_, i) => i)
  const faults: Refusal[] = []
  const get = (id: string, pointer: string): Procedure | undefined => {
    const found = library.findProcedure(id, today)
    if (!found || found.pack.id !== pack.id) faults.push(refusal('UNKNOWN_PROCEDURE', pointer, { procedure: id }))
    return found?.procedure
  }
  const done = (wanted: Wanted[], exempt: Why[]): { wanted: Wanted[]; exempt: Why[] } => {
    if (faults.length) throw new Refusals(faults)
    return { wanted, exempt }
  }
  if (input.procedures) {
    const wanted = input.procedures.flatMap((id, i) => {
      const procedure = get(id, `/procedures/${i}`)
      return procedure ? [{ procedure, lines: all, why: [] }] : []
    })
    return done(wanted, [])
  }
  const found = requirementsOf(pack, dossier, today)
  for (const { row, lines } of found.prohibitions)
    for (const line of lines)
      faults.push(
        refusal(
          'PROHIBITED_GOODS',
          `/dossier/lines/${line}`,
          { law: row.law, note: row.note ?? '' },
          { source: row.law },
        ),
      )
  const wanted = found.procedures.flatMap(({ procedure: id, lines, rows }) => {
    const procedure = get(id, '/dossier')
    return procedure ? [{ procedure, lines, why: rows.map(whyOf) }] : []
  })
  return done(
    wanted,
    found.exemptions.map(({ row }) => whyOf(row)),
  )
}

/** Each procedure as whoever the firm chose decides it, where the law leaves a choice (PACK 16.10). */
function decided(wanted: readonly Wanted[], chosen: Readonly<Record<string, string>>): Wanted[] {
  const pointer = (id: string): string => `/agencies/${id}`
  const found = wanted.map((w) => ({
    ...w,
    procedure: chosenFrom(w.procedure, chosen[w.procedure.id], pointer(w.procedure.id)),
  }))
  const faults = [
    ...found.flatMap(({ procedure }) => (isChosen(procedure) ? [] : [procedure])),
    ...Object.keys(chosen)
      .filter((id) => !wanted.some((w) => w.procedure.id === id))
      .map((id) => refusal('PROCEDURE_NOT_FILED', pointer(id), { procedure: id })),
  ]
  if (faults.length) throw new Refusals(faults)
  return found.flatMap(({ procedure, ...w }) => (isChosen(procedure) ? [{ ...w, procedure }] : []))
}

/** Organisations of the agencies that a procedure concerns, as a permit is told them. */
export const orgsOf = (pack: Pack, procedure: Procedure): Record<string, string> =>
  Object.fromEntries(concernedAgencies(procedure).map((a) => [a, agencyOrg(pack.id, a)]))

/** A fault of one form, as a pointer into what the firm typed: its dossier, or its answers to that procedure. */
function toDossier(r: Refusal, procedure: Procedure, lineOf: readonly number[], library: PackLibrary): Refusal {
  const [, part = '', first = '', second = '', ...deeper] = r.pointer.split('/')
  const inside = deeper.map((t) => `/${t}`).join('')
  const own = (element: string): boolean => !library.dictionary.elements.has(element)
  if (part === 'elements') {
    const rest = `${first}${second ? `/${second}` : ''}${inside}`
    return {
      ...r,
      pointer: own(first) ? `/dossier/answers/${procedure.id}/elements/${rest}` : `/dossier/elements/${rest}`,
    }
  }
  if (part === 'lines' && first !== '') {
    const line = lineOf[Number(first)] ?? first
    const rest = second ? `/${second}${inside}` : ''
    return {
      ...r,
      pointer:
        second && own(second)
          ? `/dossier/answers/${procedure.id}/lines/${line}${rest}`
          : `/dossier/lines/${line}${rest}`,
    }
  }
  return { ...r, pointer: `/dossier${r.pointer}` }
}

/** Data of a form that nobody should decide on: two sources contradict each other, or its last day has passed (M02). */
const unsettled = (dossier: DossierState, feed: FormFeed, today: Day): Refusal[] => [
  ...disputedIn(dossier, feed).map((c) => conflictRefusal(dossier, c, '/dossier')),
  ...staleIn(dossier, feed, today).map(({ line, element, until }) =>
    refusal('ELEMENT_STALE', `/dossier${line === null ? '/elements' : `/lines/${line}`}/${element}`, {
      element,
      until,
    }),
  ),
]

/** Three forms that read the same datum say the same of it once. */
function unique(faults: readonly Refusal[]): Refusal[] {
  const seen = new Map(faults.map((f) => [`${f.code} ${f.pointer}`, f]))
  return [...seen.values()]
}
