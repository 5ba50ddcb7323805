/** The integration kit (M30-7): a client for a firm's own system, a connector for CSV, and the conformance kit. */
export { createH2hClient, faultsIn, SealBroken, type Answer, type ClientOptions, type H2hClient } from './client.ts'
export { createConnector, type Connector, type ConnectorOptions } from './connector.ts'
export { runConformance, type Result } from './conformance.ts'
export { enrol, makeKey, openKeys, signerIn, type Keys } from './keys.ts'
export { kitFiles } from './kit.ts'
