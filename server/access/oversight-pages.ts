import type { FastifyRequest } from 'fastify'
import { newId } from '#platform/cases'
import type { Door } from '#platform/http'
import { accessReviewPage, contingencyPage, type AccessView, type ContingencyView } from '../../web/access/index.ts'
import type { Desk } from './desk.ts'
import { formOf, type FirmDesk } from './firm-desk.ts'
import { takeForms } from './form-body.ts'
import { asJson, askApi, faultsIn } from './own-api.ts'

/** Who may declare (M36): the API asks again. */
const watchers = ['coordinator', 'monitor', 'shift-lead']

/** Who may see a case and why; declaring a contingency. */
export async function oversightPages(app: Door, desk: Desk, firms: FirmDesk): Promise<void> {
  app.get('/quien-ve/:cases/:id', async (request, reply) => {
    if (!(await firms.here(request, reply))) return reply
    const { cases, id } = request.params as { cases: string; id: string }
    const known = desk.house.modules.some((m) => m.path === cases)
    const said = known ? await askApi(app, request, 'GET', `/v1/${cases}/${encodeURIComponent(id)}/access`) : undefined
    if (said?.status !== 200) return reply.callNotFound()
    const report = said.body as unknown as AccessView
    return desk.page(reply, accessReviewPage({ ...report, ...desk.look(request), address: `/quien-ve/${cases}/${id}` }))
  })

  async function view(request: FastifyRequest, more: Partial<ContingencyView> = {}): Promise<string> {
    const { body } = await askApi(app, request, 'GET', '/v1/contingency')
    const declared = (body['declared'] ?? null) as ContingencyView['declared']
    return contingencyPage({ ...desk.look(request), declared, once: newId(), ...more })
  }
  await app.register(async (forms) => {
    takeForms(forms)
    forms.get('/contingencia', async (request, reply) => {
      const who = await firms.here(request, reply)
      if (!who) return reply
      return who.actor.roles.some((r) => watchers.includes(r))
        ? desk.page(reply, await view(request))
        : reply.callNotFound()
    })
    forms.post('/contingencia', async (request, reply) => {
      const who = await firms.sender(request, reply, '/contingencia', true)
      if (!who) return reply
      const { on, reason = '' } = formOf(request)
      const said = await askApi(
        app,
        request,
        'POST',
        '/v1/contingency',
        asJson({ on: on === 'yes', reason: reason.trim() }),
      )
      if (said.status < 300)
        return desk.page(reply, await view(request, { said: said.status === 202 ? 'proposed' : 'done' }))
      const faults = faultsIn(said, desk.look(request).language, (p) => (p === '/reason' ? 'reason' : undefined))
      return desk.page(reply, await view(request, { faults, reason }), said.status)
    })
  })
}
