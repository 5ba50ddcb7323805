import { findQuantity, showQuantity } from '#kernel'
import { eventsAfter, openNotices } from './acts.ts'
import { factsOf } from './cases.ts'
import { Unusable, type Client } from './client.ts'
import type { Procedures } from './procedures.ts'
import { same, type PartReport, type StepReport, type Words } from './report.ts'
import { freshEvents, isCaseAct } from './case-acts.ts'
import { kindOf, permitResult } from './results.ts'
import { isList, isMap, isText } from './shorthand.ts'
import { applicationResult, getApplication, getPermit, perform, type Done, type StoryRun } from './story-acts.ts'
import { checksOfStep } from './story-checks.ts'
import type { StoryFile, StoryStep } from './story-file.ts'
import { LABELS, joined, whatOf } from './words.ts'
import { openWorld, type Actor } from './world.ts'

/** Opens the world of a story: its first moment, its facts, its firm. @throws Unusable when the server lacks its country */
export async function openStory(client: Client, procedures: Procedures, story: StoryFile): Promise<StoryRun> {
  const { country, firm, people, series, permits, facts } = story
  const sheet = procedures.all.find((s) => s.country === country)
  if (!sheet) throw new Unusable(`this server has no pack ${country}`)
  const first = story.prologue[0] ?? story.steps[0]
  const given = {
    series,
    permits,
    facts: Object.fromEntries(Object.entries(facts).map(([name, said]) => [name, factOf(String(said))])),
  }
  const world = await openWorld(client, country, sheet.zone, first?.at ?? '', given)
  const owner = [...people.values()].find((p) => p.org === firm && p.roles.includes('titular'))
  if (!owner) throw new Unusable(`the story has no titular of ${firm}`)
  const own = await world.person(`${country}.${firm}`, owner.id, owner.roles, owner.name)
  const permitsOf: StoryRun['permits'] = new Map()
  return {
    story,
    procedures,
    world: { ...world, firm: own },
    permits: permitsOf,
    seen: new Map(),
    cases: new Map(),
    application: undefined,
    inspection: undefined,
  }
}

const factOf = (said: string): string | number | boolean =>
  /^\d+$/.test(said)
    ? Number(said)
    : said === 'yes' || said === 'true'
      ? true
      : said === 'no' || said === 'false'
        ? false
        : said

/** Plays one part of a story. The application a part ends with is the one its totals speak of. */
export async function playPart(run: StoryRun, part: 'prologue' | 'steps'): Promise<PartReport> {
  const steps: StepReport[] = []
  const title = part === 'prologue' ? LABELS.prologue : LABELS.main
  const shared = {
    name: part === 'prologue' ? 'prologue' : 'story',
    title,
    sandbox: run.world.id,
    zone: run.world.zone,
    steps,
  }
  try {
    for (const step of run.story[part]) steps.push(await playStep(run, step, steps.length + 1))
    return shared
  } catch (error) {
    // What came out differs so much that the rest has nothing to stand on: what was played is still told.
    if (error instanceof Unusable) return { ...shared, unplayed: same(error.message) }
    throw error
  }
}

async function actorOf({ story, world }: StoryRun, id: string): Promise<Actor> {
  const person = story.people.get(id)
  if (!person) throw new Unusable(`nobody is called ${id}`)
  return world.person(`${story.country}.${person.org}`, person.id, person.roles, person.name)
}

async function playStep(run: StoryRun, step: StoryStep, n: number): Promise<StepReport> {
  const { world, procedures } = run
  const moved = await world.moveTo(step.at)
  const who = step.who === null ? null : await actorOf(run, step.who)
  const done: Done = !moved.ok
    ? { refused: moved.refused, answer: moved.status }
    : step.do === 'wait'
      ? { refused: [] }
      : await perform(run, step, who ?? world.firm)
  await openNotices(world)
  const [about = ''] = step.on
  const isCase = run.permits.has(about) && step.on.length === 1
  const permit = isCase ? await getPermit(run, about) : undefined
  const application = done.application ?? (await getApplication(run))
  const fresh = isCaseAct(step.do) ? await freshEvents(run, step.as ?? about) : []
  const { happened, everything } = permit ? await news(run, permit.id) : { happened: fresh, everything: fresh }
  const facts = factsOf(permit, world.zone)
  const agency = procedures.find(about)?.agency.name
  const opinion = step.do === 'giveOpinion' || step.do === 'convene' || step.do === 'record'
  return {
    n,
    at: step.at,
    instant: world.instant(step.at),
    who: who && { person: who.person, role: who.role, organisation: who.organisation },
    act: step.do,
    what: whatOf(step.do, told(run, step)),
    note: step.note,
    agency: opinion ? (who?.organisation ?? null) : isCase ? (agency ?? null) : null,
    result:
      done.result ??
      (permit
        ? permitResult(permit, world.zone, happened)
        : step.do === 'wait' && application
          ? applicationResult(run, application)
          : []),
    status: done.status ?? permit?.status ?? application?.status ?? null,
    due: facts.due === 'none' ? null : facts.due,
    number: done.case?.number ?? permit?.number ?? (step.do === 'file' ? (application?.number ?? null) : null),
    cost: done.cost ?? null,
    refused: done.refused,
    checks: checksOfStep(step.then, { done, permit, application, happened, everything, zone: world.zone }),
    kind: kindOf(done.refused, permit?.status),
  }
}

/** The events of a permit since it was last looked at, and all of them. */
async function news(
  run: StoryRun,
  permit: string,
): Promise<{ happened: readonly string[]; everything: readonly string[] }> {
  const known = run.seen.get(permit) ?? { seq: 0, types: [] }
  const fresh = await eventsAfter(run.world, permit, known.seq)
  known.seq = fresh.at(-1)?.seq ?? known.seq
  const happened = fresh.map((e) => e.type)
  known.types.push(...happened)
  run.seen.set(permit, known)
  return { happened, everything: known.types }
}

/** What the step is about, in words: a shipment, procedures by their titles, or all documents. */
function aboutOf({ story, procedures }: StoryRun, { on, procedures: wanted, do: act }: StoryStep): Words {
  const [first = ''] = on
  const shipment = story.shipments.get(first)
  if (wanted.length)
    return joined(
      wanted.map((id) => procedures.title(id)),
      ', ',
    )
  if (shipment) return shipment.title
  if (on.length === 0 || first === 'all')
    return act === 'verify' || act === 'download' ? { en: 'every document', es: 'cada documento' } : same('')
  return joined(
    on.map((id) => procedures.title(id)),
    ', ',
  )
}

function told(run: StoryRun, step: StoryStep): Parameters<typeof whatOf>[1] {
  const { with: given } = step
  const text = (key: string): string | undefined => (isText(given[key]) ? given[key] : undefined)
  const drawn = findQuantity(text('quantity') ?? '')
  const act = text('act')
  const first = (isList(given.observations) ? given.observations : [])
    .map((o) => (isText(o) ? o : isMap(o) ? String(o.text) : ''))
    .join('; ')
  const said = text('text') ?? (first || undefined)
  return {
    about: aboutOf(run, step),
    ...(act ? { act } : {}),
    ...(given.task ? { task: String(given.task) } : {}),
    ...(given.result ? { result: String(given.result) } : {}),
    ...(given.outcome ? { outcome: String(given.outcome) } : {}),
    ...(drawn ? { quantity: showQuantity(drawn) } : {}),
    ...(said ? { text: said } : {}),
  }
}
