import { isZero, trimDecimal, type Money } from '#kernel'
import { command, inputOf, pay } from './acts.ts'
import {
  begin,
  customs,
  give,
  look,
  openDossier,
  read,
  suppose,
  upload,
  type AnyCase,
  type NamedCase,
} from './case-acts.ts'
import { dayOf, type ApplicationCase, type OrderRow, type PermitCase } from './cases.ts'
import { Unusable, type Answer } from './client.ts'
import { changed, dossierOf, withNumbers } from './dossier.ts'
import { plainId, type Procedures } from './procedures.ts'
import { same, type Refused, type Words } from './report.ts'
import { isList, isText } from './shorthand.ts'
import type { Shipment, StoryFile, StoryStep } from './story-file.ts'
import { dayWords, joined, moneyWords, statusWords } from './words.ts'
import { findDocument, type Actor, type World } from './world.ts'

/** A story being played: the cases it has opened so far, by the name a reader knows them by. */
export interface StoryRun {
  readonly story: StoryFile
  readonly world: World
  readonly procedures: Procedures
  /** The last permit of each procedure. */
  readonly permits: Map<string, string>
  /** Events seen of each permit. */
  readonly seen: Map<string, { seq: number; readonly types: string[] }>
  /** Cases of other types, by the names the story gives them. */
  readonly cases: Map<string, NamedCase>
  application: string | undefined
  inspection: string | undefined
}

/** A document as anyone who has its code finds it. */
export interface Verified {
  readonly number: string
  readonly status: string
  readonly left: readonly string[]
}

/** What an act came to, before it is compared with the story. */
export interface Done {
  readonly refused: readonly Refused[]
  /** HTTP status of the answer. */
  readonly answer?: number
  readonly cost?: Money | null
  readonly needs?: readonly string[]
  readonly application?: ApplicationCase
  readonly status?: string
  /** A case of another type than permits and applications. */
  readonly case?: AnyCase
  readonly verified?: readonly Verified[]
  readonly pdfs?: readonly { readonly number: string; readonly ok: boolean; readonly bytes: number }[]
  readonly result?: readonly Words[]
}

type Act = (run: StoryRun, step: StoryStep, who: Actor) => Promise<Done>

const refusedBy = <T>(answer: Answer<T>): Done => ({ refused: answer.refused, answer: answer.status })

/** @throws Unusable when the story names a case it has not opened. */
export function permitOf(run: StoryRun, procedure: string | undefined): string {
  const id = procedure === undefined ? undefined : run.permits.get(procedure)
  if (!id) throw new Unusable(`the story speaks of ${procedure ?? 'no procedure'}, which was not filed before`)
  return id
}

export async function getPermit(run: StoryRun, procedure: string): Promise<PermitCase> {
  const answer = await run.world.get<PermitCase>(`/v1/permits/${permitOf(run, procedure)}`, run.world.firm)
  if (!answer.ok) throw new Unusable(`the permit of ${procedure} cannot be read (${answer.status})`)
  return answer.body
}

export async function getApplication(run: StoryRun): Promise<ApplicationCase | undefined> {
  if (!run.application) return undefined
  const answer = await run.world.get<ApplicationCase>(`/v1/applications/${run.application}`, run.world.firm)
  return answer.ok ? answer.body : undefined
}

async function shipmentOf(run: StoryRun, { on: [name = ''], but }: StoryStep): Promise<Shipment> {
  const shipment = run.story.shipments.get(name)
  if (!shipment) throw new Unusable(`the story has no shipment ${name}`)
  const numbers = new Map<string, string>()
  for (const procedure of run.permits.keys()) numbers.set(procedure, (await getPermit(run, procedure)).number ?? '')
  const { title, ...rest } = changed(shipment, but)
  return {
    title,
    ...(withNumbers(rest, (id) => numbers.get(id)) as unknown as Omit<Shipment, 'title'>),
  }
}

interface Requirements {
  readonly procedures: readonly {
    readonly procedure: string
    readonly title: string
    readonly agency: { readonly name: string }
    readonly fee: Money | null
    readonly why: readonly { readonly law: string }[]
  }[]
  readonly prohibitions: readonly { readonly law: string }[]
}

/** Anyone may ask the rules, without an account. */
const ask: Act = async (run, step) => {
  const { world, story, procedures } = run
  const { country, regime, elements, lines } = await dossierOf(
    world,
    procedures,
    story.country,
    await shipmentOf(run, step),
  )
  const day = step.at.slice(0, 10)
  const asked = await world.client.post<Requirements>('/v1/requirements', {
    json: { country, regime, elements, lines, day },
  })
  if (!asked.ok) return refusedBy(asked)
  const { procedures: needed, prohibitions } = asked.body
  const result = needed.map(({ procedure, agency, fee, why }) => {
    const title = procedures.title(procedure)
    const laws = same(why.map((w) => w.law).join('; '))
    const cost = fee === null ? [] : [isZero(fee) ? { en: 'no fee', es: 'sin tasa' } : same(moneyWords(fee))]
    return joined([joined([same(agency.name), title], ': '), ...cost, laws], ' · ')
  })
  const time = `${Math.ceil(asked.ms)} ms`
  const needs = [...needed.map((n) => n.procedure), ...prohibitions.map((p) => `prohibited by ${p.law}`)]
  return {
    ...refusedBy(asked),
    needs,
    result: [...result, { en: `Nothing else. Answered in ${time}.`, es: `Nada más. Respondió en ${time}.` }],
  }
}

/** The application's permits as they stand, one line each. */
export function applicationResult(run: StoryRun, application: ApplicationCase): Words[] {
  return application.permits.map(({ procedure, status, due }) => {
    const { procedures, world } = run
    const agency = procedures.find(procedure)?.agency.name ?? ''
    const until = due ? dayWords(dayOf(world.zone, due)) : undefined
    const clock = until ? [{ en: `due ${until.en}`, es: `hasta el ${until.es}` }] : []
    return joined([joined([same(agency), procedures.title(procedure)], ': '), statusWords(status), ...clock], ' · ')
  })
}

/** One order over several agencies: what each line is, and the sum. */
function orderWords({ number, lines, total }: OrderRow): Words {
  const sum =
    lines.length > 1
      ? `${lines.map((l) => moneyWords(l.amount)).join(' + ')} = ${moneyWords(total)}`
      : moneyWords(total)
  return { en: `to pay, order ${number}: ${sum}`, es: `por pagar, orden ${number}: ${sum}` }
}

const file: Act = async (run, step, who) => {
  const { world, story, procedures } = run
  const dossier = await dossierOf(world, procedures, story.country, await shipmentOf(run, step))
  const wanted = step.procedures.length ? { procedures: step.procedures } : {}
  const filed = await world.command<ApplicationCase>('/v1/applications', who, { dossier, ...wanted })
  if (!filed.ok) return refusedBy(filed)
  const application = filed.body
  run.application = application.id
  for (const permit of application.permits) {
    run.permits.set(plainId(permit.procedure), permit.id)
    run.seen.set(permit.id, { seq: 0, types: [] })
  }
  const needs = application.permits.map((p) => plainId(p.procedure))
  const orders = application.orders.map(orderWords)
  const result = [same(application.number ?? ''), ...(orders.length ? orders : applicationResult(run, application))]
  return { ...refusedBy(filed), application, needs, result }
}

const payOrder: Act = async (run, { at, with: given }, who) => {
  const text = (key: string): string | undefined => (isText(given[key]) ? given[key] : undefined)
  const { refused, paid } = await pay(run.world, who, run.application, {
    amount: text('amount'),
    fault: text('fault'),
    at: text('fault') ? run.world.instant(at) : undefined,
  })
  const application = await getApplication(run)
  return { refused, cost: paid, ...(application ? { application, result: applicationResult(run, application) } : {}) }
}

/** «I have paid»: the window asks the bank about every open order of the application. */
const checkOrders: Act = async (run, _, who) => {
  const orders = (await getApplication(run))?.orders ?? []
  const answers = await Promise.all(
    orders.map((o) => run.world.post<{ paidAt: string | null }>(`/v1/orders/${o.id}/check`, who, {})),
  )
  const application = await getApplication(run)
  return {
    refused: answers.flatMap((a) => a.refused),
    ...(application ? { application, result: applicationResult(run, application) } : {}),
  }
}

const settle: Act = async (run, { with: given }) =>
  refusedBy(await run.world.settle(String(given.permit), String(given.outcome)))

const onPermit: Act = async (run, step, who) => {
  const [procedure = ''] = step.on
  const json = await inputOf(run.world, step.do, step.with, await run.procedures.form(procedure))
  return refusedBy(await command(run.world, who, permitOf(run, procedure), step.do, json))
}

interface InspectionCase {
  readonly id: string
  readonly status: string
  readonly version: number
}

const convene: Act = async (run, { with: given }, who) => {
  const { world, story } = run
  const { agencies, permits, opens, ...rest } = given
  const json = {
    ...rest,
    application: run.application,
    permits: (isList(permits) ? permits : []).map((id) => permitOf(run, String(id))),
    agencies: (isList(agencies) ? agencies : []).map((id) => `${story.country}.${String(id)}`),
    opensAt: world.instant(String(opens)),
  }
  const made = await world.command<InspectionCase>('/v1/inspections', who, json)
  if (made.ok) run.inspection = made.body.id
  return {
    ...refusedBy(made),
    ...(made.ok ? { status: made.body.status, result: [statusWords(made.body.status)] } : {}),
  }
}

const record: Act = async (run, { with: given }, who) => {
  const path = `/v1/inspections/${run.inspection ?? ''}`
  const seen = await run.world.get<InspectionCase>(path, who)
  const done = await run.world.command<InspectionCase>(`${path}/record`, who, given, seen.ok ? seen.body.version : 0)
  return {
    ...refusedBy(done),
    ...(done.ok ? { status: done.body.status, result: [statusWords(done.body.status)] } : {}),
  }
}

/** The procedures a step is about; `all` that have a document. */
export async function withDocuments(run: StoryRun, on: readonly string[]): Promise<readonly PermitCase[]> {
  const ids = on.length === 0 || on.includes('all') ? [...run.permits.keys()] : on
  const permits: PermitCase[] = []
  for (const id of ids) {
    const permit = await getPermit(run, id)
    if (permit.state.resolution) permits.push(permit)
  }
  return permits
}

interface Verification {
  readonly status: string
  readonly number?: string
  readonly balance?: readonly { readonly left: string; readonly authorised: { readonly unit: string } }[]
}

/** As anyone would, without an account. */
const verify: Act = async (run, { on }) => {
  const verified: Verified[] = []
  const result: Words[] = []
  for (const permit of await withDocuments(run, on)) {
    const code = (await findDocument(run.world, permit.id))?.code ?? ''
    const { body } = await run.world.client.get<Verification | undefined>(`/v1/verify/${code}`)
    const left = (body?.balance ?? []).map((b) => `${trimDecimal(b.left)} ${b.authorised.unit}`)
    const status = body?.status ?? 'no answer'
    verified.push({ number: permit.number ?? '', status, left })
    result.push(same(`${permit.number} · ${code} · ${status}${left.length ? ` · saldo ${left.join(', ')}` : ''}`))
  }
  return { refused: [], verified, result }
}

const download: Act = async (run, { on }) => {
  const pdfs: NonNullable<Done['pdfs']>[number][] = []
  for (const permit of await withDocuments(run, on)) {
    const sent = { token: run.world.firm.token, sandbox: run.world.id }
    const { status, type, bytes } = await run.world.client.download(
      `/v1/permits/${permit.id}/document.pdf?lang=es`,
      sent,
    )
    const text = new TextDecoder('latin1').decode(bytes)
    const ok =
      status === 200 &&
      type.startsWith('application/pdf') &&
      text.startsWith('%PDF-') &&
      text.trimEnd().endsWith('%%EOF')
    pdfs.push({ number: permit.number ?? '', ok, bytes: bytes.length })
  }
  const size = (bytes: number): string => `${Math.round(bytes / 1024)} KB`
  return { refused: [], pdfs, result: pdfs.map((p) => same(`${p.number}.pdf · ${size(p.bytes)}`)) }
}

const ACTS: Readonly<Record<string, Act>> = {
  ask,
  file,
  submit: file,
  pay: payOrder,
  check: checkOrders,
  dependencyResolved: settle,
  convene,
  record,
  open: async (run, step, who) => openDossier(run, step, who, await shipmentOf(run, step)),
  begin,
  give,
  customs,
  look,
  suppose,
  upload,
  read,
  verify,
  download,
}

/** Does what a step says. Acts that are not listed are commands on the permit named by `on`. */
export const perform: Act = (run, step, who) => (ACTS[step.do] ?? onPermit)(run, step, who)
