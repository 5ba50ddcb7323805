import type { Dictionary } from '#kernel'
import type { Certificates } from '#modules/certificates'
import type { Directory } from '#platform/access'
import type { Engine } from '#platform/cases'
import type { Signer } from '#platform/signing'
import type { TrustList } from '#platform/xmldsig'
import { createChannel, type Incoming, type Outgoing } from './channel.ts'
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
  const now = (): string => engine.clock.now()
  const gone = new Set(VERSIONS.filter((v) => retired.includes(v)))
  const channel = createChannel({
    engine,
    directory,
    read: (bytes, form) => readers.read(bytes, form),
    whoSigned: createSigners({ trust, statusOf: (serial) => certificates.statusOf(serial), now, elapsed }),
    seal: createSealer({ signer, certificates, dictionary, now }),
    testing,
    retired: gone,
    alive: VERSIONS.filter((v) => !gone.has(v)),
  })
  return { reader, channel, open: async (bytes, form) => reader.read(bytes, form).json, close: () => readers.close() }
}
