import { createHash } from 'node:crypto'
import { refusal, type Instant } from '#kernel'
import type { Acting, Directory, Identity } from '#platform/access'
import {
  findCase,
  newId,
  Refusals,
  transact,
  Work,
  type CaseRow,
  type Engine,
  type OpenCase,
  type Statement,
} from '#platform/cases'
import { asOpen, isUuid, presentCase } from '#platform/http'
import { actOf, type Act } from './acts.ts'
import { errorBody, receiptBody, replyTo, type Said, type ShownCase, type Step } from './answers.ts'
import { envelopeOf, type Envelope, type Version } from './messages.ts'
import type { Gate } from './gate.ts'
import type { Form } from './reader.ts'
import type { ReadAndKept } from './readers.ts'
import { findMessage, isTaken, putMessage, putMessageOnce, type KeptAnswer, type KeptMessage } from './store.ts'
import type { WhoSigned } from './trust.ts'

export interface ChannelDeps {
  readonly engine: Engine
  readonly directory: Directory
  readonly read: (bytes: Buffer, form: Form) => Promise<ReadAndKept>
  readonly whoSigned: WhoSigned
  readonly gate: Gate
  /** Everything in a test installation is a test. */
  readonly testing: boolean
  readonly retired: ReadonlySet<Version>
  readonly alive: readonly Version[]
}

export interface Incoming {
  readonly bytes: Buffer
  readonly form: Form
  readonly identity: Identity
  readonly sandbox: string | null
  readonly traceId: string
}

export interface Outgoing {
  readonly status: number
  readonly text: string
  readonly repeated: boolean
}

/** What a message is answered, before it is signed. */
export interface Answered {
  readonly status: number
  readonly envelope: Envelope
  readonly repeated: boolean
}

type Json = Readonly<Record<string, unknown>>
interface Reply {
  readonly kind: 'receipt' | 'status' | 'error'
  readonly status: number
  readonly body: Json
}

const RECIPIENT = /^vuce(\.[a-z]{2,5})?$/

const byNumber: Statement = {
  name: 'h2h.case-by-number',
  text: `SELECT id, type FROM cases."case" WHERE number = $1 AND sandbox_id IS NOT DISTINCT FROM $2 LIMIT 2`,
}
const byId: Statement = {
  name: 'h2h.case-by-id',
  text: 'SELECT id, type FROM cases."case" WHERE id = $1 AND sandbox_id IS NOT DISTINCT FROM $2',
}

/** The same message of the same firm is always the same command. */
function commandIdOf(org: string, messageId: string): string {
  const hex = createHash('sha256').update(`h2h ${org} ${messageId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Takes messages in: read, trusted, done by the command of the portal, and answered under the seal (M30). Never throws on bad input. */
export function createChannel(deps: ChannelDeps): (incoming: Incoming) => Promise<Answered> {
  const { engine, directory, whoSigned } = deps

  function answer(to: Envelope | null, reply: Reply, repeated = false): Answered {
    const envelope = replyTo(to, reply.kind, {
      id: newId(),
      of: to?.id,
      recipient: to?.sender.id ?? 'unknown',
      now: engine.clock.now(),
      test: to?.test ?? deps.testing,
      body: reply.body,
    })
    return { status: reply.status, envelope, repeated }
  }

  /** Who acts: the owner of the token, or the firm whose mandate the message names. And that the signature is theirs. */
  async function actingOf(envelope: Envelope, read: ReadAndKept, incoming: Incoming): Promise<Acting> {
    const { identity, sandbox } = incoming
    const signed = await whoSigned(read.certificate, read.others)
    if (signed.refusals.length) throw new Refusals(signed.refusals)
    const self = await directory.getOrganisation(identity.actor.org)
    const mandate = envelope.mandate
    const acting =
      mandate === undefined
        ? { identity, covers: () => true }
        : await directory.findActing({ identity, mandate, sandbox })
    if (!acting) throw new Refusals([refusal('MANDATE_NOT_LIVE', '/mandate', { principal: envelope.sender.id })])
    const principal =
      acting.identity.actor.org === self.id ? self : await directory.getOrganisation(acting.identity.actor.org)
    const same = (
      org: { taxId: string | null; country: string | null },
      who: { taxId: string; country: string } | null,
    ) => who !== null && org.taxId === who.taxId && org.country === who.country
    const sender = { taxId: envelope.sender.id, country: envelope.sender.country }
    if (!same(self, signed.organisation) || !same(principal, sender))
      throw new Refusals([refusal('SIGNER_NOT_SENDER', '/sender', { signer: signed.name, sender: envelope.sender.id })])
    return acting
  }

  function checkEnvelope(envelope: Envelope, sandbox: string | null): void {
    const { version, test, recipient } = envelope
    const faults = []
    if (deps.retired.has(version))
      faults.push(refusal('MESSAGE_VERSION_RETIRED', '/version', { version, alive: deps.alive.join(', ') }))
    const expected = deps.testing || sandbox !== null
    if (test !== expected)
      faults.push(refusal('TEST_FLAG', '/test', { said: String(test), expected: String(expected) }))
    if (!RECIPIENT.test(recipient))
      faults.push(refusal('WRONG_RECIPIENT', '/recipient', { said: recipient, expected: 'vuce' }))
    if (faults.length) throw new Refusals(faults)
  }

  /** The case that a message names, as the firm may see it. */
  async function findTarget(
    org: string,
    sandbox: string | null,
    target: string,
  ): Promise<{ id: string; type: string }> {
    const statement = isUuid(target) ? byId : byNumber
    const { rows } = await transact(engine.pool, org, (tx) =>
      tx.query<{ id: string; type: string }>(statement, [target, sandbox]),
    )
    const [found, other] = rows
    if (!found || other) throw new Refusals([refusal('NOT_FOUND', '/target', { type: 'case', id: target })])
    return found
  }

  async function look({ identity, covers }: Acting, sandbox: string | null, target: string): Promise<Json> {
    const { actor, grants } = identity
    const { id, type } = await findTarget(actor.org, sandbox, target)
    const module = engine.registry.get(type)
    return transact(engine.pool, actor.org, async (tx) => {
      const row = (await tx.query<CaseRow>(findCase, [id])).rows[0]
      if (!row || (actor.mandate && !(module.subject && covers(module.subject(row.state)))))
        throw new Refusals([refusal('NOT_FOUND', '/target', { type: 'case', id: target })])
      tx.asPlatform()
      const world = { now: engine.clock.now(), sandbox, facts: {}, permits: {}, series: {} }
      const work = new Work({ tx, registry: engine.registry, world, commandId: row.id, recordedAt: world.now })
      const shown = (await presentCase(asOpen(row, module), work, actor, grants)) as ShownCase
      const { case: of, actions, cases } = receiptBody({ id: '', digest: '', receivedAt: '' }, shown, null)
      void cases
      const due = row.next_due
      return { case: of, at: row.changed_at, ...(actions ? { actions } : {}), ...(due ? { due } : {}) }
    })
  }

  async function give(
    act: Exclude<Act, { kind: 'look' }>,
    envelope: Envelope,
    read: ReadAndKept,
    acting: Acting,
    incoming: Incoming,
    said: Said,
  ) {
    const { actor, grants } = acting.identity
    const { sandbox } = incoming
    const shared = { actor, grants, sandbox, commandId: commandIdOf(actor.org, envelope.id), input: act.input }
    const kept = (file: OpenCase, reply: Reply): KeptMessage =>
      keep(envelope, read, incoming, actor.org, said, 'PROCESSED', file.id, reply)
    let reply: Reply | undefined
    const beside = (work: Work, file: OpenCase, body: string): void => {
      const shown = JSON.parse(body) as ShownCase
      const ucr = work.touched.flatMap((c) => (c.state as { ucr?: string }).ucr ?? []).at(0) ?? null
      reply = { kind: 'receipt', status: act.kind === 'open' ? 201 : 200, body: receiptBody(said, shown, ucr) }
      work.also(...putMessage(kept(file, reply)))
    }
    if (act.kind === 'open') await engine.execute({ ...shared, type: act.type, command: act.command, beside })
    else {
      const { id, type } = await findTarget(actor.org, sandbox, act.target)
      const command = act.commands[type]
      if (!command)
        throw new Refusals([
          refusal('NOT_FOUND', '/target', { type: Object.keys(act.commands).join(' / '), id: act.target }),
        ])
      await engine.execute({ ...shared, type, command, beside, target: { id, version: act.version } })
    }
    return reply
  }

  const keep = (
    envelope: Envelope,
    read: ReadAndKept,
    { form, sandbox }: Incoming,
    org: string,
    { receivedAt }: Said,
    status: KeptMessage['status'],
    caseId: string | null,
    reply: Reply,
  ): KeptMessage => ({
    org,
    messageId: envelope.id,
    sandbox,
    message: envelope.message,
    version: envelope.version,
    form,
    digest: read.digest,
    signer: fingerprintOf(read.certificate),
    status,
    receivedAt,
    caseId,
    answer: JSON.stringify(reply),
    content: read.content,
  })

  /** The answer that a message was given before; another message under the same id is told so. */
  async function earlier(org: string, envelope: Envelope, read: ReadAndKept): Promise<Reply | undefined> {
    const found: KeptAnswer | undefined = await transact(engine.pool, org, (tx) => findMessage(tx, org, envelope.id))
    if (!found) return undefined
    if (found.digest !== read.digest) throw new Refusals([refusal('IDEMPOTENCY_MISMATCH', '/id')])
    return JSON.parse(found.answer) as Reply
  }

  return async (incoming) => {
    const receivedAt: Instant = engine.clock.now()
    let step: Step = 'schema'
    let envelope: Envelope | null = null
    let read: ReadAndKept | undefined
    let org: string | undefined
    try {
      read = await deps.read(incoming.bytes, incoming.form)
      envelope = envelopeOf(read.json)
      const said: Said = { id: envelope.id, digest: read.digest, receivedAt }
      checkEnvelope(envelope, incoming.sandbox)
      step = 'signature'
      const acting = await actingOf(envelope, read, incoming)
      org = acting.identity.actor.org
      // It is the firm's own system that is connected, whoever it speaks for.
      await deps.gate.check(incoming.identity.actor.org, deps.testing || incoming.sandbox !== null)
      step = 'business'
      const act = actOf(envelope)
      if (act.kind === 'look') {
        const body = await look(acting, incoming.sandbox, act.target)
        return answer(envelope, { kind: 'status', status: 200, body })
      }
      try {
        const reply = await give(act, envelope, read, acting, incoming, said)
        if (reply) return answer(envelope, reply)
      } catch (error) {
        if (!isTaken(error)) throw error
      }
      const before = await earlier(org, envelope, read)
      if (!before) throw new Error('a message was answered before, and its answer is not there')
      return answer(envelope, before, true)
    } catch (error) {
      if (!(error instanceof Refusals)) throw error
      const known = { ...(envelope ? { id: envelope.id } : {}), ...(read ? { digest: read.digest } : {}), receivedAt }
      const { status, body } = errorBody(error.refusals, stepOf(step, error), known, incoming.traceId)
      const reply: Reply = { kind: 'error', status, body }
      // What a known firm signed and the rules refused is kept with its answer, unless its id was taken or only the moment was wrong.
      if (step === 'business' && envelope && read && org !== undefined && status === 422) {
        const row = keep(
          envelope,
          read,
          incoming,
          org,
          { ...known, id: envelope.id, digest: read.digest },
          'REJECTED',
          null,
          reply,
        )
        await transact(engine.pool, org, (tx) => tx.query(...putMessageOnce(row)))
      }
      return answer(envelope, reply)
    }
  }
}

const fingerprintOf = (der: Buffer): string => createHash('sha256').update(der).digest('hex')

const stepOf = (step: Step, { refusals }: Refusals): Step =>
  step === 'schema' && refusals.some((r) => /^(SIGNATURE|CERT)_|^HASH_MISMATCH$/.test(r.code)) ? 'signature' : step
