import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { cryptoProvider } from '@peculiar/x509'
import { CryptoEngine, setEngine } from 'pkijs'

/** Both certificate libraries take their cryptography from Node; whoever uses one of them imports this file first. */
type Wanted = Parameters<typeof cryptoProvider.set>[0]
cryptoProvider.set(webcrypto as unknown as Wanted)
setEngine('node', new CryptoEngine({ name: 'node', crypto: webcrypto as never }))

/** ECDSA on P-256 with SHA-256: what every key of the house is. */
export const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** The libraries want a buffer that holds these bytes and nothing else. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer

export type CryptoKey = webcrypto.CryptoKey
export const { subtle } = webcrypto
