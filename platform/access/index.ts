export {
  createDirectory,
  partyOf,
  type Account,
  type Directory,
  type Identity,
  type IdentityProvider,
  type Organisation,
} from './identity.ts'
export { grantsOf, roleGrants, rolesWith } from './roles.ts'
