/** XML from outside, read without trusting it, and XML of ours. */
export { readXml, textOf, XmlUnreadable, type XmlTree } from './read.ts'
export { schemaFaults, type SchemaFault } from './schema.ts'
export { writeXml, type Xml } from './write.ts'
export { openPublicSchema, type PublicSchema } from './public-schema.ts'
