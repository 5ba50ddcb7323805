export { createTickQueue, migrateJobs, type TickQueue } from './ticks.ts'
