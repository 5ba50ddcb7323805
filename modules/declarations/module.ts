import type { Static } from 'typebox'
import {
  canonical,
  compareDecimal,
  findMoney,
  findPeriod,
  legalDay,
  refusal,
  type Actor,
  type Elements,
  type Pack,
  type Party,
  type Refusal,
} from '#kernel'
import {
  buildContent,
  calendarOf,
  customsOrg,
  figureOf,
  lpcoFaults,
  silenceOf,
  type DeclaredContent,
} from '#modules/customs'
import type { DossierState } from '#modules/dossier'
import { partyOf, type Directory } from '#platform/access'
import { Refusals, sha256, type CaseModule, type FactsRequest, type OpenCase, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { declaration, PrepareSchema, type DeclarationFacts } from './declaration.ts'
import { declarationReactions, type DeclarationServices } from './reactions.ts'
import type { DeclarationState } from './state.ts'

/** The dossier of a firm, in hand; what was given with the command goes into it first, so that it is entered once (M02). */
export async function dossierFor(
  work: Work,
  id: string,
  owner: string,
  elements: Elements | undefined,
  actor: Actor,
): Promise<OpenCase> {
  const file = await work.find('dossier', id)
  if (!file || file.ownerOrg !== owner) throw new Refusals([refusal('NOT_FOUND', '/dossier', { type: 'dossier', id })])
  if (elements && Object.keys(elements).length) await work.run(file, 'setElements', { elements }, actor)
  return file
}

export const packOf = (library: PackLibrary, country: string): Pack => {
  const pack = library.packs.get(country)
  if (!pack)
    throw new Refusals([refusal('NO_PACK', '/dossier', { country, allowed: [...library.packs.keys()].join(', ') })])
  return pack
}

/** Who declares: the firm itself, or the agent that acts for it under a mandate. */
export const declarantOf = async (directory: Directory, actor: Actor): Promise<Party> =>
  partyOf(await directory.getOrganisation(actor.through ?? actor.org))

/** Digest of what is signed (M11-3). */
export const digestOf = (content: DeclaredContent): string => sha256(canonical(content)).toString('hex')

function agentFaults(work: Work, pack: Pack, c: DeclaredContent, actor: Actor): Refusal[] {
  const rule = figureOf(work, pack, legalDay(calendarOf(pack), work.now))('customs.agentAbove')
  const limit = rule && findMoney(rule.value)
  const value = c.values.fob.amount
  if (!rule || !limit || limit.currency !== value.currency || actor.through || actor.roles.includes('agent')) return []
  return compareDecimal(value.amount, limit.amount) > 0
    ? [refusal('AGENT_REQUIRED', '', { limit: rule.value, law: rule.law }, { source: rule.law })]
    : []
}

const builds = new Set(['prepare', 'refresh', 'amend', 'regularise'])

async function facts(
  { work, file, command, input, actor }: FactsRequest,
  services: DeclarationServices,
): Promise<DeclarationFacts> {
  const { library, directory } = services
  const s = file.state as DeclarationState
  const given = input as { dossier?: string; elements?: Elements; part?: DeclarationState['part'] }
  const known = s.content ? packOf(library, s.content.pack) : undefined
  const periods = (pack: Pack | undefined): DeclarationFacts => {
    const figure = pack && figureOf(work, pack, legalDay(calendarOf(pack), work.now))
    const regularisation = findPeriod(figure?.('customs.regularisation')?.value ?? '')?.n
    return {
      silence: silenceOf(figure?.('customs.silence')),
      ...(regularisation === undefined ? {} : { regularisation }),
    }
  }
  if (command === 'send' && s.content && known)
    return {
      ...periods(known),
      digest: digestOf(s.content),
      faults: [...agentFaults(work, known, s.content, actor), ...(await lpcoFaults(work, s.content, s.customs))],
    }
  if (!builds.has(command)) return periods(known)
  const dossier = await dossierFor(work, given.dossier ?? s.dossier, s.owner || actor.org, given.elements, actor)
  const state = dossier.state as DossierState
  const part = (given.part ?? s.part) || undefined
  const content = await buildContent(work, services, {
    dossier: state,
    regime: 'general',
    declarant: await declarantOf(directory, actor),
    part,
    typed: Object.keys(given.elements ?? {}).length,
  })
  return {
    ...periods(packOf(library, state.country)),
    content,
    digest: digestOf(content),
    series: `D${content.country}-${work.now.slice(0, 4)}-{seq:6}`,
  }
}

/** Opens a declaration on a dossier of the actor's firm; also what another regime does when it moves to the general one. */
export async function prepareDeclaration(
  work: Work,
  services: DeclarationServices,
  input: Static<typeof PrepareSchema>,
  actor: Actor,
): Promise<OpenCase> {
  const dossier = await work.find('dossier', input.dossier)
  if (!dossier || dossier.ownerOrg !== actor.org)
    throw new Refusals([refusal('NOT_FOUND', '/dossier', { type: 'dossier', id: input.dossier })])
  const { country } = dossier.state as DossierState
  const file = work.open('declaration', actor.org)
  const pack = packOf(services.library, country)
  await work.run(file, 'prepare', { ...input, owner: actor.org, customs: customsOrg(pack.id) }, actor)
  return file
}

export const declarationModule = (services: DeclarationServices): CaseModule => ({
  type: declaration,
  path: 'declarations',
  noun: 'declaration',
  summary: 'A customs declaration, from the dossier to its end at customs',
  opens: {
    command: 'prepare',
    input: PrepareSchema,
    run: (work, input, actor) => prepareDeclaration(work, services, input as Static<typeof PrepareSchema>, actor),
  },
  facts: (request) => facts(request, services),
  reactions: declarationReactions(services),
})
