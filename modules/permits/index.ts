export { permitModule } from './module.ts'
export { fetchFacts } from './facts.ts'
export { inboxRoutes } from './routes.ts'
export { permitReactions } from './reactions.ts'
