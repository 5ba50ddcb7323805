/** Pages by which people come in and go out: plain HTML made on the server, in the frame of the public pages. */
export {
  accountFaults,
  confirmPage,
  forgotPage,
  mailSentPage,
  newPasswordPage,
  registerPage,
  securityPage,
  staleLinkPage,
  type Registration,
  type SecurityPage,
} from './account.ts'
export { passkeyScript } from './assets.ts'
export {
  confirmFirstPage,
  consentPage,
  demoFactorPage,
  factorPage,
  loginFailedPage,
  loginPage,
  PASSKEY_SCRIPT,
  type LoginFault,
} from './login.ts'
export type { Fault, Look, Option } from './parts.ts'
export { firmPage, type FirmFile, type FirmPerson, type FirmView } from './firm.ts'
export { mandatesPage, type MandateRow, type MandatesView } from './mandates.ts'
export { contactsPage, type ContactRow, type ContactsView } from './contacts.ts'
export {
  statementPage,
  treasuryPage,
  type PayoutRow,
  type StatementRow,
  type StatementView,
  type TreasuryView,
} from './treasury.ts'
export { treasuryTexts } from './texts/treasury.ts'
export { accessReviewPage, contingencyPage, type AccessView, type ContingencyView } from './oversight.ts'
export { invitationPage, joinedPage } from './invitation.ts'
export { signInPage, signOutPage, type DemoCountry, type DemoPerson } from './sign-in.ts'
export { accountTexts } from './texts/account.ts'
