import { countryOf, type Language } from '#kernel'
import type { EnterpriseState } from '#modules/enterprises'
import type { Reaction } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { showDay } from '#platform/pdf'
import type { Signer } from '#platform/signing'
import { attest } from './attest.ts'

interface Words {
  readonly title: string
  readonly procedure: string
  readonly labels: readonly [
    country: string,
    taxId: string,
    address: string,
    registry: string,
    size: string,
    activity: string,
    region: string,
  ]
  readonly checked: string
  readonly unchecked: string
  readonly sizes: Readonly<Record<string, string>>
  readonly since: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  es: {
    title: 'Constancia de registro de empresa',
    procedure: 'Registro de empresas en la ventanilla',
    labels: [
      'País',
      'Número tributario',
      'Domicilio fiscal',
      'Registro tributario',
      'Tamaño',
      'Actividad (CIIU)',
      'Región',
    ],
    checked: 'confirmado',
    unchecked: 'por confirmar: el registro no respondía',
    sizes: { micro: 'microempresa', small: 'pequeña', medium: 'mediana', large: 'grande' },
    since: 'declarado el',
  },
  en: {
    title: 'Certificate of registration of a firm',
    procedure: 'Registration of firms in the window',
    labels: ['Country', 'Tax number', 'Fiscal address', 'Tax registry', 'Size', 'Activity (ISIC)', 'Region'],
    checked: 'confirmed',
    unchecked: 'to be confirmed: the registry did not answer',
    sizes: { micro: 'micro', small: 'small', medium: 'medium', large: 'large' },
    since: 'declared on',
  },
  pt: {
    title: 'Certificado de registro de empresa',
    procedure: 'Registro de empresas na janela única',
    labels: ['País', 'Número fiscal', 'Domicílio fiscal', 'Registro tributário', 'Porte', 'Atividade (CIIU)', 'Região'],
    checked: 'confirmado',
    unchecked: 'a confirmar: o registro não respondia',
    sizes: { micro: 'microempresa', small: 'pequena', medium: 'média', large: 'grande' },
    since: 'declarado em',
  },
}

export interface RegistrationServices {
  readonly library: PackLibrary
  readonly signer: Signer
  readonly authority: { readonly org: string; readonly name: string }
}

/** Signs a firm's certificate of registration anew, each time something that it says has changed (M01, outputs). */
export async function issueRegistration(
  r: Reaction,
  { library, signer, authority }: RegistrationServices,
): Promise<void> {
  const s = r.file.state as EnterpriseState
  if (s.status !== 'ACTIVE') return
  const pack = [...library.packs.values()].find((p) => countryOf(p) === s.country)
  const language: Language = pack?.language ?? 'es'
  const w = WORDS[language]
  const [country, taxId, address, registry, size, activity, region] = w.labels
  const day = s.sizeConfirmedAt?.slice(0, 10)
  await attest(r, signer, {
    type: 'registration',
    title: w.title,
    number: `CR-${s.country}-${s.taxId}`,
    procedure: { id: 'enterprises', version: pack?.version ?? '', title: w.procedure, law: 'M01' },
    holder: { name: s.name, taxId: s.taxId },
    country: s.country,
    zone: pack?.calendars.get(pack.calendar)?.zone ?? 'UTC',
    validUntil: null,
    elements: [
      ['country', country, s.country],
      ['taxId', taxId, s.taxId],
      ['address', address, s.address],
      ['registry', registry, s.registry === 'active' ? w.checked : w.unchecked],
      [
        'size',
        size,
        s.size && !s.sizeUnconfirmed && day
          ? `${w.sizes[s.size] ?? s.size}, ${w.since} ${showDay(day, language)}`
          : null,
      ],
      ['activity', activity, s.particulars.activity],
      ['region', region, s.particulars.region],
    ],
    issuer: authority,
    readers: [s.org, s.registrantOrg, s.authority],
  })
}
