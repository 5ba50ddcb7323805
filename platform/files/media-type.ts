const starts = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text

/** The type of a file by its own bytes, never by what the sender says; nothing when it is none that is accepted (spec 0.2, 415). */
export function typeOfBytes(bytes: Uint8Array): string | undefined {
  if (starts(bytes, '%PDF-')) return 'application/pdf'
  if (starts(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts(bytes, '\xff\xd8\xff')) return 'image/jpeg'
  if (starts(bytes, 'PK\x03\x04')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('utf8')
  if (/^\uFEFF?\s*<(\?xml|[A-Za-z])/.test(head)) return 'application/xml'
  // Text without control characters and with a separator in its first line.
  const hasControl = Array.from(head).some((c) => c < ' ' && c !== '\n' && c !== '\r' && c !== '\t')
  return !hasControl && /^[^\n]*[,;\t]/.test(head) ? 'text/csv' : undefined
}
