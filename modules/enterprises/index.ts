export type { EnterpriseState, Member } from './enterprise.ts'
export { JoinSchema, joinRoutes, recheck } from './join.ts'
export { enterpriseModule, type EnterpriseServices } from './module.ts'
