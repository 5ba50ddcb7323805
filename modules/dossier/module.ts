import {
  checkValue,
  countryOf,
  isPersonal,
  pointerTo,
  refusal,
  type Actor,
  type Dictionary,
  type Elements,
  type Refusal,
  type Value,
} from '#kernel'
import { partyOf, type Directory } from '#platform/access'
import { Refusals, type CaseModule, type OpenCase, type Work } from '#platform/cases'
import type { FileStore } from '#platform/files'
import type { PackLibrary } from '#platform/packs'
import { dossier, OpenSchema, type DeclareDossier, type DossierState, type OpenDossier } from './dossier.ts'

export interface DossierServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly files: FileStore
}

/** UCR (WCO recommendation): year's digit, country, enterprise id, unique reference; at most 35 characters (M02). */
const ucrOf = (year: string, country: string, taxId: string, id: string): string =>
  `${year.slice(3, 4)}${country}${taxId.replace(/[^A-Za-z0-9]/g, '')}${id.replaceAll('-', '').slice(-12).toUpperCase()}`.slice(
    0,
    35,
  )

/**
 * Opens a dossier for the actor's organisation. What the registry knows about the firm is there from the start.
 * With `report`, faults in its values go there instead of being thrown, so that the caller can look for more before it refuses.
 */
export async function openDossier(
  work: Work,
  { directory, files, library }: DossierServices,
  input: OpenDossier,
  actor: Actor,
  report?: Refusal[],
): Promise<OpenCase> {
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
  const sealed = await checked(work, file.id, input, { library, files }, report)
  await work.run(file, 'open', { ...input, ...sealed, ucr, owner: actor.org, known }, actor)
  return file
}

/** Checks the shape of every value against the dictionary, that every file is here, and puts personal data beside the chain. */
async function checked(
  work: Work,
  caseId: string,
  input: DeclareDossier,
  { library, files }: Pick<DossierServices, 'library' | 'files'>,
  report?: Refusal[],
): Promise<Partial<DeclareDossier>> {
  const faults: Refusal[] = []
  const seal = (elements: Record<string, unknown>, line: boolean, at: string): Elements =>
    sealElements(work, caseId, library.dictionary, elements, line, at, faults)
  const elements = input.elements && seal(input.elements, false, '/elements')
  const lines = input.lines?.map((l, i) => seal(l, true, `/lines/${i}`))
  const answers = input.answers && sealAnswers(work, caseId, library, input.answers, faults)
  for (const [i, { digest }] of (input.documents ?? []).entries())
    if (!(await files.has(digest))) faults.push(refusal('UNKNOWN_FILE', `/documents/${i}/digest`))
  if (faults.length && !report) throw new Refusals(faults)
  report?.push(...faults)
  return { ...(elements ? { elements } : {}), ...(lines ? { lines } : {}), ...(answers ? { answers } : {}) }
}

function sealElements(
  work: Work,
  caseId: string,
  dictionary: Dictionary,
  elements: Record<string, unknown>,
  line: boolean,
  at: string,
  faults: Refusal[],
): Elements {
  const sealed: Record<string, Value> = {}
  for (const [id, value] of Object.entries(elements)) {
    const element = dictionary.elements.get(id)
    if (!element || element.line !== line) faults.push(refusal('UNKNOWN_FIELD', `${at}/${id}`, { field: id }))
    else if (element.personal && isReference(value))
      faults.push(refusal('INPUT_SHAPE', `${at}/${id}`, { reason: 'a reference is made by the window, never sent' }))
    else {
      const wrong = checkValue(element, value, `${at}/${id}`)
      faults.push(...wrong)
      sealed[id] = element.personal && wrong.length === 0 ? work.personal.seal(caseId, value) : (value as Value)
    }
  }
  return sealed
}

/** References to personal data are the window's own: one that comes from outside could point at somebody else's. */
export const isReference = (value: unknown): boolean => typeof value === 'object' && value !== null && 'ref' in value

/** Own elements are known by their procedure only; their values are checked when they are filed, their personal data is sealed now. */
function sealAnswers(
  work: Work,
  caseId: string,
  library: PackLibrary,
  answers: NonNullable<DeclareDossier['answers']>,
  faults: Refusal[],
): NonNullable<DeclareDossier['answers']> {
  const day = work.now.slice(0, 10)
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => {
      const found = library.findProcedure(id, day)
      if (!found) faults.push(refusal('UNKNOWN_PROCEDURE', `/answers/${id}`, { procedure: id }))
      const seal = (elements: Record<string, unknown>, at: string): Record<string, unknown> =>
        Object.fromEntries(
          Object.entries(elements).map(([e, v]) => {
            const wrong = decimalsIn(v, `/answers/${id}/${at}/${e}`)
            faults.push(...wrong)
            if (wrong.length || !found || !isPersonal(found.procedure, e)) return [e, v]
            if (isReference(v))
              faults.push(
                refusal('INPUT_SHAPE', `/answers/${id}/${at}/${e}`, {
                  reason: 'a reference is made by the window, never sent',
                }),
              )
            return [e, work.personal.seal(caseId, v)]
          }),
        )
      const lines = answer.lines?.map((l, i) => seal(l, `lines/${i}`))
      return [
        id,
        { ...(answer.elements ? { elements: seal(answer.elements, 'elements') } : {}), ...(lines ? { lines } : {}) },
      ]
    }),
  )
}

/** A decimal is text (conventions, G-5): a binary fraction would not be what was typed. */
const decimalsIn = (value: unknown, pointer: string): Refusal[] =>
  typeof value === 'number' && !Number.isSafeInteger(value)
    ? [refusal('INPUT_SHAPE', pointer, { reason: 'must write a decimal as text: "0.5"' })]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([k, v]) => decimalsIn(v, `${pointer}${pointerTo(k)}`))
      : []

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
  prepare: async ({ work, file, command, input }) =>
    command === 'declare'
      ? { ...(input as DeclareDossier), ...(await checked(work, file.id, input as DeclareDossier, services)) }
      : input,
  present: async ({ state }) => ({ ucr: (state as DossierState).ucr }),
})
