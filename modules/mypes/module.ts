import type { Static } from 'typebox'
import { countryOf, findMoney, legalDay, refusal, showMoney } from '#kernel'
import { authorityOrg } from '#modules/catalogues'
import { calendarOf, customsOrg, figureOf } from '#modules/customs'
import { packOf, prepareDeclaration } from '#modules/declarations'
import type { Destinations } from '#modules/destinations'
import type { DossierState } from '#modules/dossier'
import type { Directory } from '#platform/access'
import { Refusals, type CaseModule, type FactsRequest, type Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { SizeRegistry } from '#platform/sizes'
import { adherence, AdhereSchema, type AdherenceState } from './adherence.ts'
import { noDossier, smallExportFacts, worldOf } from './facts.ts'
import { mypesForm } from './form.ts'
import { smallExportReactions } from './reactions.ts'
import { CheckSchema, smallExport } from './small-export.ts'
import type { SmallExportState } from './state.ts'
import { viewOf } from './views.ts'

export interface MypesServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly sizes: SizeRegistry
  readonly destinations: Destinations
}

/** How many data of the form are there, and how many there are (M02-1). */
const countOf = (s: DossierState): { readonly known: number; readonly total: number } => {
  const lines = s.lines.length || 1
  const known =
    mypesForm.head.filter((id) => s.elements[id] !== undefined).length +
    s.lines.reduce((n, l) => n + mypesForm.line.filter((id) => l[id] !== undefined).length, 0)
  return { known, total: mypesForm.head.length + lines * mypesForm.line.length }
}

/** Asks the registry of small firms while no transaction waits: about whoever acts, on the day of the world they act in. */
const asksSize = new Set(['checkEligibility', 'recheckEligibility', 'declare'])

/** Moving to the general regime prepares a declaration there, from the same dossier and in the same transaction. */
async function prepare({ work, file, command, input, actor }: FactsRequest, services: MypesServices): Promise<unknown> {
  if (command !== 'moveToGeneral') return input
  const { dossier } = file.state as SmallExportState
  const declaration = await prepareDeclaration(work, services, { dossier }, actor)
  return { declaration: declaration.id }
}

export const smallExportModule = (services: MypesServices): CaseModule => ({
  type: smallExport,
  path: 'small-exports',
  noun: 'small export',
  summary: 'The export of a micro or small firm under its own regime, free of charges',
  outside: async ({ command, actor, now }) => {
    if (!asksSize.has(command)) return undefined
    const { country, taxId } = await services.directory.getOrganisation(actor.org)
    if (!country || !taxId) return { status: 'unknown' }
    const day = now.slice(0, 10)
    const found = await services.sizes.ask(country, taxId, day)
    // What has run out is looked at again in place: the firm is not sent to another counter (M13-8).
    return found.status === 'known' && found.proof.validUntil < day ? services.sizes.renew(country, taxId, day) : found
  },
  opens: {
    command: 'checkEligibility',
    input: CheckSchema,
    run: async (work, input, actor) => {
      const { dossier: id } = input as Static<typeof CheckSchema>
      const dossier = await work.find('dossier', id)
      if (!dossier || dossier.ownerOrg !== actor.org) throw noDossier(id)
      const pack = packOf(services.library, (dossier.state as DossierState).country)
      const file = work.open('small-export', actor.org)
      const about = { dossier: id, owner: actor.org, customs: customsOrg(pack.id), pack: pack.id }
      await work.run(file, 'checkEligibility', about, actor)
      return file
    },
  },
  prepare: (request) => prepare(request, services),
  facts: (request) => smallExportFacts(request, services),
  reactions: smallExportReactions(services),
  view: (state, viewer) => viewOf(state as SmallExportState, viewer),
  present: async ({ state }, work) => {
    const s = state as SmallExportState
    // In this transaction's hands it may know more than the database does yet.
    const dossier = work.touched.find((c) => c.id === s.dossier) ?? (await work.peek('dossier', s.dossier))
    return dossier ? { form: countOf(dossier.state as unknown as DossierState) } : {}
  },
})

const putAdherent: Statement = {
  name: 'mypes.put-adherent',
  text: `INSERT INTO mypes.adherent (case_id, world, country, org_id, kind, name, fee) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
}
const endAdherent: Statement = {
  name: 'mypes.end-adherent',
  text: 'UPDATE mypes.adherent SET live = false WHERE case_id = $1',
}

export const adherenceModule = ({ library, directory }: MypesServices): CaseModule => ({
  type: adherence,
  path: 'adherences',
  noun: 'adherence',
  summary: 'Agents and carriers who signed the agreement of the regime for small exporters',
  opens: {
    command: 'adhere',
    input: AdhereSchema,
    run: async (work, input, actor) => {
      const asked = input as Static<typeof AdhereSchema>
      const pack = packOf(library, asked.country)
      const org = await directory.getOrganisation(actor.org)
      if (org.country !== countryOf(pack))
        throw new Refusals([refusal('NO_SMALL_REGIME', '/country', { country: asked.country })])
      const file = work.open('adherence', actor.org)
      await work.run(file, 'adhere', { ...asked, org: actor.org, name: org.name, authority: authorityOrg }, actor)
      return file
    },
  },
  facts: async ({ work, command, input }) => {
    if (command !== 'adhere') return {}
    const pack = packOf(library, (input as { country: string }).country)
    const cap = figureOf(work, pack, legalDay(calendarOf(pack), work.now))('mypes.agentFeeCap')
    return { cap: cap ? (findMoney(cap.value) ?? null) : null }
  },
  reactions: {
    AgreementSigned: async ({ work, file }) => {
      const s = file.state as AdherenceState
      const fee = s.fee ? showMoney(s.fee) : null
      work.also(putAdherent, [file.id, worldOf(work), s.country, s.org, s.kind, s.name, fee])
    },
    AgreementLeft: async ({ work, file }) => work.also(endAdherent, [file.id]),
    AgreementSuspended: async ({ work, file }) => work.also(endAdherent, [file.id]),
  },
})
