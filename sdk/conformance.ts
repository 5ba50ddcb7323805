import { randomUUID } from 'node:crypto'
import { conformanceCases, type Form, type JsonMessage } from '#modules/h2h'
import { SealBroken, type H2hClient } from './client.ts'
import { openBusyDoor } from './busy-door.ts'

export interface Result {
  readonly case: string
  readonly passed: boolean
  readonly message?: string
  readonly note?: string
}

export interface KitOptions {
  /** The window. */
  readonly url: string
  /** The integrator's client, in a form, and at another address than the window's where a case puts something in between. */
  readonly clientAt: (url: string, form: Form) => H2hClient
  /** How long a message about what happened is waited for. */
  readonly patienceMs?: number
  /** A message that the rules accept, with an id of its own each time. */
  readonly submit: (id: string, more?: Partial<JsonMessage>) => JsonMessage
}

interface Played extends KitOptions {
  readonly xml: H2hClient
  readonly json: H2hClient
}
type Play = (o: Played) => Promise<{ message?: string; note?: string } | false>

/** Before what happened must have been told. */
const PATIENCE_MS = 20_000
const LOOK_MS = 500
/** Clocks of two programs: one may call a second what the other calls a little less. */
const NEARLY = 0.95

const done = (message: string) => ({ message })
const codesOf = (said: JsonMessage): readonly string[] =>
  ((said.body.faults ?? []) as readonly { code: string }[]).map((f) => f.code)

/** How each case of the kit is played. What is about the integrator's own program is shown here with this client. */
const plays: Readonly<Record<string, Play>> = {
  submit: async ({ xml, submit }) => {
    const id = randomUUID()
    const { status, said } = await xml.send(submit(id))
    return status === 201 && said.message === 'receipt' && done(id)
  },
  'receipt-seal': async ({ xml, submit }) => {
    const { text } = await xml.send(submit(randomUUID()))
    xml.open(text)
    try {
      xml.open(text.replace('<StatusCode>', '<StatusCode>X'))
      return false
    } catch (error) {
      if (error instanceof TypeError) throw error
      return { note: error instanceof SealBroken ? error.message : 'refused' }
    }
  },
  repeat: async ({ xml, submit }) => {
    const id = randomUUID()
    const signed = await xml.sign(submit(id))
    const [first, again] = [await xml.post(signed), await xml.post(signed)]
    return JSON.stringify(first.said.body) === JSON.stringify(again.said.body) && done(id)
  },
  'id-reused': async ({ xml, submit }) => {
    const id = randomUUID()
    await xml.send(submit(id))
    const { status, said } = await xml.send(submit(id, { createdAt: '2020-01-01T00:00:00Z' }))
    return status === 409 && codesOf(said).includes('IDEMPOTENCY_MISMATCH') && done(id)
  },
  'rule-broken': async ({ xml, submit }) => {
    const id = randomUUID()
    const good = submit(id)
    const { documents: _, ...dossier } = good.body.dossier as Record<string, unknown>
    const { status, said } = await xml.send({ ...good, body: { dossier } })
    return status === 422 && codesOf(said).length > 0 && done(id)
  },
  'schema-broken': async ({ xml, submit }) => {
    const signed = (await xml.sign(submit(randomUUID()))).replace('<Country>', '<Land></Land><Country>')
    const { status, said } = await xml.post(signed)
    const [fault] = (said.body.faults ?? []) as readonly { line?: number }[]
    return status === 400 && typeof fault?.line === 'number' && {}
  },
  query: async ({ xml, submit }) => {
    const { said } = await xml.send(submit(randomUUID()))
    const { id } = said.body.case as { id: string }
    const { body: _, ...head } = submit(randomUUID())
    const asked = await xml.send({ ...head, message: 'query', body: { target: id } })
    return asked.said.message === 'status' && {}
  },
  quota: async ({ url, clientAt, submit }) => {
    const id = randomUUID()
    // The window's own quota may be none: a door in front of it says once that there are too many, as the window says it.
    const door = await openBusyDoor(url, 1)
    try {
      const { status } = await clientAt(door.url, 'xml').send(submit(id))
      return status === 201 && door.waited() >= 1000 * NEARLY && done(id)
    } finally {
      await door.close()
    }
  },
  pull: async ({ xml, submit, patienceMs = PATIENCE_MS }) => {
    if (!(await xml.isSubscribed())) await xml.subscribe({ form: 'xml', version: 1 })
    let { told, next } = await xml.pull()
    while (told.length) ({ told, next } = await xml.pull(next))
    const { said } = await xml.send(submit(randomUUID()))
    const { id } = said.body.case as { id: string }
    const taken: string[] = []
    for (let looks = 0, heard = false; looks * LOOK_MS <= patienceMs && !heard; looks++) {
      if (looks > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      ;({ told, next } = await xml.pull(next))
      taken.push(...told.map((t) => t.cursor))
      heard = told.some((t) => (t.said.body.case as { id?: string } | undefined)?.id === id)
      if (heard) taken.push(...(await xml.pull(next)).told.map((t) => t.cursor))
      if (new Set(taken).size !== taken.length) return false
      if (heard) return {}
    }
    return false
  },
  'json-form': async ({ json, submit }) => {
    const id = randomUUID()
    return (await json.send(submit(id))).status === 201 && done(id)
  },
  cancel: async ({ xml, submit }) => {
    const { said } = await xml.send(submit(randomUUID()))
    const [permit] = (said.body.cases ?? []) as readonly { id: string }[]
    const id = randomUUID()
    const { body: _, ...head } = submit(id)
    const gone = await xml.send({
      ...head,
      message: 'cancel',
      body: { target: permit?.id, reason: 'Conformance' },
    })
    return gone.status === 200 && done(id)
  },
  'second-version': async ({ xml, submit }) => {
    const id = randomUUID()
    const { sender, ...rest } = submit(id)
    const second: JsonMessage = { ...rest, version: 2, submitter: { ...(sender as object), role: 'principal' } }
    return (await xml.send(second)).status === 201 && done(id)
  },
}

/** Plays every case of the kit against a sandbox. */
export async function runConformance(options: KitOptions): Promise<readonly Result[]> {
  const { url, clientAt } = options
  const played = { ...options, xml: clientAt(url, 'xml'), json: clientAt(url, 'json') }
  const results: Result[] = []
  for (const { id } of conformanceCases) {
    const play = plays[id]
    const outcome = play
      ? await play(played).catch((error: unknown) => ({
          failed: error instanceof Error ? error.message : String(error),
        }))
      : false
    if (outcome === false) results.push({ case: id, passed: false })
    else if ('failed' in outcome) results.push({ case: id, passed: false, note: outcome.failed })
    else results.push({ case: id, passed: true, ...outcome })
  }
  return results
}
