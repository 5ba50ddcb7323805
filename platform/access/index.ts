export {
  createDirectory,
  partyOf,
  type Account,
  type Directory,
  type Identity,
  type IdentityProvider,
  type ListedAccount,
  type Organisation,
  type Person,
} from './identity.ts'
export { agencyOrg, treasuryOrg } from './orgs.ts'
export { grantsOf, roleGrants, rolesWith } from './roles.ts'
export { idleEnd, type Session, type Sessions } from './sessions.ts'
