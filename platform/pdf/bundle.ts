import type { Instant, Language } from '#kernel'
import { typeset } from './compiler.ts'
import { BUNDLE_TEMPLATE } from './bundle-template.ts'
import { showInstant } from './format.ts'
import { printable } from './printable.ts'

/** A dossier as it is printed: every word ready in the reader's language. */
export interface Bundle {
  readonly title: string
  readonly reference: string
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly sections: readonly BundleSection[]
  readonly madeAt: Instant
  readonly zone: string
  readonly language: Language
  readonly issuer: string
  /** Said on every page where documents have no legal value. */
  readonly sandbox: string
  readonly note: string
  readonly attachments: readonly Attachment[]
}

export interface BundleSection {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly empty: string
}

export interface Attachment {
  readonly name: string
  readonly mediaType: string
  readonly description: string
  readonly bytes: Uint8Array
}

/** Rows that one print may hold: beyond that the XML is the right form. */
const MOST_ROWS = 6000

const words: Readonly<Record<Language, { page: string; of: string; made: string }>> = {
  es: { page: 'Página', of: 'de', made: 'Impreso' },
  en: { page: 'Page', of: 'of', made: 'Printed' },
  pt: { page: 'Página', of: 'de', made: 'Impresso' },
}

/**
 * Prints a dossier as PDF/A-3a, tagged, with its documents inside the file as attachments. Throws RangeError above 6,000 rows, PdfBusy when the
 * queue is full. The same bundle gives the same bytes.
 */
export function renderBundle(bundle: Bundle): Promise<Uint8Array> {
  const rows = bundle.sections.reduce((n, s) => n + s.rows.length, 0)
  if (rows > MOST_ROWS) throw new RangeError(`more than ${MOST_ROWS} rows`)
  const { language, zone, madeAt } = bundle
  const say = words[language]
  const at = new Date(madeAt)
  return typeset((undrawable) => {
    const p = (text: string): string => printable(text, undrawable)
    const data = {
      title: p(bundle.title),
      reference: p(bundle.reference),
      issuer: p(bundle.issuer),
      language,
      facts: [...bundle.facts, [say.made, showInstant(madeAt, zone, language)]].map((f) => f.map(p)),
      sections: bundle.sections.map((s) => ({
        title: p(s.title),
        columns: s.columns.map(p),
        rows: s.rows.map((row) => row.map(p)),
        empty: p(s.empty),
      })),
      sandbox: p(bundle.sandbox),
      note: p(bundle.note),
      page: say.page,
      of: say.of,
      date: [
        at.getUTCFullYear(),
        at.getUTCMonth() + 1,
        at.getUTCDate(),
        at.getUTCHours(),
        at.getUTCMinutes(),
        at.getUTCSeconds(),
      ],
      attachments: bundle.attachments.map((a, i) => ({
        name: p(a.name),
        path: `/attached/${i}`,
        mediaType: a.mediaType,
        description: p(a.description),
      })),
    }
    return {
      source: BUNDLE_TEMPLATE,
      inputs: { data: JSON.stringify(data) },
      seconds: Math.floor(at.getTime() / 1000),
      files: new Map(bundle.attachments.map((a, i) => [`/attached/${i}`, a.bytes])),
    }
  })
}
