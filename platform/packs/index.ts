export { createPackLibrary, PackFaults, readPackFiles, type PackLibrary } from './library.ts'
export { readSignature, readTrustedKeys, SIGNATURE_FILE, signPack, verifyPack, type PackVerdict } from './signature.ts'
