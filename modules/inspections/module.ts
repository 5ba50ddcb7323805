import type { Static } from 'typebox'
import { refusal } from '#kernel'
import { agencyOrg } from '#platform/access'
import { Refusals, type CaseModule } from '#platform/cases'
import type { ConveneSchema } from './inspection.ts'
import { inspection } from './inspection.ts'

export const inspectionModule = (): CaseModule => ({
  type: inspection,
  path: 'inspections',
  noun: 'inspection',
  summary: 'One opening of the goods for all agencies',
  opens: {
    command: 'convene',
    run: async (work, input, actor) => {
      const wanted = input as Static<typeof ConveneSchema>
      const permits = await Promise.all(wanted.permits.map((id) => work.peek('permit', id)))
      const missing = permits.flatMap((p, i) =>
        p?.readers.includes(actor.org)
          ? []
          : [refusal('NOT_FOUND', `/permits/${i}`, { type: 'permit', id: wanted.permits[i] ?? '' })],
      )
      if (missing.length) throw new Refusals(missing)
      const owner = permits[0]?.owner_org ?? ''
      const participants = [
        ...new Set([
          actor.org,
          ...wanted.agencies.map((a) => agencyOrg(a.slice(0, a.indexOf('.')), a.slice(a.indexOf('.') + 1))),
        ]),
      ]
      const file = work.open('inspection', actor.org)
      await work.run(file, 'convene', { ...wanted, convenor: actor.org, owner, participants }, actor)
      return file
    },
  },
})
