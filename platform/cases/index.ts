export { createEngine, type Done, type DueCase, type Engine, type EngineOptions, type Order } from './engine.ts'
export {
  createRegistry,
  Refusals,
  type CaseModule,
  type CaseSubject,
  type FactsRequest,
  type Reaction,
  type Registry,
  type Viewer,
} from './registry.ts'
export { Work, capacitiesOf, clockActor, platformOrg, systemActor, type OpenCase, type World } from './work.ts'
export { transact, type Statement, type Tx } from './transaction.ts'
export { worldOf } from './worlds.ts'
export { newId, namedId, sha256 } from './ids.ts'
export { verifyStore, type Breach, type Verification } from './verify.ts'
export { rebuildStore, type Rebuilt } from './rebuild.ts'
export { readFeed, feedStart, type Cursor, type FeedEvent } from './feed.ts'
export { fieldDiff, type FieldChange } from './diff.ts'
export { findCase, findEvents, type CaseRow, type EventRow } from './rows.ts'
