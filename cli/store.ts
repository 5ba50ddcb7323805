import { verifyRoots } from '#modules/roots'
import { rebuildStore, verifyStore } from '#platform/cases'
import { readConfig } from '../server/config.ts'
import { openHouse, type House } from '../server/house.ts'
import { openDatabase } from '../server/start.ts'
import { createLog } from './log.ts'

/** Opens the house over the same database as a running server, or starts the database for the while. */
export async function inHouse<T>(run: (house: House) => Promise<T>): Promise<T> {
  const config = readConfig(process.env, process.cwd())
  const log = createLog('error')
  const quiet = { ...log, info: () => undefined }
  const database = await openDatabase(config, quiet, 'share')
  try {
    const house = await openHouse(config, database.databases, quiet)
    try {
      return await run(house)
    } finally {
      await house.close()
    }
  } finally {
    await database.close()
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

export async function migrateCommand(): Promise<number> {
  const config = readConfig(process.env, process.cwd())
  const database = await openDatabase(config, createLog('plain'), 'share')
  await database.close()
  say('The database is up to date.')
  return 0
}

/** `vuce verify`: exit 0 when everything holds, 1 naming case or root, place and reason. */
export const verifyCommand = (argv: string[]): Promise<number> =>
  inHouse(async ({ pool, engine, signer, pki }) => {
    const began = performance.now()
    const { cases, events, breaches } = await verifyStore(pool, engine.registry)
    const { stamper } = await pki()
    const roots = await verifyRoots(pool, signer, stamper.check)
    const ms = Math.round(performance.now() - began)
    const ok = breaches.length === 0 && roots.breaches.length === 0
    if (argv.includes('--json')) say(JSON.stringify({ ok, cases, events, breaches, roots, ms }, null, 2))
    else {
      for (const b of breaches) say(`BROKEN ${b.type} ${b.number ?? ''} case ${b.caseId} seq ${b.seq}: ${b.reason}`)
      for (const b of roots.breaches) say(`BROKEN root ${b.number}: ${b.reason}`)
      if (breaches.length) say(`${breaches.length} broken of ${cases} cases (${events} events).`)
      if (ok) say(`Clean: ${cases} cases, ${events} events, every chain and every snapshot checked in ${ms} ms.`)
      say(
        roots.roots === 0
          ? 'No root was signed yet: without one nobody notices a case that is gone (npx vuce root).'
          : `${roots.roots} signed roots over ${roots.logged} events, ${roots.stamped} time-stamped: ${roots.breaches.length ? 'they do NOT hold' : 'they hold'}.`,
      )
    }
    return ok ? 0 : 1
  })

/** `vuce root`: signs the root over everything committed so far. */
export const rootCommand = (argv: string[]): Promise<number> =>
  inHouse(async ({ roots }) => {
    const made = await roots.make()
    const root = made ?? (await roots.list(null, 1))[0]
    if (argv.includes('--json')) say(JSON.stringify(root ?? null, null, 2))
    else if (!root) say('There is nothing to sign yet: no event was committed.')
    else
      say(
        `${made ? 'Signed' : 'Nothing new since'} root ${root.number}: ${root.hash} over ${root.size} events, ${root.timeStamp ? 'time-stamped' : 'NOT time-stamped (the authority did not answer)'}.`,
      )
    return 0
  })

/** `vuce rebuild`: snapshots again from events; then everything is verified. */
export const rebuildCommand = (): Promise<number> =>
  inHouse(async ({ engine }) => {
    const { cases, differed, broken } = await rebuildStore(engine.pool, engine.registry)
    for (const id of differed) say(`Snapshot of case ${id} differed from its events and was made again.`)
    for (const b of broken) say(`BROKEN case ${b.caseId} seq ${b.seq}: ${b.reason}; its snapshot was left alone.`)
    const after = await verifyStore(engine.pool, engine.registry)
    const equal = after.breaches.length === 0
    say(
      `${cases} snapshots made from their events, ${differed.length} differed; proven equal afterwards: ${equal ? 'yes' : 'no'}.`,
    )
    return equal ? 0 : 1
  })
