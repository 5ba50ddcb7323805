/**
 * Certificates and time stamps (M03): a certification authority of the installation's own, revocation by list and by OCSP, and time-stamp
 * tokens. Where a country has a national authority, certificates come from there and this one only stamps.
 */
export {
  openAuthority,
  type Authority,
  type AuthorityOptions,
  type Certificate,
  type CertificateKind,
  type CertificateRequest,
} from './authority.ts'
export { answerOcsp, revocationList, stateStatus, type Revocation, type StatusOf } from './revocation.ts'
export { openPki, type Pki, type Stamper, type Trust } from './stamper.ts'
export { answerRequest, createToken, requestFor, tokenOf, verifyToken, type TokenVerdict } from './time-stamp.ts'
export { createCertificateRequest, readCertificateRequest, type CertificateAsked } from './request.ts'
export { checkSeal, type SealCheck, type SealVerdict } from './chain.ts'
export { signDetached, toSignatureDer, type DetachedSignature } from './cms.ts'
export { readPem, toPem } from './pem.ts'
