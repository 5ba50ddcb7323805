import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadDictionary } from '#kernel'
import { signJson, type Form, type JsonMessage } from '#modules/h2h'
import { StartupError } from '#platform/db'
import { readPackFiles } from '#platform/packs'
import {
  createConnector,
  createH2hClient,
  enrol,
  faultsIn,
  kitFiles,
  openKeys,
  runConformance,
  signerIn,
  type H2hClient,
} from '../sdk/index.ts'
import { root } from '../server/config.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const need = (value: string | undefined, what: string): string => {
  if (!value) throw new StartupError(`h2h needs ${what}.`, 'See npx vuce h2h.')
  return value
}

const USAGE = `h2h keys DIR                     a key in DIR, and a certificate for it from the window
h2h sign DIR MESSAGE.json        a message of the JSON form, signed (XML; --json: JWS)
h2h validate FILE                what of a signed message does not follow its schema or signature
h2h send DIR FILE                sends a message, .json or signed; prints what the window said, its seal checked
h2h receive DIR [CURSOR]         what the window says to you, from a cursor on; watch: and goes on
h2h connector DIR ORDERS         sends the orders of a folder of CSV, and writes what the window says to status.csv
h2h conformance DIR MESSAGE.json plays the conformance kit with a message that the rules accept; writes a signed report
h2h kit FOLDER                   schemas, code lists, errors, mapping sheet, webhooks

VUCE_URL (http://127.0.0.1:3000), VUCE_TOKEN, VUCE_SANDBOX_ID; DIR holds firm.key and chain.json.`

const dictionaryOf = async () => loadDictionary(await readPackFiles(join(root, 'dictionary'))).dictionary

const windowUrl = (): string => process.env.VUCE_URL ?? 'http://127.0.0.1:3000'
const keysIn = (dir: string) => openKeys(need(dir, 'a folder with keys'))

/** Clients with the keys of a folder: of a form, at an address. */
async function clientsOf(dir: string): Promise<(url: string, form: Form) => H2hClient> {
  const { VUCE_TOKEN: token, VUCE_SANDBOX_ID: sandbox } = process.env
  const shared = {
    token: () => need(token, 'VUCE_TOKEN'),
    keys: await keysIn(dir),
    dictionary: await dictionaryOf(),
    ...(sandbox ? { sandbox } : {}),
  }
  return (url, form) => createH2hClient({ ...shared, url, form })
}
const clientOf = async (dir: string, argv: readonly string[]): Promise<H2hClient> =>
  (await clientsOf(dir))(windowUrl(), argv.includes('--json') ? 'json' : 'xml')

const readMessage = async (file: string): Promise<JsonMessage> =>
  JSON.parse(await readFile(file, 'utf8')) as JsonMessage

/** The integrator's command line: what a firm's system does, by hand (M30-7). */
export async function h2hCommand(argv: string[]): Promise<number> {
  const [verb = '', dir = '', file = ''] = argv.filter((a) => !a.startsWith('--'))
  switch (verb) {
    case 'keys': {
      await mkdir(need(dir, 'a folder'), { recursive: true })
      await enrol(windowUrl(), need(process.env.VUCE_TOKEN, 'VUCE_TOKEN'), dir, 'h2h')
      say(`${join(dir, 'firm.key')} and ${join(dir, 'chain.json')}: the key has not left this machine`)
      return 0
    }
    case 'sign':
      say(await (await clientOf(dir, argv)).sign(await readMessage(need(file, 'a message'))))
      return 0
    case 'validate': {
      const faults = faultsIn(await readFile(need(dir, 'a file'), 'utf8'), await dictionaryOf())
      for (const fault of faults) say(fault)
      if (faults.length === 0) say('Sound: its schema and its signature hold.')
      return faults.length === 0 ? 0 : 1
    }
    case 'send': {
      const client = await clientOf(dir, argv)
      const text = await readFile(need(file, 'a message'), 'utf8')
      const signed = text.trimStart().startsWith('{') ? await client.sign(JSON.parse(text) as JsonMessage) : text
      const { status, said } = await client.post(signed)
      say(JSON.stringify(said, null, 2))
      return status < 300 ? 0 : 1
    }
    case 'receive':
    case 'watch': {
      const client = await clientOf(dir, argv)
      for (let cursor = file || '0'; ;) {
        const { told, next } = await client.pull(cursor)
        for (const t of told) say(`${t.cursor}\t${JSON.stringify(t.said)}`)
        cursor = next
        if (verb === 'receive') return 0
        await new Promise((resolve) => setTimeout(resolve, 2000))
      }
    }
    case 'connector': {
      const { sender, country, regime, test } = JSON.parse(
        await readFile(join(need(file, 'a folder of orders'), 'connector.json'), 'utf8'),
      ) as {
        sender: { country: string; id: string }
        country: string
        regime: 'import' | 'export'
        test: boolean
      }
      const client = await clientOf(dir, argv)
      const connector = createConnector({ client, dir: file, sender, country, regime, test })
      if (!(await client.isSubscribed())) await client.subscribe({ form: 'xml', version: 1 })
      say(
        `${await connector.sendOrders()} orders sent, ${await connector.receive()} messages received: ${join(file, 'status.csv')}`,
      )
      return 0
    }
    case 'conformance': {
      const sample = await readMessage(need(file, 'a message that the rules accept'))
      const results = await runConformance({
        url: windowUrl(),
        clientAt: await clientsOf(dir),
        submit: (id, more = {}) => ({ ...sample, id, ...more }),
      })
      for (const r of results) say(`${r.passed ? 'passed' : 'FAILED'}  ${r.case}${r.note ? `  (${r.note})` : ''}`)
      const report = { kit: 'h2h 1', results: results.map(({ note: _, ...r }) => r) }
      // By the key of the messages, and not as a message: whoever certifies sees whose report it is, and no message is made of it.
      const signed = await signJson(report, signerIn(await keysIn(dir)), { typ: 'vuce-h2h-report+jws' })
      await writeFile('conformance.report.json', `${JSON.stringify(report, null, 2)}\n`)
      await writeFile('conformance.report.jws', signed)
      say(
        'conformance.report.json goes to POST /v1/connections/{id}/reportConformance; its signature is conformance.report.jws',
      )
      return results.every((r) => r.passed) ? 0 : 1
    }
    case 'kit': {
      const files = kitFiles(await dictionaryOf())
      for (const [name, text] of files) {
        const path = join(need(dir, 'a folder'), name)
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, text)
      }
      say(`${files.size} files in ${dir}`)
      return 0
    }
    default:
      say(USAGE)
      return verb === '' ? 0 : 2
  }
}
