import { showMoney, type Language } from '#kernel'
import { actWords, type MandateState } from '#modules/mandates'
import type { Directory } from '#platform/access'
import type { Reaction } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { showDay } from '#platform/pdf'
import type { Signer } from '#platform/signing'
import { attest } from './attest.ts'

interface Words {
  readonly title: string
  readonly procedure: string
  readonly labels: readonly [
    principal: string,
    agent: string,
    acts: string,
    goods: string,
    agencies: string,
    offices: string,
    cap: string,
    from: string,
    given: string,
    second: string,
    taken: string,
  ]
  readonly all: string
  readonly none: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  es: {
    title: 'Escritura de poder',
    procedure: 'Poder para actuar por una empresa',
    labels: [
      'Quien da el poder',
      'Quien lo recibe',
      'Puede',
      'Mercancías (SA)',
      'Organismos',
      'Aduanas',
      'Valor máximo',
      'Desde',
      'Lo ofreció',
      'Lo confirmó',
      'Lo aceptó',
    ],
    all: 'todas',
    none: 'sin tope',
  },
  en: {
    title: 'Deed of mandate',
    procedure: 'Power to act for a firm',
    labels: [
      'Given by',
      'Given to',
      'May',
      'Goods (HS)',
      'Agencies',
      'Customs offices',
      'Highest value',
      'From',
      'Offered by',
      'Confirmed by',
      'Accepted by',
    ],
    all: 'all',
    none: 'no cap',
  },
  pt: {
    title: 'Escritura de procuração',
    procedure: 'Poder para atuar por uma empresa',
    labels: [
      'Quem dá o poder',
      'Quem o recebe',
      'Pode',
      'Mercadorias (SH)',
      'Órgãos',
      'Alfândegas',
      'Valor máximo',
      'Desde',
      'Oferecido por',
      'Confirmado por',
      'Aceito por',
    ],
    all: 'todas',
    none: 'sem teto',
  },
}

export interface DeedServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly signer: Signer
  readonly authority: { readonly org: string; readonly name: string }
}

/**
 * Signs the deed of a mandate when its agent accepts it (M01, outputs): the signed record is the original, the page its rendering. People
 * stand in it by their id, so that a name can be erased. Revoked or lapsed, it is verified as such.
 */
export async function issueDeed(r: Reaction, { library, directory, signer, authority }: DeedServices): Promise<void> {
  const s = r.file.state as MandateState
  const [principal, agent] = await Promise.all([
    directory.getOrganisation(s.principal),
    directory.getOrganisation(s.agent),
  ])
  const pack = library.packs.get(principal.pack ?? '')
  const language: Language = pack?.language ?? 'es'
  const w = WORDS[language]
  const [by, to, may, goods, agencies, offices, cap, from, given, second, taken] = w.labels
  const list = (items: readonly string[]): string => (items.length ? items.join(', ') : w.all)
  await attest(r, signer, {
    type: 'mandate-deed',
    title: w.title,
    number: `PODER-${r.file.id.slice(0, 8).toUpperCase()}-${r.file.id.slice(-6).toUpperCase()}`,
    procedure: { id: 'mandates', version: pack?.version ?? '', title: w.procedure, law: 'M01' },
    holder: { name: s.agentName, taxId: agent.taxId ?? '' },
    country: principal.country ?? '',
    zone: pack?.calendars.get(pack.calendar)?.zone ?? 'UTC',
    validUntil: s.to,
    elements: [
      ['principal', by, `${s.principalName} (${principal.taxId ?? '—'})`],
      ['agent', to, `${s.agentName} (${agent.taxId ?? '—'})`],
      ['acts', may, s.acts.map((a) => actWords(a, language)).join('; ')],
      ['hs', goods, list(s.hs)],
      ['agencies', agencies, list(s.agencies)],
      ['offices', offices, list(s.offices)],
      ['cap', cap, s.valueCap ? showMoney(s.valueCap) : w.none],
      ['from', from, showDay(s.from, language)],
      ['offeredBy', given, s.offeredBy],
      ['secondBy', second, s.secondBy],
      ['acceptedBy', taken, s.acceptedBy],
    ],
    issuer: authority,
    readers: [s.principal, s.agent],
  })
}
