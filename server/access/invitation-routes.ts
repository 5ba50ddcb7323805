import { acceptInvitation, findInvitation } from '#modules/enterprises'
import { cookieOf, SESSION_COOKIE, type Door } from '#platform/http'
import { invitationPage, joinedPage, staleLinkPage } from '../../web/access/index.ts'
import { lettersOf } from '../courtesy.ts'
import { requireOwnPage, type Desk } from './desk.ts'
import { takeForms } from './form-body.ts'
import { setSession } from './session-cookie.ts'

/** The link in a firm's invitation: whoever holds it and is signed in joins, and goes on under the firm's hat. */
export async function invitationRoutes(app: Door, desk: Desk): Promise<void> {
  const { house } = desk
  const { directory } = house
  const at = '/entrar/invitacion/:link'
  const deps = lettersOf(house)
  const linkIn = (params: unknown): string => (params as { link: string }).link

  await app.register(async (forms) => {
    takeForms(forms)
    forms.get(at, async (request, reply) => {
      const link = linkIn(request.params)
      const found = await findInvitation(deps, link)
      const look = desk.look(request)
      if (!found) return desk.page(reply, staleLinkPage({ ...look, invitation: true }), 410)
      const who = await desk.inside(request)
      return desk.page(
        reply,
        invitationPage({ ...look, ...found, at: `/entrar/invitacion/${link}`, name: who?.account.name ?? null }),
      )
    })
    forms.post(at, async (request, reply) => {
      requireOwnPage(request)
      const link = linkIn(request.params)
      const who = await desk.inside(request)
      if (!who) return reply.redirect(`/entrar/invitacion/${link}`, 303)
      const look = desk.look(request)
      const joined = await acceptInvitation(deps, link, who.actor.person)
      if (!joined) return desk.page(reply, staleLinkPage({ ...look, invitation: true }), 410)
      // They came to work for the firm: the session goes on under that hat.
      const hat = (await directory.hatsOf(who.actor.person)).find((h) => h.id === joined.hat)
      const token = cookieOf(request, SESSION_COOKIE) ?? ''
      const changed = hat && (await directory.sessions.change(token, { account: hat.id, mandate: null }))
      if (changed) setSession(reply, changed.token, desk.secure())
      return desk.page(reply, joinedPage({ ...look, ...joined, home: desk.home() }))
    })
  })
}
