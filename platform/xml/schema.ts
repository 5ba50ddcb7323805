import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import { withXml } from './read.ts'

export interface SchemaFault {
  readonly line: number
  readonly message: string
}

const kept = new Map<string, XsdValidator>()

/** A schema is compiled once and kept: it is ours, and there are few. */
function validatorOf(xsd: string): XsdValidator {
  const known = kept.get(xsd)
  if (known) return known
  const document = XmlDocument.fromString(xsd)
  try {
    const made = XsdValidator.fromDoc(document)
    kept.set(xsd, made)
    return made
  } finally {
    document.dispose()
  }
}

/** What of a document does not follow a schema of ours, each with its line. @throws XmlUnreadable when it is no XML at all. */
export const schemaFaults = (source: string, xsd: string): readonly SchemaFault[] =>
  withXml(source, (document) => {
    try {
      validatorOf(xsd).validate(document)
      return []
    } catch (error) {
      if (!(error instanceof XmlValidateError)) throw error
      return error.details.map(({ line, message }) => ({ line, message: message.trim() }))
    }
  })
