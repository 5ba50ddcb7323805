import type { Static } from 'typebox'
import { refusal } from '#kernel'
import { tellWords } from '#modules/notices'
import { findCase, Refusals, type CaseModule, type CaseRow } from '#platform/cases'
import { breakGlass, OpenSchema, type BreakGlassState } from './break-glass.ts'

export const breakGlassModule = (): CaseModule => ({
  type: breakGlass,
  path: 'break-glass',
  noun: 'break-glass',
  summary: 'Readings of cases by those who watch over the window, each with its reason',
  opens: {
    command: 'open',
    input: OpenSchema,
    run: async (work, input, actor) => {
      const { case: id, ...rest } = input as Static<typeof OpenSchema>
      const row = (await work.tx.query<CaseRow>(findCase, [id])).rows[0]
      if (!row || row.sandbox_id !== work.world.sandbox || row.type === 'break-glass')
        throw new Refusals([refusal('NOT_FOUND', '/case', { type: 'case', id })])
      const file = work.open('break-glass', actor.org)
      const about = { case: id, type: row.type, title: row.title || row.number || id, owner: row.owner_org }
      await work.run(file, 'open', { ...about, ...rest }, actor)
      return file
    },
  },
  reactions: {
    GlassBroken: async (r) => {
      const s = r.file.state as BreakGlassState
      tellWords(
        r,
        s.owner,
        {
          es: `Personal de control abrió «${s.title}» para leerlo. Motivo: ${s.text}`,
          en: `Oversight staff opened “${s.title}” to read it. Reason: ${s.text}`,
          pt: `A equipe de controle abriu «${s.title}» para ler. Motivo: ${s.text}`,
        },
        { title: s.title, due: null },
      )
    },
  },
})
