/** The public pages: plain HTML made on the server, read without JavaScript, under a strict content policy. */
export { apiPage, type ApiPageOptions } from './api-page.ts'
export { assets, type Asset } from './assets.ts'
export { errorPage, type ErrorPageOptions, type PageProblem } from './error-page.ts'
export { CONTENT_SECURITY_POLICY, page, type Frame } from './frame.ts'
export { html, safeAddress, type Child, type Html } from './html.ts'
export { landing, type DemoAccount, type InstalledPack, type LandingData } from './landing.ts'
export { inLanguage, languageOf } from './languages.ts'
export {
  certificateReady,
  finderForm,
  journeyAnswer,
  journeyNothing,
  journeyProduct,
  journeyQuestion,
  journeyStart,
  type JourneyPage,
} from './journey.ts'
export { mailboxPage, messagePage, type MailboxMessage } from './mailbox.ts'
export { noticePage } from './notice.ts'
export {
  sheetPage,
  sheetsPage,
  timesPage,
  type Sheet,
  type SheetFrame,
  type SheetRow,
  type SheetTimes,
} from './sheets.ts'
export { statusPage, type StatusView } from './status.ts'
export type { Story, StoryStep } from './story.ts'
export type { StepStatus } from './texts/landing.ts'
export {
  findCode,
  findDigest,
  type Balance,
  type PublicDocument,
  type VerificationAnswer,
} from './verification-answer.ts'
export { verification, verificationForm, type VerificationQuestion } from './verification.ts'
