import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Door } from '#platform/http'
import { PASSKEY_FACTOR, SECOND_FACTOR, type InteractionResults } from '#platform/identity'
import { consentPage, factorPage, loginFailedPage, loginPage, type LoginFault } from '../../web/access/index.ts'
import { languageOf } from '../../web/public/index.ts'
import { requireOwnPage, type Desk } from './desk.ts'
import { takeForms, type Form } from './form-body.ts'

/** A login at our provider under way, as it stands. */
interface Under {
  readonly at: string
  readonly prompt: string
  readonly look: ReturnType<Desk['look']>
  readonly clientId: string
  readonly scopes: readonly string[]
  /** More than a password is asked. */
  readonly strong: boolean
  /** And it must be a passkey. */
  readonly passkey: boolean
  /** Whoever has shown a password in this login, or came with a session of the provider. */
  readonly known: string | undefined
  /** The person the window says is at the counter: nobody else may answer for them. */
  readonly meant: string | undefined
  readonly grantId: string | undefined
  readonly missing: readonly string[]
}

/** The provider's own questions: who are you, is it really you, may this program be told. */
export async function loginRoutes(app: Door, desk: Desk): Promise<void> {
  const { login, house } = desk
  const { people, passwords, totp } = login
  const { passkeys } = desk

  async function under(request: FastifyRequest, reply: FastifyReply): Promise<Under | undefined> {
    const details = await desk
      .service()
      .provider.interactionDetails(request.raw, reply.raw)
      .catch(() => undefined)
    const { uid } = request.params as { uid: string }
    if (!details || details.uid !== uid) return undefined
    const params = details.params as Record<string, string | undefined>
    const stage = (details.result as { stage?: { person: string } } | undefined)?.stage
    const asked = (request.query as { lang?: string }).lang ?? params.ui_locales
    return {
      at: `/entrar/cuenta/${uid}`,
      prompt: details.prompt.name,
      look: { ...desk.look(request), language: languageOf(asked, request.headers['accept-language']) },
      clientId: String(params.client_id),
      scopes: String(params.scope ?? '').split(' '),
      strong: params.acr_values?.split(' ').includes(SECOND_FACTOR) ?? false,
      passkey: params.acr_values?.split(' ').includes(PASSKEY_FACTOR) ?? false,
      known: stage?.person ?? details.session?.accountId,
      meant: params.login_hint,
      grantId: details.grantId,
      missing: (details.prompt.details as { missingOIDCScope?: string[] }).missingOIDCScope ?? [],
    }
  }
  const failed = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    desk.page(reply, loginFailedPage(desk.look(request)), 410)
  const busy = async (request: FastifyRequest, reply: FastifyReply): Promise<LoginFault | undefined> => {
    const wait = await desk.attempts.take(request.ip)
    if (wait === undefined) return undefined
    void reply.header('retry-after', String(wait))
    return { kind: 'busy', minutes: Math.ceil(wait / 60) }
  }
  /** The hour in UTC, said as such: whoever reads it may be anywhere. */
  const hour = (at: string): string => `${at.slice(11, 16)} UTC`

  /** Ends the login with an answer; the provider takes it from there. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    result: InteractionResults,
  ): Promise<FastifyReply> {
    return reply.redirect(await desk.service().provider.interactionResult(request.raw, reply.raw, result), 303)
  }
  const strongly = (person: string, amr: readonly string[], acr = SECOND_FACTOR): InteractionResults => ({
    login: { accountId: person, acr, amr: [...amr], remember: false },
  })

  async function showFactor(u: Under, person: string, reply: FastifyReply, wrong?: boolean, fault?: LoginFault) {
    const [keys, code] = await Promise.all([passkeys.list(person), totp.has(person)])
    const page = factorPage({
      ...u.look,
      at: u.at,
      passkey: keys.length > 0,
      totp: code && !u.passkey,
      ...(wrong ? { wrong } : {}),
      busy: fault,
    })
    return desk.page(reply, page, fault ? 429 : wrong ? 422 : 200)
  }

  await app.register(async (forms) => {
    takeForms(forms)
    const at = '/entrar/cuenta/:uid'

    forms.get(at, async (request, reply) => {
      const u = await under(request, reply)
      if (!u) return failed(request, reply)
      if (u.prompt === 'consent') {
        const client = await desk.service().provider.Client.find(u.clientId)
        return desk.page(
          reply,
          consentPage({ ...u.look, at: u.at, client: client?.clientName ?? u.clientId, scopes: u.missing }),
        )
      }
      if (u.strong && u.known && (!u.meant || u.meant === u.known)) return showFactor(u, u.known, reply)
      return desk.page(reply, loginPage({ ...u.look, at: u.at }))
    })

    forms.post(at, async (request, reply) => {
      requireOwnPage(request)
      const u = await under(request, reply)
      if (!u) return failed(request, reply)
      const { email = '', password = '' } = (request.body ?? {}) as Form
      const tooMany = await busy(request, reply)
      if (tooMany) return desk.page(reply, loginPage({ ...u.look, at: u.at, email, fault: tooMany }), 429)
      const checked = await passwords.check(email, password)
      if (checked.outcome === 'locked') {
        void reply.header('retry-after', '900')
        const fault = { kind: 'locked', time: hour(checked.until) } as const
        return desk.page(reply, loginPage({ ...u.look, at: u.at, email, fault }), 429)
      }
      if (checked.outcome === 'wrong' || (u.meant && u.meant !== checked.person))
        return desk.page(reply, loginPage({ ...u.look, at: u.at, email, fault: { kind: 'wrong' } }), 422)
      if (!u.strong)
        return answer(request, reply, { login: { accountId: checked.person, amr: ['pwd'], remember: false } })
      // The password was right; the second factor is still to come.
      await desk.service().provider.interactionResult(request.raw, reply.raw, { stage: { person: checked.person } })
      return reply.redirect(`${u.at}?lang=${u.look.language}`, 303)
    })

    forms.post(`${at}/desafio`, async (request, reply) => {
      requireOwnPage(request)
      const u = await under(request, reply)
      if (!u) return failed(request, reply)
      return reply
        .header('cache-control', 'no-store')
        .send(await passkeys.ask(u.strong ? (u.known ?? u.meant ?? null) : null))
    })

    forms.post(`${at}/llave`, async (request, reply) => {
      requireOwnPage(request)
      const u = await under(request, reply)
      if (!u) return failed(request, reply)
      const tooMany = await busy(request, reply)
      const { challenge = '', response = '' } = (request.body ?? {}) as Form
      const person = tooMany ? undefined : await passkeys.check(challenge, parsed(response))
      if (!person || (u.meant && u.meant !== person))
        return desk.page(
          reply,
          loginPage({ ...u.look, at: u.at, fault: tooMany ?? { kind: 'wrong' } }),
          tooMany ? 429 : 422,
        )
      return answer(
        request,
        reply,
        strongly(person, ['hwk', 'user', 'mfa'], u.passkey ? PASSKEY_FACTOR : SECOND_FACTOR),
      )
    })

    forms.post(`${at}/codigo`, async (request, reply) => {
      requireOwnPage(request)
      const u = await under(request, reply)
      if (!u?.strong || u.passkey || !u.known || (u.meant && u.meant !== u.known)) return failed(request, reply)
      const person = await people.find(u.known)
      if (!person) return failed(request, reply)
      const tooMany = await busy(request, reply)
      // Codes are guessed against the same count as passwords.
      const name = `code ${person.id}`
      const until = await passwords.lockedUntil(name)
      if (tooMany || until)
        return showFactor(
          u,
          person.id,
          reply,
          false,
          tooMany ?? { kind: 'locked', time: hour(until ?? house.clock.now()) },
        )
      if (!(await totp.check(person.id, ((request.body ?? {}) as Form).code ?? ''))) {
        await passwords.fail(name)
        return showFactor(u, person.id, reply, true)
      }
      await passwords.succeed(name)
      return answer(request, reply, strongly(person.id, ['pwd', 'otp', 'mfa']))
    })

    forms.post(`${at}/permiso`, async (request, reply) => {
      requireOwnPage(request)
      const u = await under(request, reply)
      if (!u || u.prompt !== 'consent' || !u.known) return failed(request, reply)
      const { provider } = desk.service()
      const found = u.grantId ? await provider.Grant.find(u.grantId) : undefined
      const grant = found ?? new provider.Grant({ accountId: u.known, clientId: u.clientId })
      grant.addOIDCScope(u.missing.join(' '))
      return answer(request, reply, { consent: { grantId: await grant.save() } })
    })

    forms.post(`${at}/dejar`, async (request, reply) => {
      requireOwnPage(request)
      const u = await under(request, reply)
      if (!u) return failed(request, reply)
      return answer(request, reply, { error: 'access_denied', error_description: 'the person left' })
    })
  })
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
