export { draftRoutes } from './routes.ts'
export { DraftSchema } from './draft.ts'
export { expireDrafts } from './expire.ts'
