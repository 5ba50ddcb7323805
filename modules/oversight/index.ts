export { breakGlassModule } from './module.ts'
export { oversightRoutes, type OversightDeps } from './routes.ts'
