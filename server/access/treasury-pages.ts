import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language, Money } from '#kernel'
import { differenceTexts } from '#modules/payments'
import { treasuryOrg, type Identity } from '#platform/access'
import { newId } from '#platform/cases'
import { isUuid, type Door } from '#platform/http'
import {
  statementPage,
  treasuryPage,
  treasuryTexts,
  type Fault,
  type PayoutRow,
  type StatementRow,
} from '../../web/access/index.ts'
import { inLanguage } from '../../web/public/index.ts'
import { requireOwnPage, type Desk } from './desk.ts'
import { formOf, type FirmDesk } from './firm-desk.ts'
import { takeForms } from './form-body.ts'
import { asJson, askApi, faultsIn, type Said } from './own-api.ts'

const LIMIT = 64 * 1024 * 1024

/** The one file of a form that a browser sends as multipart/form-data (RFC 7578); nothing when there is none. */
export function fileIn(body: Buffer, contentType: string): Buffer | undefined {
  const boundary = /boundary="?([^";]{1,70})"?/.exec(contentType)?.[1]
  if (!boundary) return undefined
  const begin = body.indexOf(`--${boundary}\r\n`)
  const head = body.indexOf('\r\n\r\n', begin)
  const end = body.indexOf(`\r\n--${boundary}`, head)
  return begin < 0 || head < 0 || end < 0 ? undefined : body.subarray(head + 4, end)
}

interface InboxItem {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly title: string
  readonly number: string | null
}
interface Statement {
  readonly number: string
  readonly entries: number
  readonly payments: number
  readonly refunds: number
  readonly reconciled: number
  readonly differences: readonly {
    readonly code: keyof typeof differenceTexts
    readonly amount: Money
    readonly reference: string | null
    readonly party: string | null
    readonly order: string | null
  }[]
  readonly resolved?: Readonly<Record<string, { readonly note: string }>>
  readonly endorsed?: Readonly<Record<string, string>>
}

/** The treasury's own pages: loading statements, deciding on differences, paying out. Each does what the API lets its person do. */
export async function treasuryPages(app: Door, desk: Desk, firms: FirmDesk): Promise<void> {
  const { house } = desk
  const paths = { order: 'orders', statement: 'statements', handover: 'handovers' } as const

  const list = <T>(said: Said): readonly T[] => (said.body['items'] ?? []) as readonly T[]
  const currencyOf = (who: Identity): string =>
    [...house.library.packs.values()].find((p) => treasuryOrg(p.id) === who.actor.org)?.currency ?? 'USD'
  const isDone = (request: FastifyRequest): boolean => (request.query as { hecho?: string }).hecho !== undefined

  async function overview(request: FastifyRequest, who: Identity, faults: readonly Fault[] = []): Promise<string> {
    const [inbox, statements, payouts] = await Promise.all([
      askApi(app, request, 'GET', '/v1/inbox?limit=50'),
      askApi(app, request, 'GET', '/v1/statements?limit=30'),
      askApi(app, request, 'GET', '/v1/payouts'),
    ])
    return treasuryPage({
      ...desk.look(request),
      turns: list<InboxItem>(inbox).map((t) => ({
        ...t,
        href:
          t.type === 'statement'
            ? `/tesoreria/extractos/${t.id}`
            : `/tramites/${paths[t.type as 'order'] ?? t.type}/${t.id}`,
      })),
      statements: list<StatementRow>(statements),
      payouts: list<PayoutRow>(payouts),
      currency: currencyOf(who),
      once: newId(),
      faults,
      done: isDone(request),
    })
  }
  /** Whoever keeps no books is told so by the API itself. */
  async function keeper(request: FastifyRequest, reply: FastifyReply): Promise<Identity | undefined> {
    const who = await firms.here(request, reply)
    if (!who || who.grants.has('payments.reconcile')) return who
    void reply.redirect(inLanguage('/entrar?to=/tesoreria', desk.look(request).language), 303)
    return undefined
  }
  async function one(
    request: FastifyRequest,
    reply: FastifyReply,
    faults: readonly Fault[] = [],
  ): Promise<FastifyReply> {
    const { id } = request.params as { id: string }
    const { language } = desk.look(request)
    const said = await askApi(app, request, 'GET', `/v1/statements/${isUuid(id) ? id : newId()}`)
    if (said.status !== 200) return reply.callNotFound() as never
    const s = said.body['state'] as Statement
    const words = (code: keyof typeof differenceTexts, of: Language) => differenceTexts[code][of]
    return desk.page(
      reply,
      statementPage({
        ...desk.look(request),
        id,
        number: s.number,
        counts: s,
        differences: s.differences.map((d, i) => ({
          ...d,
          ...words(d.code, language),
          note: s.resolved?.[i]?.note ?? null,
          endorsed: s.endorsed?.[i] !== undefined,
        })),
        once: newId(),
        faults,
        done: isDone(request),
      }),
      faults.length ? 422 : 200,
    )
  }

  await app.register(async (forms) => {
    takeForms(forms)
    forms.get('/tesoreria', async (request, reply) => {
      const who = await keeper(request, reply)
      return who ? desk.page(reply, await overview(request, who)) : reply
    })
    forms.get('/tesoreria/extractos/:id', async (request, reply) =>
      (await keeper(request, reply)) ? one(request, reply) : reply,
    )
    forms.post('/tesoreria/entregar', async (request, reply) => {
      const who = await firms.sender(request, reply, '/tesoreria', true)
      if (!who) return reply
      const { language } = desk.look(request)
      const said = await askApi(
        app,
        request,
        'POST',
        '/v1/handovers',
        asJson({ currency: formOf(request)['currency'] }),
      )
      if (said.status < 300) return reply.redirect(inLanguage('/tesoreria?hecho=si', language), 303)
      return desk.page(
        reply,
        await overview(
          request,
          who,
          faultsIn(said, language, () => undefined),
        ),
        said.status,
      )
    })
    for (const [path, command] of [
      ['resolver', 'resolve'],
      ['devolver', 'giveBack'],
    ] as const)
      forms.post(`/tesoreria/extractos/:id/${path}`, async (request, reply) => {
        const { id } = request.params as { id: string }
        const who = await firms.sender(request, reply, `/tesoreria/extractos/${isUuid(id) ? id : ''}`, true)
        if (!who) return reply
        const { language } = desk.look(request)
        const { difference = '', order = '', note = '' } = formOf(request)
        const body = {
          difference: Number(difference),
          note: note.trim(),
          ...(order.trim() ? { order: order.trim() } : {}),
        }
        const said = await askApi(
          app,
          request,
          'POST',
          `/v1/statements/${isUuid(id) ? id : newId()}/${command}`,
          asJson(body),
        )
        if (said.status < 300) return reply.redirect(inLanguage(`/tesoreria/extractos/${id}?hecho=si`, language), 303)
        const kind = command === 'giveBack' ? 'back' : order ? 'place' : 'explain'
        const fieldOf = (pointer: string): string =>
          pointer === '/order' ? `order-${difference}` : `${kind}-note-${difference}`
        return one(request, reply, faultsIn(said, language, fieldOf))
      })
  })

  await app.register(async (files) => {
    files.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: LIMIT }, (_, body, done) =>
      done(null, body),
    )
    files.post('/tesoreria/extractos', async (request, reply) => {
      requireOwnPage(request)
      const who = await keeper(request, reply)
      if (!who) return reply
      const { language } = desk.look(request)
      const file = fileIn(request.body as Buffer, String(request.headers['content-type']))
      if (!file?.length)
        return desk.page(
          reply,
          await overview(request, who, [{ field: 'file', text: treasuryTexts[language].empty }]),
          422,
        )
      const said = await askApi(app, request, 'POST', '/v1/statements', { body: file, type: 'application/xml' })
      const [taken] = (said.body['statements'] ?? []) as readonly { id: string }[]
      if (said.status < 300 && taken)
        return reply.redirect(inLanguage(`/tesoreria/extractos/${taken.id}?hecho=si`, language), 303)
      return desk.page(
        reply,
        await overview(
          request,
          who,
          faultsIn(said, language, () => 'file'),
        ),
        said.status,
      )
    })
  })
}
