import type { Dictionary } from '#kernel'
import { Refusals } from '#platform/cases'
import { readSigned, XmlRefused } from '#platform/xmldsig'
import { readJsonMessage } from './json-form.ts'
import { messages, VERSIONS, type JsonMessage } from './messages.ts'
import { fromXml, kindOf } from './xml-form.ts'
import { messageXsd } from './xsd.ts'

export type Form = 'xml' | 'json'

/** A message whose signature holds. Everything in it is covered by the signature. */
export interface ReadMessage {
  readonly json: JsonMessage
  /** SHA-256 of what was signed, lower-case hexadecimal. */
  readonly digest: string
  readonly certificate: Buffer
  readonly others: readonly Buffer[]
  readonly signedAt: string
}

export interface Reader {
  /** @throws Refusals: everything that is wrong at the step where it failed. */
  read(bytes: Buffer, form: Form): ReadMessage
  xsdOf(message: string, version: number): string | undefined
}

/** Reads messages over a dictionary. Schemas are made when a message of their kind first comes. */
export function createReader(dictionary: Dictionary): Reader {
  const made = new Map<string, string>()
  const xsdOf = (name: string, version: number): string | undefined => {
    const message = messages.get(name)
    const known = VERSIONS.find((v) => v === version)
    if (!message || !known) return undefined
    const key = `${name} ${version}`
    let xsd = made.get(key)
    if (xsd === undefined) {
      xsd = messageXsd(message, known, dictionary)
      made.set(key, xsd)
    }
    return xsd
  }
  const schemaOf = (root: { readonly name: string; readonly namespace: string }): string | undefined => {
    const kind = kindOf(root)
    return kind && xsdOf(kind.message.name, kind.version)
  }
  const readXmlMessage = (bytes: Buffer): ReadMessage => {
    try {
      const { content, digest, certificate, others, signedAt } = readSigned(bytes, { schemaOf })
      return { json: fromXml(content, dictionary), digest, certificate, others, signedAt }
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error
      throw new Refusals(error.refusals)
    }
  }
  return { read: (bytes, form) => (form === 'xml' ? readXmlMessage(bytes) : readJsonMessage(bytes)), xsdOf }
}
