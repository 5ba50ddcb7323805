import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readFile } from 'node:fs/promises'
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'
import { withXml } from './read.ts'
import type { SchemaFault } from './schema.ts'

let registered = false

export interface PublicSchema {
  faults(source: string): readonly SchemaFault[]
  dispose(): void
}

/**
 * A schema of somebody else's in a folder, with the files it imports beside it: for conformance runs, where an operator has such a folder.
 * Never for what comes from outside: it lets the library read files.
 */
export async function openPublicSchema(folder: string, name: string): Promise<PublicSchema> {
  if (!registered) xmlRegisterFsInputProviders()
  registered = true
  const path = join(folder, name)
  const document = XmlDocument.fromString(await readFile(path, 'utf8'), { url: pathToFileURL(path).pathname })
  const validator = XsdValidator.fromDoc(document)
  document.dispose()
  return {
    faults: (source) =>
      withXml(source, (doc) => {
        try {
          validator.validate(doc)
          return []
        } catch (error) {
          if (!(error instanceof XmlValidateError)) throw error
          return error.details.map(({ line, message }) => ({ line, message: message.trim() }))
        }
      }),
    dispose: () => validator.dispose(),
  }
}
