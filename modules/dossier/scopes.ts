import type { Instant } from '#kernel'
import type { DossierState, Scope, Share } from './state.ts'

const goods = [
  'goods.commodity',
  'goods.description',
  'goods.tradeName',
  'goods.commonName',
  'goods.quantity',
  'goods.packages',
  'goods.packageType',
  'goods.marks',
  'goods.grossWeight',
  'goods.netWeight',
  'goods.volume',
  'goods.unNumber',
]
const parties = ['exporter', 'importer', 'consignee']

/** What each scope opens: elements by name, or by the beginning of it where the last letter is a point. What is not here stays closed. */
const elementsOf: Readonly<Record<Exclude<Scope, 'all'>, readonly string[]>> = {
  logistics: [
    ...goods,
    ...parties,
    'ucr',
    'notifyParty',
    'carrier',
    'customsAgent',
    'transport.',
    'equipment.',
    'vgm.',
    'weight.',
    'packages.',
    'volume.',
    'location.',
    'country.',
    'warehouse',
    'date.',
    'customs.office',
    'packingList.number',
    'contact.emergencyPhone',
  ],
  commercial: [
    ...goods,
    ...parties,
    'ucr',
    'buyer',
    'goods.brand',
    'goods.model',
    'goods.value',
    'goods.unitValue',
    'goods.origin',
    'invoice.',
    'order.',
    'contract.',
    'incoterm',
    'incoterm.',
    'freight',
    'insurance',
    'insurance.',
    'agreement',
    'payment.',
    'country.',
    'packages.',
    'weight.',
    'packingList.number',
  ],
  sanitary: [
    ...goods,
    ...parties,
    'ucr',
    'producer',
    'manufacturer',
    'country.',
    'location.',
    'warehouse',
    'date.',
    'transport.mode',
    'transport.id',
    'goods.activeIngredient',
    'goods.botanicalName',
    'goods.state',
    'goods.use',
    'goods.cas',
    'goods.concentration',
    'goods.presentation',
    'goods.batch',
    'goods.batchExpiry',
    'goods.batchManufacture',
    'goods.registration',
    'goods.origin',
    'weight.',
    'packages.',
  ],
}

const documentsOf: Readonly<Record<Exclude<Scope, 'all'>, readonly string[]>> = {
  logistics: [
    'packing-list',
    'transport-document',
    'bill-of-lading',
    'air-waybill',
    'sds',
    'shipping-instruction',
    'declaration',
  ],
  commercial: [
    'invoice',
    'commercial-invoice',
    'proforma',
    'contract',
    'purchase-order',
    'packing-list',
    'certificate-of-origin',
    'insurance-policy',
  ],
  sanitary: [
    'sds',
    'label',
    'analysis',
    'laboratory-report',
    'phytosanitary-certificate',
    'sanitary-certificate',
    'packing-list',
  ],
}

const opens = (names: readonly string[], id: string): boolean =>
  names.some((n) => (n.endsWith('.') ? id.startsWith(n) : n === id))

/** Whether a scope shows an element. Nobody sees what no scope of theirs names. */
export const scopeShows = (scopes: readonly Scope[], element: string): boolean =>
  scopes.some((s) => s === 'all' || opens(elementsOf[s], element))

const showsDocument = (scopes: readonly Scope[], type: string): boolean =>
  scopes.some((s) => s === 'all' || documentsOf[s].includes(type))

/** The share under which an organisation sees a dossier at a moment. A share that has run out shows nothing from that very moment. */
export const shareOf = (s: Pick<DossierState, 'shares'>, org: string, now: Instant): Share | undefined =>
  s.shares.find((x) => x.org === org && (x.until === null || x.until > now))

const pick = <T>(map: Readonly<Record<string, T>>, shows: (id: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(map).filter(([id]) => shows(id)))

/**
 * A dossier as an organisation may see it (M02-5): the owner and whoever has all of it, whole; others, their scopes; nothing when
 * there is no share, or no longer. Commercial terms show to nobody who was not granted them.
 */
export function viewOf(
  s: DossierState,
  { org, now }: { readonly org: string; readonly now: Instant },
): DossierState | undefined {
  if (org === s.owner) return s
  const share = shareOf(s, org, now)
  if (!share) return undefined
  const { scopes } = share
  if (scopes.includes('all')) return s
  const shows = (id: string): boolean => scopeShows(scopes, id)
  return {
    ...s,
    elements: pick(s.elements, shows),
    sources: pick(s.sources, shows),
    lines: s.lines.map((line) => pick(line, shows)),
    lineSources: s.lineSources.map((l) => ({ ...l, own: pick(l.own, shows) })),
    // What only one procedure asks has no scope of its own: it is the agency's, and opens with the sanitary one.
    answers: scopes.includes('sanitary') ? s.answers : {},
    documents: s.documents.filter((d) => showsDocument(scopes, d.type)),
    references: s.references
      .filter((r) => showsDocument(scopes, r.type))
      .map((r) => ({ ...r, states: pick(r.states, shows) })),
    conflicts: s.conflicts.filter((c) => shows(c.element)),
    shares: [share],
    rectify: [],
    related: [],
  }
}
