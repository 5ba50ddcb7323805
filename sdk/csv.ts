/** Rows of a CSV with a header line (RFC 4180: commas, quotes doubled inside quotes), each by the names of its columns. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const put = (): void => {
    rows.at(-1)?.push(cell)
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (c === '"') quoted = true
    else if (c === ',') put()
    else if (c === '\n') {
      put()
      rows.push([])
    } else if (c !== '\r') cell += c
  }
  put()
  const [head = [], ...rest] = rows.filter((r) => r.length > 1 || r[0])
  return rest.map((r) => Object.fromEntries(head.map((name, i) => [name.trim(), (r[i] ?? '').trim()])))
}

const escaped = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
export const csvLine = (cells: readonly string[]): string => `${cells.map(escaped).join(',')}\n`
