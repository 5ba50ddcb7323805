import type { Dictionary } from '#kernel'
import type { Certificates } from '#modules/certificates'
import type { Directory } from '#platform/access'
import type { Engine } from '#platform/cases'
import type { Signer } from '#platform/signing'
import { postBytes } from '#platform/mail'
import type { TrustList } from '#platform/xmldsig'
import { createBatches, type Batches } from './batches.ts'
import { createChannel, type Incoming, type Outgoing } from './channel.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { tellDead } from './dead-letter.ts'
import { createGate, type Gate } from './gate.ts'
import { VERSIONS, type JsonMessage } from './messages.ts'
import { createReader, type Form, type Reader } from './reader.ts'
import { createReaders } from './readers.ts'
import { createSealer } from './seal.ts'
import { createSigners } from './trust.ts'

export interface H2hOptions {
  readonly engine: Engine
  readonly directory: Directory
  readonly dictionary: Dictionary
  readonly signer: Signer
  readonly certificates: Certificates
  readonly trust: () => Promise<TrustList>
  readonly testing: boolean
  readonly retired: readonly number[]
  /** Milliseconds since whenever. */
  readonly elapsed: () => number
}

export interface H2h {
  readonly reader: Reader
  readonly channel: (incoming: Incoming) => Promise<Outgoing>
  /** What a message says, once its signature holds. Whose it is, is another question. */
  open(bytes: Buffer, form: Form): Promise<JsonMessage>
  readonly gate: Gate
  readonly outbox: Outbox
  readonly batches: Batches
  close(): Promise<void>
}

/** Opens the channel over a house. */
export function createH2h({
  engine,
  directory,
  dictionary,
  signer,
  certificates,
  trust,
  testing,
  retired,
  elapsed,
}: H2hOptions): H2h {
  const reader = createReader(dictionary)
  const readers = createReaders(reader, dictionary, elapsed)
  const gate = createGate(engine.pool, elapsed)
  const now = (): string => engine.clock.now()
  const gone = new Set(VERSIONS.filter((v) => retired.includes(v)))
  const seal = createSealer({ signer, certificates, dictionary, now })
  const outbox = createOutbox({
    engine,
    seal,
    testing,
    post: async (url, body, type, id) => {
      const said = await postBytes(url, body, { 'content-type': type, 'idempotency-key': id }, testing)
      return said.status === 'sent' ? { ok: true } : { ok: false, gone: said.status === 'refused', reason: said.reason }
    },
    dead: (row, reason) => tellDead(engine, row, reason),
  })
  const handle = createChannel({
    engine,
    directory,
    read: (bytes, form) => readers.read(bytes, form),
    whoSigned: createSigners({ trust, statusOf: (serial) => certificates.statusOf(serial), now, elapsed }),
    gate,
    testing,
    retired: gone,
    alive: VERSIONS.filter((v) => !gone.has(v)),
  })
  const channel = async (incoming: Incoming): Promise<Outgoing> => {
    const { status, envelope, repeated } = await handle(incoming)
    return { status, repeated, text: await seal(envelope, incoming.form) }
  }
  return {
    reader,
    batches: createBatches({ engine, directory, handle, seal }),
    gate,
    outbox,
    channel,
    open: async (bytes, form) => reader.read(bytes, form).json,
    close: () => readers.close(),
  }
}
