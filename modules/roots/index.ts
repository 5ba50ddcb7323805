export { createRoots, type EventProof, type Root, type RootRecord, type Roots } from './service.ts'
export { verifyRoots, type RootBreach, type RootsVerdict } from './verify.ts'
export { rootRoutes, type RootDeps } from './routes.ts'
