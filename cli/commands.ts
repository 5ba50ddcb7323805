/** One command of the CLI. Loaded when it is called, so `vuce help` does not load the house. */
export interface CliCommand {
  readonly summary: string
  readonly run: (argv: string[]) => Promise<number | undefined>
}

export const commands: Readonly<Record<string, CliCommand>> = {
  start: {
    summary: 'start the window (npm start)',
    run: async (argv) => (await import('./start.ts')).startCommand(argv),
  },
  test: {
    summary: 'run all tests (npm test); --store: only the case store, against VUCE_TEST_DATABASE_URL',
    run: async (argv) => (await import('./tools.ts')).testCommand(argv),
  },
  check: {
    summary: 'everything CI runs: types, lint, format, packs, generated files, tests',
    run: async (argv) => (await import('./tools.ts')).checkCommand(argv),
  },
  format: { summary: 'format the sources', run: async () => (await import('./tools.ts')).formatCommand() },
  demo: {
    summary: 'play a story through the public API: demo S7, demo path/to/scenario.yaml; --json',
    run: async (argv) => (await import('./demo-command.ts')).demoCommand(argv),
  },
  bench: {
    summary: 'measure: bench submit --json',
    run: async (argv) => (await import('../bench/main.ts')).benchCommand(argv),
  },
  migrate: { summary: 'bring the database up to date', run: async () => (await import('./store.ts')).migrateCommand() },
  verify: {
    summary: 'check every chain, snapshot and signed root; exit 1 names what is broken',
    run: async (argv) => (await import('./store.ts')).verifyCommand(argv),
  },
  root: {
    summary: 'sign the root over everything committed so far; the window does it once a day',
    run: async (argv) => (await import('./store.ts')).rootCommand(argv),
  },
  'verify-document': {
    summary: 'check a document without any window: verify-document FILE --roots root.pem',
    run: async (argv) => (await import('./verify-document.ts')).verifyDocumentCommand(argv),
  },
  'evidence renew': {
    summary: 'stamp again what would soon rest on an expired time stamp; the window does it by itself',
    run: async (argv) => (await import('./seal.ts')).evidenceRenewCommand(argv),
  },
  'seal list': {
    summary: 'certificates of the seals that sign documents',
    run: async (argv) => (await import('./seal.ts')).sealListCommand(argv),
  },
  'seal revoke': {
    summary: 'revoke a certificate: seal revoke <serial> --reason keyCompromise',
    run: async (argv) => (await import('./seal.ts')).sealRevokeCommand(argv),
  },
  'seal rotate': {
    summary: 'give a seal a new key, and keep the old one for what it signed: seal rotate <organisation id>',
    run: async (argv) => (await import('./seal.ts')).sealRotateCommand(argv),
  },
  contingency: {
    summary: 'declare or end a contingency: contingency on|off --reason "..." (VUCE_TOKEN; two people)',
    run: async (argv) => (await import('./contingency.ts')).contingencyCommand(argv),
  },
  'mail bounced': {
    summary: 'take in a returned message: mail bounced [file], or from the mail server’s pipe',
    run: async (argv) => (await import('./mail.ts')).mailBouncedCommand(argv),
  },
  h2h: {
    summary: 'what an integrator does by hand: h2h keys, sign, send, receive, validate, connector, conformance, kit',
    run: async (argv) => (await import('./h2h.ts')).h2hCommand(argv),
  },
  rebuild: {
    summary: 'make the snapshots again from the events',
    run: async () => (await import('./store.ts')).rebuildCommand(),
  },
  'payments reconcile': {
    summary: 'compare a bank statement with the books: payments reconcile file.xml --country pe; --json',
    run: async (argv) => (await import('./payments.ts')).reconcileCommand(argv),
  },
  'ledger verify': {
    summary: 'make the books again from the events and compare; exit 1 names what differs',
    run: async (argv) => (await import('./payments.ts')).ledgerVerifyCommand(argv),
  },
  'risk verify': {
    summary: 'draw every operation again with the key of its day and compare; exit 1 names what was tampered with',
    run: async (argv) => (await import('./risk.ts')).riskVerifyCommand(argv),
  },
  'wco check': {
    summary: 'read and write back declarations of the WCO Data Model: wco check --samples <folder> --schemas <folder>',
    run: async (argv) => (await import('./wco.ts')).wcoCheckCommand(argv),
  },
  'pack check': {
    summary: 'check packs: pack check [folder or country]',
    run: async (argv) => (await import('./pack.ts')).packCheckCommand(argv),
  },
  'pack diff': {
    summary: 'what a newer pack changes, key by key: pack diff <old folder> <new folder>',
    run: async (argv) => (await import('./pack.ts')).packDiffCommand(argv),
  },
  'pack show': {
    summary: 'a procedure with every default filled in: pack show pe.export-phyto',
    run: async (argv) => (await import('./pack.ts')).packShowCommand(argv),
  },
  'pack sign': {
    summary: 'publish and sign a pack: pack sign pe --key ministry.pem',
    run: async (argv) => (await import('./pack-sign.ts')).packSignCommand(argv),
  },
  'pack verify': {
    summary: 'check who signed a pack: pack verify pe --key ministry.pub.pem',
    run: async (argv) => (await import('./pack-sign.ts')).packVerifyCommand(argv),
  },
  new: {
    summary: 'begin something: new procedure pe.honey-export, new module recall',
    run: async (argv) => (await import('./new/command.ts')).newCommand(argv),
  },
  'catalogue import': {
    summary: 'load a list of codes: catalogue import hs file.csv; --country pe --from 2026-01-01',
    run: async (argv) => (await import('./catalogue.ts')).catalogueImportCommand(argv),
  },
  'catalogue list': {
    summary: 'catalogues, and what is in each',
    run: async (argv) => (await import('./catalogue.ts')).catalogueListCommand(argv),
  },
  'catalogue show': {
    summary: 'what a code says on a day, and why: catalogue show hs 0901.21 --day 2026-06-01',
    run: async (argv) => (await import('./catalogue.ts')).catalogueShowCommand(argv),
  },
  'catalogue verify': {
    summary: 'check that every row of the catalogues is what its case says',
    run: async (argv) => (await import('./catalogue.ts')).catalogueVerifyCommand(argv),
  },
  reference: {
    summary: 'write the generated files: openapi.json, docs/reference; --check compares only',
    run: async (argv) => (await import('./reference.ts')).referenceCommand(argv),
  },
}
