export { actionsOf, presentCase, type Action } from './present.ts'
export { asOpen, caseRoutes, idOf, seenBy, visible } from './case-routes.ts'
export {
  cookieOf,
  getActing,
  getCommandId,
  getIdentity,
  getSeenVersion,
  isSameOrigin,
  isUuid,
  pageOf,
  sandboxOf,
  sendJson,
  SESSION_COOKIE,
} from './context.ts'
export { problemOf, type Problem, type ProblemError } from './problem.ts'
export { shapeFaults } from './validate.ts'
export { FRESH_MS, isFresh, requireFactor, type Level } from './second-factor.ts'
export { createDoor, FILE_LIMIT, type Door } from './door.ts'
export { createBuckets } from './rate-limit.ts'
