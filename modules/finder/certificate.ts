import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { canonical, countryOf, refusal, wordsIn, type Instant, type Language, type Pack, type Value } from '#kernel'
import { newCode, type VerificationAnswer } from '#modules/documents'
import { Refusals, transact, type Statement } from '#platform/cases'
import { showDayLong, type IssuedRecord } from '#platform/pdf'
import { PLATFORM, type Signer } from '#platform/signing'
import type { Finder, FinderAnswer } from './answer.ts'
import type { Question } from './ask.ts'
import { showCode } from './tariff.ts'
import { speakerOf } from './vocabulary.ts'

/**
 * The signed record of a certificate that nothing is needed: what was asked, for which day, under which rules, and the rows that
 * exempt. It needs no case: nobody decided it; the rules did, and anyone may put the same question to them again.
 */
export interface CertificateRecord {
  readonly type: 'nothing-needed'
  readonly number: string
  readonly code: string
  readonly issuedAt: Instant
  readonly country: string
  readonly zone: string
  readonly day: string
  readonly question: Asked
  readonly description: string
  readonly exemptions: readonly { readonly at: string; readonly law: string; readonly note: string | null }[]
  readonly rules: { readonly pack: string; readonly version: string; readonly digest: string }
  readonly unconfirmed: boolean
  readonly sandbox: boolean
}

interface Asked {
  readonly hs: string
  readonly regime: string
  readonly elements: Readonly<Record<string, Value>>
  readonly line: Readonly<Record<string, Value>>
}

export interface Certificate {
  readonly record: CertificateRecord
  readonly digest: string
  readonly jws: string
}

const lockSeries: Statement = {
  name: 'finder.lock-series',
  text: `INSERT INTO finder.series (year, last) VALUES ($1, 0) ON CONFLICT (year) DO UPDATE SET last = finder.series.last RETURNING last`,
}
const takeNumber: Statement = {
  name: 'finder.take-number',
  text: 'UPDATE finder.series SET last = last + 1 WHERE year = $1 RETURNING last',
}
const put: Statement = {
  name: 'finder.put',
  text: `INSERT INTO finder.certificate (asked, code, number, country, day, record, digest, jws, issued_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
}
const COLUMNS = 'record, digest, jws'
const byAsked: Statement = {
  name: 'finder.by-asked',
  text: `SELECT ${COLUMNS} FROM finder.certificate WHERE asked = $1`,
}
const byCode: Statement = {
  name: 'finder.by-code',
  text: `SELECT ${COLUMNS} FROM finder.certificate WHERE code = $1`,
}
const byDigest: Statement = {
  name: 'finder.by-digest',
  text: `SELECT ${COLUMNS} FROM finder.certificate WHERE digest = $1`,
}

type Stored = Record<string, unknown> & { readonly record: string; readonly digest: string; readonly jws: string }

const opened = (row: Stored | undefined): Certificate | undefined =>
  row && { record: JSON.parse(row.record) as CertificateRecord, digest: row.digest, jws: row.jws }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export interface CertificateServices {
  readonly pool: Pool
  readonly signer: Signer
  readonly sandbox: boolean
}

const WHY: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  needed: {
    es: 'las reglas piden trámites',
    en: 'the rules call for procedures',
    pt: 'as regras pedem procedimentos',
  },
  prohibited: { es: 'la mercancía está prohibida', en: 'the goods are prohibited', pt: 'a mercadoria é proibida' },
  depends: {
    es: 'faltan datos que cambian la respuesta',
    en: 'data are missing that change the answer',
    pt: 'faltam dados que mudam a resposta',
  },
  unknown: {
    es: 'no se sabe qué mercancía es',
    en: 'it is not known which goods these are',
    pt: 'não se sabe que mercadoria é',
  },
  regime: {
    es: 'falta decir si entra o sale',
    en: 'it is not said whether they come in or go out',
    pt: 'falta dizer se entra ou sai',
  },
  day: {
    es: 'solo se certifica el día de hoy',
    en: 'only today can be certified',
    pt: 'só se certifica o dia de hoje',
  },
}

function refuse(why: string): never {
  const { es = '', en = '', pt = '' } = WHY[why] ?? {}
  throw new Refusals([refusal('CERTIFICATE_REFUSED', '', { why_es: es, why_en: en, why_pt: pt })])
}

/**
 * Issues the certificate for an answer that is nothing; the one already issued for the same question, day and rules is given again.
 * @throws Refusals CERTIFICATE_REFUSED when the answer is anything else, when the way of the goods was not told, or for another day than today.
 */
export async function issueCertificate(
  question: Question,
  answer: FinderAnswer,
  now: Instant,
  today: string,
  { pool, signer, sandbox }: CertificateServices,
): Promise<Certificate> {
  if (answer.status !== 'nothing-needed') return refuse(WHY[answer.status] ? answer.status : 'unknown')
  const { pack, elements, line, day, regime } = question
  const hs = answer.hs?.code ?? ''
  if (regime === undefined) return refuse('regime')
  if (day !== today) return refuse('day')
  const asked: Asked = { hs, regime, elements, line }
  const rules = { pack: pack.id, version: pack.version, digest: pack.digest }
  const key = sha256(canonical({ asked, day, rules }))
  return transact(pool, null, async (tx) => {
    tx.asPlatform()
    const year = Number(day.slice(0, 4))
    await tx.query(lockSeries, [year])
    const known = opened((await tx.query<Stored>(byAsked, [key])).rows[0])
    if (known) return known
    const { last } = (await tx.query<{ last: string }>(takeNumber, [year])).rows[0] ?? { last: '0' }
    const record: CertificateRecord = {
      type: 'nothing-needed',
      number: `CNR-${pack.id.toUpperCase()}-${year}-${String(last).padStart(7, '0')}`,
      code: newCode(),
      issuedAt: now,
      country: countryOf(pack),
      zone: pack.calendars.get(pack.calendar)?.zone ?? 'UTC',
      day,
      question: asked,
      description: answer.hs?.description ?? '',
      exemptions: answer.exemptions.map(({ at, law, note }) => ({ at, law: String(law.cite), note })),
      rules,
      unconfirmed: (pack.confirm ?? []).length > 0,
      sandbox,
    }
    const text = canonical(record)
    const jws = await signer.sign(PLATFORM, record)
    const digest = sha256(text)
    await tx.query(put, [key, record.code, record.number, pack.id, day, text, digest, jws, now])
    return { record, digest, jws }
  })
}

/** By public code, or by the digest of the signed record. */
export const findCertificate = (
  pool: Pool,
  by: { readonly code?: string; readonly digest?: string },
): Promise<Certificate | undefined> =>
  transact(pool, null, async (tx) => {
    tx.asPlatform()
    if (by.code?.includes('\0')) return undefined
    const [statement, value] = by.code !== undefined ? [byCode, by.code.toUpperCase()] : [byDigest, by.digest]
    return value === undefined ? undefined : opened((await tx.query<Stored>(statement, [value])).rows[0])
  })

/** Puts the question of a certificate to the rules of another day: whether nothing is needed still. */
export function holdsOn(record: CertificateRecord, day: string, pack: Pack | undefined, finder: Finder): boolean {
  if (!pack) return false
  const { hs, regime, elements, line } = record.question
  const question: Question = { pack, language: pack.language, day, hs, regime: regime as never, elements, line }
  return finder.answer(question).status === 'nothing-needed'
}

const TITLE: Readonly<Record<Language, (day: string) => string>> = {
  es: (day) => `Constancia de que no se requiere permiso al ${day}`,
  en: (day) => `Certificate that no permit is required on ${day}`,
  pt: (day) => `Certidão de que não se exige licença em ${day}`,
}

export const titleOf = (record: CertificateRecord, language: Language): string =>
  TITLE[language](showDayLong(record.day, language, true))

/**
 * What anyone may know of a certificate. `expired`: it was true on its day, but the rules of today answer otherwise.
 * Nothing when there is none.
 */
export async function verifyCertificate(
  certificate: Certificate,
  signer: Signer,
  now: Instant,
  {
    holds,
    language,
    digest: claimed,
  }: { readonly holds: boolean; readonly language: Language; readonly digest?: string },
): Promise<VerificationAnswer> {
  const { record, digest, jws } = certificate
  const seal = await signer.verify(jws)
  const intact = seal.valid && seal.org === PLATFORM && seal.digest === digest && sha256(canonical(record)) === digest
  const same = claimed === undefined || claimed === digest
  return {
    status: !intact || !same ? 'altered' : holds ? 'valid' : 'expired',
    checkedAt: now,
    code: record.code,
    number: record.number,
    title: titleOf(record, language),
    issuer: 'Ventanilla',
    issuedAt: record.issuedAt,
    validUntil: record.day,
    edition: 1,
    latestEdition: 1,
    editionDigests: [digest],
    goods: `${showCode(record.question.hs)} ${record.description}`.trim(),
    digest,
    sandbox: record.sandbox,
    zone: record.zone,
    country: record.country,
    level: 'seal',
    kid: seal.kid,
  }
}

const PAPER: Readonly<
  Record<
    Language,
    {
      readonly holder: string
      readonly law: string
      readonly rules: string
      readonly day: string
      readonly regime: string
      readonly exempt: string
      readonly conditions: readonly string[]
      readonly unconfirmed: string
      readonly procedure: string
    }
  >
> = {
  es: {
    holder: 'Quien la presente',
    law: 'Tablas de requisitos del país, en la edición indicada',
    rules: 'Edición de las reglas (SHA-256)',
    day: 'Día consultado',
    regime: 'Régimen',
    exempt: 'Exento por',
    conditions: [
      'Para la mercancía y los datos indicados, las reglas que aplica la ventanilla no piden ningún trámite y no hay prohibición.',
      'Vale para esa pregunta y ese día. Si cambia la mercancía, el uso, el origen o el destino, consulte de nuevo.',
      'No sustituye la declaración de aduana ni los tributos.',
    ],
    unconfirmed: 'El país todavía no ha confirmado todas las cifras de estas reglas.',
    procedure: 'Consulta de requisitos',
  },
  en: {
    holder: 'Whoever presents it',
    law: 'Requirement tables of the country, in the edition stated',
    rules: 'Edition of the rules (SHA-256)',
    day: 'Day asked about',
    regime: 'Regime',
    exempt: 'Exempt by',
    conditions: [
      'For the goods and data stated, the rules that the window enforces call for no procedure, and there is no prohibition.',
      'It holds for that question and that day. If goods, use, origin or destination change, ask again.',
      'It replaces neither the customs declaration nor duties.',
    ],
    unconfirmed: 'The country has not yet confirmed all figures of these rules.',
    procedure: 'Requirement finder',
  },
  pt: {
    holder: 'Quem a apresente',
    law: 'Tabelas de requisitos do país, na edição indicada',
    rules: 'Edição das regras (SHA-256)',
    day: 'Dia consultado',
    regime: 'Regime',
    exempt: 'Isento por',
    conditions: [
      'Para a mercadoria e os dados indicados, as regras que a janela aplica não pedem nenhum procedimento e não há proibição.',
      'Vale para essa pergunta e esse dia. Se mudar a mercadoria, o uso, a origem ou o destino, consulte de novo.',
      'Não substitui a declaração aduaneira nem os tributos.',
    ],
    unconfirmed: 'O país ainda não confirmou todos os números destas regras.',
    procedure: 'Consulta de requisitos',
  },
}

/** The certificate as the printed form needs it. */
export function certificatePrintable(
  { record, digest }: Certificate,
  {
    pack,
    finder,
    verifyUrl,
    language,
    holds,
  }: {
    readonly pack: Pack
    readonly finder: Finder
    readonly verifyUrl: string
    readonly language: Language
    readonly holds: boolean
  },
): IssuedRecord {
  const words = PAPER[language]
  const speaker = speakerOf(pack, finder.dictionary, language)
  const entry = finder.tariff.findNearest(record.question.hs)
  const say = (id: string, value: Value): string =>
    typeof value === 'object' ? Object.values(value).join(' ') : speaker.code(id, String(value))
  const told = { ...record.question.elements, ...record.question.line }
  return {
    id: record.code,
    documentType: record.type,
    title: titleOf(record, language),
    number: record.number,
    code: record.code,
    issuer: { id: PLATFORM, name: 'Ventanilla', country: record.country },
    holder: { name: words.holder, taxId: '—' },
    procedure: { id: 'finder', version: record.rules.version, title: words.procedure, law: words.law },
    issuedAt: record.issuedAt,
    zone: record.zone,
    validUntil: record.day,
    status: holds ? 'valid' : 'expired',
    lines: [
      {
        description: entry ? wordsIn(entry.words, language) : record.description,
        commodity: showCode(record.question.hs),
        quantity: null,
      },
    ],
    elements: [
      { label: words.day, value: record.day },
      { label: words.regime, value: speaker.code('regime', record.question.regime) },
      ...Object.entries(told).map(([id, value]) => ({ label: speaker.label(id), value: say(id, value) })),
      ...record.exemptions.map((e) => ({
        label: words.exempt,
        value: `${e.law}${e.note ? `: ${e.note}` : ''} (${e.at})`,
      })),
      { label: words.rules, value: `${record.rules.pack} ${record.rules.version} ${record.rules.digest}` },
    ],
    conditions: [...words.conditions, ...(record.unconfirmed ? [words.unconfirmed] : [])],
    signedBy: { role: 'system', level: 'seal' },
    digest,
    verifyUrl,
    sandbox: record.sandbox,
    language,
  }
}
