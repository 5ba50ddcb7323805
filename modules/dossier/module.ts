import { countryOf, refusal, type Actor, type Elements, type Refusal } from '#kernel'
import { partyOf, type Directory } from '#platform/access'
import {
  Refusals,
  systemActor,
  type CaseModule,
  type FactsRequest,
  type OpenCase,
  type Reaction,
  type Work,
} from '#platform/cases'
import type { FileStore } from '#platform/files'
import { problemOf } from '#platform/http'
import type { PackLibrary } from '#platform/packs'
import { reconcile } from './checks.ts'
import type { DossierFacts } from './decisions.ts'
import { dossier } from './dossier.ts'
import type { Handed } from './events.ts'
import { pointerOf, positionOf, sourceAt, valueAt } from './hub.ts'
import { OpenSchema, type DeclareDossier, type OpenDossier, type SetElements } from './inputs.ts'
import { issuedOn } from './issued.ts'
import { copyPersonal, refsIn } from './personal.ts'
import { dossierReuse } from './reuse.ts'
import { viewOf } from './scopes.ts'
import type { DossierState, Plan } from './state.ts'
import { heldPersonal, sealAnswers, sealElements, type Sealing } from './values.ts'

export interface DossierServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly files: FileStore
  /** What the requirement tables ask for a dossier on a day; given by the house, because the tables are another module's. */
  readonly planOf?: (s: DossierState, day: string) => Plan
}

/** UCR (WCO recommendation): year's digit, country, enterprise id, unique reference; at most 35 characters (M02). */
export const ucrOf = (year: string, country: string, taxId: string, id: string): string =>
  // The enterprise's part gives way when it is long, never the unique one.
  `${year.slice(3, 4)}${country}${taxId.replace(/[^A-Za-z0-9]/g, '').slice(0, 20)}${id.replaceAll('-', '').slice(-12).toUpperCase()}`

/**
 * Opens a dossier for the actor's organisation. What the registry knows about the firm is there from the start.
 * With `report`, faults in its values go there instead of being thrown, so that the caller can look for more before it refuses.
 */
export async function openDossier(
  work: Work,
  services: DossierServices,
  input: OpenDossier,
  actor: Actor,
  report?: Refusal[],
): Promise<OpenCase> {
  const { directory, library } = services
  const pack = library.packs.get(input.country)
  if (!pack)
    throw new Refusals([
      refusal('NO_PACK', '/country', { country: input.country, allowed: [...library.packs.keys()].join(', ') }),
    ])
  const file = work.open('dossier', actor.org)
  const org = await directory.getOrganisation(actor.org)
  const role = input.regime === 'export' ? 'exporter' : 'importer'
  const known: Elements = library.dictionary.elements.has(role) ? { [role]: partyOf(org) } : {}
  const ucr = ucrOf(work.now, countryOf(pack), org.taxId ?? '', file.id)
  const { plan, ...said } = input
  const sealed = await checked(work, file, said, services, report)
  await work.run(file, 'open', { ...said, ...sealed, ucr, owner: actor.org, known }, actor)
  if (plan) await work.run(file, 'savePlan', {}, actor)
  return file
}

/** Checks the shape of every value against the dictionary, that every file is here, and puts personal data beside the chain. */
async function checked(
  work: Work,
  file: OpenCase,
  input: DeclareDossier,
  { library, files }: Pick<DossierServices, 'library' | 'files'>,
  report?: Refusal[],
): Promise<Partial<DeclareDossier>> {
  const faults: Refusal[] = []
  const to = await sealing(work, file, library, faults, Object.keys(input.elements ?? {}))
  const elements = input.elements && sealElements(to, input.elements, false, '/elements')
  const lines = input.lines?.map((l, i) => sealElements(to, l, true, `/lines/${i}`))
  const answers = input.answers && sealAnswers(work, file.id, library, input.answers, faults)
  for (const [i, { digest }] of (input.documents ?? []).entries())
    if (!(await files.has(digest))) faults.push(refusal('UNKNOWN_FILE', `/documents/${i}/digest`))
  if (faults.length && !report) throw new Refusals(faults)
  report?.push(...faults)
  return { ...(elements ? { elements } : {}), ...(lines ? { lines } : {}), ...(answers ? { answers } : {}) }
}

async function sealing(
  work: Work,
  file: OpenCase,
  { dictionary }: PackLibrary,
  faults: Refusal[],
  named: readonly string[],
): Promise<Sealing> {
  const to = { work, caseId: file.id, dictionary, faults }
  if (file.isNew) return to
  const { elements } = file.state as DossierState
  return { ...to, held: await heldPersonal(work, file.id, dictionary, elements, named) }
}

/** Checks what a command brings, before it is decided; what it refuses comes back whole. */
async function prepare(
  { work, file, command, input, actor }: FactsRequest,
  services: DossierServices,
): Promise<unknown> {
  const { library, directory } = services
  const s = file.state as DossierState
  const faults: Refusal[] = []
  const done = <T>(value: T): T => {
    if (faults.length) throw new Refusals(faults)
    return value
  }
  switch (command) {
    case 'declare':
      return { ...(input as DeclareDossier), ...(await checked(work, file, input as DeclareDossier, services)) }
    case 'setElements': {
      const given = input as SetElements
      const to = await sealing(work, file, library, faults, Object.keys(given.elements ?? {}))
      const elements = sealElements(to, given.elements ?? {}, false, '/elements')
      const lines = given.lines?.map(({ line, elements: of }, i) => ({
        line,
        elements: sealElements(to, of, true, `/lines/${i}/elements`),
      }))
      return done({ ...given, elements, ...(lines ? { lines } : {}) })
    }
    case 'addLine': {
      const to = await sealing(work, file, library, faults, [])
      return done({ line: sealElements(to, (input as { line: Record<string, unknown> }).line, true, '/line') })
    }
    case 'attachReference': {
      const given = input as { states?: Record<string, unknown> }
      if (!given.states) return input
      const to = await sealing(work, file, library, faults, Object.keys(given.states))
      return done({ ...given, states: sealElements(to, given.states, false, '/states') })
    }
    case 'verifyElement': {
      const given = input as { element: string; line?: number; value?: unknown }
      if (given.value === undefined) return input
      const to = await sealing(work, file, library, faults, [given.element])
      const sealed = sealElements(to, { [given.element]: given.value }, given.line !== undefined, '/value')
      return done({ ...given, value: sealed[given.element] })
    }
    case 'share': {
      const { org } = input as { org: string }
      const found = await directory.findOrganisation(org)
      if (!found) throw new Refusals([refusal('UNKNOWN_READER', '/org')])
      return { ...(input as object), authority: found.kind === 'agency' || found.kind === 'customs' }
    }
    case 'split': {
      const part = work.open('dossier', s.owner)
      const org = await directory.getOrganisation(s.owner)
      const pack = library.packs.get(s.country)
      const ucr = ucrOf(work.now, pack ? countryOf(pack) : '', org.taxId ?? '', part.id)
      return { ...(input as object), into: part.id, ucr }
    }
    case 'merge': {
      const { with: id } = input as { with: string }
      const other = id === file.id ? undefined : await work.find('dossier', id)
      if (!other || other.ownerOrg !== actor.org)
        throw new Refusals([refusal('NOT_FOUND', '/with', { type: 'dossier', id })])
      const state = other.state as DossierState
      const free = ['OPEN', 'REQUIREMENTS_KNOWN'].includes(state.status) && state.applications.length === 0
      return { ...(input as object), ...(free ? { other: state } : {}) }
    }
    default:
      return input
  }
}

/** Commands that may change what an issued document says. */
const changing: readonly string[] = ['declare', 'setElements', 'removeLine', 'attachReference', 'resolveConflict']

async function facts({ work, file, command }: FactsRequest, { planOf }: DossierServices): Promise<DossierFacts> {
  const s = file.state as DossierState
  if (changing.includes(command)) return { issued: await issuedOn(work.tx, s) }
  if ((command === 'plan' || command === 'savePlan') && planOf) return { plan: planOf(s, work.now.slice(0, 10)) }
  return {}
}

async function splitOff({ work, file, event, actor }: Reaction): Promise<void> {
  const e = event.data as { into: string; ucr: string; handed: Handed }
  const { owner, regime, country } = file.state as DossierState
  const part = await work.get('dossier', e.into)
  const input = { ucr: e.ucr, owner, regime, country, from: file.id, handed: e.handed }
  await work.run(part, 'receive', input, { ...systemActor, person: actor.person })
  const refs = refsIn(e.handed)
  if (refs.length) work.also(copyPersonal, [file.id, part.id, refs])
}

async function takeIn({ work, file, event }: Reaction): Promise<void> {
  const e = event.data as { with: string; handed: Handed }
  const other = await work.get('dossier', e.with)
  await work.run(other, 'absorb', { into: file.id }, systemActor)
  const refs = refsIn(e.handed)
  if (refs.length) work.also(copyPersonal, [other.id, file.id, refs])
}

/** What is worked out for every answer: figures that do not agree, data in conflict, and how much was typed only once. */
function present(s: DossierState): Readonly<Record<string, unknown>> {
  return {
    ucr: s.ucr,
    checks: reconcile(s).map((c) => ({
      ...problemOf([c.refusal], '').errors[0],
      first: c.first,
      second: c.second,
      put: c.fix,
    })),
    conflicts: s.conflicts.map((c) => {
      const line = c.line === null ? null : positionOf(s, c.line)
      return {
        pointer: pointerOf(line, c.element),
        element: c.element,
        line,
        inUse: { value: valueAt(s, line, c.element) ?? null, source: sourceAt(s, line, c.element) ?? null },
        candidates: c.candidates,
      }
    }),
    reuse: dossierReuse(s),
  }
}

export const dossierModule = (services: DossierServices): CaseModule => ({
  type: dossier,
  path: 'dossiers',
  noun: 'dossier',
  summary: 'The shipment, entered once: everything else reads from it',
  opens: {
    command: 'open',
    input: OpenSchema,
    run: (work, input, actor) => openDossier(work, services, input as OpenDossier, actor),
  },
  prepare: (request) => prepare(request, services),
  facts: (request) => facts(request, services),
  reactions: { DossierSplit: splitOff, DossierMerged: takeIn },
  view: (state, viewer) => viewOf(state as DossierState, viewer),
  present: async ({ state }) => present(state as DossierState),
})
