/** XML signatures (XAdES baseline over exclusive canonical XML): a reader that sees only what was signed, and a writer. */
export { BOUNDS, checkBounds, type XmlBounds } from './bounds.ts'
export { escapeAttribute, escapeText, type CanonicalElement } from './canonical.ts'
export { canonicalText, readSigned, type ReadOptions } from './read.ts'
export { XmlRefused } from './refused.ts'
export { signCanonical, signerOf, type XmlSigner } from './sign.ts'
export { judgeCertificate, type CertificateFault, type Judged, type TrustList } from './trust.ts'
export type { Signed } from './signature.ts'
