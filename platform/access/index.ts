export {
  createDirectory,
  partyOf,
  type Account,
  type Acting,
  type Directory,
  type Identity,
  type IdentityProvider,
  type ListedAccount,
  type MandateAsked,
  type Organisation,
  type Person,
  type ProgramToken,
} from './identity.ts'
export { agencyOrg, treasuryOrg } from './orgs.ts'
export { allGrants, grantsOf, roleGrants, rolesWith } from './roles.ts'
export { createLooks, type Look, type Looks } from './looks.ts'
export { remembering, type Remembering } from './remembering.ts'
export { idleEnd, type Session, type Sessions } from './sessions.ts'
