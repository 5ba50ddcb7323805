import { findQuantity, isFact, showQuantity, type Scenario, type Step } from '#kernel'
import { attach, command, eventsAfter, inputOf, openNotices, pay } from './acts.ts'
import { checkEvents, checkPermit, checkRefused, factsOf, type ApplicationCase, type PermitCase } from './cases.ts'
import { Unusable, type Client } from './client.ts'
import type { Form, Procedures, Sheet } from './procedures.ts'
import { same, type PartReport, type Refused, type StepReport, type Words } from './report.ts'
import { isList, isMap, isText, toValues, type WrittenMap } from './shorthand.ts'
import { kindOf, permitResult } from './results.ts'
import { whatOf } from './words.ts'
import { findDocument, openWorld, type Actor, type Given, type World } from './world.ts'

/** One scenario being played: one procedure case in a sandbox of its own (PACK 10). */
interface Run {
  readonly scenario: Scenario
  readonly sheet: Sheet
  readonly title: Words
  readonly form: Form
  readonly world: World
  application: string | undefined
  permit: string | undefined
  seq: number
  readonly events: string[]
}

/** What a step came to, before it is compared. */
interface Done {
  readonly refused: readonly Refused[]
  readonly cost?: StepReport['cost']
}

const NOTHING_FILED: Refused = {
  code: 'NOT_NOW',
  pointer: '',
  message: { en: 'Nothing was filed.', es: 'No se presentó nada.' },
}

const NOT_FILED: Words = {
  en: 'Nothing was filed, so the rest was not played.',
  es: 'No se presentó nada; lo demás no se jugó.',
}

/** Facts of a scenario as a sandbox takes them: `series.next` is where number series begin. */
export function givenOf(given: Scenario['given']): Given {
  const facts: Record<string, string | number | boolean> = {}
  const series: Record<string, number> = {}
  for (const [name, said] of Object.entries(given.facts)) {
    if (name.startsWith('series.')) series[name.slice('series.'.length)] = Number(said)
    else if (isFact(name))
      facts[name] = /^\d+$/.test(said)
        ? Number(said)
        : ['true', 'yes'].includes(said)
          ? true
          : ['false', 'no'].includes(said)
            ? false
            : said
  }
  return { facts, permits: given.permits, series }
}

/** Plays one scenario and compares every value it states. */
export async function playScenario(client: Client, procedures: Procedures, scenario: Scenario): Promise<PartReport> {
  const { name, procedure } = scenario
  const sheet = procedures.find(procedure)
  const shared = { name, title: same(name), sandbox: '', zone: sheet?.zone ?? 'UTC', steps: [] }
  if (!sheet)
    return {
      ...shared,
      unplayed: {
        en: `This server has no procedure ${procedure}.`,
        es: `Este servidor no tiene el procedimiento ${procedure}.`,
      },
    }
  const [first] = scenario.steps
  if (!first) return { ...shared, unplayed: { en: 'It has no steps.', es: 'No tiene pasos.' } }
  const world = await openWorld(client, sheet.country, sheet.zone, first.at, givenOf(scenario.given))
  const run: Run = {
    scenario,
    sheet,
    title: procedures.title(procedure),
    form: await procedures.form(procedure),
    world,
    application: undefined,
    permit: undefined,
    seq: 0,
    events: [],
  }
  const steps: StepReport[] = []
  const played = { ...shared, sandbox: world.id, steps }
  try {
    for (const step of scenario.steps) {
      const told = await playStep(run, step, steps.length + 1)
      steps.push(told)
      // Without the case every other step would only say again that there is none.
      const lost = step.do === 'submit' && !run.permit && told.checks.some((c) => !c.ok)
      if (lost && step !== scenario.steps.at(-1)) return { ...played, unplayed: NOT_FILED }
    }
    const document = run.permit && (await findDocument(world, run.permit))
    return document ? { ...played, documents: [document] } : played
  } catch (error) {
    if (error instanceof Unusable) return { ...played, unplayed: same(error.message) }
    throw error
  }
}

async function playStep(run: Run, step: Step, n: number): Promise<StepReport> {
  const { world, sheet } = run
  const then = step.then as WrittenMap
  const moved = await world.moveTo(step.at)
  const who = step.do === undefined ? null : await actorOf(run, step)
  const done: Done = !moved.ok
    ? { refused: moved.refused }
    : step.do && who
      ? await perform(run, step, step.do, who)
      : { refused: [] }
  const opens = !['no', 'false'].includes(run.scenario.given.facts['notices.opened'] ?? '')
  if (run.permit && opens) await openNotices(world)
  const fresh = run.permit ? await eventsAfter(world, run.permit, run.seq) : []
  run.seq = fresh.at(-1)?.seq ?? run.seq
  const happened = fresh.map((e) => e.type)
  run.events.push(...happened)
  const seen = run.permit ? await world.get<PermitCase>(`/v1/permits/${run.permit}`, world.firm) : undefined
  const permit = seen?.ok ? seen.body : undefined
  const facts = factsOf(permit, world.zone)
  const act = step.do ?? 'wait'
  return {
    n,
    at: step.at,
    instant: world.instant(step.at),
    who: who && { person: who.person, role: who.role, organisation: who.organisation },
    act,
    what: whatOf(act, told(run, step)),
    note: null,
    agency: run.permit ? sheet.agency.name : null,
    result: permitResult(permit, world.zone, happened),
    status: permit?.status ?? null,
    due: facts.due === 'none' ? null : facts.due,
    number: permit?.number ?? null,
    cost: done.cost ?? null,
    refused: done.refused,
    checks: [...checkPermit(then, facts), checkRefused(then, done.refused), ...checkEvents(then, happened, run.events)],
    kind: kindOf(done.refused, permit?.status),
  }
}

function told(run: Run, { with: given }: Step): Parameters<typeof whatOf>[1] {
  const text = (key: string): string | undefined => {
    const value = given[key]
    return isText(value) ? value : undefined
  }
  const [line] = isList(given.lines) ? given.lines : []
  const drawn = isMap(line) && isText(line.quantity) ? findQuantity(line.quantity) : undefined
  const first = [given.observations, given.defects]
    .flatMap((list) => (isList(list) ? list.filter(isText) : []))
    .join('; ')
  const said = text('text') ?? (first || undefined)
  const permit = text('permit')
  const outcome = text('outcome')
  const task = text('task')
  const result = text('result')
  return {
    about: permit ? same(permit) : run.title,
    ...(task ? { task } : {}),
    ...(result ? { result } : {}),
    ...(outcome ? { outcome } : {}),
    ...(drawn ? { quantity: showQuantity(drawn) } : {}),
    ...(said ? { text: said } : {}),
  }
}

/** Names of accounts are short and plain; `senasa.evaluator` without `as` is a person called so. */
const plainName = (as: string): string => {
  const name = as
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 31)
  return name || 'somebody'
}

const nameOf = (step: Step): string => plainName(step.as === step.by ? step.by : step.as)

/** Who acts: the firm, customs, or a person of an agency who holds all the roles they use in the scenario. */
async function actorOf({ world, sheet, scenario }: Run, step: Step): Promise<Actor> {
  const customs = (): Actor => {
    if (!world.customs) throw new Unusable(`the pack ${sheet.country} has no demonstration customs service`)
    return world.customs
  }
  if (step.by === 'customs') return customs()
  const [agency = '', role] = step.by.split('.')
  if (role === undefined) {
    if (step.by !== 'system') return world.firm
    // The platform itself has no door: what it does is caused by the firm's bank, by customs, or by another agency.
    return step.do === 'draw'
      ? customs()
      : step.do === 'dependencyResolved'
        ? { ...world.firm, person: 'The window', role: 'system', organisation: '' }
        : world.firm
  }
  const name = nameOf(step)
  const roles = scenario.steps
    .filter((s) => s.by.startsWith(`${agency}.`) && nameOf(s) === name)
    .map((s) => s.by.slice(agency.length + 1))
  const person = await world.person(`${sheet.country}.${agency}`, name, [...new Set(roles)], name)
  return { ...person, role }
}

async function perform(run: Run, step: Step, act: string, who: Actor): Promise<Done> {
  const { world, form } = run
  const given = step.with as WrittenMap
  if (act === 'submit') return submit(run, given, who)
  if (act === 'pay') {
    const { refused, paid } = await pay(world, who, run.application, {
      amount: isText(given.amount) ? given.amount : undefined,
    })
    return { refused, cost: paid }
  }
  if (act === 'serveNotice') {
    await openNotices(world)
    return { refused: [] }
  }
  if (act === 'dependencyResolved') return world.settle(String(given.permit), String(given.outcome))
  if (!run.permit) return { refused: [NOTHING_FILED] }
  return command(world, who, run.permit, act, await inputOf(world, act, given, form))
}

/**
 * Files the case. All of the form's data go as the answers to this one procedure: a scenario speaks of one form, and what that form
 * does not ask must be refused by it, not left out of a dossier that several forms share.
 */
async function submit(run: Run, own: WrittenMap, who: Actor): Promise<Done> {
  const { world, form, sheet, scenario } = run
  const { given, procedure } = scenario
  const lines = (isList(own.lines) ? own.lines.filter(isMap) : given.lines) as readonly WrittenMap[]
  const data = { ...(given.data as WrittenMap), ...(isMap(own.data) ? own.data : {}) }
  const attached = isList(own.attached) ? own.attached.map(String) : given.attached
  const agency = typeof own.agency === 'string' ? own.agency : given.agency
  const answers = { elements: toValues(form.elements, data), lines: lines.map((line) => toValues(form.lines, line)) }
  const dossier = {
    country: sheet.country,
    regime: sheet.regime[0],
    lines: lines.map(() => ({})),
    answers: { [procedure]: answers },
    documents: await attach(world, attached),
  }
  const filed = await world.command<ApplicationCase>('/v1/applications', who, {
    dossier,
    procedures: [procedure],
    ...(agency === undefined ? {} : { agencies: { [procedure]: agency } }),
  })
  if (!filed.ok) return filed
  run.application = filed.body.id
  run.permit = filed.body.permits[0]?.id
  run.seq = 0
  return { refused: [] }
}
