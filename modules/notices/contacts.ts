import { createHash, randomInt } from 'node:crypto'
import { Type, type Static } from 'typebox'
import { refusal, strict, toInstant, toMs, type Language } from '#kernel'
import type { IdentityProvider } from '#platform/access'
import { newId, Refusals, transact, type Engine, type Statement } from '#platform/cases'
import { getIdentity, isUuid, sendJson, shapeFaults, type Door } from '#platform/http'
import { isMailAddress, isPhone, isWebhook, postSigned, secretOf } from '#platform/mail'
import type { ChannelDeps } from './channels.ts'
import { contactTexts } from './texts/contacts.ts'

export const ContactSchema = Type.Object(
  {
    channel: Type.Union([Type.Literal('email'), Type.Literal('sms'), Type.Literal('webhook')]),
    address: Type.String({ minLength: 3, maxLength: 500 }),
    language: Type.Union([Type.Literal('es'), Type.Literal('en'), Type.Literal('pt')]),
    for: Type.Union([Type.Literal('me'), Type.Literal('organisation')]),
    alternate: Type.Optional(Type.Boolean({ description: 'Used only when another address of the same owner bounces' })),
    quiet: Type.Optional(Type.Boolean({ description: 'Nothing between 21:00 and 07:00; true when absent' })),
  },
  strict,
)
export const CodeSchema = Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$' }) }, strict)
type Asked = Static<typeof ContactSchema>

const MAX = 20
const CODE_MS = 600_000
const TRIES = 3
const COLUMNS = `id, channel, address, language, alternate, quiet, person_id AS "personId", verified_at AS "verifiedAt", bounced_at AS "bouncedAt"`

const list: Statement = {
  name: 'contact.list',
  text: `SELECT ${COLUMNS} FROM notices.contact WHERE org_id = $1 AND (person_id IS NULL OR person_id = $2) ORDER BY id`,
}
const count: Statement = {
  name: 'contact.count',
  text: 'SELECT count(*)::int AS n FROM notices.contact WHERE org_id = $1 AND person_id IS NOT DISTINCT FROM $2',
}
const put: Statement = {
  name: 'contact.put',
  text: `INSERT INTO notices.contact (id, org_id, person_id, roles, channel, address, language, alternate, quiet, code_digest, code_until, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id`,
}
const renew: Statement = {
  name: 'contact.renew',
  text: `UPDATE notices.contact SET code_digest = $4, code_until = $5, code_tries = 0
         WHERE id = $1 AND org_id = $2 AND (person_id IS NULL OR person_id = $3) AND (code_until IS NULL OR code_until < $6)
         RETURNING ${COLUMNS}`,
}
// The try is counted before it is judged, so that guesses made at once are counted too.
const attempt: Statement = {
  name: 'contact.try',
  text: `UPDATE notices.contact SET code_tries = code_tries + 1
         WHERE id = $1 AND org_id = $2 AND (person_id IS NULL OR person_id = $3) AND code_tries < ${TRIES} AND code_until >= $4
         RETURNING code_digest AS digest`,
}
const confirm: Statement = {
  name: 'contact.confirm',
  text: `UPDATE notices.contact SET verified_at = $2, bounced_at = NULL, code_digest = NULL, code_until = NULL WHERE id = $1 RETURNING ${COLUMNS}`,
}
const remove: Statement = {
  name: 'contact.remove',
  text: `WITH gone AS (
    DELETE FROM notices.contact WHERE id = $1 AND org_id = $2 AND (person_id = $3 OR (person_id IS NULL AND $4)) RETURNING id
  ), copies AS (
    UPDATE notices.delivery d SET status = 'failed', reason = 'address removed' FROM gone
    WHERE d.contact_id = gone.id AND d.status IN ('queued', 'sending') RETURNING 1
  ) SELECT id FROM gone`,
}

export interface ContactDeps extends ChannelDeps {
  readonly engine: Engine
  readonly identity: IdentityProvider
}

const digestOf = (code: string, id: string): Buffer => createHash('sha256').update(`${id}/${code}`).digest()
const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')
/** Who decides the addresses of an organisation. */
const heads = ['titular', 'head', 'coordinator', 'approver']

/** Preferences of people and organisations: where courtesy copies go. Only what its owner confirmed is ever used (M07, bad input). */
export function contactRoutes(app: Door, deps: ContactDeps): void {
  const { engine, identity } = deps
  const { pool, clock } = engine
  const until = (): string => toInstant(toMs(clock.now()) + CODE_MS)

  const isAddress = ({ channel, address }: Asked): boolean =>
    channel === 'email'
      ? isMailAddress(address)
      : channel === 'sms'
        ? isPhone(address)
        : isWebhook(address, deps.localWebhooks)

  /** Sends the code by the very channel that it confirms. */
  async function sendCode(
    contact: string,
    channel: Asked['channel'],
    address: string,
    language: Language,
    code: string,
  ): Promise<void> {
    const texts = contactTexts[language]
    const id = newId()
    if (channel === 'email')
      await deps.mailer.send({ id, to: address, subject: texts.subject, text: texts.body.replace('{code}', code) })
    if (channel === 'webhook') await postSigned(id, address, contact, { type: 'verification', code }, deps)
    if (channel === 'sms') await deps.sms.send({ id, to: address, text: texts.short.replace('{code}', code) })
  }

  app.get('/v1/contacts', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    const items = await transact(pool, actor.org, async (tx) => (await tx.query(list, [actor.org, actor.person])).rows)
    return sendJson(reply, 200, JSON.stringify({ items }))
  })

  app.post('/v1/contacts', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    const faults = shapeFaults(ContactSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const asked = request.body as Asked
    const { channel, address, language, alternate = false, quiet = true } = asked
    const whole = asked.for === 'organisation'
    if (whole && !actor.roles.some((r) => heads.includes(r))) throw new Refusals([refusal('NOT_TITULAR', '/for')])
    if (!isAddress(asked)) throw new Refusals([refusal('BAD_ADDRESS', '/address', { channel })])
    const id = newId()
    const code = newCode()
    const person = whole ? null : actor.person
    await transact(pool, actor.org, async (tx) => {
      const [many] = (await tx.query<{ n: number }>(count, [actor.org, person])).rows
      if ((many?.n ?? 0) >= MAX) throw new Refusals([refusal('TOO_MANY_ADDRESSES', '/address', { max: MAX })])
      const values = [id, actor.org, person, actor.roles, channel, address, language, alternate, quiet]
      const { rows } = await tx.query(put, [...values, digestOf(code, id), until(), clock.now()])
      if (rows.length === 0) throw new Refusals([refusal('ADDRESS_TAKEN', '/address')])
    })
    await sendCode(id, channel, address, language, code)
    const webhook = channel === 'webhook' ? { secret: secretOf(deps.webhookKey, id) } : {}
    return sendJson(
      reply,
      201,
      JSON.stringify({ id, channel, address, language, alternate, quiet, verifiedAt: null, ...webhook }),
    )
  })

  app.post('/v1/contacts/:id/code', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const code = newCode()
    const values = [id, actor.org, actor.person, digestOf(code, id), until(), clock.now()]
    const rows = isUuid(id)
      ? await transact(
          pool,
          actor.org,
          async (tx) =>
            (
              await tx.query<{ id: string; channel: Asked['channel']; address: string; language: Language }>(
                renew,
                values,
              )
            ).rows,
        )
      : []
    const [found] = rows
    if (!found) throw new Refusals([refusal('NOT_FOUND', '', { type: 'contact', id })])
    await sendCode(found.id, found.channel, found.address, found.language, code)
    return sendJson(reply, 200, JSON.stringify({ id, sent: true }))
  })

  app.post('/v1/contacts/:id/verify', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const faults = shapeFaults(CodeSchema, request.body ?? {})
    if (faults.length) throw new Refusals(faults)
    const { code } = request.body as { code: string }
    const now = clock.now()
    const [tried] = isUuid(id)
      ? await transact(
          pool,
          actor.org,
          async (tx) => (await tx.query<{ digest: Buffer | null }>(attempt, [id, actor.org, actor.person, now])).rows,
        )
      : []
    if (!tried?.digest?.equals(digestOf(code, id))) throw new Refusals([refusal('WRONG_CODE', '/code')])
    const [row] = await transact(pool, actor.org, async (tx) => (await tx.query(confirm, [id, now])).rows)
    return sendJson(reply, 200, JSON.stringify(row))
  })

  app.post('/v1/contacts/:id/remove', async (request, reply) => {
    const { actor } = await getIdentity(request, identity)
    const { id } = request.params as { id: string }
    const mayAll = actor.roles.some((r) => heads.includes(r))
    const rows = isUuid(id)
      ? await transact(pool, actor.org, async (tx) => {
          // Copies on their way are the platform's to stop; whose address it is, the statement itself asks.
          tx.asPlatform()
          return (await tx.query(remove, [id, actor.org, actor.person, mayAll])).rows
        })
      : []
    if (rows.length === 0) throw new Refusals([refusal('NOT_FOUND', '', { type: 'contact', id })])
    return sendJson(reply, 200, JSON.stringify({ id, removed: true }))
  })
}
