import { checkValue, refusal, type Lines, type Money, type PermitState, type Refusal } from '#kernel'
import { applicationModule, requirementsOf } from '#modules/applications'
import { authorityOrg, catalogueEntryModule, catalogueImportModule } from '#modules/catalogues'
import { declarationModule, type DeclarationState } from '#modules/declarations'
import { dossierLinks, dossierModule, isReference, type DossierState, type Plan } from '#modules/dossier'
import {
  issueDeed,
  issueDocument,
  issueReceipt,
  issueRegistration,
  type RegistrationServices,
} from '#modules/documents'
import { exchangeReactions } from '#modules/exchange'
import type { Finder } from '#modules/finder'
import { alertModule, enquiryModule, sheetModule } from '#modules/information'
import { inspectionModule } from '#modules/inspections'
import { adherenceModule, smallExportModule, type SmallExportState } from '#modules/mypes'
import type { Destinations } from '#modules/destinations'
import { applicationNotices, orderNotices, permitNotices, servedIn, tellWords } from '#modules/notices'
import {
  basketOf,
  handoverModule,
  orderModule,
  orderReactions,
  statementModule,
  type OrderState,
} from '#modules/payments'
import {
  dutyReactions,
  jumpReactions,
  moveReactions,
  packNoticeReactions,
  permitModule,
  permitReactions,
  renewalReactions,
  type FindAgents,
  type FindMandators,
} from '#modules/permits'
import { breakGlassModule } from '#modules/oversight'
import { connectionModule } from '#modules/h2h'
import { batchModule, generalOrders } from '#modules/ecommerce'
import { enterpriseModule } from '#modules/enterprises'
import { mandateModule } from '#modules/mandates'
import { assignmentModule, profileModule } from '#modules/risk'
import { timesReactions } from '#modules/times'
import type { Directory } from '#platform/access'
import { Refusals, type CaseModule, type CaseSubject, type FactsRequest, type Reaction } from '#platform/cases'
import type { FileStore } from '#platform/files'
import type { PackLibrary } from '#platform/packs'
import type { TaxRegistry } from '#platform/registry'
import type { SizeRegistry } from '#platform/sizes'
import type { Signer } from '#platform/signing'

export interface Services {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly files: FileStore
  readonly signer: Signer
  /** Whether there is a payment provider to send payers to; without it orders are paid by transfer. */
  readonly redirects?: boolean
  /** Told when something of the catalogues was published. */
  readonly published?: (sandbox: string | null) => void
  /** Answers what goods need, once the house has opened it. */
  readonly finder: () => Finder
  /** Firms that mandated an organisation: their permits meet its needs too (PACK 16.12). Nobody's when absent. */
  readonly mandators?: FindMandators
  /** Whom a firm has mandated: its permits resolve what they wait for. Nobody when absent. */
  readonly agents?: FindAgents
  readonly registry: TaxRegistry
  readonly sizes: SizeRegistry
  /** What countries of destination ask of small consignments. */
  readonly destinations: Destinations
}

type Reactions = NonNullable<CaseModule['reactions']>

/** Several modules may react to one event; they do so in the order given. */
function together(...all: readonly Reactions[]): Reactions {
  const merged: Record<string, (r: Reaction) => Promise<void>> = {}
  for (const reactions of all)
    for (const [type, react] of Object.entries(reactions)) {
      const before = merged[type]
      merged[type] = before
        ? async (r) => {
            await before(r)
            await react(r)
          }
        : react
    }
  return merged
}

/** All case types of the house, wired to each other. The list of modules is here and nowhere else. */
export function createModules(services: Services): readonly CaseModule[] {
  const documents: Reactions = {
    DrIssued: (r) => issueDocument(r, services),
    DrRectified: (r) => issueDocument(r, services),
    DrExtended: (r) => issueDocument(r, services),
    DrAmended: (r) => issueDocument(r, services),
  }
  const reactions = together(
    permitReactions(services.agents),
    jumpReactions,
    dutyReactions,
    exchangeReactions,
    documents,
    orderReactions,
    renewalReactions(services),
    permitNotices(services),
    timesReactions,
    packNoticeReactions(services),
    moveReactions,
    dossierLinks.permit,
  )
  const all: readonly CaseModule[] = [
    dossierModule({ ...services, planOf: (s, day) => planOf(services.library, s, day) }),
    applicationModule(
      { ...services, measured: (id) => services.finder().measured(id) },
      together(applicationNotices(services), dossierLinks.application),
    ),
    permitModule({ ...services, reactions, prepare: (request) => preparePermit(request, services) }),
    orderModule({
      library: services.library,
      reactions: together(orderFollowers(services), orderNotices(services)),
      present: (file, work) =>
        basketOf(file, work, { library: services.library, redirects: services.redirects ?? true }),
    }),
    statementModule(services),
    handoverModule(services),
    inspectionModule(),
    catalogueEntryModule(services),
    catalogueImportModule(services.published),
    sheetModule(services),
    alertModule(services),
    enquiryModule(services),
    mandateModule({ ...services, reactions: { MandateGranted: (r) => issueDeed(r, { ...services, authority }) } }),
    breakGlassModule(),
    enterpriseModule({ ...services, authority: authorityOrg, reactions: registrationOf({ ...services, authority }) }),
    withMore(declarationModule(services), generalOrders),
    batchModule(services),
    smallExportModule(services),
    adherenceModule(services),
    assignmentModule(),
    profileModule(services),
    connectionModule({ directory: services.directory, lead: authorityOrg }),
  ]
  return all.map((module) => {
    const subject = subjects[module.type.name]
    return subject ? { ...module, subject } : module
  })
}

/** A module whose events also cause what another module does. */
const withMore = (module: CaseModule, more: Reactions): CaseModule => ({
  ...module,
  reactions: together(module.reactions ?? {}, more),
})

interface Goods {
  readonly lines?: Lines
}
const goodsOf = ({ lines = [] }: Goods) => ({
  hs: lines.flatMap((l) => (typeof l['goods.commodity'] === 'string' ? [l['goods.commodity']] : [])),
  values: lines.flatMap((l) => (isMoney(l['goods.value']) ? [l['goods.value']] : [])),
})
interface Declared {
  readonly elements?: Readonly<Record<string, unknown>>
}
const officesOf = ({ elements }: Declared): readonly string[] => {
  const office = elements?.['customs.office']
  return typeof office === 'string' ? [office] : []
}
const isMoney = (v: unknown): v is Money => typeof v === 'object' && v !== null && 'amount' in v && 'currency' in v
const agencyOf = ({ procedure, agency }: { readonly procedure: string; readonly agency: string }): string =>
  `${procedure.slice(0, procedure.indexOf('.'))}.${agency}`

/** What cases are about, for the limits of a mandate. A type that is not here is nobody's to act on for another. */
const subjects: Readonly<Record<string, (state: unknown) => CaseSubject>> = {
  dossier: (s) => ({ ...goodsOf(s as Goods), agencies: [], offices: officesOf(s as Declared) }),
  permit: (s) => ({
    ...goodsOf(s as Goods),
    agencies: [agencyOf(s as PermitState)],
    offices: officesOf(s as Declared),
  }),
  application: (s) => ({
    hs: [],
    values: [],
    agencies: (s as { permits: readonly { procedure: string; agency: string }[] }).permits.map(agencyOf),
  }),
  'small-export': (s) => {
    const { content, eligibility } = s as SmallExportState
    return {
      hs: (content?.items ?? []).map((i) => i.hs),
      agencies: [],
      values: eligibility ? [eligibility.value] : [],
    }
  },
  declaration: (s) => {
    const { content } = s as DeclarationState
    const items = content?.items ?? []
    return { hs: items.map((i) => i.hs), agencies: [], values: items.map((i) => i.value) }
  },
  order: (s) => ({
    hs: [],
    values: [],
    agencies: (s as { lines: readonly { procedure: string; agency: string }[] }).lines.map(agencyOf),
  }),
}

const authority = { org: authorityOrg, name: 'Ventanilla' }

/** A firm's certificate is signed anew whenever something that it says has changed. */
const registrationOf = (services: RegistrationServices): Reactions =>
  Object.fromEntries(
    ['TermsAccepted', 'RegistryAnswered', 'EnterpriseDescribed', 'SizeClassChanged', 'SizeUnconfirmed'].map((type) => [
      type,
      (r) => issueRegistration(r, services),
    ]),
  )

/** What other modules do when money moves. */
const orderFollowers = (services: Services): Reactions => ({
  PaymentReceived: (r) => issueReceipt(r, services),
  ReconciliationOverdue: async (r) => {
    const { number } = r.file.state as OrderState
    tellWords(
      r,
      { org: authorityOrg, ...servedIn(undefined), roles: ['monitor'] },
      {
        es: `Pagada hace más de un día hábil y sin conciliar: la orden ${number}. Cargue el extracto del banco.`,
        en: `Paid more than a business day ago and not reconciled: order ${number}. Take in the bank statement.`,
        pt: `Paga há mais de um dia útil e sem conciliar: a ordem ${number}. Carregue o extrato do banco.`,
      },
      { title: number },
    )
  },
})

/** What the requirement tables ask for a dossier, for it to keep. */
function planOf(library: PackLibrary, s: DossierState, day: string): Plan {
  const pack = library.packs.get(s.country)
  if (!pack) return { procedures: [], prohibitions: [], day }
  const found = requirementsOf(pack, s, day)
  return {
    procedures: found.procedures.map(({ procedure, lines }) => ({ procedure, lines: [...lines] })),
    prohibitions: found.prohibitions.map(({ row }) => row.law),
    day,
  }
}

interface Correction {
  readonly elements?: Record<string, unknown>
  readonly documents?: readonly { readonly digest: string }[]
}

/** Files of a correction must be here, and personal data goes beside the chain before anything is decided. */
async function preparePermit(
  { work, file, command, input }: FactsRequest,
  { library, files }: Services,
): Promise<unknown> {
  const { elements, documents } = input as Correction
  if (command === 'submit' || (!elements && !documents)) return input
  const faults: Refusal[] = []
  for (const [i, { digest }] of (documents ?? []).entries())
    if (!(await files.has(digest))) faults.push(refusal('UNKNOWN_FILE', `/documents/${i}/digest`))
  const { procedure } = await library.getPinned(file.definition)
  const sealed = Object.fromEntries(
    Object.entries(elements ?? {}).map(([id, value]) => {
      const element = procedure.form.find((i) => i.element.id === id)?.element
      if (!element?.personal) return [id, value]
      if (isReference(value))
        faults.push(
          refusal('INPUT_SHAPE', `/elements/${id}`, { reason: 'a reference is made by the window, never sent' }),
        )
      const wrong = checkValue(element, value, `/elements/${id}`)
      if (!isReference(value)) faults.push(...wrong)
      return [id, wrong.length ? value : work.personal.seal(file.id, value)]
    }),
  )
  if (faults.length) throw new Refusals(faults)
  return { ...(input as object), ...(elements ? { elements: sealed } : {}) }
}
