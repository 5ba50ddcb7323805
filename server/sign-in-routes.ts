import type { FastifyRequest } from 'fastify'
import { refusal, wordsIn, type Language } from '#kernel'
import type { ListedAccount } from '#platform/access'
import { Refusals } from '#platform/cases'
import { cookieOf, isSameOrigin, isUuid, SESSION_COOKIE, type Door } from '#platform/http'
import { signInPage, signOutPage, type DemoCountry } from '../web/access/index.ts'
import { inLanguage, languageOf } from '../web/public/index.ts'
import { pathOf, takeForms, type Form } from './form-body.ts'
import type { House } from './house.ts'
import { setSession } from './session-cookie.ts'

/** The country of the stories is shown first. */
const FIRST = 'pe'

const languageIn = ({ query, headers }: FastifyRequest): Language =>
  languageOf((query as { lang?: string }).lang, headers['accept-language'])

const requireOwnPage = (request: FastifyRequest): void => {
  if (!isSameOrigin(request)) throw new Refusals([refusal('CROSS_SITE')])
}

/** Pages by which people come in and go out. */
export async function signInRoutes(app: Door, house: House, publicUrl: () => string): Promise<void> {
  const { directory, library, config } = house
  const secure = (): boolean => publicUrl().startsWith('https:')
  /** The first page of the web application, where there is one. */
  const home = (): string => (app.hasRoute({ method: 'GET', url: '/inicio' }) ? '/inicio' : '/')

  const demo = async (language: Language): Promise<readonly DemoCountry[]> => {
    if (!config.sandbox) return []
    const shown = (people: readonly ListedAccount[]) =>
      people.map(({ id, name, organisation, roles }) => ({ id, name, organisation, roles }))
    const accounts = await directory.accounts()
    const countries = [...library.packs.values()]
      .sort((a, b) => Number(b.id === FIRST) - Number(a.id === FIRST))
      .map((pack) => ({
        name: wordsIn(pack.name, language),
        people: shown(accounts.filter((a) => a.label.startsWith(`${pack.id}.`))),
      }))
    const others = shown(accounts.filter((a) => !library.packs.has(a.label.split('.')[0] ?? '')))
    return [...countries, { name: 'Ventanilla', people: others }].filter((c) => c.people.length > 0)
  }

  await app.register(async (forms) => {
    takeForms(forms)

    forms.get('/entrar', async (request, reply) => {
      const language = languageIn(request)
      const to = pathOf((request.query as { to?: string }).to, home())
      void reply.header('cache-control', 'no-store')
      return reply
        .type('text/html; charset=utf-8')
        .send(signInPage({ language, sandbox: config.sandbox, to, demo: await demo(language) }))
    })

    if (config.sandbox)
      forms.post('/entrar/demo', async (request, reply) => {
        requireOwnPage(request)
        const { account, to } = (request.body ?? {}) as Form
        const chosen = isUuid(account) ? await directory.findAccount(account) : undefined
        if (!chosen || chosen.sandbox !== null || !(await directory.accounts()).some((a) => a.id === chosen.id))
          throw new Refusals([refusal('NOT_FOUND', '/account', { type: 'account', id: '' })])
        const { token } = await directory.sessions.open({
          person: chosen.person,
          account: chosen.id,
          methods: ['demo'],
        })
        setSession(reply, token, secure())
        return reply.redirect(pathOf(to, home()), 303)
      })

    forms.get('/salir', async (request, reply) => {
      const token = cookieOf(request, SESSION_COOKIE)
      const inside = token ? await directory.identifySession(token) : undefined
      void reply.header('cache-control', 'no-store')
      return reply
        .type('text/html; charset=utf-8')
        .send(signOutPage({ language: languageIn(request), sandbox: config.sandbox, done: !inside }))
    })

    forms.post('/salir', async (request, reply) => {
      requireOwnPage(request)
      const token = cookieOf(request, SESSION_COOKIE) ?? ''
      const inside = await directory.identifySession(token)
      if (inside && ((request.body ?? {}) as Form).everywhere === 'yes')
        await directory.sessions.endAll(inside.actor.person)
      else if (inside) await directory.sessions.end(token)
      setSession(reply, null, secure())
      return reply.redirect(inLanguage('/salir', languageIn(request)), 303)
    })
  })
}
