import type { Static } from 'typebox'
import { refusal } from '#kernel'
import { grantsOf, type Directory } from '#platform/access'
import { Refusals, type CaseModule, type Statement } from '#platform/cases'
import { mandate, type OfferSchema as Schema, OfferSchema } from './mandate.ts'

const byTaxId: Statement = {
  name: 'organisation.by-tax-id',
  text: `SELECT id, name FROM identity.organisation WHERE country = $1 AND tax_id = $2 AND kind = 'firm'`,
}

export interface MandateServices {
  readonly directory: Directory
  /** What other modules do about a mandate: its deed. */
  readonly reactions?: NonNullable<CaseModule['reactions']>
}

export const mandateModule = ({ directory, reactions = {} }: MandateServices): CaseModule => ({
  type: mandate,
  path: 'mandates',
  noun: 'mandate',
  summary: 'Powers by which a firm lets an agent act for it',
  reactions,
  opens: {
    command: 'offer',
    input: OfferSchema,
    run: async (work, input, actor) => {
      const { agent, hs = [], agencies = [], offices = [], valueCap = null, ...rest } = input as Static<typeof Schema>
      const { rows } = await work.tx.query<{ id: string; name: string }>(byTaxId, [agent.country, agent.taxId])
      const agents = grantsOf(['agent'])
      const faults = [
        ...(rows[0] ? [] : [refusal('UNKNOWN_AGENT', '/agent/taxId', { taxId: agent.taxId })]),
        ...rest.acts.flatMap((a, i) => (agents.has(a) ? [] : [refusal('NOT_AN_ACT', `/acts/${i}`, { act: a })])),
      ]
      if (faults.length || !rows[0]) throw new Refusals(faults)
      const principal = await directory.getOrganisation(actor.org)
      const file = work.open('mandate', actor.org)
      const offer = { principal: actor.org, principalName: principal.name, agent: rows[0].id, agentName: rows[0].name }
      await work.run(file, 'offer', { ...rest, hs, agencies, offices, valueCap, ...offer }, actor)
      return file
    },
  },
})
