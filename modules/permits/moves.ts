import { instantAt, undecided, type Instant, type Move, type PermitState, type Words } from '#kernel'
import { orgsOf } from '#modules/applications'
import { tellWords } from '#modules/notices'
import { transact, type CaseModule, type Engine, type Statement, type Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'

/** Open cases of older versions of a procedure. A few hundred at a time: each is moved in a transaction of its own. */
const older: Statement = {
  name: 'permit.older',
  text: `SELECT id FROM cases."case" WHERE type = 'permit' AND status = ANY($1) AND definition >= $2 AND definition < $3
         AND sandbox_id IS NOT DISTINCT FROM $5 AND id > $4 ORDER BY id LIMIT 200`,
}

/** The version that has taken over a permit still open, because its law binds open cases (PACK 11). */
export const boundBy =
  (library: PackLibrary): NonNullable<CaseModule['bound']> =>
  ({ definition, state }, work: Work): Move | undefined => {
    const { status } = state as PermitState
    if (!undecided.includes(status)) return undefined
    const found = library.findBinding(definition, work.now)
    if (!found) return undefined
    const { pack, procedure } = found
    return {
      definition: library.nameOf(pack, procedure),
      at: instantAt(procedure.calendar.zone, procedure.from, 0),
      orgs: orgsOf(pack, procedure),
    }
  }

const told = (law: string, asks: number): Words => ({
  es: `Su trámite sigue bajo una norma nueva: ${law}.${asks ? ` Pide datos que usted no envió (${asks}); el organismo se los pedirá si hacen falta.` : ''}`,
  en: `Your case goes on under a new law: ${law}.${asks ? ` It asks for data you did not send (${asks}); the agency will ask you if they are needed.` : ''}`,
  pt: `O seu processo segue sob uma norma nova: ${law}.${asks ? ` Ela pede dados que não enviou (${asks}); o organismo os pedirá se forem necessários.` : ''}`,
})

/** The applicant is told under which law the case goes on. */
export const moveReactions: NonNullable<CaseModule['reactions']> = {
  Migrated: async (r) => {
    const s = r.file.state as PermitState
    const { law, asks } = r.event.data as { law: string; asks: readonly string[] }
    tellWords(r, s.applicant.org, told(law, asks.length), {
      agency: s.agency,
      title: s.title,
      due: s.period?.due ?? null,
    })
  },
}

/**
 * Moves every open case that a new version binds, so that each has its `Migrated` on the day and not only when somebody next touches it.
 * Answers how many; one that fails is left for the next round.
 */
export async function moveOpenCases(
  engine: Engine,
  library: PackLibrary,
  now: Instant,
  sandbox: string | null = null,
): Promise<number> {
  let moved = 0
  for (const { id, from } of library.bindingAt(now)) {
    for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined;) {
      const values = [undecided, `${id}@`, `${id}@${from}`, after, sandbox]
      const rows: readonly { id: string }[] = await transact(engine.pool, null, async (tx) => {
        tx.asPlatform()
        return (await tx.query<{ id: string }>(older, values)).rows
      })
      for (const row of rows)
        await engine.tick(row.id, 'permit', sandbox).then(
          () => moved++,
          () => undefined,
        )
      after = rows.at(-1)?.id
    }
  }
  return moved
}
