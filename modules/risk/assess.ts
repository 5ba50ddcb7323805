import { addDays, isDecimal, legalDay, type Day, type Facts, type Pack } from '#kernel'
import { calendarOf, figureOf, type DeclaredContent } from '#modules/customs'
import type { Directory } from '#platform/access'
import { systemActor, type Reaction, type Statement, type Tx, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import type { Assigned } from './assignment.ts'
import { defaultProfile } from './default-profile.ts'
import { channelOfDraw, drawOf, keyOf, usualChances, type Chances } from './draw.ts'
import {
  channelOfScore,
  compileProfile,
  scoreOf,
  stricter,
  valueAnomaly,
  type Channel,
  type Compiled,
  type ProfileBody,
} from './score.ts'
import type { RiskFacts } from './table.ts'

export interface RiskServices {
  readonly library: PackLibrary
  readonly directory: Directory
}

/** What is assessed: an operation that customs has accepted. */
export interface Assessed {
  readonly owner: string
  readonly customs: string
  readonly content: DeclaredContent
  readonly mrn: string
  /** Sales to one buyer within a few days that add up to more than a limit. */
  readonly splitting?: boolean
}

const history: Statement = {
  name: 'risk.history',
  text: `SELECT count(*)::int AS operations, count(*) FILTER (WHERE result = 'serious')::int AS serious, count(*) FILTER (WHERE result = 'minor')::int AS minor,
           count(result)::int AS inspected, coalesce(bool_or(consignee = $4), false) AS known
         FROM risk.operation WHERE world = $1 AND owner_org = $2 AND at > $3::timestamptz - interval '36 months'`,
}
const medians: Statement = {
  name: 'risk.medians',
  text: `SELECT r.item, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY v.value) FROM risk.unit_value v
           WHERE v.world = $1 AND v.country = $2 AND v.hs8 = r.hs8 AND v.origin = r.origin AND v.unit = r.unit AND v.currency = r.currency
             AND v.at > $3::timestamptz - interval '12 months') AS p50
         FROM json_to_recordset($4::json) AS r(item int, hs8 text, origin text, unit text, currency text)`,
}
const month: Statement = {
  name: 'risk.month',
  text: `SELECT count(*)::int AS n, count(*) FILTER (WHERE channel = 'red')::int AS red
         FROM risk.operation WHERE world = $1 AND country = $2 AND at > $3::timestamptz - interval '30 days'`,
}
const inForce: Statement = {
  name: 'risk.profiles-in-force',
  text: `SELECT case_id AS id, body FROM risk.profile WHERE world = $1 AND country = $2 AND active_from <= $3 AND active_to > $3 ORDER BY active_from, case_id`,
}
const putOperation: Statement = {
  name: 'risk.put-operation',
  text: `INSERT INTO risk.operation (case_id, assignment, world, country, owner_org, consignee, size, at, facts, score, drawn, channel, by_chance, profiles)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
}
const putValues: Statement = {
  name: 'risk.put-values',
  text: `INSERT INTO risk.unit_value (case_id, item, world, country, hs8, origin, unit, currency, value, at)
         SELECT $1, item, $2, $3, hs8, origin, unit, currency, value, $4 FROM json_to_recordset($5::json)
           AS r(item int, hs8 text, origin text, unit text, currency text, value numeric)`,
}

interface UnitValue {
  readonly item: number
  readonly hs8: string
  readonly origin: string
  readonly unit: string
  readonly currency: string
  readonly value: string
}

/** Most items whose price is compared: the dearest ones say enough of a long declaration. */
const MOST_ITEMS = 20

const unitValues = ({ items }: DeclaredContent): UnitValue[] =>
  [...items.entries()]
    .sort(([, a], [, b]) => Number(b.value.amount) - Number(a.value.amount))
    .slice(0, MOST_ITEMS)
    .flatMap(([item, i]) => {
      const quantity = Number(i.quantity?.value)
      if (!i.quantity || !(quantity > 0) || !isDecimal(i.value.amount)) return []
      const value = (Number(i.value.amount) / quantity).toFixed(6)
      return [
        {
          item,
          hs8: i.hs.slice(0, 8),
          origin: i.origin ?? '',
          unit: i.quantity.unit,
          currency: i.value.currency,
          value,
        },
      ]
    })

/** Names of buyers as they are compared: without accents, marks and case. */
export const consigneeKey = (name: string | undefined, country: string | undefined): string =>
  `${(name ?? '')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()}/${country ?? ''}`

interface Known {
  readonly operations: number
  readonly serious: number
  readonly minor: number
  readonly inspected: number
  readonly known: boolean
}

/** The facts of an operation, as its tables read them. Pure. */
export function factsOf(c: DeclaredContent, known: Known, own: Facts, anomaly: number, splitting: boolean): RiskFacts {
  return {
    direction: c.direction,
    regime: c.regime,
    hs: c.items.map((i) => i.hs),
    origin: c.items.flatMap((i) => i.origin ?? []),
    destination: c.destination ?? '',
    mode: c.transport.mode ?? '',
    packageType: [...c.items.flatMap((i) => i.packageType ?? []), ...(c.packages.type ? [c.packages.type] : [])],
    lpco: c.items.some((i) => i.lpco.length) ? ['permit'] : [],
    value: Number(c.values.customs.amount.amount),
    currency: c.values.customs.amount.currency,
    operations: known.operations,
    serious: known.serious,
    minor: known.minor,
    inspected: known.inspected,
    consigneeKnown: known.known,
    aeo: own['applicant.aeo'] === true,
    size: typeof own['applicant.size'] === 'string' ? own['applicant.size'] : '',
    valueAnomaly: anomaly,
    inconsistencies: 0,
    splitting,
  }
}

const kept = new Map<string, Compiled>()
/** A profile is compiled once; its body never changes while it is in force. */
function compiled(id: string, body: ProfileBody): Compiled {
  const found = kept.get(id)
  if (found?.body === body || (found && id !== 'default')) return found
  const made = compileProfile(body)
  if (kept.size > 1000) kept.clear()
  kept.set(id, made)
  return made
}

export interface Profile {
  readonly id: string
  readonly compiled: Compiled
}

export async function profilesInForce(tx: Tx, world: string, country: string, at: string): Promise<readonly Profile[]> {
  const { rows } = await tx.query<{ id: string; body: ProfileBody }>(inForce, [world, country, at])
  const own = rows.map(({ id, body }) => ({ id, compiled: compiled(id, body) }))
  return own.length ? own : [{ id: 'default', compiled: compiled('default', defaultProfile) }]
}

export interface Verdict {
  readonly score: string
  readonly parts: Assigned['parts']
  readonly profiles: Assigned['profiles']
  readonly rules: Assigned['rules']
  readonly channel: Channel
  readonly why: readonly string[]
  /** Profiles that asked for a look. */
  readonly asked: readonly string[]
}

/** The channel of an operation before chance: the highest score of the profiles in force, and their rules. Pure. */
export function judge(profiles: readonly Profile[], facts: RiskFacts, limits: ChannelLimits): Verdict {
  const each = profiles.map(({ id, compiled: c }) => ({ id, title: c.body.title, ...scoreOf(c, facts) }))
  const [top] = [...each].sort((a, b) => Number(b.score) - Number(a.score))
  const score = top?.score ?? '0.00'
  const rules = each.flatMap((e) => e.rules)
  const byScore = channelOfScore(score, limits.yellow, limits.red)
  const channel = rules.reduce<Channel>((c, r) => stricter(c, r.channel), byScore)
  return {
    score,
    parts: top?.parts ?? [],
    profiles: each.map(({ id, title, score: s }) => ({ id, title, score: s })),
    rules,
    channel,
    why: [...(byScore === 'green' ? [] : ['score']), ...rules.map((r) => r.why)],
    asked: each
      .filter((e) => e.rules.length > 0 || channelOfScore(e.score, limits.yellow, limits.red) !== 'green')
      .map((e) => e.id),
  }
}

/** M12-3: no more than a tenth of a month is looked at; where too few are known to say, nothing is held back. */
const MOST_RED = 0.1
const ALARM_RED = 0.08
const ENOUGH = 100

function chancesOf(work: Work, pack: Pack, day: Day, aeo: boolean): Chances {
  const figure = figureOf(work, pack, day)
  const red = aeo ? (figure('risk.randomRedAeo')?.value ?? 50) : (figure('risk.randomRed')?.value ?? usualChances.red)
  return { red: Number(red), yellow: Number(figure('risk.randomYellow')?.value ?? usualChances.yellow) }
}

export interface ChannelLimits {
  readonly yellow: string
  readonly red: string
}
/** From which score an operation is looked at, on a day (M12-2). */
export function limitsOf(work: Work, pack: Pack, day: Day): ChannelLimits {
  const figure = figureOf(work, pack, day)
  return { yellow: figure('risk.yellowFrom')?.value ?? '40', red: figure('risk.redFrom')?.value ?? '70' }
}

/**
 * Assesses an operation in the transaction in which customs accepted it: facts, score, draw, channel. Opens an assignment that only customs
 * sees; its channel goes back to the declaration by a reaction.
 */
export async function assess(r: Reaction, { library, directory }: RiskServices, a: Assessed): Promise<void> {
  const { work, file } = r
  const { content: c } = a
  const pack = library.packs.get(c.pack)
  if (!pack) throw new Error(`no pack ${c.pack}`)
  const world = work.world.sandbox ?? ''
  const day = legalDay(calendarOf(pack), work.now)
  const consignee = consigneeKey(c.consignee?.name ?? c.exporter?.name, c.consignee?.country)
  const values = unitValues(c)
  const { tx } = work
  const [org, known, p50, red, profiles, key] = await Promise.all([
    directory.getOrganisation(a.owner),
    tx.query<Known & Record<string, unknown>>(history, [world, a.owner, work.now, consignee]),
    tx.query<{ item: number; p50: number | null }>(medians, [world, c.pack, work.now, JSON.stringify(values)]),
    tx.query<{ n: number; red: number }>(month, [world, c.pack, work.now]),
    profilesInForce(tx, world, c.pack, work.now),
    keyOf(tx, { world, country: c.pack, day, now: work.now }),
    // Committed to before its day begins, so that nobody can make one to fit.
    keyOf(tx, { world, country: c.pack, day: addDays(day, 1), now: work.now }),
  ])
  const own: Facts = { ...org.facts, ...work.world.facts }
  const anomaly = values.reduce((most, v) => {
    const median = p50.rows.find((m) => m.item === v.item)?.p50 ?? null
    return Math.max(most, valueAnomaly(Number(v.value), median === null ? null : Number(median)))
  }, 0)
  const past = known.rows[0] ?? { operations: 0, serious: 0, minor: 0, inspected: 0, known: false }
  const facts = factsOf(c, past, own, anomaly, a.splitting ?? false)
  const verdict = judge(profiles, facts, limitsOf(work, pack, day))
  const said = work.world.facts['risk.draw']
  const given = work.world.sandbox !== null && typeof said === 'number'
  const value = given ? said : drawOf(key.key, file.id)
  const chances = chancesOf(work, pack, day, facts.aeo)
  const { n, red: reds } = red.rows[0] ?? { n: 0, red: 0 }
  const share = n >= ENOUGH ? reds / n : 0
  const byDraw = channelOfDraw(value, chances)
  const capped = byDraw === 'red' && share >= MOST_RED && verdict.channel !== 'red'
  const chance: Channel = capped ? 'yellow' : byDraw
  const channel = stricter(verdict.channel, chance)
  const byChance = channel !== verdict.channel
  const assigned: Assigned = {
    subject: { type: file.module.type.name, case: file.id, number: a.mrn },
    customs: a.customs,
    country: c.pack,
    score: verdict.score,
    parts: verdict.parts,
    profiles: verdict.profiles,
    rules: verdict.rules,
    drawn: {
      day,
      keyHash: key.hash,
      value,
      channel: byDraw,
      chances,
      ...(given ? { given: true as const } : {}),
      ...(capped ? { capped: true as const } : {}),
    },
    channel,
    why: [
      ...verdict.why,
      ...(byChance ? ['random'] : []),
      ...(share >= ALARM_RED ? ['alarm: red share of the month'] : []),
    ],
  }
  const assignment = work.open('assignment', a.customs)
  work.also(putOperation, [
    file.id,
    assignment.id,
    world,
    c.pack,
    a.owner,
    consignee,
    facts.size,
    work.now,
    JSON.stringify(facts),
    verdict.score,
    value,
    channel,
    byChance,
    verdict.asked,
  ])
  if (values.length) work.also(putValues, [file.id, world, c.pack, work.now, JSON.stringify(values)])
  await work.run(assignment, 'assign', assigned, systemActor)
}
