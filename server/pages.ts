import type { FastifyRequest } from 'fastify'
import { Type, type Static } from 'typebox'
import { MoneySchema, refusal, strict, wordsIn, type Language, type Quantity } from '#kernel'
import type { VerificationAnswer as Verified } from '#modules/documents'
import { Refusals } from '#platform/cases'
import { getIdentity, shapeFaults, type Door } from '#platform/http'
import {
  apiPage,
  assets,
  findCode,
  findDigest,
  landing,
  languageOf,
  verification,
  verificationForm,
  type Story,
  type VerificationAnswer,
} from '../web/public/index.ts'
import { version } from './config.ts'
import { demoToken } from './demo-people.ts'
import type { House } from './house.ts'

type Verify = (ask: { code?: string; digest?: string }) => Promise<Verified>

const StepSchema = Type.Object(
  {
    at: Type.String({ maxLength: 40 }),
    who: Type.String({ maxLength: 120 }),
    org: Type.String({ maxLength: 120 }),
    what: Type.String({ maxLength: 200 }),
    detail: Type.String({ maxLength: 500 }),
    agency: Type.Union([Type.String({ maxLength: 120 }), Type.Null()]),
    cost: Type.Union([MoneySchema, Type.Null()]),
    status: Type.Union((['done', 'waiting', 'observed', 'refused', 'next'] as const).map((s) => Type.Literal(s))),
  },
  strict,
)
/** The steps of a demonstration, told to the page that shows them. */
export const StorySchema = Type.Object(
  {
    zone: Type.String({ maxLength: 60 }),
    country: Type.String({ maxLength: 2 }),
    steps: Type.Array(StepSchema, { maxItems: 200 }),
  },
  strict,
)

/** Pages for people, until the web application comes. */
export function pageRoutes(app: Door, house: House, openapi: object, verify: Verify): void {
  const { library, directory, config, clock } = house
  let story: Story | null = null
  const languageIn = ({ query, headers }: FastifyRequest): Language =>
    languageOf((query as { lang?: string }).lang, headers['accept-language'])

  for (const { path, contentType, body } of assets())
    app.get(path, async (_, reply) =>
      reply.type(contentType).header('cache-control', 'public, max-age=3600').send(body),
    )

  app.get('/', async (request, reply) => {
    const language = languageIn(request)
    const people = config.sandbox ? await directory.accounts() : []
    const page = landing({
      language,
      version,
      sandbox: config.sandbox,
      packs: [...library.packs.values()].map((p) => ({
        id: p.id,
        name: wordsIn(p.name, language),
        version: p.version,
        procedures: p.procedures.length,
        agencies: p.agencies.size,
      })),
      accounts: people.map((a) => ({
        name: a.name,
        org: a.organisation,
        role: a.roles.join(', '),
        token: demoToken(a.label),
      })),
      story,
    })
    return reply.type('text/html; charset=utf-8').send(page)
  })

  if (config.sandbox) {
    app.get('/v1/demo/accounts', async (_, reply) => {
      const items = (await directory.accounts()).map((a) => ({
        label: a.label,
        account: a.id,
        name: a.name,
        organisation: a.organisation,
        orgKind: a.orgKind,
        pack: a.pack,
        roles: a.roles,
        token: demoToken(a.label),
      }))
      return reply.send({ items })
    })
    app.post('/v1/demo/story', async (request, reply) => {
      await getIdentity(request, directory)
      const faults = shapeFaults(StorySchema, request.body ?? {})
      if (faults.length) throw new Refusals(faults)
      story = { ...(request.body as Static<typeof StorySchema>), ranAt: clock.now() }
      return reply.code(204).send()
    })
  }

  app.get('/docs', async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(apiPage(openapi, { language: languageIn(request), sandbox: config.sandbox })),
  )

  app.get('/v', async (request, reply) => {
    const { code, codigo, lang, digest: given } = request.query as Record<string, string | undefined>
    const digest = findDigest(given)
    const found = findCode(code ?? codigo) ?? (digest ? (await verify({ digest })).code : null)
    if (found) {
      const more = new URLSearchParams({ ...(lang ? { lang } : {}), ...(digest ? { digest } : {}) }).toString()
      return reply.redirect(`/v/${found}${more ? `?${more}` : ''}`)
    }
    return reply.type('text/html; charset=utf-8').send(
      verificationForm({
        language: languageIn(request),
        sandbox: config.sandbox,
        ...((code ?? codigo) ? { wrong: code ?? codigo ?? '' } : {}),
        ...(digest ? { foreign: digest } : {}),
      }),
    )
  })

  app.get('/v/:code', async (request, reply) => {
    const code = findCode((request.params as { code: string }).code)
    if (!code) throw new Refusals([refusal('NOT_FOUND')])
    const given = (request.query as { digest?: string }).digest
    const digest = findDigest(given)
    if (given && !digest)
      throw new Refusals([refusal('INPUT_SHAPE', '/digest', { reason: 'must be 64 hexadecimal digits' })])
    const answer = await verify({ code })
    const shown = toPage(
      answer,
      { language: languageIn(request), code, checkedAt: answer.checkedAt, sandbox: config.sandbox },
      digest,
    )
    return reply
      .code(answer.status === 'unknown' ? 404 : 200)
      .type('text/html; charset=utf-8')
      .send(verification(shown))
  })
}

type Asked = { language: Language; code: string; checkedAt: string; sandbox: boolean }

function toPage(a: Verified, asked: Asked, digest: string | undefined): VerificationAnswer {
  if (a.status === 'unknown' || !a.number) return { ...asked, state: 'unknown' }
  const known = a.editionDigests ?? []
  return {
    ...asked,
    sandbox: a.sandbox ?? asked.sandbox,
    state: a.status,
    document: {
      title: a.title ?? '',
      number: a.number,
      issuer: { name: a.issuer ?? '', country: a.country ?? '' },
      issuedAt: a.issuedAt ?? asked.checkedAt,
      zone: a.zone ?? 'UTC',
      validUntil: a.validUntil ?? null,
      goods: a.goods ?? null,
      ...(a.about ? { about: a.about } : {}),
      balance: (a.balance ?? []).map((b) => ({
        description: b.description,
        authorised: b.authorised as Quantity,
        used: { value: b.used, unit: (b.authorised as Quantity).unit },
      })),
      digest: a.digest ?? '',
      signature: { level: a.level ?? '', kid: a.kid ?? '' },
      ...(a.revoked ? { revoked: a.revoked } : {}),
    },
    ...(digest ? { compared: { digest, matches: known.includes(digest) } } : {}),
  }
}
