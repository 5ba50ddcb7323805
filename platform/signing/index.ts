/**
 * Legal validity of electronic documents (M03): the signed structured record is the original, every rendering carries
 * its digest. Records are signed as JWS compact, ES256, with the seal key of the issuing organisation.
 */
export { openKeys } from './keys.ts'
export { digestOfRecord, RECORD_TYPE, type SignAs } from './jws.ts'
export { PLATFORM } from './signer.ts'
export type { Jwks, PublicJwk, Refused, Seal, Signer, Verdict, Verified } from './signer.ts'
