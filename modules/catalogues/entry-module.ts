import { addDays, dueAt, isDay, legalDay, refusal, type Calendar, type Day } from '#kernel'
import type { Directory } from '#platform/access'
import {
  namedId,
  Refusals,
  type CaseModule,
  type FactsRequest,
  type OpenCase,
  type Reaction,
  type Statement,
  type Work,
} from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { catalogueEntry, ProposeSchema, type EntryFacts, type EntryState, type ProposeEntry } from './entry.ts'
import { impactOf } from './impact.ts'
import { catalogueKinds, codeIn, findCatalogue, type Catalogue } from './kinds.ts'
import { publishChange, type Published } from './publish.ts'
import { endEntry, holdCatalogue, overlapsOf, putRow, worldKey } from './rows.ts'

export interface CatalogueServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly published?: Published
}

/** The body that keeps the catalogues: stewards propose, another steward or the coordinator approves (M04, M45). */
export const authorityOrg = namedId('authority')

const worldCalendar: Calendar = {
  id: 'world',
  zone: 'UTC',
  week: [null, [540, 1080], [540, 1080], [540, 1080], [540, 1080], [540, 1080], null],
  holidays: new Set(),
  law: '',
}

/** The legal days of a catalogue: those of its country, or UTC for the lists of the world. */
export function calendarOf({ country }: Catalogue, library: PackLibrary): Calendar {
  const pack = country === null ? undefined : library.packs.get(country)
  return pack?.calendars.get(pack.calendar) ?? worldCalendar
}

/** A catalogue by its name. @throws Refusals when there is none, or no such country. */
export function getCatalogue(id: string, library: PackLibrary, pointer = '/catalogue'): Catalogue {
  const found = findCatalogue(id)
  if (found && (found.country === null || library.packs.has(found.country))) return found
  const allowed = catalogueKinds.map((k) => (k.national ? `<country>.${k.id}` : k.id)).join(', ')
  throw new Refusals([refusal('UNKNOWN_CATALOGUE', pointer, { catalogue: id, allowed })])
}

const NOTICE = 'catalogue.noticeDays'
const findNotice: Statement = {
  name: 'catalogue.notice',
  text: `SELECT value->>'value' AS days FROM catalogues.entry WHERE world = $1 AND catalogue = $2 AND code = $3
           AND status IN ('APPROVED', 'IN_FORCE', 'SUPERSEDED') AND valid_from <= $4 AND (valid_to IS NULL OR valid_to >= $4)`,
}

/** How many days ahead a burden is published: the country's own threshold, kept here like any other; ten where it has none. */
async function noticeDays(work: Work, { country }: Catalogue, day: Day): Promise<number> {
  if (country === null) return 10
  const values = [worldKey(work.world.sandbox), `${country}.thresholds`, NOTICE, day]
  const days = (await work.tx.query<{ days: string | null }>(findNotice, values)).rows[0]?.days ?? ''
  return /^\d{1,3}$/.test(days) ? Number(days) : 10
}

type Subject = Pick<EntryState, 'catalogue' | 'code' | 'from' | 'to' | 'supersedes'>

async function factsOf({ work, file, command, input, actor }: FactsRequest, library: PackLibrary): Promise<EntryFacts> {
  if (command === 'supersede' || command === 'rejectEntry') return {}
  const s = command === 'proposeEntry' ? proposed(input as ProposeEntry) : (file.state as EntryState)
  const catalogue = getCatalogue(s.catalogue, library)
  const calendar = calendarOf(catalogue, library)
  // Days that are none are told by the decision; the database could not compare them.
  if (![s.from, s.to ?? s.from, s.supersedes ?? s.from].every(isDay) || (s.to !== null && s.to < s.from))
    return { calendar }
  await holdCatalogue(work, s.catalogue)
  const all = await overlapsOf(work, { id: file.id, ...s })
  const predecessor = s.supersedes ? (all.find((o) => o.from === s.supersedes && o.from < s.from) ?? null) : null
  const asked = command === 'approveEntry' || command === 'emergencyPut'
  const impact = asked
    ? await impactOf(work.tx, {
        catalogue,
        entry: file.state as EntryState,
        sandbox: work.world.sandbox,
        org: actor.org,
        library,
        now: work.now,
      })
    : undefined
  return {
    calendar,
    predecessor,
    overlaps: all.filter((o) => o !== predecessor),
    noticeDays: await noticeDays(work, catalogue, legalDay(calendar, work.now)),
    confirmBy: dueAt(calendar, work.now, { n: 1, unit: 'bd' }),
    ...(impact ? { impact: { dossiers: impact.dossiers, permits: impact.permits } } : {}),
  }
}

function proposed(input: ProposeEntry): Subject {
  const { catalogue, from, to = null, supersedes = null } = input
  const known = findCatalogue(catalogue)
  return { catalogue, code: known ? codeIn(known, input.code) : input.code, from, to, supersedes }
}

async function propose(
  work: Work,
  input: ProposeEntry,
  actor: Parameters<Work['run']>[3],
  { library, directory }: CatalogueServices,
): Promise<OpenCase> {
  const catalogue = getCatalogue(input.catalogue, library)
  const org = await directory.findOrganisation(actor.org)
  // An agency speaks for the rules of its own country; the lists of the world and other countries' are not its own.
  if (actor.org !== authorityOrg && (catalogue.country === null || org?.pack !== catalogue.country))
    throw new Refusals([refusal('FORBIDDEN', '/catalogue', { command: 'proposeEntry' })])
  const file = work.open('catalogue-entry', actor.org)
  await work.run(file, 'proposeEntry', { ...input, authority: authorityOrg }, actor)
  return file
}

const write = async ({ work, file }: Reaction): Promise<void> => putRow(work, file.id, file.state as EntryState)

/** What changes on which days an entry holds is enforced from its commit on. */
const enforce =
  (published: Published | undefined, then: (r: Reaction) => Promise<void>) =>
  async (reaction: Reaction): Promise<void> => {
    await then(reaction)
    const { catalogue, code, law } = reaction.file.state as EntryState
    publishChange(reaction.work, { catalogue, norm: law.norm, codes: [code] }, published)
  }

/** The one it supersedes ends the day before: first, so that the two never hold at once. */
async function publish(reaction: Reaction): Promise<void> {
  const { work, file } = reaction
  const s = file.state as EntryState
  if (s.supersedes) {
    const all = await overlapsOf(work, { id: file.id, ...s })
    const old = all.find((o) => o.from === s.supersedes)
    if (old) await endEntry(work, s.code, old, addDays(s.from, -1), s.law, `superseded from ${s.from}`)
  }
  await write(reaction)
}

export const catalogueEntryModule = (services: CatalogueServices): CaseModule => ({
  type: catalogueEntry,
  path: 'catalogue-entries',
  noun: 'catalogue-entry',
  summary: 'A code or parameter with its first day and its norm, proposed by one person and approved by another',
  opens: {
    command: 'proposeEntry',
    input: ProposeSchema,
    run: (work, input, actor) => propose(work, input as ProposeEntry, actor, services),
  },
  facts: (request) => factsOf(request, services.library),
  reactions: {
    EntryProposed: write,
    EntryApproved: enforce(services.published, publish),
    RuleInForce: write,
    EndSet: enforce(services.published, write),
    RuleSuperseded: write,
    RuleEmergency: enforce(services.published, write),
    RuleLapsed: enforce(services.published, write),
    EntryRejected: write,
  },
  present: async ({ id, state }, work) => {
    const s = state as EntryState
    const warnings: string[] = []
    if (s.status === 'PROPOSED' && s.burdens && !s.backdating) {
      const catalogue = findCatalogue(s.catalogue)
      const calendar = catalogue ? calendarOf(catalogue, services.library) : worldCalendar
      const days = catalogue ? await noticeDays(work, catalogue, legalDay(calendar, work.now)) : 10
      if (s.from < addDays(legalDay(calendar, work.now), days)) warnings.push('NOTICE_TOO_SHORT')
    }
    return { warnings, impact: `/v1/catalogue-entries/${id}/impact` }
  },
})
