import { readFile } from 'node:fs/promises'
import { differenceTexts, takeFile, verifyBooks } from '#modules/payments'
import { newId, Refusals, systemActor } from '#platform/cases'
import { tell } from '#kernel'
import { inHouse } from './store.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const optionOf = (argv: readonly string[], name: string): string | undefined => {
  const at = argv.indexOf(name)
  return at < 0 ? undefined : argv[at + 1]
}

const USAGE = 'vuce payments reconcile <statement.xml> --country pe [--json]'

/** `vuce payments reconcile`: exit 0 when everything agrees, 1 when there are differences, 2 when nothing was taken in. */
export async function reconcileCommand(argv: string[]): Promise<number> {
  const [file] = argv
  const country = optionOf(argv, '--country')
  if (!file || file.startsWith('--') || !country) {
    say(USAGE)
    return 2
  }
  const bytes = await readFile(file).catch(() => undefined)
  if (!bytes) {
    say(`${file} cannot be read.`)
    return 2
  }
  return inHouse(async ({ engine, library }) => {
    const pack = library.packs.get(country)
    if (!pack) {
      say(`There is no pack ${country}. Use one of ${[...library.packs.keys()].join(', ')}.`)
      return 2
    }
    try {
      const taken = await takeFile(
        { engine, library },
        { bytes, pack, actor: systemActor, sandbox: null, commandId: newId() },
      )
      if (argv.includes('--json')) say(JSON.stringify(taken, null, 2))
      else
        for (const { state: s, repeated } of taken) {
          const counts = `${s.entries} entries, ${s.payments} payments, ${s.refunds} refunds, ${s.reconciled} orders reconciled`
          say(`${s.number} (${s.from} to ${s.to})${repeated ? ', taken in before' : ''}: ${counts}`)
          for (const d of s.differences) {
            const { amount, expected } = d
            const said = `${amount.amount} ${amount.currency}${expected ? `, expected ${expected.amount} ${expected.currency}` : ''}`
            say(`  ${d.code} ${said} ${d.order ?? d.reference ?? d.entry ?? ''}`)
            say(`    fix: ${differenceTexts[d.code].en.fix}`)
          }
        }
      return taken.some((t) => t.state.differences.length) ? 1 : 0
    } catch (error) {
      if (!(error instanceof Refusals)) throw error
      for (const r of error.refusals) {
        const { message, fix } = tell(r, 'en')
        say(`${r.code}: ${message} ${fix}`)
      }
      return 2
    }
  })
}

/** `vuce ledger verify`: the books made again from the events; exit 1 names what differs. */
export const ledgerVerifyCommand = (argv: string[]): Promise<number> =>
  inHouse(async ({ pool }) => {
    const began = performance.now()
    const books = await verifyBooks(pool)
    const ms = Math.round(performance.now() - began)
    const ok = books.breaches.length === 0
    if (argv.includes('--json')) say(JSON.stringify({ ok, ...books, ms }, null, 2))
    else {
      for (const b of books.breaches) say(`BROKEN ${b.number ?? ''} case ${b.case} seq ${b.seq}: ${b.reason}`)
      for (const b of books.balances)
        say(`${b.currency} ${b.account.padEnd(10)} debit ${b.debit.padStart(18)}  credit ${b.credit.padStart(18)}`)
      say(
        ok
          ? `Balanced: ${books.transfers} transfers of ${books.cases} cases, each as its event says, in ${ms} ms.`
          : `${books.breaches.length} differ of ${books.transfers} transfers.`,
      )
    }
    return ok ? 0 : 1
  })
