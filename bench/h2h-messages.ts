import { execFileSync } from 'node:child_process'
import { createPrivateKey, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadDictionary, type Dictionary } from '#kernel'
import { toXml, type JsonMessage } from '#modules/h2h'
import { readPackFiles } from '#platform/packs'
import { canonicalText, signCanonical, signerOf, type XmlSigner } from '#platform/xmldsig'
import { root } from '../server/config.ts'
import { samplePdf } from '../server/seed.ts'
import type { ApiClient } from './api-client.ts'

/** The wine exporter of story S4, in the demo firms of pack cl. */
export const exporter = 'demo.cl.ignacia'
const TAX_ID = '76543210-3'

export interface Sender {
  readonly signer: XmlSigner
  readonly keyFile: string
  readonly dictionary: Dictionary
  readonly documents: readonly Record<string, string>[]
}

/** A key made outside the window and a certificate asked for it, as an integrator does. */
export async function enrol(client: ApiClient, dir: string): Promise<Sender> {
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' })
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'firm.key')
  openssl('req', '-new', '-key', 'firm.key', '-subj', '/CN=ERP', '-out', 'firm.csr')
  const csr = readFileSync(join(dir, 'firm.csr'), 'utf8')
  const { status, body } = await client.call('POST', '/v1/certificates', exporter, { csr, name: 'Benchmark' })
  if (status !== 201) throw new Error(`the certificate was answered ${status}: ${JSON.stringify(body)}`)
  const chain = (body.x5c as string[]).slice(0, 2).map((c) => Buffer.from(c, 'base64'))
  const key = createPrivateKey(readFileSync(join(dir, 'firm.key')))
  const { dictionary } = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const documents = await Promise.all(
    ['invoice', 'analysis'].map(async (type) => ({
      type,
      name: `${type}.pdf`,
      digest: await client.upload(exporter, samplePdf(type)),
    })),
  )
  return { signer: signerOf(key, chain), keyFile: join(dir, 'firm.key'), dictionary, documents }
}

/** A certificate for wine, of so many lines. */
const wine = (documents: Sender['documents'], lines: number): JsonMessage => ({
  message: 'submit',
  version: 1,
  id: 'PLACE-OF-THE-ID',
  sender: { country: 'CL', id: TAX_ID },
  recipient: 'vuce.cl',
  createdAt: new Date().toISOString(),
  test: true,
  body: {
    dossier: {
      country: 'cl',
      regime: 'export',
      elements: {
        exporter: { name: 'Viña Quebrada Honda SpA', id: TAX_ID, country: 'CL' },
        consignee: { name: 'Noordwijn B.V.', country: 'NL' },
        'country.destination': 'NL',
        'location.loading': 'CLSAI',
      },
      lines: Array.from({ length: lines }, (_, i) => ({
        'goods.commodity': '220421',
        'goods.description': `Carmenère Reserva en botella de 750 ml, lote ${i + 1}`,
        'goods.batch': `QH-24-${118 + i}`,
        'goods.volume': { value: '1080', unit: 'LTR' },
        'goods.value': { amount: '4560.00', currency: 'USD' },
      })),
      answers: {
        'cl.wine-export': { lines: Array.from({ length: lines }, () => ({ 'wine-kind': 'bottled', vintage: '2024' })) },
      },
      documents,
    },
  },
})

/** So many signed messages, each with an id of its own. */
export async function makeMessages(
  { signer, dictionary, documents }: Sender,
  lines: number,
  count: number,
): Promise<string[]> {
  const text = canonicalText(toXml(wine(documents, lines), dictionary))
  const made: string[] = []
  for (let i = 0; i < count; i++)
    made.push(await signCanonical(text.replace('PLACE-OF-THE-ID', randomUUID()), signer, new Date()))
  return made
}

/** How many lines make a signed message of at least so many bytes. */
export async function linesFor(sender: Sender, bytes: number): Promise<number> {
  for (let lines = 1; ; lines++) {
    const [message = ''] = await makeMessages(sender, lines, 1)
    if (Buffer.byteLength(message) >= bytes) return lines
  }
}
