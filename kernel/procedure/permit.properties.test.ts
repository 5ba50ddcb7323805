import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '../canonical.ts'
import type { AnyEvent } from '../case-type.ts'
import { compareDecimal } from '../decimal.ts'
import { toInstant, toMs, type Instant } from '../time.ts'
import { binding, laws, machine, moves, story, worlds } from './permit.stories.fixture.ts'
import { isUnserved } from './service.ts'
import { inForce, undecided, type PermitState } from './state.ts'
import { nextDue } from './tick.ts'

/** What may never be, whatever anybody did. */
function check(s: PermitState, events: readonly AnyEvent[], now: Instant): void {
  const all = (type: string): readonly AnyEvent[] => events.filter((e) => e.type === type)
  expect(events.every((e, i) => i === 0 || String(events[i - 1]?.at) <= String(e.at))).toBe(true)
  expect(String(events.at(-1)?.at) <= now).toBe(true)
  for (const b of s.resolution?.balance ?? []) expect(compareDecimal(b.used, b.ceiling.value)).toBeLessThanOrEqual(0)
  for (const e of all('TramiteDenied')) expect(s.evaluators).not.toContain((e.data as { by: string }).by)
  expect(s.approvals.filter((a) => s.evaluators.includes(a))).toEqual([])
  expect(all('DrIssued').length).toBeLessThanOrEqual(1)
  // A period that its approver prolonged has a half and a fifth of its own.
  const periods = s.clock?.extended ? 2 : 1
  expect(all('SlaHalf').length).toBeLessThanOrEqual(periods)
  expect(all('SlaAtRisk').length).toBeLessThanOrEqual(periods)
  expect(all('SlaBreached').length).toBeLessThanOrEqual(1)
  // The only thing time still does to a case that was refused is to serve the notice of it.
  if (!undecided.includes(s.status) && !inForce.includes(s.status))
    expect(nextDue(s)).toBe(isUnserved(s.period) ? s.period?.servedBy : null)
  if (s.period?.servedAt) expect(s.period.servedAt >= s.period.from).toBe(true)
  expect(all('NoticeServed').every((e) => (e.data as { due: Instant }).due > (e.data as { at: Instant }).at)).toBe(true)
  const waiting = ['CURE_REQUESTED', 'OBSERVED', 'AWAITING_PAYMENT']
  // Or for the applicant to choose when the goods are seen.
  if (s.clock?.pausedFor)
    expect(s.clock.pausedFor === 'slot' ? [...waiting, 'UNDER_EVALUATION'] : waiting).toContain(s.status)
  if (['APPROVED', 'DENIED', 'WITHDRAWN', 'LAPSED', 'ABANDONED'].includes(s.status) && s.clock)
    expect(s.clock.stoppedAt).not.toBeNull()
}

describe('any law, any people, any order of commands', () => {
  it('never throws, keeps the hard rules, and the events alone give the state', () => {
    fc.assert(
      fc.property(laws, worlds, moves, fc.option(laws.map(binding)), (definition, world, list, newer) => {
        const played = story(definition, world, list, { after: check, newer })
        const stored = JSON.parse(JSON.stringify(played.events)) as AnyEvent[]
        expect(canonical(machine.fold(stored))).toBe(canonical(played.state))
        expect(canonical(stored)).toBe(canonical(played.events))
      }),
      { numRuns: 500 },
    )
  })

  it('in stories that go far enough to mean something: every event there is happens in some', () => {
    const seen = new Set<string>()
    // Silence, rules and tasks end most cases early: half of the stories are of laws under which people decide,
    // and whose documents go abroad, where a copy must travel before it can be cancelled.
    const plain = laws.map((law): typeof law => {
      const { automatic: _, ...decision } = law.procedure.decision
      const people = { ...decision, silence: 'none', partial: true, approvers: 1 } as const
      const { output } = law.procedure
      const sent = output && { ...output, send: [...new Set([...output.send, 'ephyto'])] }
      return {
        ...law,
        procedure: {
          ...law.procedure,
          tasks: [],
          fee: [],
          needs: [],
          decision: people,
          ...(sent ? { output: sent } : {}),
        },
      }
    })
    const wanted = Object.keys(machine.events)
    // Both kinds of law in turn; once every event was seen, more stories would say nothing new.
    for (const seed of [7, 8]) {
      const [of, people] = [laws, plain].map((some) =>
        fc.sample(fc.tuple(some, worlds, moves), { numRuns: 1500, seed }),
      )
      for (const [definition, world, list] of (of ?? []).flatMap((one, i) => [
        one,
        ...(people ?? []).slice(i, i + 1),
      ])) {
        for (const newer of [null, binding(definition)])
          for (const e of story(definition, world, list, { newer }).events) seen.add(e.type)
        if (seen.size === wanted.length) break
      }
      if (seen.size === wanted.length) break
    }
    expect(wanted.filter((type) => !seen.has(type))).toEqual([])
  })

  it('a job that ran late writes the same history as one on time', () => {
    const ticks = fc
      .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 })
      .map((t) => t.sort((a, b) => a - b))
    fc.assert(
      fc.property(laws, worlds, moves, ticks, (definition, world, list, shares) => {
        const late = story(definition, world, list)
        const onTime = story(definition, world, list, { ticks: shares })
        expect(onTime.events).toEqual(late.events)
      }),
      { numRuns: 300 },
    )
  })

  it('after time has passed nothing is left due, and passing it again does nothing', () => {
    fc.assert(
      fc.property(laws, worlds, moves, fc.integer({ min: 0, max: 300 }), (definition, world, list, days) => {
        const { state, now } = story(definition, world, list)
        const later = toInstant(toMs(now) + days * 86_400_000)
        let after = state
        for (const e of machine.tick?.(state, later, definition) ?? []) after = machine.evolve(after, e) as PermitState
        expect(machine.tick?.(after, later, definition)).toEqual([])
        const next = nextDue(after)
        expect(next === null || next > later).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
