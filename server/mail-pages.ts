import { refusal } from '#kernel'
import { Refusals } from '#platform/cases'
import { isUuid, type Door } from '#platform/http'
import { findCaptured, findMessage } from '#platform/mail'
import { languageOf, mailboxPage, messagePage, noticePage } from '../web/public/index.ts'
import type { House } from './house.ts'

/** Where notices lead; and the captured mailbox, for anyone: only where the sandbox is on and no mail server is configured. */
export function mailPages(app: Door, { pool, config, mailer }: Pick<House, 'pool' | 'config' | 'mailer'>): void {
  app.get('/aviso/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    if (!isUuid(id)) throw new Refusals([refusal('NOT_FOUND')])
    const { lang } = request.query as { lang?: string }
    const language = languageOf(lang, request.headers['accept-language'])
    return reply.type('text/html; charset=utf-8').send(noticePage(id, { language, sandbox: config.sandbox }))
  })
  if (!config.sandbox || mailer.kind !== 'captured') return
  app.get('/correo', async (request, reply) => {
    const { to, lang } = request.query as { to?: string; lang?: string }
    const wanted = typeof to === 'string' && to.trim() && to.length <= 254 ? to.trim() : undefined
    const messages = await findCaptured(pool, { to: wanted ?? null, limit: 100 })
    const language = languageOf(lang, request.headers['accept-language'])
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(mailboxPage(messages, { language, ...(wanted ? { to: wanted } : {}) }))
  })
  app.get('/correo/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    const found = isUuid(id) ? await findMessage(pool, id) : undefined
    if (!found) throw new Refusals([refusal('NOT_FOUND')])
    const { lang } = request.query as { lang?: string }
    const language = languageOf(lang, request.headers['accept-language'])
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(messagePage(found, { language }))
  })
}
