import { unzip } from '#platform/archive'
import { columns, MOST_ROWS, type RowData } from './columns.ts'

export type Sheet =
  | { readonly rows: readonly RowData[] }
  | { readonly fault: 'header' | 'too-many' | 'unreadable'; readonly detail: string }

/** Splits CSV with `;` or `,`, quotes doubled inside quotes, any line end. */
function cellsOf(text: string): string[][] {
  const first = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))
  const separator = (first.match(/;/g)?.length ?? 0) >= (first.match(/,/g)?.length ?? 0) ? ';' : ','
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === separator) {
      row.push(cell)
      cell = ''
    } else if (c === '\n') {
      row.push(cell)
      rows.push(row)
      row = []
      cell = ''
    } else if (c !== '\r') cell += c
  }
  if (cell || row.length) rows.push([...row, cell])
  return rows.filter((r) => r.some((c) => c.trim() !== ''))
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#(\d+);/g, (_, n: string) => String.fromCodePoint(Number(n)))
    .replaceAll('&amp;', '&')

/** Column `AB` as its position from 0. */
const columnOf = (ref: string): number =>
  Array.from(/^[A-Z]+/.exec(ref)?.[0] ?? 'A').reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1

/** Cells of the first sheet of a workbook (OOXML), as text. Dates must be text: a shop writes `2026-10-05`. */
function workbook(bytes: Uint8Array): string[][] | undefined {
  try {
    const files = unzip(bytes)
    const read = (name: string): string => new TextDecoder().decode(files[name] ?? new Uint8Array())
    const shared = [...read('xl/sharedStrings.xml').matchAll(/<si\b[^>]*>([\s\S]*?)<\/si>/g)].map(([, inner = '']) =>
      unescaped([...inner.matchAll(/<t\b[^>]*>([^<]*)<\/t>/g)].map(([, t = '']) => t).join('')),
    )
    const sheet = read('xl/worksheets/sheet1.xml')
    if (!sheet) return undefined
    return [...sheet.matchAll(/<row\b[^>]*>([\s\S]*?)<\/row>/g)].map(([, inner = '']) => {
      const row: string[] = []
      for (const [, head = '', body = ''] of inner.matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
        const at = columnOf(/\br="([A-Z]+)/.exec(head)?.[1] ?? 'A')
        if (at > 200) continue
        const value = /<v>([^<]*)<\/v>/.exec(body)?.[1] ?? /<t\b[^>]*>([^<]*)<\/t>/.exec(body)?.[1] ?? ''
        while (row.length < at) row.push('')
        row[at] = /\bt="s"/.test(head) ? (shared[Number(value)] ?? '') : unescaped(value)
      }
      return row
    })
  } catch {
    return undefined
  }
}

/** Rows of a file, CSV or XLSX by its own bytes. The header is required, in any order; an unknown or missing column is told. */
export function readSheet(bytes: Uint8Array): Sheet {
  const isWorkbook = bytes[0] === 0x50 && bytes[1] === 0x4b
  const text = isWorkbook ? '' : new TextDecoder('utf-8').decode(bytes).replace(/^\uFEFF/, '')
  const cells = isWorkbook ? workbook(bytes) : cellsOf(text)
  if (!cells) return { fault: 'unreadable', detail: 'XLSX' }
  const header = (cells[0] ?? []).map((c) => c.trim().toLowerCase())
  const missing = columns.filter((c) => !header.includes(c))
  const extra = header.filter((c) => c && !(columns as readonly string[]).includes(c))
  if (missing.length || extra.length)
    return { fault: 'header', detail: [...missing.map((c) => `-${c}`), ...extra.map((c) => `+${c}`)].join(' ') }
  if (cells.length - 1 > MOST_ROWS) return { fault: 'too-many', detail: String(cells.length - 1) }
  const places = columns.map((c) => header.indexOf(c))
  return {
    rows: cells
      .slice(1)
      .map(
        (row) =>
          Object.fromEntries(
            columns.map((c, i) => [c, (row[places[i] ?? -1] ?? '').normalize('NFC').trim()]),
          ) as RowData,
      ),
  }
}
