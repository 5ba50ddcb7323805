import type { FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '#platform/cases'
import { isUuid, type Door } from '#platform/http'
import { contactsPage, type ContactRow, type ContactsView } from '../../web/access/index.ts'
import { inLanguage } from '../../web/public/index.ts'
import type { Desk } from './desk.ts'
import { formOf, type FirmDesk } from './firm-desk.ts'
import { takeForms } from './form-body.ts'
import { asJson, askApi, faultsIn } from './own-api.ts'

/** Where somebody wants copies of their notices. */
export async function contactPages(app: Door, desk: Desk, firms: FirmDesk): Promise<void> {
  async function view(request: FastifyRequest, more: Partial<ContactsView> = {}): Promise<string> {
    const { body } = await askApi(app, request, 'GET', '/v1/contacts')
    const { hecho } = request.query as { hecho?: string }
    return contactsPage({
      ...desk.look(request),
      contacts: (body['items'] ?? []) as readonly ContactRow[],
      once: newId(),
      home: desk.home(),
      done: hecho !== undefined,
      ...more,
    })
  }
  await app.register(async (forms) => {
    takeForms(forms)
    forms.get('/empresa/avisos', async (request, reply) => {
      const who = await firms.here(request, reply)
      return who ? desk.page(reply, await view(request)) : reply
    })
    const send = async (
      request: FastifyRequest,
      reply: FastifyReply,
      url: string,
      body: object,
      fieldOf: (pointer: string) => string | undefined,
    ): Promise<FastifyReply> => {
      if (!(await firms.sender(request, reply, '/empresa/avisos', false))) return reply
      const language = desk.look(request).language
      const said = await askApi(app, request, 'POST', url, asJson(body))
      if (said.status < 300) return reply.redirect(inLanguage('/empresa/avisos?hecho=si', language), 303)
      const faults = faultsIn(said, language, fieldOf)
      return desk.page(reply, await view(request, { faults, values: formOf(request) }), said.status)
    }
    forms.post('/empresa/avisos/agregar', (request, reply) => {
      const { channel, address = '', quiet } = formOf(request)
      const asked = { channel, address: address.trim(), language: desk.look(request).language, for: 'me' }
      return send(request, reply, '/v1/contacts', { ...asked, quiet: quiet === 'yes' }, () => 'address')
    })
    const idOf = (request: FastifyRequest): string => {
      const { id } = request.params as { id: string }
      return isUuid(id) ? id : newId()
    }
    forms.post('/empresa/avisos/:id/confirmar', (request, reply) => {
      const id = idOf(request)
      const { code = '' } = formOf(request)
      return send(request, reply, `/v1/contacts/${id}/verify`, { code: code.trim() }, () => `code-${id}`)
    })
    forms.post('/empresa/avisos/:id/codigo', (request, reply) =>
      send(request, reply, `/v1/contacts/${idOf(request)}/code`, {}, () => undefined),
    )
    forms.post('/empresa/avisos/:id/quitar', (request, reply) =>
      send(request, reply, `/v1/contacts/${idOf(request)}/remove`, {}, () => undefined),
    )
  })
}
