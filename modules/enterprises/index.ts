export type { EnterpriseState, Invitation, Member } from './enterprise-state.ts'
export { askToJoin, JoinSchema, joinRoutes, recheck, type JoinInput } from './join.ts'
export {
  acceptInvitation,
  findInvitation,
  sendInvitations,
  type InvitationDeps,
  type Invited,
  type LetterDeps,
} from './invitations.ts'
export { enterpriseModule, type EnterpriseServices } from './module.ts'
export { firmsBarred, segregationGuard } from './segregation.ts'
