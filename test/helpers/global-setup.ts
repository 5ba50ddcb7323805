import { migrateAll } from '../../server/house.ts'
import { postgresGlobal } from './postgres-global.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** One PostgreSQL for the whole run, with one migrated template that every test clones. */
export default postgresGlobal((connection) => migrateAll(connection, quiet))
