import type { FastifyReply, FastifyRequest } from 'fastify'
import { refusal } from '#kernel'
import type { Identity } from '#platform/access'
import { Refusals } from '#platform/cases'
import { isFresh, type Door } from '#platform/http'
import { accountTexts, securityPage, type SecurityPage } from '../../web/access/index.ts'
import { requireOwnPage, type Desk } from './desk.ts'
import { takeForms, type Form } from './form-body.ts'
import { parsed } from './login-routes.ts'

/** One's own account: passkeys, one-time codes, sessions. */
export async function securityRoutes(app: Door, desk: Desk): Promise<void> {
  const { login, house } = desk
  const { totp } = login
  const { passkeys } = desk

  /** Who is here; otherwise on to the sign-in page. */
  async function here(request: FastifyRequest, reply: FastifyReply): Promise<Identity | undefined> {
    const who = await desk.inside(request)
    if (!who) void reply.redirect('/entrar?to=/entrar/seguridad', 303)
    return who
  }
  /** Whoever has a second factor shows it before changing any: a stolen session must not be able to add its own. */
  async function mayChange(who: Identity): Promise<boolean> {
    const { person } = who.actor
    const has = (await totp.has(person)) || (await passkeys.list(person)).length > 0
    return !has || isFresh(who.session?.steppedUpAt, house.clock.now())
  }
  async function show(request: FastifyRequest, who: Identity, more: Partial<SecurityPage> = {}): Promise<string> {
    const { person } = who.actor
    const [keys, codes] = await Promise.all([passkeys.list(person), totp.has(person)])
    return securityPage({ ...desk.look(request), name: who.account.name, passkeys: keys, totp: codes, ...more })
  }
  const done = async (request: FastifyRequest, reply: FastifyReply, who: Identity): Promise<FastifyReply> =>
    desk.page(reply, await show(request, who, { done: true }))

  await app.register(async (forms) => {
    takeForms(forms)
    forms.get('/entrar/seguridad', async (request, reply) => {
      const who = await here(request, reply)
      return who ? desk.page(reply, await show(request, who)) : reply
    })

    /** A change: from our page, by somebody who is here, under a second factor where there is one. */
    const change = (
      path: string,
      act: (who: Identity, form: Form, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
    ): void => {
      forms.post(`/entrar/seguridad${path}`, async (request, reply) => {
        requireOwnPage(request)
        const who = await here(request, reply)
        if (!who) return reply
        if (!(await mayChange(who))) return reply.redirect('/entrar/confirmar?to=/entrar/seguridad', 303)
        return act(who, (request.body ?? {}) as Form, request, reply)
      })
    }
    change('/desafio', async (who, _, __, reply) => {
      const person = await login.people.find(who.actor.person)
      if (!person) throw new Refusals([refusal('UNAUTHENTICATED')])
      return reply
        .header('cache-control', 'no-store')
        .send(await passkeys.begin({ id: person.id, name: person.email ?? person.name }))
    })
    change('/llaves', async (who, { challenge = '', response = '' }, request, reply) => {
      const { keyLabel, keyFailed } = accountTexts[desk.look(request).language]
      const label = keyLabel.replace('{date}', house.clock.now().slice(0, 10))
      const added = await passkeys.add(who.actor.person, challenge, label, parsed(response))
      if (!added) return desk.page(reply, await show(request, who, { faults: [{ text: keyFailed }] }), 422)
      return done(request, reply, who)
    })
    change('/llaves/quitar', async (who, { id = '' }, request, reply) => {
      await passkeys.remove(who.actor.person, id)
      return done(request, reply, who)
    })
    change('/codigos/empezar', async (who, _, request, reply) => {
      const setup = await totp.begin(who.actor.person, who.account.name)
      return desk.page(reply, await show(request, who, { setup }))
    })
    change('/codigos', async (who, { code = '' }, request, reply) => {
      if (await totp.confirm(who.actor.person, code)) return done(request, reply, who)
      const { codeWrong } = accountTexts[desk.look(request).language]
      return desk.page(reply, await show(request, who, { faults: [{ text: codeWrong }] }), 422)
    })
    change('/codigos/quitar', async (who, _, request, reply) => {
      await totp.remove(who.actor.person)
      return done(request, reply, who)
    })
  })
}
