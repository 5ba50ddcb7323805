export {
  createCertificates,
  revocationReasons,
  type Certificates,
  type IssuedCertificate,
  type RevocationReason,
} from './service.ts'
export { certificateRoutes, type CertificateDeps } from './routes.ts'
