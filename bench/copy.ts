import type pg from 'pg'

interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** One COPY ... FROM STDIN, in the text format: the fastest way into a table. `rows` end with a line feed each. */
export const copyInto = (
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let failed: Error | undefined
    const copy = {
      submit: (connection: CopyConnection) =>
        connection.query(`COPY ${table} (${columns.map((c) => `"${c}"`).join(', ')}) FROM STDIN`),
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(Buffer.from(rows))
        connection.endCopyFrom()
      },
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => {
        failed = error
      },
      handleReadyForQuery: () => (failed ? reject(failed) : resolve()),
    }
    client.query(copy as unknown as pg.Submittable)
  })

/** A field as COPY reads it. */
export const field = (text: string | null): string =>
  text === null ? '\\N' : /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] ?? c) : text

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
