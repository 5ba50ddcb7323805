import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'
import { toInstant, toMs, type Language } from '#kernel'
import { newId, systemActor, transact, type Engine, type Statement, type Work } from '#platform/cases'
import type { Mailer } from '#platform/mail'
import type { EnterpriseState, Invitation } from './enterprise-state.ts'
import { hatId } from './hats.ts'
import { invitationTexts } from './texts.ts'

const due: Statement = {
  name: 'invitation.due',
  text: 'SELECT case_id, id, tries FROM enterprises.invitation WHERE next_at <= $1 ORDER BY next_at LIMIT 50',
}
const settled: Statement = {
  name: 'invitation.settled',
  text: 'UPDATE enterprises.invitation SET next_at = $3, sent_at = $4, reason = $5, tries = tries + 1 WHERE case_id = $1 AND id = $2',
}
const fileOf: Statement = {
  name: 'invitation.file',
  text: 'SELECT case_id FROM enterprises.invitation WHERE id = $1',
}

export interface InvitationDeps {
  readonly engine: Engine
  /** Key of the letters' links; it lies outside the database. */
  readonly key: string
}

export interface LetterDeps extends InvitationDeps {
  readonly pool: Pool
  readonly mailer: Mailer
  readonly publicUrl: () => string
}

const LINK = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/
const macOf = (id: string, key: string): Buffer => createHmac('sha256', key).update(id).digest()
const linkOf = (id: string, key: string): string => `${id}.${macOf(id, key).toString('base64url')}`

const idOf = (link: string, key: string): string | undefined => {
  const [, id, mac] = LINK.exec(link) ?? []
  return id && mac && timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(id, key)) ? id : undefined
}

/** A minute, then twice as long each time, six hours at most: the letter is good for seven days. */
const backoff = (now: string, tries: number): string => toInstant(toMs(now) + Math.min(60_000 * 2 ** tries, 21_600_000))

/** Sends the letters that are due, each under the invitation's own id: a mail server that had it already can tell. Answers how many left. */
export async function sendInvitations({ engine, pool, mailer, key, publicUrl }: LetterDeps): Promise<number> {
  const now = engine.clock.now()
  const rows = await transact(pool, null, async (tx) => {
    tx.asPlatform()
    return (await tx.query<{ case_id: string; id: string; tries: number }>(due, [now])).rows
  })
  let left = 0
  for (const { case_id: file, id, tries } of rows) {
    const found = await engine.asPlatform(null, newId(), async (work) => {
      const firm = (await work.find('enterprise', file))?.state as EnterpriseState | undefined
      const invitation = firm?.invitations.find((i) => i.id === id && i.until > now)
      const to = invitation && (await work.personal.find(file, invitation.to.ref))
      return firm && invitation && typeof to === 'string' ? { firm, invitation, to } : undefined
    })
    const mark = (next: string | null, sent: string | null, reason: string | null) =>
      transact(pool, null, async (tx) => {
        tx.asPlatform()
        await tx.query(settled, [file, id, next, sent, reason])
      })
    if (!found) {
      await mark(null, null, 'no longer pending')
      continue
    }
    const { subject, text } = letterOf(
      found.invitation,
      found.firm,
      `${publicUrl()}/entrar/invitacion/${linkOf(id, key)}`,
    )
    const outcome = await mailer.send({ id, to: found.to, subject, text })
    if (outcome.status === 'sent') {
      await mark(null, engine.clock.now(), null)
      left++
    } else if (outcome.status === 'refused') await mark(null, null, outcome.reason.slice(0, 300))
    else await mark(backoff(engine.clock.now(), tries), null, outcome.reason.slice(0, 300))
  }
  return left
}

function letterOf({ language, roles, until }: Invitation, { name }: EnterpriseState, link: string) {
  const words = invitationTexts[language as Language]
  const fill = (text: string): string =>
    text
      .replace('{firm}', () => name)
      .replace('{roles}', () => roles.map((r) => words.roles[r] ?? r).join(', '))
      .replace('{day}', () => until.slice(0, 10))
      .replace('{link}', () => link)
  return { subject: fill(words.subject), text: fill(words.text) }
}

/** What the holder of a letter is asked: by which firm, and in which roles. Nothing when the letter is good no longer. */
export interface Invited {
  readonly id: string
  readonly firm: string
  readonly roles: readonly string[]
  readonly until: string
}

async function pending(
  work: Work,
  deps: InvitationDeps,
  link: string,
): Promise<(Invited & { file: string }) | undefined> {
  const id = idOf(link, deps.key)
  if (!id) return undefined
  const [row] = (await work.tx.query<{ case_id: string }>(fileOf, [id])).rows
  const file = row && (await work.find('enterprise', row.case_id))
  const s = file?.state as EnterpriseState | undefined
  const found = s?.status === 'ACTIVE' ? s.invitations.find((i) => i.id === id && i.until > work.now) : undefined
  return file && s && found && { id: found.id, firm: s.name, roles: found.roles, until: found.until, file: file.id }
}

export const findInvitation = (deps: InvitationDeps, link: string): Promise<Invited | undefined> =>
  deps.engine.asPlatform(null, newId(), (work) => pending(work, deps, link))

/** Whoever holds the letter joins. Nothing when it is good no longer. @throws Refusals what the firm's file answers. */
export const acceptInvitation = (
  deps: InvitationDeps,
  link: string,
  person: string,
): Promise<(Invited & { readonly hat: string }) | undefined> =>
  deps.engine.asPlatform(null, newId(), async (work) => {
    const found = await pending(work, deps, link)
    if (!found) return undefined
    const file = await work.get('enterprise', found.file)
    await work.run(file, 'acceptInvitation', { invitation: found.id, person }, systemActor)
    return { ...found, hat: hatId((file.state as EnterpriseState).org, person) }
  })
