import { refusal, wordsIn, type Language } from '#kernel'
import type { ListedAccount } from '#platform/access'
import { Refusals } from '#platform/cases'
import { isUuid, type Door } from '#platform/http'
import { signInPage, signOutPage, type DemoCountry } from '../../web/access/index.ts'
import { inLanguage } from '../../web/public/index.ts'
import { requireOwnPage, type Desk } from './desk.ts'
import { pathOf, takeForms, type Form } from './form-body.ts'
import { endBoth } from './end-both.ts'
import { setSession } from './session-cookie.ts'

/** The country of the stories is shown first. */
const FIRST = 'pe'

/** The door itself: one's own account, in a sandbox the invented people, and the way out. */
export async function signInRoutes(app: Door, desk: Desk): Promise<void> {
  const { directory, library, config } = desk.house

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
      const look = desk.look(request)
      const to = pathOf((request.query as { to?: string }).to, desk.home())
      return desk.page(reply, signInPage({ ...look, to, demo: await demo(look.language) }))
    })

    if (config.sandbox)
      forms.post('/entrar/demo', async (request, reply) => {
        requireOwnPage(request)
        const { account, to } = (request.body ?? {}) as Form
        const chosen = isUuid(account) ? (await directory.accounts()).find((a) => a.id === account) : undefined
        if (!chosen) throw new Refusals([refusal('NOT_FOUND', '/account', { type: 'account', id: '' })])
        const { person, id } = chosen
        const { token } = await directory.sessions.open({ person, account: id, methods: ['demo'] })
        setSession(reply, token, desk.secure())
        return reply.redirect(pathOf(to, desk.home()), 303)
      })

    forms.get('/salir', async (request, reply) =>
      desk.page(reply, signOutPage({ ...desk.look(request), done: !(await desk.inside(request)) })),
    )

    forms.post('/salir', async (request, reply) => {
      requireOwnPage(request)
      const who = await desk.inside(request)
      if (who) await endBoth(desk.house, who, ((request.body ?? {}) as Form).everywhere === 'yes')
      setSession(reply, null, desk.secure())
      return reply.redirect(inLanguage('/salir', desk.look(request).language), 303)
    })
  })
}
