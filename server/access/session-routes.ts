import { Type, type Static } from 'typebox'
import { refusal, strict, UuidSchema } from '#kernel'
import { idleEnd, type Directory, type Identity, type ListedAccount } from '#platform/access'
import { Refusals } from '#platform/cases'
import type { Clock } from '#platform/clock'
import { cookieOf, getIdentity, sendJson, SESSION_COOKIE, shapeFaults, type Door } from '#platform/http'
import { setSession } from './session-cookie.ts'

export const HatSchema = Type.Object({ account: UuidSchema, mandate: Type.Optional(UuidSchema) }, strict)
export const EndSchema = Type.Object(
  { everywhere: Type.Optional(Type.Boolean({ description: 'End every session of this person, on every device' })) },
  strict,
)

export interface SessionDeps {
  readonly directory: Directory
  readonly clock: Clock
  readonly publicUrl: () => string
  /** Legal time of the country whose rules an organisation lives under. */
  readonly zoneOf: (pack: string | null) => string | null
  /** Regimes in code that the country's figures bring to life: `mypes` (small exporters), `ecommerce` (orders of online shops). */
  readonly regimesOf: (pack: string | null) => readonly string[]
  /** What the pack calls an agency (`senasa`), by its organisation; nothing for whoever is none. */
  readonly codeOf: (org: { readonly id: string; readonly pack: string | null }) => string | null
  /** Mandates under which an organisation may act today. */
  readonly mandates: (
    org: string,
  ) => Promise<readonly { readonly id: string; readonly principal: string; readonly principalName: string }[]>
  /** Ends what belongs to a session beside it: the one at the identity provider, or all of them. */
  readonly ended: (who: Identity, everywhere: boolean) => Promise<void>
}

const hat = ({ id, org, organisation, orgKind, pack, roles }: ListedAccount) => ({
  account: id,
  organisation: { id: org, name: organisation, kind: orgKind, pack },
  roles,
})

/** Who you are, which hats you have, changing hat and ending the session. */
export function sessionRoutes(
  app: Door,
  { directory, clock, publicUrl, zoneOf, regimesOf, codeOf, mandates, ended }: SessionDeps,
): void {
  const secure = (): boolean => publicUrl().startsWith('https:')

  const me = async (who: Identity): Promise<object> => {
    const { actor, account, session } = who
    const [org, person, hats, given] = await Promise.all([
      directory.getOrganisation(actor.org),
      directory.findPerson(actor.person),
      directory.hatsOf(actor.person),
      mandates(actor.org),
    ])
    return {
      person: actor.person,
      name: person?.name ?? account.name,
      email: person?.email ?? null,
      language: person?.language ?? 'es',
      account: account.id,
      roles: account.roles,
      grants: [...who.grants].sort(),
      organisation: {
        id: org.id,
        name: org.name,
        kind: org.kind,
        pack: org.pack,
        country: org.country,
        zone: zoneOf(org.pack),
        code: codeOf(org),
        regimes: regimesOf(org.pack),
      },
      hats: hats.map(hat),
      // For whom this hat may act, and under which of them the session does.
      mandates: given,
      mandate: session?.mandate ?? null,
      session: session
        ? {
            methods: session.methods,
            createdAt: session.createdAt,
            expiresAt: idleEnd(session, clock.now()),
            endsAt: session.expiresAt,
            steppedUpAt: session.steppedUpAt,
          }
        : null,
    }
  }

  app.get('/v1/me', async (request, reply) => {
    const who = await getIdentity(request, directory)
    // The page that asks who it is for is the one moment when a token can be changed without disturbing work under way.
    const renewed = who.session && (await directory.sessions.renew(cookieOf(request, SESSION_COOKIE) ?? ''))
    if (renewed) setSession(reply, renewed, secure())
    void reply.header('cache-control', 'private, no-store')
    return sendJson(reply, 200, JSON.stringify(await me(who)))
  })

  app.post('/v1/session/hat', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const faults = shapeFaults(HatSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { account, mandate = null } = request.body as Static<typeof HatSchema>
    if (!who.session) throw new Refusals([refusal('SESSION_REQUIRED')])
    const chosen = (await directory.hatsOf(who.actor.person)).find((h) => h.id === account)
    if (!chosen) throw new Refusals([refusal('NOT_FOUND', '/account', { type: 'account', id: account })])
    if (mandate && !(await mandates(chosen.org)).some((m) => m.id === mandate))
      throw new Refusals([refusal('MANDATE_NOT_LIVE', '/mandate', { principal: '' })])
    const changed = await directory.sessions.change(cookieOf(request, SESSION_COOKIE) ?? '', { account, mandate })
    const identity = changed && (await directory.identifySession(changed.token))
    if (!changed || !identity) throw new Refusals([refusal('UNAUTHENTICATED')])
    setSession(reply, changed.token, secure())
    return sendJson(reply, 200, JSON.stringify(await me(identity)))
  })

  app.post('/v1/session/end', async (request, reply) => {
    const who = await getIdentity(request, directory)
    const faults = shapeFaults(EndSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    if (!who.session) throw new Refusals([refusal('SESSION_REQUIRED')])
    const { everywhere } = (request.body ?? {}) as Static<typeof EndSchema>
    await ended(who, everywhere === true)
    setSession(reply, null, secure())
    return reply.code(204).send()
  })
}
