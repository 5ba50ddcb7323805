import { legalDay, refusal, type Pack } from '#kernel'
import { calendarOf, customsOrg } from '#modules/customs'
import type { IdentityProvider } from '#platform/access'
import { Refusals, transact, type Engine, type Statement } from '#platform/cases'
import { getIdentity, sandboxOf, sendJson, type Door } from '#platform/http'

const days: Statement = {
  name: 'risk.days',
  text: `SELECT day::text AS day, hash, committed_at AS "committedAt", CASE WHEN day < $3::date THEN key END AS key
         FROM risk.day_key WHERE world = $1 AND country = $2 ORDER BY day DESC LIMIT 400`,
}
// Only of looks that are over: hits over inspected, by profile; false alarms by size of the firm (M12-8).
const quality: Statement = {
  name: 'risk.quality',
  text: `SELECT p AS profile, count(*)::int AS looked, count(result)::int AS inspected, count(*) FILTER (WHERE result <> 'conform')::int AS hits
         FROM risk.operation, unnest(profiles) AS p WHERE world = $1 AND country = $2 AND at > $3::timestamptz - interval '12 months' GROUP BY p`,
}
const bySize: Statement = {
  name: 'risk.by-size',
  text: `SELECT size, count(*)::int AS operations, count(*) FILTER (WHERE channel = 'red')::int AS red, count(*) FILTER (WHERE channel = 'yellow')::int AS yellow,
           count(result)::int AS inspected, count(*) FILTER (WHERE result = 'conform')::int AS "falseAlarms"
         FROM risk.operation WHERE world = $1 AND country = $2 AND at > $3::timestamptz - interval '12 months' GROUP BY size ORDER BY size`,
}

const said = { formula: 'HMAC-SHA256(key, id of the declaration) mod 10000', hash: 'SHA-256 of the key' }

/** The commitments of the random draw, for anybody; how well profiles do, for customs. */
export function riskRoutes(
  app: Door,
  {
    engine,
    identity,
    packs,
  }: {
    readonly engine: Engine
    readonly identity: IdentityProvider
    readonly packs: ReadonlyMap<string, Pack>
  },
): void {
  app.get('/v1/risk/days', async (request, reply) => {
    const { country = '', sandbox = '' } = request.query as { country?: string; sandbox?: string }
    if (!/^[a-z]{2,5}$/.test(country) || (sandbox && !/^[0-9a-f-]{36}$/.test(sandbox)))
      throw new Refusals([refusal('INPUT_SHAPE', '/country', { reason: 'name a country: uy' })])
    const pack = packs.get(country)
    if (!pack) return sendJson(reply, 200, JSON.stringify({ items: [], ...said }))
    // A key is shown when the day is over there: a firm that knew it before could choose which declaration to send.
    const today = legalDay(calendarOf(pack), engine.clock.now())
    const items = await transact(engine.pool, null, async (tx) => {
      tx.asPlatform()
      return (await tx.query(days, [sandbox, country, today])).rows
    })
    return sendJson(reply, 200, JSON.stringify({ items, ...said }))
  })

  app.get('/v1/risk/quality', async (request, reply) => {
    const who = await getIdentity(request, identity)
    const country = [...packs.keys()].find((id) => customsOrg(id) === who.actor.org)
    if (!country || !who.grants.has('assignment.record'))
      throw new Refusals([
        refusal('FORBIDDEN', '', {
          command: 'quality',
          permission: 'assignment.record',
          roles: who.actor.roles.join(', '),
        }),
      ])
    const values = [sandboxOf(request, who) ?? '', country, engine.clock.now()]
    const found = await transact(engine.pool, null, async (tx) => {
      tx.asPlatform()
      const [profiles, sizes] = await Promise.all([tx.query(quality, values), tx.query(bySize, values)])
      return { profiles: profiles.rows, sizes: sizes.rows }
    })
    return sendJson(reply, 200, JSON.stringify(found))
  })
}
