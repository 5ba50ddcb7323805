import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonMessage } from '#modules/h2h'
import type { H2hClient } from './client.ts'
import { csvLine, readCsv } from './csv.ts'

/**
 * A connector for a system that writes CSV: a folder of orders (`*.csv`, one line of goods a row) goes out as messages, and what the window
 * says comes back as rows of `status.csv`. The mapping sheet says which column is which datum of the dictionary: `column,element,level`,
 * level `head`, `line`, or a procedure (`cl.wine-export`) for what only that one asks.
 */
export interface ConnectorOptions {
  readonly client: H2hClient
  readonly dir: string
  readonly sender: { readonly country: string; readonly id: string }
  readonly country: string
  readonly regime: 'import' | 'export'
  readonly test: boolean
  readonly now?: () => Date
}

type Row = Readonly<Record<string, string>>

/** `10800 LTR`, `45600.00 USD`, `name|id|CC`: how a cell says what has parts. */
function valueOf(cell: string, kind: string): unknown {
  const [first = '', second = '', third = ''] = cell.split(kind === 'party' ? '|' : ' ')
  if (kind === 'quantity') return { value: first, unit: second }
  if (kind === 'money') return { amount: first, currency: second }
  if (kind === 'party') return { name: first, ...(second ? { id: second } : {}), ...(third ? { country: third } : {}) }
  if (kind === 'yes-no') return cell === 'yes'
  return cell
}

function messageOf(
  order: string,
  rows: readonly Row[],
  mapping: readonly Row[],
  documents: readonly object[],
  o: ConnectorOptions,
): JsonMessage {
  const elements: Record<string, unknown> = {}
  const lines = rows.map((): Record<string, unknown> => ({}))
  const answers: Record<string, { lines: Record<string, unknown>[] }> = {}
  for (const { column = '', element = '', level = '', kind = '' } of mapping)
    for (const [i, row] of rows.entries()) {
      const cell = row[column] ?? ''
      if (cell === '') continue
      const value = valueOf(cell, kind)
      const line = lines[i]
      if (level === 'head') elements[element] = value
      else if (level === 'line' && line) line[element] = value
      else {
        const answer = (answers[level] ??= { lines: rows.map(() => ({})) })
        const own = answer.lines[i]
        if (own) own[element] = value
      }
    }
  const dossier = {
    country: o.country,
    regime: o.regime,
    elements,
    lines,
    ...(Object.keys(answers).length ? { answers } : {}),
    ...(documents.length ? { documents } : {}),
  }
  return {
    message: 'submit',
    version: 1,
    // The order's own number names the message: an order that is read twice is filed once.
    id: order,
    sender: o.sender,
    recipient: `vuce.${o.country}`,
    createdAt: `${(o.now?.() ?? new Date()).toISOString().slice(0, 19)}Z`,
    test: o.test,
    body: { dossier },
  }
}

export interface Connector {
  /** Sends every order that is there, once; answers how many. */
  sendOrders(): Promise<number>
  /** Writes what the window has said since the last time; answers how many rows. */
  receive(): Promise<number>
}

export function createConnector(o: ConnectorOptions): Connector {
  const at = (name: string): string => join(o.dir, name)
  const status = (cells: readonly string[]): Promise<void> => appendFile(at('status.csv'), csvLine(cells))

  async function documentsOf(order: string): Promise<readonly object[]> {
    const names = (await readdir(o.dir)).filter((n) => n.startsWith(`${order}.`) && n.endsWith('.pdf'))
    return Promise.all(
      names.map(async (name) => ({
        type: name.slice(order.length + 1, -4),
        name,
        digest: await o.client.upload(await readFile(at(name)), 'application/pdf'),
      })),
    )
  }

  return {
    sendOrders: async () => {
      const mapping = readCsv(await readFile(at('mapping.csv'), 'utf8'))
      const orders = (await readdir(o.dir)).filter((n) => n.endsWith('.order.csv')).sort()
      for (const file of orders) {
        const order = file.slice(0, -'.order.csv'.length)
        const rows = readCsv(await readFile(at(file), 'utf8'))
        const {
          status: code,
          said,
          text,
        } = await o.client.send(messageOf(order, rows, mapping, await documentsOf(order), o))
        // The signed answer first: it proves the filing, whatever happens to this program now.
        await writeFile(at(`${order}.receipt.xml`), text)
        const body = said.body as {
          ucr?: string
          case?: { id: string; status: string }
          faults?: readonly { code: string; message: string }[]
        }
        const fault = body.faults?.map((f) => `${f.code}: ${f.message}`).join(' / ') ?? ''
        await status([
          new Date().toISOString(),
          order,
          said.message,
          body.case?.status ?? String(code),
          body.ucr ?? '',
          fault,
        ])
        await rename(at(file), at(`${order}.${code < 300 ? 'sent' : 'refused'}.csv`))
      }
      return orders.length
    },
    receive: async () => {
      const from = await readFile(at('cursor'), 'utf8').catch(() => '0')
      const { told, next } = await o.client.pull(from.trim())
      for (const { said } of told) {
        const {
          case: of,
          event = '',
          at: when = '',
          number = '',
        } = said.body as {
          case: { type: string; id: string; number?: string; status: string }
          event?: string
          at?: string
          number?: string
        }
        await status([when, of.number ?? of.id, `${of.type} ${said.message}`, of.status, number, event])
      }
      // The cursor moves when its rows are written: cut off in between, they come once more and not never.
      await writeFile(at('cursor'), next)
      return told.length
    },
  }
}
