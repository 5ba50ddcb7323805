import type { Calendar } from '../../calendar.ts'
import type { Language, Words } from '../../problem.ts'
import type { Period } from '../../time.ts'
import { isCurrency } from '../codes/currencies.ts'
import type { Agency, DocumentType, Groups, Norm, RefundRule } from '../model.ts'
import type { CodeList, Defaults } from './context.ts'
import { noPeriod, readLaw } from './context.ts'
import { day, entries, fault, fields, items, keyAt, named, oneOf, percent, period, text, type At } from './cursor.ts'
import { LANGUAGES } from '../languages.ts'
import {
  AGENCY,
  DEFAULTS,
  DOCUMENT,
  NORM,
  PACK,
  PERIODS,
  QUEUES,
  REFUND,
  REFUND_STAGES,
  ROLES,
} from '../vocabulary/pack.ts'
import { keysOf } from '../vocabulary/shapes.ts'
import { readWords, type Texts } from './texts.ts'

const PERIOD_NAMES = keysOf(PERIODS)

export interface PackHead {
  readonly id: string
  readonly version: string
  readonly language: Language
  readonly languages: readonly Language[]
  readonly currency: string
  readonly calendar: string
  readonly norms: ReadonlyMap<string, Norm>
  readonly unitNames: ReadonlySet<string>
  readonly confirm: readonly string[]
  readonly found: Partial<Record<keyof typeof PACK, At>>
}

/** The part of `pack.yaml` that everything else needs: identity, languages, norms and the names of units. */
export function readHead(at: At, folder: string): PackHead {
  const found = fields(at, PACK)
  const id = found.pack && text(found.pack)
  if (found.pack && id !== undefined && id !== folder)
    fault(found.pack, 'BAD_VALUE', `${id} lies in the folder ${folder}`, `write pack: ${folder}`)
  const language = (found.language && oneOf(found.language, LANGUAGES)) ?? 'es'
  const others = (found.languages ? items(found.languages) : [])
    .map((l) => oneOf(l, LANGUAGES))
    .filter((l) => l !== undefined)
  const currency = found.currency && text(found.currency)
  if (found.currency && currency !== undefined && !isCurrency(currency))
    fault(found.currency, 'BAD_VALUE', `${currency} is not a currency`, 'write the code of ISO 4217')
  return {
    id: id ?? folder,
    version: (found.version && text(found.version)) ?? '',
    language,
    languages: [...new Set([language, ...others])],
    currency: currency ?? 'XXX',
    calendar: (found.calendar && text(found.calendar)) ?? '',
    norms: readNorms(found.norms),
    unitNames: readUnitNames(found.units),
    confirm: (found.confirm ? items(found.confirm) : []).map(text).filter((c) => c !== undefined),
    found,
  }
}

function readNorms(at: At | undefined): Map<string, Norm> {
  const norms = new Map<string, Norm>()
  for (const [id, child] of at ? entries(at) : []) {
    const found = fields(child, NORM)
    const title = found.title && text(found.title)
    const link = found.link && text(found.link)
    const published = found.published && day(found.published)
    norms.set(id, { id, title: title ?? '', ...(link ? { link } : {}), ...(published ? { published } : {}) })
  }
  return norms
}

/** `[UIT]`, or a map whose values name where the values stand. */
function readUnitNames(at: At | undefined): Set<string> {
  if (!at) return new Set()
  const names = at.node.kind === 'map' ? entries(at).map(([name]) => name) : items(at).map(text)
  return new Set(names.filter((name) => name !== undefined))
}

export function readDefaults(at: At | undefined, norms: ReadonlyMap<string, Norm>): Defaults {
  const found: Partial<Record<keyof typeof DEFAULTS, At>> = at ? fields(at, DEFAULTS) : {}
  const one = (key: (typeof PERIOD_NAMES)[number]): Period => (found[key] && period(found[key])) ?? noPeriod
  const service = found.service && period(found.service)
  return {
    law: (found.law && readLaw(found.law, norms)) ?? '',
    order: one('order'),
    admit: one('admit'),
    cure: one('cure'),
    answer: one('answer'),
    extension: one('extension'),
    opinion: one('opinion'),
    slot: one('slot'),
    appeal: one('appeal'),
    appealDecision: one('appealDecision'),
    ...(service ? { service } : {}),
    warn: (found.warn ? items(found.warn) : [])
      .map((w) => period(w, ['d', 'months', 'years']))
      .filter((p) => p !== undefined),
    refunds: readRefunds(found.refunds, norms),
  }
}

/** `refunds:` what goes back to whoever withdraws (PACK 16.11): dated, and each with its law. */
function readRefunds(at: At | undefined, norms: ReadonlyMap<string, Norm>): RefundRule[] {
  const rules: RefundRule[] = []
  for (const child of at ? items(at) : []) {
    const found = fields(child, REFUND)
    const until = found.until && oneOf(found.until, REFUND_STAGES)
    const share = found.share && percent(found.share)
    const from = found.from && day(found.from)
    const law = found.law && readLaw(found.law, norms)
    if (found.share && share !== undefined && Number(share) > 100)
      fault(found.share, 'BAD_VALUE', `${share} % is more than was paid`, 'write 100 % or less')
    if (until && share !== undefined && from && law) {
      if (rules.some((r) => r.until === until && r.from === from))
        fault(child, 'VALIDITY_OVERLAP', `two refunds until ${until} begin on ${from}`, 'keep one, or change from:')
      rules.push({ until, share, from, law })
    }
  }
  return rules
}

export function readAgencies(
  at: At | undefined,
  calendar: string,
  calendars: ReadonlyMap<string, Calendar>,
): Map<string, Agency> {
  const agencies = new Map<string, Agency>()
  for (const [id, child] of at ? entries(at) : []) {
    const found = fields(child, AGENCY)
    const roles = (found.roles ? items(found.roles) : []).map((r) => oneOf(r, ROLES, 'UNKNOWN_ROLE'))
    const own = found.calendar && named(found.calendar, calendars.keys(), 'NO_CALENDAR', 'a calendar of this pack')
    if (!found.calendar && !calendars.has(calendar)) {
      fault(
        keyAt(at ?? child, id),
        'NO_CALENDAR',
        `no calendar for ${id}`,
        'add calendars/<id>.yaml and name it in calendar:',
      )
    }
    agencies.set(id, {
      id,
      name: (found.name && text(found.name)) ?? id,
      roles: roles.filter((role) => role !== undefined),
      calendar: own ?? calendar,
      ...(found.queue && oneOf(found.queue, QUEUES, 'BAD_VALUE') === 'in-order' ? { inOrder: true as const } : {}),
    })
  }
  return agencies
}

/** `groups:` delegated entities by the name of their group; each an agency, or `{ agency: [regions it serves] }`. */
export function readGroups(at: At | undefined, agencies: ReadonlyMap<string, Agency>): Groups {
  const groups = new Map<string, ReadonlyMap<string, readonly string[] | undefined>>()
  for (const [name, child] of at ? entries(at) : []) {
    const members = new Map<string, readonly string[] | undefined>()
    for (const item of items(child)) {
      const [pair, more] = item.node.kind === 'map' ? entries(item) : []
      if (more) fault(item, 'SHAPE', 'one entry of a group names one agency', 'put a hyphen before each agency')
      const here: At = pair ? { ...item, node: { kind: 'text', line: item.node.line, text: pair[0] } } : item
      const id = named(here, agencies.keys(), 'UNKNOWN_AGENCY', 'an agency of pack.yaml')
      if (id === undefined) continue
      if (members.has(id)) fault(item, 'ASKED_TWICE', `${id} stands twice in ${name}`, 'keep one of the two')
      const regions = pair && items(pair[1]).map(text)
      members.set(
        id,
        regions?.filter((region) => region !== undefined),
      )
    }
    if (members.size < 2 && child.node.kind === 'list')
      fault(child, 'BAD_VALUE', `nobody can choose in ${name}: it has one member or none`, 'name at least two agencies')
    groups.set(name, members)
  }
  return groups
}

/** A document type is a code, or `{ code, name, heldBy }`. */
export function readDocuments(at: At | undefined, texts: Texts): Map<string, DocumentType> {
  const documents = new Map<string, DocumentType>()
  for (const [id, child] of at ? entries(at) : []) {
    const plain = child.node.kind === 'text'
    const found: Partial<Record<keyof typeof DOCUMENT, At>> = plain ? { code: child } : fields(child, DOCUMENT)
    const name: Words | undefined = found.name && readWords(found.name, texts, ['documents', id])
    const heldBy = found.heldBy && text(found.heldBy)
    const code = (found.code && text(found.code)) ?? ''
    documents.set(id, { id, code, name: name ?? { [texts.main]: id }, ...(heldBy ? { heldBy } : {}) })
  }
  return documents
}

/** A list of codes, or a map of code to words. */
export function readCodes(at: At, texts: Texts, key: readonly string[]): CodeList {
  if (at.node.kind !== 'map') {
    const codes = items(at)
      .map(text)
      .filter((code) => code !== undefined)
    return { codes: unique(at, codes) }
  }
  const labels: Record<string, Words> = {}
  for (const [code, child] of entries(at)) {
    const words = readWords(child, texts, [...key, code])
    if (words) labels[code] = words
  }
  return { codes: entries(at).map(([code]) => code), labels }
}

function unique(at: At, codes: readonly string[]): readonly string[] {
  codes.forEach((code, i) => {
    if (codes.indexOf(code) !== i) fault(at, 'BAD_VALUE', `${code} is listed twice`, 'keep one of them')
  })
  return codes
}
