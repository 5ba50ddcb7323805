import { instantAt, toInstant, toMs, type Instant } from '#kernel'
import { required, Unusable, type Answer, type Client, type Send } from './client.ts'
import { samplePdf } from './sample-pdf.ts'
import type { IssuedDocument, Who } from './report.ts'

/** Somebody who acts: how the API knows them, and how people call them. */
export interface Actor extends Who {
  readonly token: string
}

interface DemoAccount {
  readonly name: string
  readonly organisation: string
  readonly orgKind: string
  readonly pack: string
  readonly roles: readonly string[]
  readonly token: string
}

export interface AttachedFile {
  readonly type: string
  readonly digest: string
  readonly name: string
}

/** What holds in a sandbox: the packs' `facts`, permits taken as given, and where number series begin. */
export interface Given {
  readonly facts: Readonly<Record<string, string | number | boolean>>
  readonly permits: Readonly<Record<string, string>>
  readonly series: Readonly<Record<string, number>>
}

/** A sandbox with its test clock and its people. */
export interface World {
  readonly id: string
  readonly zone: string
  readonly client: Client
  /** The firm: a demonstration account of the country with role titular. */
  readonly firm: Actor
  /** The customs service of the country, or nothing when the pack has none. */
  readonly customs: Actor | undefined
  instant(at: string): Instant
  /** Makes a person of an organisation once; `roles` are all that the person ever uses. */
  person(org: string, name: string, roles: readonly string[], shown: string): Promise<Actor>
  /** Moves the test clock to a local moment, `2026-06-08 09:30`. */
  moveTo(at: string): Promise<Answer<unknown>>
  settle(permit: string, outcome: string): Promise<Answer<unknown>>
  /** Puts a small PDF into the window; the same text is the same file. */
  upload(type: string, text: string): Promise<AttachedFile>
  get<T>(path: string, who: Actor): Promise<Answer<T>>
  command<T>(path: string, who: Actor, json: unknown, version?: number): Promise<Answer<T>>
  post<T>(path: string, who: Actor, json: unknown): Promise<Answer<T>>
}

/** The document of a permit with its public code; nothing when none was issued. */
export async function findDocument(world: World, permit: string): Promise<IssuedDocument | undefined> {
  const { ok, body } = await world.get<{ number: string; code: string }>(`/v1/permits/${permit}/document`, world.firm)
  if (!ok) return undefined
  return { number: body.number, code: body.code, verifyUrl: new URL(`/v/${body.code}`, world.client.baseUrl).href }
}

/** Local legal time as an instant, to the minute or to the second. @throws Unusable when it is no moment. */
export function instantOf(zone: string, at: string): Instant {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?$/.exec(at)
  if (!match) throw new Unusable(`${at} is not a moment like 2026-06-08 09:30`)
  const minute = instantAt(zone, match[1] ?? '', Number(match[2]) * 60 + Number(match[3]))
  return match[4] ? toInstant(toMs(minute) + Number(match[4]) * 1000) : minute
}

const actorOf = (account: DemoAccount, role: string): Actor => ({
  person: account.name,
  role,
  organisation: account.organisation,
  token: account.token,
})

/** Opens a sandbox at its first moment, with what is given. @throws Unusable where the server has no sandboxes. */
export async function openWorld(
  client: Client,
  country: string,
  zone: string,
  at: string,
  given: Given,
): Promise<World> {
  const accounts = required(
    await client.get<{ items: readonly DemoAccount[] }>('/v1/demo/accounts'),
    'the demonstration accounts (is VUCE_SANDBOX on?)',
  )
  const here = accounts.items.filter((a) => a.pack === country)
  const titular = here.find((a) => a.orgKind === 'firm' && a.roles.includes('titular'))
  if (!titular) throw new Unusable(`the pack ${country} has no demonstration firm with a titular`)
  const customs = here.find((a) => a.orgKind === 'customs')
  const firm = actorOf(titular, 'titular')
  const instant = (local: string): Instant => instantOf(zone, local)
  let now = instant(at)
  const opened = await client.post<{ id: string }>('/v1/sandboxes', { token: firm.token, json: { now, ...given } })
  const { id } = required(opened, 'a sandbox')
  const people = new Map<string, Promise<Actor>>()
  const files = new Map<string, Promise<AttachedFile>>()
  const as = (who: Actor, more: Send = {}): Send => ({ token: who.token, sandbox: id, ...more })

  async function makePerson(org: string, name: string, roles: readonly string[], shown: string): Promise<Actor> {
    const made = await client.post<{ token: string }>(`/v1/sandboxes/${id}/accounts`, {
      token: firm.token,
      json: { org, name, roles },
    })
    const { token } = required(made, `an account of ${name} at ${org}`)
    const me = required(
      await client.get<{ organisation: { name: string } }>('/v1/me', { token, sandbox: id }),
      `who ${name} is`,
    )
    return { person: shown, role: roles.join(', '), organisation: me.organisation.name, token }
  }

  async function put(type: string, text: string): Promise<AttachedFile> {
    const sent = await client.post<{ digest: string }>('/v1/files', as(firm, { bytes: samplePdf(text) }))
    return { type, digest: required(sent, `the file ${text}`).digest, name: `${type}.pdf` }
  }

  return {
    id,
    zone,
    client,
    firm,
    customs: customs && actorOf(customs, 'customs'),
    instant,
    person: (org, name, roles, shown) => {
      const key = `${org}/${name}`
      const asked = people.get(key) ?? makePerson(org, name, roles, shown)
      people.set(key, asked)
      return asked
    },
    moveTo: async (local) => {
      const to = instant(local)
      // The server is asked even when the story goes back in time: it refuses, and the report says so.
      if (to === now) return { status: 200, ok: true, body: undefined, refused: [], ms: 0 }
      const moved = await client.post(`/v1/sandboxes/${id}/advance`, { token: firm.token, json: { to } })
      if (moved.ok) now = to
      return moved
    },
    settle: (permit, outcome) =>
      client.post(`/v1/sandboxes/${id}/settle`, { token: firm.token, json: { permit, outcome } }),
    upload: (type, text) => {
      const key = `${type}/${text}`
      const asked = files.get(key) ?? put(type, text)
      files.set(key, asked)
      return asked
    },
    get: (path, who) => client.get(path, as(who)),
    command: (path, who, json, version) =>
      client.command(path, as(who, { json, ...(version === undefined ? {} : { version }) })),
    post: (path, who, json) => client.post(path, as(who, { json })),
  }
}
