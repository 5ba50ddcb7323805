import {
  addDecimal,
  addDays,
  addPeriod,
  dueAt,
  endOfDay,
  findMoney,
  findPeriod,
  findUnitValue,
  isDecimal,
  legalDay,
  money,
  multiplyDecimal,
  percentOf,
  refusal,
  type Day,
  type Elements,
  type Money,
  type Pack,
  type Refusal,
} from '#kernel'
import { buildContent, calendarOf, figureOf, silenceOf, SMALL_PROCEDURE } from '#modules/customs'
import { declarantOf, digestOf, dossierFor, packOf } from '#modules/declarations'
import type { DossierState } from '#modules/dossier'
import { consigneeKey } from '#modules/risk'
import type { Directory } from '#platform/access'
import { Refusals, systemActor, type FactsRequest, type OpenCase, type Statement, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { SizeAnswer } from '#platform/sizes'
import { checkConditions, within, type Checked } from './eligibility.ts'
import { mypesForm } from './form.ts'
import { findProducts, productKey } from './library.ts'
import type { SmallExportFacts } from './decided-on.ts'
import type { Exemption, Product, SmallExportState } from './state.ts'

export interface FactServices {
  readonly library: PackLibrary
  readonly directory: Directory
}

const adherent: Statement = {
  name: 'mypes.adherent',
  text: 'SELECT name, fee FROM mypes.adherent WHERE world = $1 AND country = $2 AND org_id = $3 AND kind = $4 AND live LIMIT 1',
}
/** Two sales to one buyer that are declared at the same moment would not see each other. */
const oneAtATime: Statement = {
  name: 'mypes.joint-lock',
  text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 8))',
}
const joint: Statement = {
  name: 'mypes.joint',
  text: `SELECT coalesce(sum(value_usd), 0)::text AS sum, count(*)::int AS n FROM mypes.sale
         WHERE world = $1 AND owner_org = $2 AND consignee = $3 AND live AND at > $4::timestamptz - make_interval(days => $5) AND case_id <> $6`,
}

export const worldOf = (work: Work): string => work.world.sandbox ?? ''

/** What the registry of small firms said before the transaction; away when it was not asked. */
const proofIn = (work: Work): SizeAnswer => (work.notes.get('outside') as SizeAnswer | undefined) ?? { status: 'down' }

const periodDays = (text: string | undefined, usual: number): number => findPeriod(text ?? '')?.n ?? usual

async function findAdherent(work: Work, pack: Pack, org: string, kind: 'agent' | 'carrier') {
  const { rows } = await work.tx.query<{ name: string; fee: string | null }>(adherent, [
    worldOf(work),
    pack.id,
    org,
    kind,
  ])
  return rows[0]
}

/** What the registry confirmed goes into the dossier, sealed: nobody is asked for it again (M13-8). */
async function confirmSize(work: Work, dossier: OpenCase, { eligibility: e }: Checked): Promise<void> {
  const known: Elements = {
    'enterprise.size': e.size,
    'enterprise.smeCertificate': e.proof.number,
    'enterprise.smeCertificateExpiry': e.proof.validUntil,
  }
  for (const [element, value] of Object.entries(known))
    await work.attempt(dossier, 'verifyElement', { element, value, registry: 'PYME' }, systemActor)
}

/** What is not charged, with its law (M13-7). */
function exemptionsOf(pack: Pack, work: Work, day: Day, value: Money): Exemption[] {
  const figure = figureOf(work, pack, day)
  const none = money('0', value.currency)
  const law = figure('mypes.exemptCharge')?.law ?? ''
  const charge = figure('mypes.exemptCharge')
  const units = figure('mypes.platformUnits')
  const unit = findUnitValue(pack.units, 'UI', day)
  return [
    { what: 'duties', amount: none, spared: null, how: 'exentos', law },
    { what: 'fees', amount: none, spared: null, how: 'exentas', law },
    ...(charge
      ? [
          {
            what: 'charge' as const,
            amount: none,
            spared: money(percentOf(value.amount, charge.value), value.currency),
            how: `${charge.value} % x ${value.amount}`,
            law: charge.law,
          },
        ]
      : []),
    ...(units && unit
      ? [
          {
            what: 'platform' as const,
            amount: money('0', unit.value.currency),
            spared: money(multiplyDecimal(units.value, unit.value.amount), unit.value.currency),
            how: `${units.value} UI x ${unit.value.amount}`,
            law: units.law,
          },
        ]
      : []),
  ]
}

interface Asked {
  readonly dossier?: string
  readonly agent?: string
  readonly carrier?: string
  readonly elements?: Elements
  readonly products?: readonly { line: number; material?: string; use?: string; photos?: Product['photos'] }[]
}

async function classification(
  work: Work,
  pack: Pack,
  day: Day,
  s: SmallExportState,
  dossier: OpenCase,
  { products = [], agent }: Asked,
): Promise<SmallExportFacts> {
  const { lines } = dossier.state as DossierState
  const text = (line: number, id: string): string | null => {
    const found = lines[line]?.[id]
    return typeof found === 'string' ? found : null
  }
  const faults: Refusal[] = products.flatMap((p, i) =>
    lines[p.line] ? [] : [refusal('UNKNOWN_LINE', `/products/${i}/line`, { line: p.line })],
  )
  const asked = products.map((p): Product => ({
    line: p.line,
    description: text(p.line, 'goods.description') ?? '',
    material: p.material ?? text(p.line, 'goods.material'),
    use: p.use ?? text(p.line, 'goods.use'),
    photos: p.photos ?? [],
    code: null,
    act: null,
    reason: null,
  }))
  const known = await findProducts(work, { owner: s.owner, country: pack.id, keys: asked.map(productKey), day })
  const found = asked.map((p) => known.find((k) => k.product === productKey(p)))
  if (found.length && found.every(Boolean))
    return {
      faults,
      products: asked.map((p, i) => ({ ...p, code: found[i]?.code ?? null, act: found[i]?.act ?? null })),
      library: { act: found[0]?.act ?? '', by: found[0]?.agentName ?? '' },
    }
  const chosen = agent ? await findAdherent(work, pack, agent, 'agent') : undefined
  if (agent && !chosen) faults.push(refusal('NOT_ADHERENT', '/agent'))
  const figure = figureOf(work, pack, day)
  const period = findPeriod(figure('mypes.classifyWithin')?.value ?? '1 bd') ?? { n: 1, unit: 'bd' as const }
  return {
    faults,
    products: asked,
    library: null,
    classifyBy: dueAt(calendarOf(pack), work.now, period),
    ...(agent && chosen?.fee
      ? { agent: { org: agent, name: chosen.name, fee: findMoney(chosen.fee) ?? money('0', 'USD') } }
      : {}),
  }
}

async function declaring(
  request: FactsRequest,
  services: FactServices,
  pack: Pack,
  day: Day,
  dossier: OpenCase,
  checked: Checked,
): Promise<SmallExportFacts> {
  const { work, file, actor, input } = request
  const s = file.state as SmallExportState
  const { carrier: org = '', elements } = input as Asked
  const carrier = await findAdherent(work, pack, org, 'carrier')
  const faults = [...checked.faults, ...(carrier ? [] : [refusal('NOT_ADHERENT', '/carrier')])]
  if (!carrier || faults.length) return { faults }
  await work.run(dossier, 'setElements', { elements: { carrier: { name: carrier.name } } }, actor)
  const content = await buildContent(work, services, {
    dossier: dossier.state as DossierState,
    regime: 'mypes',
    declarant: await declarantOf(services.directory, actor),
    form: mypesForm,
    procedure: SMALL_PROCEDURE,
    typed: Object.keys(elements ?? {}).length,
  })
  const figure = figureOf(work, pack, day)
  const consignee = consigneeKey(content.consignee?.name, content.consignee?.country)
  const days = periodDays(figure('mypes.splitWindow')?.value, 7)
  await work.tx.query(oneAtATime, [`${worldOf(work)}/${s.owner}/${consignee}`])
  const { rows } = await work.tx.query<{ sum: string; n: number }>(joint, [
    worldOf(work),
    s.owner,
    consignee,
    work.now,
    days,
    file.id,
  ])
  const before = rows[0]?.sum ?? '0'
  const total = addDecimal(isDecimal(before) ? before : '0', checked.usd)
  const { limit, comparator } = checked.limit
  const over = (rows[0]?.n ?? 0) > 0 && !within(total, limit.amount, comparator)
  const calendar = calendarOf(pack)
  return {
    eligibility: checked.eligibility,
    content,
    digest: digestOf(content),
    carrier: { org, name: carrier.name },
    exemptions: exemptionsOf(pack, work, day, checked.eligibility.valueUsd),
    validUntil: endOfDay(calendar, addDays(day, periodDays(figure('mypes.validity')?.value, 30))),
    silence: silenceOf(figure('customs.silence')),
    joint: over ? money(total, limit.currency) : null,
  }
}

/** Facts of every command: what the registry, the dossier, the library and the law say, fetched before anything is decided. */
export async function smallExportFacts(request: FactsRequest, services: FactServices): Promise<SmallExportFacts> {
  const { work, file, command, input, actor } = request
  const s = file.state as SmallExportState
  const asked = input as Asked
  const reads = [
    'checkEligibility',
    'recheckEligibility',
    'requestClassification',
    'declare',
    'classify',
    'requestReturn',
    'confirmReturn',
  ]
  if (!reads.includes(command)) return {}
  const dossierId = s.dossier || asked.dossier || ''
  const owner = s.owner || actor.org
  if (command === 'classify' || command === 'requestReturn' || command === 'confirmReturn') {
    const pack = packOf(services.library, s.pack)
    const day = legalDay(calendarOf(pack), work.now)
    const figure = figureOf(work, pack, day)
    const window = figure('mypes.returnWindow')
    const exited = s.exitedAt ? legalDay(calendarOf(pack), s.exitedAt) : day
    return {
      act: `CL-${s.number}`,
      returnUntil: addPeriod(exited, findPeriod(window?.value ?? '') ?? { n: 1, unit: 'years' }),
      law: window?.law ?? '',
    }
  }
  const dossier = await dossierFor(work, dossierId, owner, command === 'declare' ? asked.elements : undefined, actor)
  const state = dossier.state as DossierState
  const pack = packOf(services.library, state.country)
  const day = legalDay(calendarOf(pack), work.now)
  if (command === 'requestClassification') return classification(work, pack, day, s, dossier, asked)
  const checked = await checkConditions(work, services.library, pack, state, proofIn(work), day)
  if (checked.faults.length) return { faults: checked.faults }
  await confirmSize(work, dossier, checked)
  if (command === 'declare') return declaring(request, services, pack, day, dossier, checked)
  return { eligibility: checked.eligibility, series: `MYPE-${day.slice(0, 4)}-{seq:6}` }
}

export const noDossier = (id: string): Refusals =>
  new Refusals([refusal('NOT_FOUND', '/dossier', { type: 'dossier', id })])
