import { createHash } from 'node:crypto'

/** Room for a signature with its chain and time stamp, or for a time stamp: bytes of DER. */
const ROOM = 12_288

export interface PdfSignature {
  /** `ETSI.CAdES.detached` for a signature, `ETSI.RFC3161` for a time stamp over the whole document (ETSI EN 319 142-1). */
  readonly kind: 'signature' | 'time-stamp'
  /** Shown by readers as whoever signed. */
  readonly name: string
  readonly at: Date
  /** What a validator needs later: certificates, OCSP answers, revocation lists, DER (document security store). */
  readonly store?: {
    readonly certificates: readonly Uint8Array[]
    readonly ocsp: readonly Uint8Array[]
    readonly lists: readonly Uint8Array[]
  }
  /** The DER over the SHA-256 of everything but itself. */
  readonly make: (digest: Buffer) => Promise<Buffer>
}

interface Body {
  readonly number: number
  readonly bytes: Buffer
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

/** Text as UTF-16 in hexadecimal: nothing in it can end a string. */
const textOf = (text: string): string => `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`

const dateOf = (at: Date): string => `(D:${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z)`

/** Positions of all objects, by following the cross-reference tables from the last one. */
function readTables(text: string): { offsets: Map<number, number>; trailer: string; last: number } {
  const offsets = new Map<number, number>()
  const last = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? NaN)
  let trailer = ''
  const seen = new Set<number>()
  for (let at = last; ;) {
    if (!Number.isInteger(at) || seen.has(at) || text.slice(at, at + 4) !== 'xref')
      throw new RangeError('a PDF without cross-reference tables')
    seen.add(at)
    const end = text.indexOf('trailer', at)
    const lines = text
      .slice(at + 4, end)
      .trim()
      .split(/\r?\n|\r/)
    for (let i = 0; i < lines.length;) {
      const [first = 0, count = 0] = (lines[i++] ?? '').trim().split(/\s+/).map(Number)
      for (let n = 0; n < count; n++, i++) {
        const [offset = '', , used = ''] = (lines[i] ?? '').trim().split(/\s+/)
        if (used === 'n' && !offsets.has(first + n)) offsets.set(first + n, Number(offset))
      }
    }
    const own = text.slice(end + 7, text.indexOf('startxref', end))
    trailer ||= own
    const previous = /\/Prev\s+(\d+)/.exec(own)?.[1]
    if (previous === undefined) return { offsets, trailer, last }
    at = Number(previous)
  }
}

/** The dictionary of an object, without its outer brackets. */
function dictionaryOf(text: string, offsets: ReadonlyMap<number, number>, number: number): string {
  const at = offsets.get(number)
  const end = at === undefined ? -1 : text.indexOf('endobj', at)
  const found = at === undefined ? null : /^\s*\d+\s+\d+\s+obj\s*<<([\s\S]*)>>\s*$/.exec(text.slice(at, end))
  if (!found) throw new RangeError(`object ${number} is no dictionary`)
  return found[1] ?? ''
}

const reference = (dictionary: string, key: string): number =>
  Number(new RegExp(`/${key}\\s+(\\d+)\\s+0\\s+R`).exec(dictionary)?.[1] ?? NaN)

/** Adds to an array of a dictionary, which is made when absent. */
const withEntry = (dictionary: string, key: string, entry: string): string => {
  const found = new RegExp(`/${key}\\s*\\[([^\\]]*)\\]`).exec(dictionary)
  return found
    ? dictionary.replace(found[0], `/${key} [${found[1] ?? ''} ${entry}]`)
    : `${dictionary}\n/${key} [${entry}]`
}

/**
 * Adds a signature or a document time stamp to a PDF as an incremental update: not a byte of what was there changes (ISO 32000-1, 7.5.6 and
 * 12.8). For PDFs of this house: cross-reference tables and plain objects. @throws RangeError for others.
 */
export async function signPdf(pdf: Uint8Array, { kind, name, at, store, make }: PdfSignature): Promise<Buffer> {
  const before = Buffer.from(pdf)
  const text = before.toString('latin1')
  const { offsets, trailer, last } = readTables(text)
  const root = reference(trailer, 'Root')
  const catalog = dictionaryOf(text, offsets, root)
  const pages = reference(catalog, 'Pages')
  let page = pages
  // Down the first branch of the page tree to a page.
  for (let depth = 0; depth < 20; depth++) {
    const kid = Number(/\/Kids\s*\[\s*(\d+)\s+0\s+R/.exec(dictionaryOf(text, offsets, page))?.[1] ?? NaN)
    if (Number.isNaN(kid)) break
    page = kid
  }
  let next = Number(/\/Size\s+(\d+)/.exec(trailer)?.[1] ?? NaN)
  const [signature, field] = [next++, next++]
  const streams = (list: readonly Uint8Array[]): Body[] =>
    list.map((bytes) => ({
      number: next++,
      bytes: Buffer.concat([latin1(`<< /Length ${bytes.length} >>\nstream\n`), bytes, latin1('\nendstream')]),
    }))
  const [certificates, ocsp, lists] = [store?.certificates ?? [], store?.ocsp ?? [], store?.lists ?? []].map(streams)
  const refs = (bodies: readonly Body[] = []): string => bodies.map((b) => `${b.number} 0 R`).join(' ')
  const security = store
    ? `\n/DSS << /Certs [${refs(certificates)}] /OCSPs [${refs(ocsp)}] /CRLs [${refs(lists)}] >>`
    : ''
  const label = kind === 'signature' ? 'Sello' : 'Sello de tiempo'
  const count = (text.match(/\/FT\s*\/Sig/g) ?? []).length + 1
  const form = /\/AcroForm\s*<<[^>]*>>/.exec(catalog)?.[0]
  const withForm = form
    ? catalog.replace(form, withEntry(form.slice(0, -2), 'Fields', `${field} 0 R`) + '>>')
    : `${catalog}\n/AcroForm << /Fields [${field} 0 R] /SigFlags 3 >>`

  const range = '/ByteRange [0 '.padEnd(60)
  const value = [
    kind === 'signature'
      ? `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n/Name ${textOf(name)} /M ${dateOf(at)}`
      : '<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161',
    `${range}]`,
    `/Contents <${'0'.repeat(ROOM * 2)}>`,
    '>>',
  ].join('\n')
  const bodies: Body[] = [
    { number: signature, bytes: latin1(value) },
    {
      number: field,
      bytes: latin1(
        `<< /Type /Annot /Subtype /Widget /FT /Sig /T ${textOf(`${label} ${count}`)} /V ${signature} 0 R\n/F 132 /Rect [0 0 0 0] /P ${page} 0 R >>`,
      ),
    },
    ...(certificates ?? []),
    ...(ocsp ?? []),
    ...(lists ?? []),
    { number: page, bytes: latin1(`<<${withEntry(dictionaryOf(text, offsets, page), 'Annots', `${field} 0 R`)}>>`) },
    { number: root, bytes: latin1(`<<${withForm}${security}>>`) },
  ]

  const parts: Buffer[] = [before, latin1(text.endsWith('\n') ? '' : '\n')]
  let length = parts.reduce((n, part) => n + part.length, 0)
  const places = new Map<number, number>()
  for (const { number, bytes } of bodies) {
    places.set(number, length)
    const whole = Buffer.concat([latin1(`${number} 0 obj\n`), bytes, latin1('\nendobj\n')])
    parts.push(whole)
    length += whole.length
  }
  const table = [...places]
    .sort(([a], [b]) => a - b)
    .map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('')
  const kept = ['Root', 'Info'].flatMap((key) => {
    const number = reference(trailer, key)
    return Number.isNaN(number) ? [] : [`/${key} ${number} 0 R`]
  })
  const id = /\/ID\s*\[[^\]]*\]/.exec(trailer)?.[0] ?? ''
  parts.push(
    latin1(
      `xref\n${table}trailer\n<< /Size ${next} ${kept.join(' ')} ${id} /Prev ${last} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )

  const whole = Buffer.concat(parts)
  const open = whole.indexOf('/Contents <', places.get(signature) ?? 0) + '/Contents '.length
  const close = open + 2 + ROOM * 2
  const bounds = `/ByteRange [0 ${open} ${close} ${whole.length - close}`.padEnd(range.length)
  whole.write(bounds, whole.indexOf(range, places.get(signature) ?? 0), 'latin1')
  const digest = createHash('sha256').update(whole.subarray(0, open)).update(whole.subarray(close)).digest()
  const der = await make(digest)
  if (der.length > ROOM) throw new RangeError(`the signature needs ${der.length} bytes, ${ROOM} are kept for it`)
  whole.write(der.toString('hex').toUpperCase(), open + 1, 'latin1')
  return whole
}
