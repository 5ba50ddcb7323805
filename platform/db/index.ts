export {
  type Connection,
  type Embedded,
  type EmbeddedOptions,
  eraseEmbedded,
  openEmbedded,
  startEmbedded,
} from './embedded.ts'
export type { Mode } from './data-folder.ts'
export { errorCode, isRetryable, isUnavailable } from './database-errors.ts'
export { type MigrationFile, type MigrationSource, loadMigrations } from './load-migrations.ts'
export { type AppliedMigration, type MigrateOptions, migrate } from './migrate.ts'
export { type PoolOptions, createPool } from './pool.ts'
export { databaseTypes, instantText } from './pool-types.ts'
export { StartupError } from './startup-error.ts'
