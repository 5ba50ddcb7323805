import type { PublicEntry } from './lookup.ts'

// A cell that a spreadsheet would take for a formula is told to be text; -5 and the functions of a place (-23-----) stay as they are.
const cell = (text: string): string => {
  const plain = /^[=@\t\r]|^[+-][^\d-]*[A-Za-z(]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** Entries as CSV (RFC 4180): fixed columns, then one for every value that any of them has. */
export function entriesCsv(entries: readonly PublicEntry[]): string {
  const values = [...new Set(entries.flatMap((e) => Object.keys(e.value)))].sort()
  const head = ['catalogue', 'code', 'from', 'to', 'status', 'name_es', 'name_en', 'name_pt']
  const why = ['norm', 'article', 'link', 'published_at', 'case']
  const lines = entries.map(({ catalogue, code, from, to, status, names, value, why: reason }) =>
    [catalogue, code, from, to, status, names.es, names.en, names.pt]
      .concat(values.map((v) => value[v]))
      .concat([reason.norm, reason.article, reason.link, reason.publishedAt, reason.case])
      .map((text) => cell(text ?? ''))
      .join(','),
  )
  return [[...head, ...values.map((v) => `value.${v}`), ...why].join(','), ...lines, ''].join('\r\n')
}
