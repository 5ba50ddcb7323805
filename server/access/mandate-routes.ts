import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusal } from '#kernel'
import { liveMandates, type MandateState } from '#modules/mandates'
import { grantsOf, type Identity } from '#platform/access'
import { capacitiesOf, newId, Refusals, transact, type CaseRow, type Statement } from '#platform/cases'
import { cookieOf, SESSION_COOKIE, type Door } from '#platform/http'
import { mandatesPage, type MandateRow, type MandatesView } from '../../web/access/index.ts'
import { inLanguage } from '../../web/public/index.ts'
import type { Desk } from './desk.ts'
import { amountOf, faultsOf, type FirmDesk } from './firm-desk.ts'
import { setSession } from './session-cookie.ts'

const mandatesOf: Statement = {
  name: 'mandate-page.list',
  text: `SELECT DISTINCT ON (c.id) c.* FROM cases.case_party p JOIN cases."case" c ON c.id = p.case_id
         WHERE p.org_id = $1 AND c.type = 'mandate' AND c.sandbox_id IS NULL ORDER BY c.id DESC LIMIT 100`,
}
/** Which of an agent's own grants are not about a firm's affairs. */
const own = ['mandate.accept', 'mandate.revoke']
const signed = ['second', 'accept']
const withReason = ['decline', 'revoke']
const fields: Readonly<Record<string, string>> = {
  '/agent/taxId': 'taxId',
  '/acts': 'acts',
  '/valueCap/amount': 'cap',
  '/from': 'from',
  '/to': 'to',
  '/text': 'text',
}

/** Fields of the form sent more than once: a form without scripts says each box that is ticked. */
const many = (body: unknown, name: string): readonly string[] =>
  typeof body === 'string' ? new URLSearchParams(body).getAll(name) : []

/** The powers a firm gave and was given. */
export async function mandateRoutes(app: Door, desk: Desk, firms: FirmDesk): Promise<void> {
  const { house } = desk
  const entrusted = [...grantsOf(['agent'])].filter((g) => !own.includes(g))

  async function rowsOf(who: Identity): Promise<readonly MandateRow[]> {
    const { org } = who.actor
    const rows = await transact(house.pool, org, async (tx) => (await tx.query<CaseRow>(mandatesOf, [org])).rows)
    const { type } = house.engine.registry.get('mandate')
    return rows.map((row) => {
      const file = { id: row.id, state: row.state, ownerOrg: row.owner_org, isNew: false }
      const capacities = capacitiesOf(house.engine.registry.get('mandate'), file, who.actor)
      const acts = type.available(row.state, { capacities, roles: who.actor.roles }, who.grants)
      return { id: row.id, state: row.state as unknown as MandateState, acts }
    })
  }
  async function view(request: FastifyRequest, who: Identity, more: Partial<MandatesView> = {}): Promise<string> {
    const look = desk.look(request)
    const { hecho } = request.query as { hecho?: string }
    const [rows, { name, country }] = await Promise.all([rowsOf(who), house.directory.getOrganisation(who.actor.org)])
    return mandatesPage({
      ...look,
      firm: name,
      given: rows.filter((r) => r.state.principal === who.actor.org),
      taken: rows.filter((r) => r.state.agent === who.actor.org),
      mayOffer: who.grants.has('mandate.offer'),
      acting: who.session?.mandate ?? null,
      acts: entrusted,
      countries: firms.countries(look.language),
      country: country ?? '',
      today: house.clock.now().slice(0, 10),
      once: newId(),
      done: hecho !== undefined,
      ...more,
    })
  }
  const refused = async (
    request: FastifyRequest,
    reply: FastifyReply,
    who: Identity,
    error: unknown,
    more: Partial<MandatesView>,
  ) => {
    if (!(error instanceof Refusals)) throw error
    const faults = faultsOf(
      error,
      desk.look(request).language,
      (p) => fields[p] ?? (p.startsWith('/hs') ? 'hs' : undefined),
    )
    return desk.page(reply, await view(request, who, { faults, ...more }), 422)
  }
  const done = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply.redirect(inLanguage('/empresa/poderes?hecho=si', desk.look(request).language), 303)

  await app.register(async (forms) => {
    // The text itself: a list of boxes is one field sent many times.
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 64 * 1024 },
      (_, body, next) => next(null, body),
    )
    const sent = (request: FastifyRequest): Readonly<Record<string, string>> =>
      Object.fromEntries(new URLSearchParams(String(request.body ?? '')))
    forms.get('/empresa/poderes', async (request, reply) => {
      const who = await firms.here(request, reply)
      return who ? desk.page(reply, await view(request, who)) : reply
    })
    forms.post('/empresa/poderes/ofrecer', async (request, reply) => {
      const who = await firms.sender(request, reply, '/empresa/poderes', true)
      if (!who) return reply
      const { once, country, taxId, hs = '', cap = '', from, to } = sent(request)
      const acts = many(request.body, 'acts')
      const codes = hs
        .split(/[,;\s]+/)
        .map((c) => c.replaceAll('.', ''))
        .filter(Boolean)
      const input = {
        agent: { country, taxId: taxId?.trim() },
        acts,
        ...(codes.length ? { hs: codes } : {}),
        ...(cap.trim() ? { valueCap: { amount: amountOf(cap), currency: 'USD' } } : {}),
        from,
        to,
      }
      try {
        await firms.execute(who, { type: 'mandate', command: 'offer', input, once })
        return done(request, reply)
      } catch (error) {
        return refused(request, reply, who, error, { values: sent(request), chosen: acts })
      }
    })
    /** From here on, or no longer, for another: what it covers is asked again at each act. */
    const wear = async (
      request: FastifyRequest,
      reply: FastifyReply,
      mandate: string | null,
    ): Promise<FastifyReply> => {
      const who = await firms.sender(request, reply, '/empresa/poderes', false)
      if (!who) return reply
      const live = await liveMandates(house.pool, who.actor.org, house.clock.now())
      if (mandate !== null && !live.some((m) => m.id === mandate))
        return refused(request, reply, who, new Refusals([refusal('MANDATE_NOT_LIVE', '', { principal: '' })]), {})
      const changed = await house.directory.sessions.change(cookieOf(request, SESSION_COOKIE) ?? '', { mandate })
      if (changed) setSession(reply, changed.token, desk.secure())
      return mandate === null ? done(request, reply) : reply.redirect(desk.home(), 303)
    }
    forms.post('/empresa/poderes/:id/actuar', (request, reply) =>
      wear(request, reply, (request.params as { id: string }).id),
    )
    forms.post('/empresa/poderes/terminar', (request, reply) => wear(request, reply, null))
    forms.post('/empresa/poderes/:id/:command', async (request, reply) => {
      const { id, command } = request.params as { id: string; command: string }
      const known = signed.includes(command) || withReason.includes(command)
      const who = await firms.sender(request, reply, '/empresa/poderes', signed.includes(command))
      if (!who) return reply
      const { once, text } = sent(request)
      try {
        const input = withReason.includes(command) ? { text: text?.trim() } : {}
        await firms.execute(who, { type: 'mandate', command: known ? command : '', input, target: id, once })
        return done(request, reply)
      } catch (error) {
        return refused(request, reply, who, error, {})
      }
    })
  })
}
