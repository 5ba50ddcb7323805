export { issueDocument, newCode, type IssuingServices } from './issue.ts'
export { issueDeed, type DeedServices } from './deed.ts'
export { issueRegistration, type RegistrationServices } from './registration.ts'
export { issueReceipt, type ReceiptServices } from './receipt.ts'
export {
  verifyDocument,
  type SealOf,
  type VerificationAnswer,
  type VerificationAsk,
  type VerificationStatus,
} from './verify.ts'
export { recordOf, type DocumentRecord } from './record.ts'
export { findDocuments, toPrintable, type StoredDocument } from './read.ts'
export { documentRoutes, type DocumentDeps } from './routes.ts'
