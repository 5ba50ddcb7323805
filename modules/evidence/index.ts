/**
 * Evidence of signatures (M03-3): a time stamp, the chain and what was known of revocation, kept beside each signed record; handed out as
 * a package that foreign tools verify, and as W3C verifiable credentials with a status list.
 */
export { createEvidence, type Evidence, type EvidenceArchive } from './archive.ts'
export { createCredentials, didOf, type Credentials } from './credential.ts'
export { checkFile, readSeals, type FileVerdict, type Trust } from './check.ts'
export { evidenceRoutes, type EvidenceDeps } from './routes.ts'
export { createPdfSealer, type PdfSealer } from './pades.ts'
