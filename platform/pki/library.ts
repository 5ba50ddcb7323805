import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { cryptoProvider } from '@peculiar/x509'
import { CryptoEngine, setEngine } from 'pkijs'

/** Both certificate libraries take their cryptography from Node; whoever uses one of them imports this file first. */
// Node's Web Crypto under a name that the library's types, written for a browser, do not know.
cryptoProvider.set(webcrypto as never)
setEngine('node', new CryptoEngine({ name: 'node', crypto: webcrypto as never }))

/** ECDSA on P-256 with SHA-256: what every key of the house is. */
export const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** The libraries want a buffer that holds these bytes and nothing else. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer

export type CryptoKey = webcrypto.CryptoKey
export const { subtle } = webcrypto
