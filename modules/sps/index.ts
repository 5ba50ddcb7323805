export { spsCertificate, type SpsSource } from './certificate.ts'
export { spsRoutes } from './routes.ts'
