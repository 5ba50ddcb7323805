import type { FastifyReply, FastifyRequest } from 'fastify'
import { countryOf, refusal, tell, wordsIn, type Language } from '#kernel'
import type { Identity } from '#platform/access'
import { newId, Refusals, type Order } from '#platform/cases'
import { isFresh, isUuid, shapeFaults } from '#platform/http'
import { confirmFirstPage, type Fault, type Option } from '../../web/access/index.ts'
import { requireOwnPage, type Desk } from './desk.ts'
import type { Form } from './form-body.ts'

/** What the pages of a firm share: who is here, and giving a command as the API would. */
export interface FirmDesk {
  /** Who is here; nobody is sent to the door and back. */
  here(request: FastifyRequest, reply: FastifyReply): Promise<Identity | undefined>
  /** The same for a form of ours; one that signs, of somebody whose second factor is too old, waits whole until it was shown. */
  sender(request: FastifyRequest, reply: FastifyReply, back: string, signs: boolean): Promise<Identity | undefined>
  execute(
    who: Identity,
    order: Pick<Order, 'type' | 'command' | 'input'> & { target?: string; once: string | undefined },
  ): Promise<string>
  countries(language: Language): readonly Option[]
}

export function createFirmDesk(desk: Desk): FirmDesk {
  const { house } = desk
  const here: FirmDesk['here'] = async (request, reply) => {
    const who = await desk.inside(request)
    if (!who) void reply.redirect(`/entrar?to=${encodeURIComponent(request.url.split('?')[0] ?? '/empresa')}`, 303)
    return who
  }
  return {
    here,
    sender: async (request, reply, back, signs) => {
      requireOwnPage(request)
      const who = await desk.inside(request)
      if (!who) {
        void reply.redirect(`/entrar?to=${back}`, 303)
        return undefined
      }
      if (signs && house.config.stepUp && !isFresh(who.session?.steppedUpAt, house.clock.now())) {
        const { body, url: action } = request
        const sent = typeof body === 'string' ? [...new URLSearchParams(body)] : Object.entries(formOf(request))
        void desk.page(reply, confirmFirstPage({ ...desk.look(request), action, back, sent }), 412)
        return undefined
      }
      return who
    },
    execute: async (who, { type, command, input, target, once }) => {
      const module = house.engine.registry.get(type)
      const found = module.type.commands[command]
      if (!found || found.internal || (target !== undefined && !isUuid(target)))
        throw new Refusals([refusal('NOT_FOUND', '', { type, id: '' })])
      const wrong = shapeFaults((target === undefined && module.opens?.input) || found.input, input)
      if (wrong.length) throw new Refusals(wrong)
      const done = await house.engine.execute({
        actor: who.actor,
        grants: who.grants,
        sandbox: null,
        // Two clicks on one form are one command.
        commandId: isUuid(once) ? once : newId(),
        type,
        command,
        input,
        ...(target ? { target: { id: target, version: null } } : {}),
      })
      return (JSON.parse(done.body) as { id: string }).id
    },
    countries: (language) =>
      [...house.library.packs.values()].map((p) => ({ value: countryOf(p), words: wordsIn(p.name, language) })),
  }
}

/** What was refused, as the page tells it: each beside its field where it has one. */
export const faultsOf = (
  { refusals }: Refusals,
  language: Language,
  fieldOf: (pointer: string) => string | undefined,
): readonly Fault[] =>
  refusals.map((r) => {
    const { message, fix } = tell(r, language)
    const field = fieldOf(r.pointer)
    return { text: `${message} ${fix}`, ...(field ? { field } : {}) }
  })

/** `90.000,50`, `90,000.50` or `90000.5` as an amount with two places; what is none of them stays as it was written. */
export function amountOf(text: string | undefined): string {
  const given = (text ?? '').replaceAll(/\s/g, '')
  const [, whole = '', cents = ''] = /^(\d{1,3}(?:[.,]?\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(given) ?? []
  return whole ? `${whole.replaceAll(/[.,]/g, '')}.${cents.padEnd(2, '0')}` : given
}

export const formOf = (request: FastifyRequest): Form => (request.body ?? {}) as Form
