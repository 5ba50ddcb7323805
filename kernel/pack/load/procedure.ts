import type { Calendar } from '../../calendar.ts'
import { addDays } from '../../time.ts'
import type { Fault, Need, Periods, Procedure } from '../model.ts'
import { readLaw, type Context } from './context.ts'
import { day, fault, fields, isText, items, keyAt, oneOf, rootAt, text, warn, type At } from './cursor.ts'
import { readChoice, readDeciders } from './deciders.ts'
import { amountsOf, readFee } from './fee.ts'
import { readAttach, readChecks, readForm, readLists, readOwn } from './form.ts'
import { readAfter, readNotices, readOutput } from './output.ts'
import { readSchedule } from './schedule.ts'
import { readAppeal, readDecision, readNeeds, readReview, readTasks, type Origins, type PlacedNeed } from './process.ts'
import { BINDS, PROCEDURE, REGIMES } from '../vocabulary/procedure.ts'
import type { Node } from './source.ts'
import { readWords } from './texts.ts'
import { checkUnitsOpen } from './units.ts'

/** A procedure as read, with the places that checks over all procedures point at. */
export interface ReadProcedure {
  readonly procedure: Procedure
  readonly at: At
  readonly needs: readonly PlacedNeed[]
  readonly numberAt: At | undefined
}

/** The id of a procedure file, before anything else of it is read: others may refer to it. */
export const idOf = (node: Node): string | undefined => {
  const id = node.kind === 'map' ? node.entries.get('procedure') : undefined
  return id?.kind === 'text' ? id.text : undefined
}

const noCalendar: Calendar = { id: '', zone: 'UTC', week: [], holidays: new Set(), law: '' }

function readIdentity(found: Partial<Record<keyof typeof PROCEDURE, At>>, context: Context) {
  const id = found.procedure && text(found.procedure)
  if (found.procedure && id !== undefined && !new RegExp(`^${context.id}\\.[a-z0-9]+(-[a-z0-9]+)*$`).test(id))
    fault(
      found.procedure,
      'BAD_VALUE',
      `${id} cannot name a procedure`,
      `write ${context.id}. and lower-case words joined by hyphens`,
    )
  const name = id ?? `${context.id}.unnamed`
  const from = found.from && day(found.from)
  const to = found.to && day(found.to)
  if (found.to && from && to && to < from) fault(found.to, 'DATES', `${to} is before ${from}`, 'exchange the two days')
  const published = found.published && day(found.published)
  if (found.published && from && published && from < addDays(published, 10))
    warn(
      found.published,
      'SHORT_NOTICE',
      `in force less than 10 days after it was published`,
      'publish at least 10 days before (WTO TFA art. 2)',
    )
  const regime = (found.regime ? items(found.regime) : []).map((r) => oneOf(r, REGIMES)).filter((r) => r !== undefined)
  const binds = found.binds && readBinds(found.binds, context)
  const title = found.title && readWords(found.title, context.texts, [name, 'title'])
  return {
    id: name,
    pack: context.id,
    title: title ?? { [context.texts.main]: name },
    code: (found.code && text(found.code)) ?? '',
    regime,
    from: from ?? '0001-01-01',
    ...(to ? { to } : {}),
    law: (found.law && readLaw(found.law, context.norms)) ?? '',
    ...(binds ? { binds } : {}),
  }
}

/** `binds: new`, or `binds: { open: LAW }`: whoever moves cases that were filed under another law needs one that says so (PACK 11). */
function readBinds(at: At, context: Context): { law: string } | undefined {
  if (at.node.kind === 'map') {
    const found = fields(at, BINDS)
    const law = found.open && readLaw(found.open, context.norms)
    return law === undefined ? undefined : { law }
  }
  if (isText(at, 'open'))
    fault(at, 'MISSING_KEY', 'no law is named that moves the open cases', 'write binds: { open: NORM art. 1 }')
  else oneOf(at, ['new'])
  return undefined
}

/** `confirm:` paths of what the legal office has not confirmed; each must exist in the file. */
function readConfirm(at: At | undefined, root: Node): string[] {
  if (!at) return []
  const paths = items(at).flatMap((child): string[] => {
    const path = text(child)
    if (path === undefined) return []
    let here: Node | undefined = root
    for (const part of path.split('.')) here = here?.kind === 'map' ? here.entries.get(part) : undefined
    if (!here) fault(child, 'CONFIRM_NOTHING', `the file says nothing under ${path}`, 'name a key that is in this file')
    return here ? [path] : []
  })
  if (paths.length > 0)
    warn(
      at,
      'UNCONFIRMED',
      `not confirmed by the legal office: ${paths.join(', ')}`,
      'confirm them and remove confirm:; production refuses this pack until then',
    )
  return paths
}

function periodsOf(context: Context): Periods {
  const { law: _, refunds: _refunds, ...periods } = context.defaults
  return periods
}

const plain = ({ permit, at, by, when }: PlacedNeed): Need => ({
  permit,
  at,
  ...(by ? { by } : {}),
  ...(when ? { when } : {}),
})

/** Reads one procedure file whole: every fault in it, all at once. */
export function readProcedure(
  file: string,
  node: Node,
  context: Context,
  ids: ReadonlySet<string>,
  faults: Fault[],
): ReadProcedure {
  const at = rootAt(file, node, faults)
  const found = fields(at, PROCEDURE)
  const identity = readIdentity(found, context)
  const { id } = identity
  const origins: Origins = {}
  const deciders = readDeciders(found.agency, context)
  const { agencies } = deciders
  const [agency] = agencies
  const lists = readLists(found.lists, id, context)
  const own = readOwn(found.own, id, lists, context)
  const { form, lineForm, scope } = readForm(found.form, { procedure: id, own, lists, context })
  const choice = readChoice(deciders, scope, context)
  const review = readReview(found.review, context, origins)
  const tasks = readTasks(found, agencies, lists, scope, context, origins)
  const needs = readNeeds(found.needs, ids, scope)
  const schedule = readSchedule(found.schedule, lists, scope)
  const output = readOutput(found.output, id, scope, context, origins)
  const appeal = readAppeal(found.appeal, at, agencies, review, context, origins)
  const calendar = agency && context.calendars.get(agency.calendar)
  for (const name of ['order', 'appeal', 'appealDecision'] as const)
    origins[`periods.${name}`] = `pack default ${name} (${context.defaults.law})`
  const procedure: Procedure = {
    ...identity,
    key: `${id}@${identity.from}`,
    agency: agency?.id ?? '',
    ...(choice ? { choice } : {}),
    confirm: readConfirm(found.confirm, node),
    form,
    lineForm,
    attach: readAttach(found.attach, scope, context),
    checks: readChecks(found.checks, id, scope, context),
    ...(schedule ? { schedule } : {}),
    needs: needs.map(plain),
    fee: readFee(found.fee, scope, context),
    ...(review ? { review } : {}),
    tasks,
    decision: readDecision(at, found.decision, { review, tasks, agencies, reviewAt: found.review }, scope, origins),
    ...(output ? { output } : {}),
    after: readAfter(found.after, output, scope, context, origins),
    notices: readNotices(found.notices, id, scope, context),
    ...(appeal ? { appeal: { to: appeal } } : {}),
    ...(context.defaults.refunds.length > 0 ? { refunds: context.defaults.refunds } : {}),
    periods: periodsOf(context),
    calendar: calendar ?? noCalendar,
    currency: context.currency,
    language: context.texts.main,
    origins,
  }
  if (choice && output && !output.number.includes('{agency}') && found.output)
    fault(
      keyAt(found.output, 'number'),
      'SERIES_CLASH',
      `the entities of ${choice.group} would give the same numbers`,
      'put {agency} into the pattern',
    )
  checkUnits(found.fee, procedure, context)
  checkUnitsOpen(at, procedure)
  return { procedure, at, needs, numberAt: found.output && keyAt(found.output, 'number') }
}

/** A unit of account must have a value from the first day of the procedure, or an order could not be issued. */
function checkUnits(at: At | undefined, procedure: Procedure, context: Context): void {
  if (!at) return
  const amounts = [...procedure.fee, ...(procedure.after.rectify?.fee ?? [])].flatMap(amountsOf)
  const units = new Set(amounts.flatMap((amount) => ('unit' in amount ? [amount.unit] : [])))
  for (const unit of units) {
    if (context.units.some((value) => value.unit === unit && value.from <= procedure.from)) continue
    fault(at, 'UNKNOWN_UNIT', `${unit} has no value on ${procedure.from}`, `add a line for ${unit} to units.csv`)
  }
}
