import { join } from 'node:path'
import { loadMigrations, type MigrationSource } from '#platform/db'
import { root } from './config.ts'

// In the order in which they stand on each other.
const folders = [
  ['roles', 'platform/roles'],
  ['cases', 'platform/cases'],
  ['identity', 'platform/access'],
  ['login', 'platform/identity'],
  ['packs', 'platform/packs'],
  ['jobs', 'platform/jobs'],
  ['mail', 'platform/mail'],
  ['roots', 'modules/roots'],
  ['pki', 'modules/certificates'],
  ['h2h', 'modules/h2h'],
  ['permits', 'modules/permits'],
  ['exchange', 'modules/exchange'],
  ['applications', 'modules/applications'],
  ['mandates', 'modules/mandates'],
  ['drafts', 'modules/drafts'],
  ['documents', 'modules/documents'],
  ['evidence', 'modules/evidence'],
  ['enterprises', 'modules/enterprises'],
  ['finder', 'modules/finder'],
  ['notices', 'modules/notices'],
  ['times', 'modules/times'],
  ['ledger', 'modules/ledger'],
  ['payments', 'modules/payments'],
  ['catalogues', 'modules/catalogues'],
  ['information', 'modules/information'],
  ['oversight', 'modules/oversight'],
  ['customs', 'modules/customs'],
  ['risk', 'modules/risk'],
  ['mypes', 'modules/mypes'],
  ['ecommerce', 'modules/ecommerce'],
] as const

/** The schema of every module, for the migrator. */
export const migrationSources = (): Promise<MigrationSource[]> =>
  Promise.all(
    folders.map(async ([module, folder]) => ({
      module,
      files: await loadMigrations(join(root, folder, 'migrations')),
    })),
  )
