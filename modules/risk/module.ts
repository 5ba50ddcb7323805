import { systemActor, type CaseModule, type FactsRequest, type Reaction, type Statement } from '#platform/cases'
import { legalDay, refusal } from '#kernel'
import { calendarOf, customsOrg } from '#modules/customs'
import { Refusals } from '#platform/cases'
import { assignment, type AssignmentState } from './assignment.ts'
import { judge, limitsOf, type ChannelLimits, type RiskServices } from './assess.ts'
import { profile, DraftSchema, type ProfileFacts, type ProfileState, type Simulation } from './profile.ts'
import { compileProfile, profileFaults, type Channel, type ProfileBody } from './score.ts'
import type { RiskFacts } from './table.ts'

const setResult: Statement = {
  name: 'risk.result',
  text: 'UPDATE risk.operation SET result = $2, result_at = $3 WHERE case_id = $1',
}
const setChannel: Statement = {
  name: 'risk.channel',
  text: 'UPDATE risk.operation SET channel = $2 WHERE case_id = $1',
}
/** Profiles that found next to nothing in their last 200 looks (M12-8). */
const poor: Statement = {
  name: 'risk.poor',
  text: `SELECT p.case_id AS id FROM risk.profile p
         WHERE p.world = $1 AND p.country = $2 AND p.active_to > $3 AND (SELECT count(*) >= 200 AND count(*) FILTER (WHERE o.result <> 'conform') < 0.02 * count(*)
           FROM (SELECT result FROM risk.operation o WHERE o.world = $1 AND o.country = $2 AND p.case_id::text = ANY(o.profiles) AND o.result IS NOT NULL
                 ORDER BY o.result_at DESC LIMIT 200) o)`,
}
const past: Statement = {
  name: 'risk.past',
  text: `SELECT facts, size, result, at FROM risk.operation WHERE world = $1 AND country = $2 AND at > $3::timestamptz - interval '12 months' ORDER BY at LIMIT 50000`,
}
const putProfile: Statement = {
  name: 'risk.put-profile',
  text: `INSERT INTO risk.profile (case_id, world, country, body, active_from, active_to) VALUES ($1, $2, $3, $4, $5, $6)`,
}
const endProfile: Statement = {
  name: 'risk.end-profile',
  text: 'UPDATE risk.profile SET active_to = $2 WHERE case_id = $1',
}

const stateOf = ({ file }: Reaction): AssignmentState => file.state as AssignmentState

/** The channel goes to the declaration, which tells the firm what to do and customs what to look at. */
async function tellSubject(r: Reaction, channel: Channel): Promise<void> {
  const { subject } = stateOf(r)
  await r.work.run(await r.work.get(subject.type, subject.case), 'assignChannel', { channel }, systemActor)
}

async function moved(r: Reaction): Promise<void> {
  const { channel } = r.event.data as { channel: Channel }
  r.work.also(setChannel, [stateOf(r).subject.case, channel])
  await tellSubject(r, channel)
}

export const assignmentModule = (): CaseModule => ({
  type: assignment,
  path: 'assignments',
  noun: 'assignment',
  summary: 'The risk of one operation: score, draw, channel, and what a control found',
  reactions: {
    ChannelAssigned: (r) => tellSubject(r, (r.event.data as { channel: Channel }).channel),
    ChannelUpgraded: moved,
    ChannelDowngraded: moved,
    InspectionResult: async (r) => {
      const s = stateOf(r)
      const { result, text } = r.event.data as { result: string; text: string | null }
      const { work } = r
      work.also(setResult, [s.subject.case, result, r.event.at])
      await work.run(await work.get(s.subject.type, s.subject.case), 'recordControl', { result, text }, systemActor)
      const { rows } = await work.tx.query<{ id: string }>(poor, [work.world.sandbox ?? '', s.country, work.now])
      for (const { id } of rows)
        await work.attempt(
          await work.get('risk-profile', id),
          'retire',
          { reason: 'fewer than 2 % of its last 200 looks found anything (M12-8)' },
          systemActor,
        )
    },
  },
})

interface Past {
  readonly facts: RiskFacts
  readonly size: string
  readonly result: string | null
  readonly at: string
}

const DAY = 86_400_000

/** What a profile would have done to the operations of the past year. Pure. */
export function simulate(
  body: ProfileBody,
  operations: readonly Past[],
  now: string,
  limits: ChannelLimits,
): Simulation {
  const profiles = [{ id: 'draft', compiled: compileProfile(body) }]
  const channels: Record<Channel, number> = { green: 0, yellow: 0, red: 0 }
  const bySize: Record<string, { operations: number; looked: number }> = {}
  let found = 0
  let caught = 0
  for (const { facts, size, result } of operations) {
    const { channel } = judge(profiles, facts, limits)
    channels[channel]++
    const of = (bySize[size || 'unknown'] ??= { operations: 0, looked: 0 })
    of.operations++
    if (channel !== 'green') of.looked++
    if (result === 'minor' || result === 'serious') {
      found++
      if (channel !== 'green') caught++
    }
  }
  const first = operations[0]?.at
  const days = first ? Math.floor((Date.parse(now) - Date.parse(first)) / DAY) : 0
  return { at: now, days, operations: operations.length, channels, found, caught, bySize }
}

async function facts({ work, file, command, input }: FactsRequest, { library }: RiskServices): Promise<ProfileFacts> {
  const s = file.state as ProfileState
  const { profile: given } = input as { profile?: ProfileBody }
  if (given) return { faults: profileFaults(given).map((f) => ({ ...f, pointer: `/profile${f.pointer}` })) }
  const pack = library.packs.get(s.country)
  if (command !== 'simulate' || !s.body || !pack) return {}
  const { rows } = await work.tx.query<Past & Record<string, unknown>>(past, [
    work.world.sandbox ?? '',
    s.country,
    work.now,
  ])
  return { simulation: simulate(s.body, rows, work.now, limitsOf(work, pack, legalDay(calendarOf(pack), work.now))) }
}

export const profileModule = (services: RiskServices): CaseModule => ({
  type: profile,
  path: 'risk-profiles',
  noun: 'risk profile',
  summary: 'Risk profiles as decision tables, approved by two people',
  opens: {
    command: 'draftProfile',
    input: DraftSchema,
    run: async (work, input, actor) => {
      const { country } = input as { country: string }
      const org = await services.directory.getOrganisation(actor.org)
      if (!services.library.packs.has(country) || actor.org !== customsOrg(country) || org.kind !== 'customs')
        throw new Refusals([
          refusal('FORBIDDEN', '/country', { command: 'draftProfile', permission: 'profile.draft', roles: '' }),
        ])
      const file = work.open('risk-profile', actor.org)
      await work.run(file, 'draftProfile', { ...(input as object), customs: actor.org }, actor)
      return file
    },
  },
  facts: (request) => facts(request, services),
  reactions: {
    ProfileActivated: async ({ work, file, event }) => {
      const s = file.state as ProfileState
      const { from, to } = event.data as { from: string; to: string }
      work.also(putProfile, [file.id, work.world.sandbox ?? '', s.country, JSON.stringify(s.body), from, to])
    },
    ProfileRetired: async ({ work, file, event }) => work.also(endProfile, [file.id, event.at]),
  },
})
