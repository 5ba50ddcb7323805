import { cookieOf, SESSION_COOKIE, type Door } from '#platform/http'
import { refusal } from '#kernel'
import { Refusals } from '#platform/cases'
import { demoFactorPage, loginFailedPage } from '../../web/access/index.ts'
import { languageIn, requireOwnPage, type Desk } from './desk.ts'
import { pathOf, takeForms, type Form } from './form-body.ts'
import { setSession } from './session-cookie.ts'

const VISIT_COOKIE = 'vuce_visit'

/** Our side of a login: to the identity provider, whichever it is, and back with a session. */
export async function arrivalRoutes(app: Door, desk: Desk): Promise<void> {
  const { house, login, relyingParty } = desk
  const { directory, config } = house
  const ours = (): boolean => !config.oidc

  const visit = (state: string | null): string =>
    [
      `${VISIT_COOKIE}=${state ?? ''}`,
      'Path=/entrar',
      'HttpOnly',
      'SameSite=Lax',
      ...(desk.secure() ? ['Secure'] : []),
      `Max-Age=${state === null ? 0 : 1800}`,
    ].join('; ')

  /** Whoever comes by another name of this machine is first sent to the one that cookies and passkeys are bound to. */
  const elsewhere = (host: string): boolean => new URL(desk.url()).host !== host

  app.get('/entrar/ir', async (request, reply) => {
    if (elsewhere(request.host)) return reply.redirect(`${desk.url()}${request.url}`, 303)
    const to = pathOf((request.query as { to?: string }).to, desk.home())
    const { address, state } = await relyingParty.begin('login', to, { language: languageIn(request) })
    return reply.header('set-cookie', visit(state)).header('cache-control', 'no-store').redirect(address, 303)
  })

  app.get('/entrar/vuelta', async (request, reply) => {
    const state = cookieOf(request, VISIT_COOKIE)
    void reply.header('cache-control', 'no-store').header('set-cookie', visit(null))
    const arrived = await relyingParty.finish(new URL(request.url, desk.url()), state).catch((error: unknown) => {
      house.log.warn(`login: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    })
    const person = arrived && (await login.people.meant(arrived.claims, ours()))
    if (!arrived || !person) return desk.page(reply, loginFailedPage(desk.look(request)), 410)
    const before = cookieOf(request, SESSION_COOKIE)
    if (arrived.wanted === 'step-up') {
      const session = before && (await directory.sessions.find(before))
      // A second factor of somebody else, or one that was asked for and not shown, counts for nothing.
      const same = session && session.person === person.id && arrived.strong
      const factor = arrived.methods.find((m) => m === 'hwk' || m === 'otp') ?? 'mfa'
      const changed = same ? await directory.sessions.change(before, { steppedUpBy: factor }) : undefined
      if (!changed) return desk.page(reply, loginFailedPage(desk.look(request)), 410)
      setSession(reply, changed.token, desk.secure())
      return reply.redirect(arrived.to, 303)
    }
    const hats = await directory.hatsOf(person.id)
    const hat = hats.find((h) => h.orgKind !== 'person') ?? hats[0]
    if (!hat) return desk.page(reply, loginFailedPage(desk.look(request)), 410)
    // Whoever had a session here before does not go on in it: a new person, or the same one, gets a new token.
    if (before) await directory.sessions.end(before)
    const { token } = await directory.sessions.open({
      person: person.id,
      account: hat.id,
      methods: arrived.methods,
      ...(arrived.providerSession ? { providerSession: arrived.providerSession } : {}),
      ...(arrived.strong ? { steppedUpAt: house.clock.now() } : {}),
    })
    setSession(reply, token, desk.secure())
    return reply.redirect(arrived.to, 303)
  })

  // A qualified signature asks for a passkey, whatever other factors somebody has.
  for (const [path, passkey] of [
    ['/entrar/confirmar', false],
    ['/entrar/confirmar/llave', true],
  ] as const)
    app.get(path, async (request, reply) => {
      const to = pathOf((request.query as { to?: string }).to, desk.home())
      const who = await desk.inside(request)
      if (!who?.session) return reply.redirect(`/entrar?to=${encodeURIComponent(to)}`, 303)
      if (who.session.methods.includes('demo')) return desk.page(reply, demoFactorPage({ ...desk.look(request), to }))
      if (elsewhere(request.host)) return reply.redirect(`${desk.url()}${request.url}`, 303)
      const hint = { passkey, ...(ours() ? { subject: who.actor.person } : {}) }
      const { address, state } = await relyingParty.begin('step-up', to, { language: languageIn(request), ...hint })
      return reply.header('set-cookie', visit(state)).header('cache-control', 'no-store').redirect(address, 303)
    })

  await app.register(async (forms) => {
    takeForms(forms)
    forms.post('/entrar/confirmar/demo', async (request, reply) => {
      requireOwnPage(request)
      const who = await desk.inside(request)
      const token = cookieOf(request, SESSION_COOKIE) ?? ''
      if (!config.sandbox || !who?.session?.methods.includes('demo')) throw new Refusals([refusal('UNAUTHENTICATED')])
      const changed = await directory.sessions.change(token, { steppedUpBy: 'demo' })
      if (!changed) throw new Refusals([refusal('UNAUTHENTICATED')])
      setSession(reply, changed.token, desk.secure())
      return reply.redirect(pathOf(((request.body ?? {}) as Form).to, desk.home()), 303)
    })
  })
}
