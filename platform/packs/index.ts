export {
  createPackLibrary,
  PackFaults,
  readPackFiles,
  type LiveByCountry,
  type LiveSource,
  type PackLibrary,
} from './library.ts'
export { readSignature, readTrustedKeys, SIGNATURE_FILE, signPack, verifyPack, type PackVerdict } from './signature.ts'
