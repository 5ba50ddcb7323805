import { permit, type PermitState } from '#kernel'
import type { Directory } from '#platform/access'
import type { CaseModule } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { boundBy } from './moves.ts'
import { permitFacts, type FindMandators } from './facts.ts'

export interface PermitServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly reactions: NonNullable<CaseModule['reactions']>
  /** Whose permits may meet a need besides the applicant's own; nobody's when absent. */
  readonly mandators?: FindMandators
  readonly prepare: NonNullable<CaseModule['prepare']>
}

/** Trámites: one per procedure of an application, whatever the country and the agency (M08). */
export const permitModule = ({ library, directory, reactions, prepare, mandators }: PermitServices): CaseModule => ({
  type: permit,
  path: 'permits',
  noun: 'permit',
  summary: 'One procedure of one agency, from filing to the end of its document',
  definition: (name, work) => library.getDefinition(name, work.world.sandbox),
  bound: boundBy(library),
  facts: permitFacts(directory, (name, sandbox) => library.getDefinition(name, sandbox), mandators),
  reactions,
  prepare,
  // Who decides signs as the document is signed: a seal or an advanced signature needs a second factor, a qualified one a passkey.
  level: async (definition, command) => {
    const level = permit.commands[command as keyof typeof permit.commands]?.signature
    if (level !== 'qualified') return level
    const { procedure } = await library.getPinned(definition)
    return procedure.output?.signature === 'qualified' ? 'qualified' : 'advanced'
  },
  present: async ({ state }) => {
    const s = state as PermitState
    return {
      tasks: Object.values(s.tasks).map((t) => ({ name: t.name, agency: t.agency, status: t.status, due: t.due })),
    }
  },
})
