import { dueAt } from '../calendar.ts'
import { compareDecimal } from '../decimal.ts'
import { holds } from '../pack/conditions.ts'
import type { TestLimit } from '../pack/model.ts'
import { refusal, refuse, type Refusal } from '../problem.ts'
import { toMs } from '../time.ts'
import { deskFaults } from './assignment.ts'
import { pauseClock, resumeClock } from './clock.ts'
import { agencyOnly, applicantOnly, command, type PermitCtx, type PermitDecided } from './command.ts'
import { dayOf, formOf, tracePermit, type PermitFacts, type PermitTrace } from './definition.ts'
import type { Closed } from './event-data.ts'
import { tryAutomatic } from './flow.ts'
import { inputs, type Inputs } from './inputs.ts'
import { findOpenTask, isTask, workingDays } from './rules.ts'
import { underWay, type PermitState, type TaskState } from './state.ts'

const closing = { opinion: 'OpinionGiven', inspection: 'InspectionRecorded', lab: 'ResultReported' } as const

interface Outcome extends Pick<Closed, 'result' | 'how' | 'place' | 'values'> {
  readonly task: string
  readonly text?: string | undefined
  readonly documents?: Closed['evidence'] | undefined
}

/** The clock that waited for the applicant to choose a time runs on, unless an answer is awaited too. */
const slotSettled = (t: PermitTrace, ctx: PermitCtx): void => {
  if (t.state.clock?.pausedFor === 'slot' && t.state.status === 'UNDER_EVALUATION')
    resumeClock(t, ctx.definition, ctx.now)
}

/** Closes an open task with its result; the last one that ends well may approve of itself (PACK 16.5). */
export function closeTask(
  s: PermitState,
  task: TaskState,
  { task: name, result, text, documents, ...more }: Outcome,
  ctx: PermitCtx,
  facts: PermitFacts,
): PermitDecided {
  const t = tracePermit(s)
  const { calendar, tasks } = ctx.definition.procedure
  const goodFor = result === 'conform' ? tasks.find((one) => one.name === name)?.goodFor : undefined
  if (task.slots?.length) slotSettled(t, ctx)
  t.emit(closing[task.kind], {
    task: name,
    result,
    adverse: result === 'against' || result === 'nonconform',
    ...(goodFor ? { goodUntil: dueAt(calendar, ctx.now, goodFor) } : {}),
    closedAt: ctx.now,
    days: workingDays(ctx.definition, task.openedAt, ctx.now),
    text: text ?? null,
    evidence: documents ?? [],
    ...more,
  })
  tryAutomatic(t, ctx.definition, s.facts, ctx.now, facts.draw)
  return t.events
}

/** The open task that somebody acts on, or every reason why not. */
export function taskFor(s: PermitState, name: string, kind: TaskState['kind'], ctx: PermitCtx): TaskState | Refusal[] {
  const task = findOpenTask(s, name, kind, ctx.actor.org)
  if (!isTask(task)) return [task]
  const taken = deskFaults(s, `${kind}:${name}`, task.agency, ctx)
  return taken.length ? taken : task
}

/** Whether the law lets this inspection be made without going there (M09-3). */
function remoteFaults(s: PermitState, { task, how }: Inputs['record'], ctx: PermitCtx): Refusal[] {
  if (!how) return []
  const allowed = ctx.definition.procedure.tasks.find((t) => t.name === task)?.remote
  const held = allowed && holds(allowed, formOf(s), s.facts, dayOf(ctx.definition, ctx.now))
  return held ? [] : [refusal('MUST_BE_SEEN', '/how', { task })]
}

/** What was measured against what conforms (M09): every test of the day, each once, and a verdict that says the same. */
function judged(limits: readonly TestLimit[], input: Inputs['reportResult'], ctx: PermitCtx) {
  const { values, result } = input
  if (!values?.length) {
    const faults = result ? [] : [refusal('RESULT_REQUIRED', '/result')]
    return { faults, result: result ?? 'conform', values: undefined }
  }
  const day = dayOf(ctx.definition, ctx.now)
  const tests = limits.filter((l) => l.from <= day && (!l.to || day <= l.to))
  const known = tests.map((l) => l.test).join(', ')
  const faults = values.flatMap(({ test }, i) =>
    !tests.some((l) => l.test === test) || values.findIndex((v) => v.test === test) !== i
      ? [refusal('UNKNOWN_TEST_NAME', `/values/${i}/test`, { test, known })]
      : [],
  )
  for (const { test } of tests)
    if (!values.some((v) => v.test === test)) faults.push(refusal('TEST_MISSING', '/values', { test }))
  const found = tests.flatMap(({ test, limit, unit }) =>
    values
      .filter((v) => v.test === test)
      .map(({ value }) => ({ test, value, limit, unit, over: compareDecimal(value, limit) > 0 })),
  )
  const over = found.filter((v) => v.over)
  if (over.length && result === 'conform')
    faults.push(
      ...over.map(({ test, value, limit, unit }) => refusal('OUT_OF_LIMIT', '/result', { test, value, limit, unit })),
    )
  return {
    faults,
    result: over.length ? ('nonconform' as const) : (result ?? 'conform'),
    values: found.map(({ unit: _, ...v }) => v),
  }
}

/** Inspections and samples: offered, chosen, missed, made and tested, beside the evaluation (M08, M09). */
export const inspecting = {
  scheduleInspection: command({
    from: ['UNDER_EVALUATION'],
    may: 'permit.scheduleInspection',
    as: agencyOnly,
    input: inputs.scheduleInspection,
    summary: 'Offers times for an inspection; the agency’s clock waits until the applicant chooses one',
    decide: (s, { task: name, slots }, ctx) => {
      const task = findOpenTask(s, name, 'inspection', ctx.actor.org)
      if (!isTask(task)) return refuse(task)
      const faults = slots.flatMap(({ from, to }, i) => [
        ...(toMs(from) > toMs(ctx.now) ? [] : [refusal('SLOT_PAST', `/slots/${i}/from`)]),
        ...(toMs(to) > toMs(from) ? [] : [refusal('SLOT_ORDER', `/slots/${i}/to`)]),
      ])
      if (faults.length) return refuse(...faults)
      const t = tracePermit(s)
      t.emit('InspectionScheduled', { task: name, slots, by: ctx.actor.person, at: ctx.now })
      pauseClock(t, ctx.definition, 'slot', ctx.now)
      return t.events
    },
  }),
  chooseSlot: command({
    from: underWay,
    may: 'permit.chooseSlot',
    as: applicantOnly,
    input: inputs.chooseSlot,
    summary: 'Chooses one of the times offered for an inspection',
    decide: (s, { task: name, slot: index }, ctx) => {
      const offered = s.tasks[name]?.status === 'open' ? (s.tasks[name]?.slots ?? []) : []
      const slot = offered[index]
      if (!slot) return refuse(refusal('UNKNOWN_SLOT', '/slot', { offered: offered.length }))
      if (toMs(slot.from) <= toMs(ctx.now)) return refuse(refusal('SLOT_PAST', '/slot'))
      const t = tracePermit(s)
      t.emit('SlotChosen', { task: name, slot, by: ctx.actor.person, at: ctx.now })
      slotSettled(t, ctx)
      return t.events
    },
  }),
  reportMissed: command({
    from: underWay,
    may: 'permit.recordInspection',
    as: agencyOnly,
    input: inputs.missed,
    summary: 'Records that an inspection did not take place, and who stayed away; other times are offered then',
    decide: (s, { task: name, absent, text }, ctx) => {
      const task = taskFor(s, name, 'inspection', ctx)
      if (!isOpen(task)) return refuse(...task)
      if (!task.slot || toMs(task.slot.from) > toMs(ctx.now)) return refuse(refusal('NO_APPOINTMENT', '/task'))
      const data = { task: name, absent, by: ctx.actor.person, at: ctx.now, text: text ?? null }
      return [{ type: 'InspectionMissed', data }]
    },
  }),
  recordInspection: command({
    from: underWay,
    may: 'permit.recordInspection',
    as: agencyOnly,
    input: inputs.record,
    summary: 'Records the result of an inspection',
    decide: (s, input, ctx, facts) => {
      const task = taskFor(s, input.task, 'inspection', ctx)
      const faults = [...(isOpen(task) ? [] : task), ...remoteFaults(s, input, ctx)]
      return isOpen(task) && !faults.length ? closeTask(s, task, input, ctx, facts) : refuse(...faults)
    },
  }),
  takeSample: command({
    from: underWay,
    may: 'permit.takeSample',
    as: agencyOnly,
    input: inputs.takeSample,
    summary: 'Records the samples that were taken for the laboratory, by the numbers on their seals',
    decide: (s, { task: name, samples, text, documents }, ctx) => {
      const task = findOpenTask(s, name, 'lab', ctx.actor.org)
      if (!isTask(task)) return refuse(task)
      const known = (task.samples ?? []).map((one) => one.id)
      const faults = samples.flatMap(({ id, line }, i) => [
        ...(known.includes(id) || samples.findIndex((one) => one.id === id) !== i
          ? [refusal('SAMPLE_TWICE', `/samples/${i}/id`, { id })]
          : []),
        ...(line !== undefined && !s.lines[line] ? [refusal('UNKNOWN_LINE', `/samples/${i}/line`, { line })] : []),
      ])
      if (faults.length) return refuse(...faults)
      return [
        {
          type: 'SampleTaken',
          data: {
            task: name,
            samples,
            by: ctx.actor.person,
            at: ctx.now,
            text: text ?? null,
            evidence: documents ?? [],
          },
        },
      ]
    },
  }),
  reportResult: command({
    from: ['UNDER_EVALUATION', 'OBSERVED'],
    may: 'permit.reportResult',
    as: agencyOnly,
    input: inputs.reportResult,
    summary: 'Reports the laboratory’s result; what was measured is judged by the limits of the catalogue',
    decide: (s, input, ctx, facts) => {
      const task = taskFor(s, input.task, 'lab', ctx)
      const limits = ctx.definition.procedure.tasks.find((t) => t.name === input.task)?.limits ?? []
      const verdict = judged(limits, input, ctx)
      const faults = [...(isOpen(task) ? [] : task), ...verdict.faults]
      if (!isOpen(task) || faults.length) return refuse(...faults)
      const { result, values } = verdict
      const { text, documents } = input
      return closeTask(
        s,
        task,
        { task: input.task, result, text, documents, ...(values ? { values } : {}) },
        ctx,
        facts,
      )
    },
  }),
}

export const isOpen = (found: TaskState | Refusal[]): found is TaskState => !Array.isArray(found)
