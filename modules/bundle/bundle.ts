import { wordsIn, type Dictionary, type Language, type PermitState, type Value } from '#kernel'
import { toPrintable, type StoredDocument } from '#modules/documents'
import type { DossierState, Source } from '#modules/dossier'
import { renderPermit, showCountry, showInstant, type Attachment, type Bundle, type RecordStatus } from '#platform/pdf'
import { bundleTexts, tellEvent } from './texts.ts'

export interface Issued {
  readonly document: StoredDocument
  readonly status: string
  readonly permit: PermitState
}

export interface BundleSource {
  readonly dossier: DossierState
  /** Its export, which travels inside. */
  readonly xml: string
  readonly owner: string
  readonly zone: string
  readonly labels: Dictionary
  readonly issued: readonly Issued[]
  readonly events: readonly { readonly type: string; readonly at: string; readonly of: string }[]
  readonly now: string
  readonly sandbox: boolean
  readonly language: Language
  readonly verifyUrl: (code: string) => string
}

const standing: Readonly<Record<string, RecordStatus>> = {
  EXPIRED: 'expired',
  REVOKED: 'revoked',
  EXHAUSTED: 'exhausted',
}
/** Documents that one file may carry. */
const MOST = 60

const safe = (name: string): string => name.replace(/[^A-Za-z0-9.-]/g, '_')

function shown(value: Value, language: Language): string {
  const t = bundleTexts[language]
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if ('unit' in value) return `${value.value} ${value.unit}`
  if ('currency' in value) return `${value.amount} ${value.currency}`
  if ('name' in value) return [value.name, value.id, value.address, value.country].filter(Boolean).join(', ')
  return '—'
}

/** A dossier as it is printed: cover, data with their sources, documents, and what happened; the documents themselves attached. */
export async function bundleOf(from: BundleSource): Promise<Bundle> {
  const { dossier: s, labels, language, zone, issued, now } = from
  const t = bundleTexts[language]
  const label = (id: string): string => {
    const element = labels.elements.get(id)
    return element ? wordsIn(element.label, language) : id
  }
  const says = (source: Source | undefined): readonly [string, string] =>
    source
      ? [
          `${t.sources[source.source] ?? source.source}${source.status === 'verified' ? `, ${t.verified}` : ''}`,
          showInstant(source.at, zone, language),
        ]
      : ['', '']
  const head = Object.entries(s.elements).map(([id, value]) => [
    label(id),
    shown(value, language),
    ...says(s.sources[id]),
  ])
  const lines = s.lines.flatMap((line, i) =>
    Object.entries(line).map(([id, value]) => [
      `${t.line} ${i + 1}: ${label(id)}`,
      shown(value, language),
      ...says(s.lineSources[i]?.own[id] ?? s.lineSources[i]?.all),
    ]),
  )
  const latest = issued.filter(
    (d) => !issued.some((o) => o.document.caseId === d.document.caseId && o.document.edition > d.document.edition),
  )
  const attachments: Attachment[] = [
    {
      name: `${safe(s.ucr)}.xml`,
      mediaType: 'application/xml',
      description: t.title,
      bytes: new TextEncoder().encode(from.xml),
    },
  ]
  for (const { document, status, permit } of latest.slice(0, MOST)) {
    const used: (string | undefined)[] = []
    for (const b of permit.resolution?.balance ?? []) used[b.line] = b.used
    const record = toPrintable(document, {
      status: standing[status] ?? 'valid',
      used,
      verifyUrl: from.verifyUrl(document.code),
      language,
    })
    const pdf = await renderPermit(record, { jws: document.jws })
    attachments.push(
      { name: `${safe(document.number)}.pdf`, mediaType: 'application/pdf', description: record.title, bytes: pdf },
      {
        name: `${safe(document.number)}.jws`,
        mediaType: 'application/jose',
        description: record.title,
        bytes: new TextEncoder().encode(document.jws),
      },
    )
  }
  const papers = issued.map(({ document }) => [
    (JSON.parse(document.record) as { title: string }).title,
    `${document.number}${document.edition > 1 ? ` (${document.edition})` : ''}`,
    showInstant(document.issuedAt, zone, language),
    latest.some((l) => l.document === document) ? `${safe(document.number)}.pdf, ${safe(document.number)}.jws` : '—',
  ])
  return {
    title: t.title,
    reference: s.ucr,
    issuer: 'Ventanilla',
    facts: [
      [t.facts.owner, from.owner],
      [t.facts.country, showCountry(s.country.toUpperCase(), language)],
      [t.facts.regime, s.regime],
      [t.facts.status, s.status],
    ],
    sections: [
      { title: t.data, columns: t.dataColumns, rows: head, empty: t.nothing },
      { title: t.goods, columns: t.dataColumns, rows: lines, empty: t.nothing },
      { title: t.papers, columns: t.paperColumns, rows: papers, empty: t.nothing },
      {
        title: t.timeline,
        columns: t.timelineColumns,
        rows: from.events.map((e) => [showInstant(e.at, zone, language), tellEvent(e.type, language), e.of]),
        empty: t.nothing,
      },
    ],
    madeAt: now,
    zone,
    language,
    sandbox: from.sandbox ? t.sandbox : '',
    note: t.note,
    attachments,
  }
}
