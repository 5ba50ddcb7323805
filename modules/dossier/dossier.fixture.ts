import { isRefused, type Actor, type Elements } from '#kernel'
import type { DossierFacts } from './decisions.ts'
import { dossier } from './dossier.ts'
import type { DossierState } from './state.ts'

export const firm: Actor = { person: 'lucia', org: 'firm', roles: ['titular'] }
export const registry: Actor = { person: 'adapter', org: 'port', roles: ['authority'] }

type Name = keyof typeof dossier.commands

export interface Happened {
  readonly type: string
  readonly data: unknown
  readonly at: string
}

/** A dossier played in memory: commands in order, a minute apart. What is refused changes nothing. */
export function play(elements: Elements = {}, more: Record<string, unknown> = {}) {
  let state: DossierState = dossier.initial
  const events: Happened[] = []
  let minutes = 0
  const now = (): string => new Date(Date.UTC(2026, 5, 15, 14, minutes)).toISOString()
  const give = (name: Name, input: unknown, actor: Actor = firm, facts: DossierFacts = {}): readonly string[] => {
    minutes++
    const capacities = actor.roles.includes('system') ? ['system'] : actor === registry ? ['authority'] : ['owner']
    const ctx = { now: now(), caseId: 'd1', actor, capacities, definition: undefined }
    const decided = dossier.decide(state, name, input as never, ctx, facts)
    if (isRefused(decided)) return decided.refusals.map((r) => `${r.code} ${r.pointer}`.trim())
    for (const e of decided) {
      // As it is stored and read again.
      const stored = JSON.parse(JSON.stringify({ ...e, at: now() })) as Happened
      events.push(stored)
      state = dossier.evolve(state, stored as never)
    }
    return []
  }
  give('open', { country: 'pe', regime: 'export', ucr: '6PE1', owner: 'firm', known: {}, elements, ...more })
  return {
    give,
    events,
    get state() {
      return state
    },
    now,
  }
}

export const system: Actor = { person: 'platform', org: 'platform', roles: ['system'] }
