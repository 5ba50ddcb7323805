import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { findMoney, findQuantity } from '#kernel'
import { attach } from './acts.ts'
import { Unusable, type Answer } from './client.ts'
import { dossierOf } from './dossier.ts'
import type { Words } from './report.ts'
import { isList, isText, toValues, type Written } from './shorthand.ts'
import type { Done, StoryRun } from './story-acts.ts'
import type { Shipment, StoryStep } from './story-file.ts'
import type { Actor } from './world.ts'
import { statusWords } from './words.ts'

/** A case of any type, as every one answers. */
export interface AnyCase {
  readonly id: string
  readonly number: string | null
  readonly status: string
  readonly version: number
  readonly state: Readonly<Record<string, unknown>>
  readonly [more: string]: unknown
}

/** A case that a story has opened, by the name it gave it. */
export interface NamedCase {
  readonly path: string
  readonly who: Actor
  seen: number
}

const INTEGERS = new Set(['line', 'minutes', 'row'])
const FLAGS = new Set(['sameContract', 'isReturn'])
const MONEY = new Set(['fee', 'price'])

const getNamed = (run: StoryRun, name: string): NamedCase => {
  const found = run.cases.get(name)
  if (!found) throw new Unusable(`the story speaks of ${name}, which it has not opened`)
  return found
}
const idOf = (run: StoryRun, name: string): string => getNamed(run, name).path.split('/').at(-1) ?? ''

async function orgOf(run: StoryRun, person: string): Promise<string> {
  const { story, world } = run
  const found = story.people.get(person)
  if (!found) throw new Unusable(`nobody is called ${person}`)
  const who = await world.person(`${story.country}.${found.org}`, found.id, found.roles, found.name)
  const me = await world.get<{ organisation: { id: string } }>('/v1/me', who)
  if (!me.ok) throw new Unusable(`who ${person} is cannot be read (${me.status})`)
  return me.body.organisation.id
}

/** A value of YAML as the API takes it: `org of silva`, `id of order`, `25.00 USD`, `yes`; elements by the dictionary. */
async function valueOf(run: StoryRun, key: string, written: Written): Promise<unknown> {
  if (isText(written)) {
    const [, kind = '', name = ''] = /^(org|id) of ([a-z0-9-]+)$/.exec(written) ?? []
    if (kind === 'org') return orgOf(run, name)
    if (kind === 'id') return idOf(run, name)
    if (INTEGERS.has(key)) return Number(written)
    if (FLAGS.has(key)) return written === 'yes' || written === 'true'
    if (MONEY.has(key)) return findMoney(written) ?? written
    if (key === 'quantity') return findQuantity(written) ?? written
    return written
  }
  if (isList(written))
    return key === 'photos'
      ? (await attach(run.world, written.map(String))).map((f) => ({ ...f, type: 'photo' }))
      : Promise.all(written.map((item) => valueOf(run, key, item)))
  if (key === 'elements') return toValues((await run.procedures.forms(run.story.country)).elements, written)
  return Object.fromEntries(
    await Promise.all(Object.entries(written).map(async ([k, v]) => [k, await valueOf(run, k, v)] as const)),
  )
}

const refusedBy = <T>(answer: Answer<T>): Done => ({ refused: answer.refused, answer: answer.status })

const wordsOf = (body: AnyCase): Words[] => {
  const { en, es } = statusWords(body.status)
  const number = body.number ? `${body.number} · ` : ''
  return [{ en: `${number}${en}`, es: `${number}${es}` }]
}

const doneBy = (answer: Answer<AnyCase>): Done =>
  answer.ok
    ? { ...refusedBy(answer), case: answer.body, status: answer.body.status, result: wordsOf(answer.body) }
    : refusedBy(answer)

const nameOf = ({ as, on: [first = ''] }: StoryStep): string => as ?? first

/** Opens the dossier of a shipment, as the firm's own program or its order would. */
export async function openDossier(run: StoryRun, step: StoryStep, who: Actor, shipment: Shipment): Promise<Done> {
  const body = await dossierOf(run.world, run.procedures, run.story.country, shipment)
  const opened = await run.world.command<AnyCase>('/v1/dossiers', who, body)
  if (opened.ok) run.cases.set(nameOf(step), { path: `/v1/dossiers/${opened.body.id}`, who, seen: 0 })
  return doneBy(opened)
}

/** Opens a case of the type named by its path: `begin` on `small-exports`. */
export async function begin(run: StoryRun, step: StoryStep, who: Actor): Promise<Done> {
  const [path = ''] = step.on
  const body = await valueOf(run, '', step.with)
  const opened = await run.world.command<AnyCase>(`/v1/${path}`, who, body)
  if (opened.ok) run.cases.set(nameOf(step), { path: `/v1/${path}/${opened.body.id}`, who, seen: 0 })
  return doneBy(opened)
}

/** Gives a command to a case of the story: `give` on `order`, with `act: declare` and its input. */
export async function give(run: StoryRun, step: StoryStep, who: Actor): Promise<Done> {
  const { path } = getNamed(run, step.on[0] ?? '')
  const { act, ...rest } = step.with
  const body = await valueOf(run, '', rest)
  const seen = await run.world.get<AnyCase>(path, who)
  if (!seen.ok) return refusedBy(seen)
  return doneBy(await run.world.command<AnyCase>(`${path}/${String(act)}`, who, body, seen.body.version))
}

/** Files that stories upload. */
const DATA = new URL('../../stories/data/', import.meta.url)

/** Sends a file of orders, as a shop exports it: `with: { file: S6.csv }`. */
export async function upload(run: StoryRun, step: StoryStep, who: Actor): Promise<Done> {
  const { world, story } = run
  const name = basename(String(step.with.file ?? ''))
  const bytes = await readFile(new URL(name, DATA)).catch(() => undefined)
  if (!bytes) throw new Unusable(`there is no file ${name} in stories/data`)
  const sent = await world.client.post<AnyCase>(`/v1/shop-batches/upload?country=${story.country}&name=${name}`, {
    token: who.token,
    sandbox: world.id,
    bytes,
  })
  if (sent.ok) run.cases.set(nameOf(step), { path: `/v1/shop-batches/${sent.body.id}`, who, seen: 0 })
  return doneBy(sent)
}

/** Reads a page below a case: `rows?faulty=true`; what it says stands under `page`. */
export async function read(run: StoryRun, step: StoryStep, who: Actor): Promise<Done> {
  const named = getNamed(run, step.on[0] ?? '')
  const page = await run.world.get<{ items: unknown }>(`${named.path}/${String(step.with.page)}`, who)
  const seen = await run.world.get<AnyCase>(named.path, who)
  return page.ok && seen.ok ? { ...doneBy(seen), case: { ...seen.body, page: page.body.items } } : refusedBy(page)
}

const PATIENCE = 100

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((v, key) => {
    if (typeof v !== 'object' || v === null) return undefined
    return (v as Record<string, unknown>)[key]
  }, value)

/** Lets customs' own system answer: messages leave, and the story waits until the case has what it names in `with: { until: mrn }`. */
export async function customs(run: StoryRun, step: StoryStep): Promise<Done> {
  const { world } = run
  const named = getNamed(run, step.on[0] ?? '')
  const until = String(step.with.until ?? 'mrn')
  for (let n = 0; n < PATIENCE; n++) {
    await world.client.post(`/v1/sandboxes/${world.id}/carry`, { token: world.firm.token, json: {} })
    const seen = await world.get<AnyCase>(named.path, named.who)
    const there = seen.ok ? at(seen.body.state, until) : undefined
    if (seen.ok && (seen.body.status === until || (there !== null && there !== undefined))) return doneBy(seen)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    refused: [
      {
        code: 'CUSTOMS_SILENT',
        pointer: '',
        message: { en: `customs did not come to ${until}`, es: `la aduana no llegó a ${until}` },
      },
    ],
  }
}

/** Changes what holds in the world of the story: `with: { customs.profile: seed-2019-05 }`. */
export async function suppose(run: StoryRun, step: StoryStep): Promise<Done> {
  const { world } = run
  return refusedBy(
    await world.client.post(`/v1/sandboxes/${world.id}/facts`, { token: world.firm.token, json: { facts: step.with } }),
  )
}

/** Looks at a case as it stands, through the eyes of whoever the step names. */
export async function look(run: StoryRun, step: StoryStep, who: Actor): Promise<Done> {
  return doneBy(await run.world.get<AnyCase>(getNamed(run, step.on[0] ?? '').path, who))
}

/** What a case says at a place, as text: money as `25.00 USD`, quantities likewise. */
export function saidAt(body: AnyCase | undefined, path: string): string {
  const found = at(body?.state, path) ?? at(body, path)
  if (found === undefined || found === null) return 'none'
  if (typeof found !== 'object') return String(found)
  const { amount, currency, value, unit } = found as Record<string, unknown>
  if (typeof amount === 'string' && typeof currency === 'string') return `${amount} ${currency}`
  if (typeof value === 'string' && typeof unit === 'string') return `${value} ${unit}`
  return JSON.stringify(found)
}

/** The types of a case's events since the story last looked at it. */
export async function freshEvents(run: StoryRun, name: string): Promise<readonly string[]> {
  const named = run.cases.get(name)
  if (!named) return []
  const page = await run.world.get<{ items: readonly { seq: number; type: string }[] }>(
    `${named.path}/history?limit=200&cursor=${named.seen}`,
    named.who,
  )
  if (!page.ok) return []
  named.seen = page.body.items.at(-1)?.seq ?? named.seen
  return page.body.items.map((e) => e.type)
}

export const isCaseAct = (name: string): boolean =>
  ['open', 'begin', 'give', 'customs', 'look', 'upload', 'read'].includes(name)
