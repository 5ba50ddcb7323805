import { randomInt } from 'node:crypto'
import {
  legalDay,
  type Facts,
  type Lines,
  type Elements,
  type NeedStatus,
  type PermitDefinition,
  type PermitFacts,
  type PermitState,
  type Procedure,
} from '#kernel'
import type { Directory } from '#platform/access'
import type { FactsRequest, Statement, Work } from '#platform/cases'
import { deskFacts } from './desk.ts'

const liveByNumber: Statement = {
  name: 'live.by-number',
  text: `SELECT procedure, number, status, valid_until AS "validUntil", holder FROM permits.live
         WHERE (procedure, number) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND sandbox_id IS NOT DISTINCT FROM $3`,
}
const liveByHolder: Statement = {
  name: 'live.by-holder',
  text: `SELECT number, status, valid_until AS "validUntil", holder FROM permits.live
         WHERE procedure = $1 AND holder = ANY($2) AND sandbox_id IS NOT DISTINCT FROM $3 ORDER BY decided_at DESC LIMIT 20`,
}
const cleanApprovals: Statement = {
  name: 'live.clean-approvals',
  text: `SELECT count(*)::int AS n FROM permits.live
         WHERE procedure = $1 AND holder = $2 AND clean AND status <> 'revoked' AND decided_at > $3::timestamptz - interval '12 months'
           AND sandbox_id IS NOT DISTINCT FROM $4 AND goods @> $5 AND origins @> $6`,
}

const once = (values: readonly unknown[]): string[] =>
  [...new Set(values.filter((v): v is string => typeof v === 'string'))].sort()

/** Product and origin as permits are compared by them (M08-12): tariff codes of the lines, and countries of origin. */
export const sameness = ({
  lines,
  elements,
}: Pick<Subject, 'lines' | 'elements'>): [goods: string[], origins: string[]] => [
  once(lines.map((l) => l['goods.commodity'])),
  once([...lines.map((l) => l['goods.origin']), elements['country.origin']]),
]

interface LiveRow {
  readonly procedure?: string
  readonly number: string
  readonly status: string
  readonly validUntil: string | null
  readonly holder: string
}

interface Subject {
  readonly applicant: string
  readonly elements: Elements
  readonly lines: Lines
}

/** Firms that mandated an organisation on a day: a fact of whoever keeps the mandates (PACK 16.12). */
export type FindMandators = (work: Work, applicant: string) => Promise<readonly string[]>
const nobody: FindMandators = () => Promise.resolve([])

/** Facts a permit is decided on: the firm's standing, the permits it needs, and a draw for sampling. Every one ends up in the event. */
export async function fetchFacts(
  work: Work,
  directory: Directory,
  definition: PermitDefinition,
  subject: Subject,
  mandators: FindMandators = nobody,
): Promise<PermitFacts> {
  const { procedure } = definition
  const [{ needs, mandates }, facts] = await Promise.all([
    fetchNeeds(work, procedure, subject, mandators),
    fetchStanding(work, directory, procedure, subject),
  ])
  return { facts, needs, draw: randomInt(10_000), ...(Object.keys(mandates).length ? { mandates } : {}) }
}

const asksClean = new WeakMap<Procedure, boolean>()
const readsCleanApprovals = (p: Procedure): boolean => {
  const known = asksClean.get(p)
  if (known !== undefined) return known
  const found = JSON.stringify([p.decision, p.tasks, p.attach, p.fee, p.output, p.needs]).includes(
    'applicant.cleanApprovals',
  )
  asksClean.set(p, found)
  return found
}

async function fetchStanding(work: Work, directory: Directory, procedure: Procedure, subject: Subject): Promise<Facts> {
  const { applicant } = subject
  const org = await directory.getOrganisation(applicant)
  const counted = readsCleanApprovals(procedure)
    ? (
        await work.tx.query<{ n: number }>(cleanApprovals, [
          procedure.id,
          applicant,
          work.now,
          work.world.sandbox,
          ...sameness(subject),
        ])
      ).rows[0]?.n
    : undefined
  return {
    ...org.facts,
    ...(counted === undefined ? {} : { 'applicant.cleanApprovals': counted }),
    ...work.world.facts,
  }
}

async function fetchNeeds(
  work: Work,
  procedure: Procedure,
  { applicant, elements, lines }: Subject,
  mandators: FindMandators,
): Promise<{ needs: Record<string, NeedStatus>; mandates: Record<string, string> }> {
  const needs: Record<string, NeedStatus> = {}
  const mandates: Record<string, string> = {}
  if (procedure.needs.length === 0) return { needs, mandates }
  const today = legalDay(procedure.calendar, work.now)
  await Promise.all(
    procedure.needs.map(async ({ permit, by }) => {
      const world = work.world.permits[permit]
      if (world) {
        needs[permit] = world as NeedStatus
        return
      }
      const numbers = by
        ? [elements[by], ...lines.map((l) => l[by])].filter((n): n is string => typeof n === 'string')
        : []
      const ofHolders = (holders: readonly string[]): Promise<LiveRow[]> =>
        work.tx
          .query<LiveRow>(liveByHolder, [permit, holders, work.world.sandbox])
          .then(({ rows }) => rows.filter((r) => isLive(r, today)))
      // Those it acts for are asked about only where its own permits do not settle the matter.
      const found = by
        ? (await findByNumber(work, permit, numbers)).filter((r) => isLive(r, today))
        : await ofHolders([applicant])
      const settled = by ? found.every((r) => r.holder === applicant) : found.length > 0
      const others = settled ? [] : await mandators(work, applicant)
      const live = by
        ? found.filter((r) => r.holder === applicant || others.includes(r.holder))
        : others.length
          ? await ofHolders(others)
          : found
      const meet = (key: string, rows: readonly LiveRow[]): void => {
        needs[key] = rows.length ? 'granted' : 'none'
        // The applicant's own permit comes first; whose it is otherwise is recorded with the filing.
        const [other] = rows.some((r) => r.holder === applicant) ? [] : rows
        if (other) mandates[key] = other.holder
      }
      if (!by) meet(permit, live)
      for (const number of numbers)
        meet(
          `${permit}|${number}`,
          live.filter((r) => r.number === number),
        )
    }),
  )
  return { needs, mandates }
}

interface Gathered {
  readonly procedures: string[]
  readonly numbers: string[]
  readonly rows: Promise<readonly LiveRow[]>
}

const GATHERED = 'permits.by-number'

/** Permits by their numbers. What several permits of one application ask for in the same turn goes out as one question. */
async function findByNumber(work: Work, procedure: string, numbers: readonly string[]): Promise<LiveRow[]> {
  if (numbers.length === 0) return []
  let asking = work.notes.get(GATHERED) as Gathered | undefined
  if (!asking) {
    const procedures: string[] = []
    const all: string[] = []
    const rows = Promise.resolve().then(async () => {
      work.notes.delete(GATHERED)
      return (await work.tx.query<LiveRow>(liveByNumber, [procedures, all, work.world.sandbox])).rows
    })
    asking = { procedures, numbers: all, rows }
    work.notes.set(GATHERED, asking)
  }
  for (const number of new Set(numbers)) {
    asking.procedures.push(procedure)
    asking.numbers.push(number)
  }
  return (await asking.rows).filter((r) => r.procedure === procedure && numbers.includes(r.number))
}

const isLive = (row: LiveRow, today: string): boolean =>
  row.status === 'in-force' && (row.validUntil === null || row.validUntil >= today)

/** Commands that look at facts beyond the state. The others are decided on what the case already recorded. */
const reads = new Set(['submit', 'dependencyResolved', 'propose', 'approve'])
/** These may end in an automatic approval, of which some are drawn for an audit. */
const drawsOnly = new Set(['pay', 'admit', 'giveOpinion', 'recordInspection', 'reportResult'])
const none: PermitFacts = { facts: {}, needs: {}, draw: 9999 }

export const permitFacts =
  (
    directory: Directory,
    getDefinition: (name: string, sandbox: string | null) => Promise<PermitDefinition>,
    mandators?: FindMandators,
  ) =>
  async (request: FactsRequest): Promise<PermitFacts> => {
    const { work, file, command, input } = request
    if (command === 'take' || command === 'reassign') return { ...none, desk: (await deskFacts(request)) ?? {} }
    if (drawsOnly.has(command)) return { ...none, draw: randomInt(10_000) }
    if (!reads.has(command)) return none
    const state = file.state as PermitState
    const subject: Subject =
      command === 'submit'
        ? {
            applicant: (input as { applicant: { org: string } }).applicant.org,
            elements: (input as PermitState).elements,
            lines: (input as PermitState).lines,
          }
        : { applicant: state.applicant.org, elements: state.elements, lines: state.lines }
    return fetchFacts(work, directory, await getDefinition(file.definition, work.world.sandbox), subject, mandators)
  }
