import { newId } from '#platform/cases'
import type { Door } from '#platform/http'
import { PASSWORD_MAX, PASSWORD_MIN } from '#platform/identity'
import { isMailAddress } from '#platform/mail'
import type { Language } from '#kernel'
import {
  accountFaults,
  accountTexts,
  confirmPage,
  forgotPage,
  mailSentPage,
  newPasswordPage,
  registerPage,
  staleLinkPage,
} from '../../web/access/index.ts'
import { inLanguage } from '../../web/public/index.ts'
import { requireOwnPage, type Desk } from './desk.ts'
import { takeForms, type Form } from './form-body.ts'

type MailKind = 'mailConfirm' | 'mailReset' | 'mailKnown'

/** Opening an account and choosing another password: both by a link that only the mailbox sees. */
export async function mailLinkRoutes(app: Door, desk: Desk): Promise<void> {
  const { house, login } = desk
  const { people, passwords, tickets } = login
  const captured = (): boolean => house.config.sandbox && house.mailer.kind === 'captured'

  // Not awaited by the answer: how long a mail takes must not tell whether the address is known.
  const write = (to: string, kind: MailKind, path: string, language: Language): void => {
    const { subject, text } = accountTexts[language][kind]
    const link = `${desk.url()}${inLanguage(path, language)}`
    house.mailer
      .send({ id: newId(), to, subject, text: text.replace('{link}', link) })
      .then((outcome) => outcome.status !== 'sent' && house.log.warn(`login mail: ${outcome.reason}`))
      .catch((error: unknown) =>
        house.log.warn(`login mail: ${error instanceof Error ? error.message : String(error)}`),
      )
  }
  const goodPassword = (p: string): boolean => p.length >= PASSWORD_MIN && p.length <= PASSWORD_MAX

  await app.register(async (forms) => {
    takeForms(forms)

    forms.get('/entrar/nueva', (request, reply) => desk.page(reply, registerPage(desk.look(request))))
    forms.post('/entrar/nueva', async (request, reply) => {
      requireOwnPage(request)
      const look = desk.look(request)
      const { name = '', email = '', password = '' } = (request.body ?? {}) as Form
      const values = { name: name.normalize('NFC').trim().slice(0, 120), email: email.trim() }
      const wrong = [
        ...(values.name.length < 3 || /\p{Cc}/u.test(values.name) ? (['name'] as const) : []),
        ...(isMailAddress(values.email) ? [] : (['email'] as const)),
        ...(goodPassword(password) ? [] : (['password'] as const)),
      ]
      if (wrong.length)
        return desk.page(reply, registerPage({ ...look, values, faults: accountFaults(look, wrong) }), 422)
      const known = await people.findByEmail(values.email)
      // The password is hashed before anybody has confirmed the address: it is kept sealed until then.
      if ((await desk.mails.take(request.ip)) === undefined) {
        const data = { ...values, language: look.language, password: login.secrets.seal(password) }
        const secret = known ? undefined : await tickets.issue('confirm', null, data)
        write(
          values.email,
          known ? 'mailKnown' : 'mailConfirm',
          secret ? `/entrar/nueva/${secret}` : '/entrar',
          look.language,
        )
      }
      return desk.page(reply, mailSentPage({ ...look, email: values.email, captured: captured() }))
    })
    forms.get('/entrar/nueva/:secret', async (request, reply) => {
      const look = desk.look(request)
      const { secret } = request.params as { secret: string }
      // Mail programs open links on their own: looking uses nothing up.
      if (!(await tickets.look('confirm', secret))) return desk.page(reply, staleLinkPage(look), 410)
      return desk.page(reply, confirmPage({ ...look, at: `/entrar/nueva/${secret}` }))
    })
    forms.post('/entrar/nueva/:secret', async (request, reply) => {
      requireOwnPage(request)
      const look = desk.look(request)
      const ticket = await tickets.use('confirm', (request.params as { secret: string }).secret)
      const { name = '', email = '', language = 'es', password = '' } = ticket?.data ?? {}
      const person = ticket && (await people.create({ name, email, language: language as Language }))
      if (!person) return desk.page(reply, staleLinkPage(look), 410)
      await passwords.set(person.id, login.secrets.open(password))
      return reply.redirect(inLanguage('/entrar/ir', look.language), 303)
    })

    forms.get('/entrar/olvido', (request, reply) => desk.page(reply, forgotPage(desk.look(request))))
    forms.post('/entrar/olvido', async (request, reply) => {
      requireOwnPage(request)
      const look = desk.look(request)
      const email = (((request.body ?? {}) as Form).email ?? '').trim()
      if (!isMailAddress(email))
        return desk.page(reply, forgotPage({ ...look, email, faults: accountFaults(look, ['email']) }), 422)
      const person = await people.findByEmail(email)
      if (person && (await desk.mails.take(request.ip)) === undefined)
        write(email, 'mailReset', `/entrar/clave/${await tickets.issue('reset', person.id, {})}`, person.language)
      return desk.page(reply, mailSentPage({ ...look, email, captured: captured() }))
    })
    forms.get('/entrar/clave/:secret', async (request, reply) => {
      const look = desk.look(request)
      const { secret } = request.params as { secret: string }
      if (!(await tickets.look('reset', secret))) return desk.page(reply, staleLinkPage(look), 410)
      return desk.page(reply, newPasswordPage({ ...look, at: `/entrar/clave/${secret}` }))
    })
    forms.post('/entrar/clave/:secret', async (request, reply) => {
      requireOwnPage(request)
      const look = desk.look(request)
      const { secret } = request.params as { secret: string }
      const { password = '' } = (request.body ?? {}) as Form
      if (!goodPassword(password))
        return desk.page(
          reply,
          newPasswordPage({ ...look, at: `/entrar/clave/${secret}`, faults: accountFaults(look, ['password']) }),
          422,
        )
      const person = (await tickets.use('reset', secret))?.person
      const found = person ? await people.find(person) : undefined
      if (!found) return desk.page(reply, staleLinkPage(look), 410)
      await passwords.set(found.id, password)
      await passwords.succeed(found.email ?? '')
      // Whoever had the old password is out, on every device.
      await house.directory.sessions.endAll(found.id)
      await login.endAtProvider(found.id)
      return reply.redirect(inLanguage('/entrar/ir', look.language), 303)
    })
  })
}
