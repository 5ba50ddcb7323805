/** Host to host (M30): firms’ own systems send signed messages, and the same commands do them as the portal gives. */
export { createH2h, type H2h, type H2hOptions } from './h2h.ts'
export { connectionModule, noteCertificate } from './connection-module.ts'
export { conformanceCases } from './conformance.ts'
export { batchFileRoutes } from './batch-routes.ts'
export { outboxRoutes, ReplaySchema, SubscriptionSchema } from './outbox-routes.ts'
export { CertificateRequestSchema, h2hRoutes } from './routes.ts'
export {
  messages,
  messageSchema,
  namespaceOf,
  VERSIONS,
  type JsonMessage,
  type Message,
  type Version,
} from './messages.ts'
export { createReader, type Form, type Reader } from './reader.ts'
export { signJson } from './json-form.ts'
export { fromXml, toXml } from './xml-form.ts'
export { messageXsd } from './xsd.ts'
