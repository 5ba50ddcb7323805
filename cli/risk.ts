import { verifyDraws } from '#modules/risk'
import { inHouse } from './store.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** `vuce risk verify`: every operation drawn again with the key of its day; exit 1 names what was chosen instead of drawn. */
export const riskVerifyCommand = (argv: string[]): Promise<number> =>
  inHouse(async ({ pool }) => {
    const { draws, breaches } = await verifyDraws(pool)
    const ok = breaches.length === 0
    if (argv.includes('--json')) say(JSON.stringify({ ok, draws, breaches }, null, 2))
    else {
      for (const b of breaches) say(`BROKEN ${b.reason}: declaration ${b.declaration}, assignment ${b.assignment}`)
      say(
        ok
          ? `Every one of ${draws} draws is what the key of its day gives.`
          : `${breaches.length} of ${draws} draws differ.`,
      )
    }
    return ok ? 0 : 1
  })
