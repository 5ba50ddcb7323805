import type { Pool } from 'pg'
import { legalDay, type Instant, type Language, type PackFile } from '#kernel'
import type { HsName } from '#modules/catalogues'
import type { VerificationAnswer, VerificationAsk } from '#modules/documents'
import type { Clock } from '#platform/clock'
import type { PackLibrary } from '#platform/packs'
import { digestOfRecord, type Signer } from '#platform/signing'
import { createFinder, type Finder, type FinderAnswer } from './answer.ts'
import type { Question } from './ask.ts'
import {
  certificatePrintable,
  findCertificate,
  holdsOn,
  issueCertificate,
  verifyCertificate,
  type Certificate,
} from './certificate.ts'
import { createMeasures } from './measured.ts'
import type { SheetStanding } from './sheet-content.ts'
import { loadTariff } from './tariff.ts'

export interface FinderServices {
  /** The tariff's CSV files. */
  readonly files: readonly PackFile[]
  readonly library: PackLibrary
  readonly pool: Pool
  readonly signer: Signer
  readonly clock: Clock
  readonly sandbox: boolean
  /** Codes of the Harmonized System that were imported; the same list as long as they are the same. */
  /** How the sheets of procedures stand with their agencies. */
  readonly sheets?: { of(procedure: string): SheetStanding | undefined; refresh(): Promise<void> }
  readonly imported?: (day: string) => Promise<readonly HsName[]>
}

/** The finder with its store: what the door and the pages use. */
export interface FinderService extends Finder {
  ask(question: Question): Promise<FinderAnswer>
  /** Reads what was published since: imported codes, values of the catalogues, measured times. */
  refresh(): Promise<void>
  certify(question: Question): Promise<Certificate>
  findCertificate(code: string): Promise<Certificate | undefined>
  /** The certificate as its rendering needs it. */
  printable(
    certificate: Certificate,
    language: Language,
    verifyUrl: string,
  ): ReturnType<typeof certificatePrintable> | undefined
  verify(ask: VerificationAsk): Promise<VerificationAnswer | undefined>
}

export function openFinder({
  files,
  library,
  pool,
  signer,
  clock,
  sandbox,
  imported,
  sheets,
}: FinderServices): FinderService {
  const measures = createMeasures(pool)
  const over = (names: readonly HsName[]): Finder =>
    createFinder({
      tariff: loadTariff(files, names),
      dictionary: library.dictionary,
      findProcedure: (id, day) => library.findProcedure(id, day),
      packOf: (country) => library.packs.get(country.toLowerCase()),
      measured: (id) => measures.of(id),
      sheet: (id) => sheets?.of(id),
    })
  let names: readonly HsName[] = []
  let finder = over(names)
  /** What was imported since is searched and answered too. While the store is away, what is known serves. */
  const refresh = async (): Promise<void> => {
    const now = clock.now()
    const [found] = await Promise.all([
      imported?.(now.slice(0, 10)).catch(() => names),
      library.packsIn(null).catch(() => undefined),
      measures.refresh(now),
      sheets?.refresh().catch(() => undefined),
    ])
    if (!found || found === names) return
    names = found
    finder = over(found)
  }
  const todayOf = (country: string, now: Instant): string => {
    const pack = library.packs.get(country)
    const calendar = pack?.calendars.get(pack.calendar)
    return calendar ? legalDay(calendar, now) : now.slice(0, 10)
  }
  const holds = ({ record }: Certificate): boolean =>
    holdsOn(record, todayOf(record.rules.pack, clock.now()), library.packs.get(record.rules.pack), finder)
  const find = (by: { code?: string; digest?: string }) => findCertificate(pool, by)
  return {
    get tariff() {
      return finder.tariff
    },
    get search() {
      return finder.search
    },
    dictionary: library.dictionary,
    measured: (id) => measures.of(id),
    answer: (question) => finder.answer(question),
    refresh,
    ask: async (question) => {
      await refresh()
      return finder.answer(question)
    },
    certify: (question) => {
      const now = clock.now()
      const today = todayOf(question.pack.id, now)
      return issueCertificate(question, finder.answer(question), now, today, { pool, signer, sandbox })
    },
    findCertificate: (code) => find({ code }),
    printable: (certificate, language, verifyUrl) => {
      const pack = library.packs.get(certificate.record.rules.pack)
      return pack && certificatePrintable(certificate, { pack, finder, verifyUrl, language, holds: holds(certificate) })
    },
    verify: async ({ code, digest, jws }) => {
      const claimed = jws === undefined ? digest?.toLowerCase() : digestOfRecord(jws)
      const found = await find(code !== undefined ? { code } : claimed === undefined ? {} : { digest: claimed })
      if (!found) return undefined
      const language = library.packs.get(found.record.rules.pack)?.language ?? 'es'
      return verifyCertificate(found, signer, clock.now(), {
        holds: holds(found),
        language,
        ...(claimed === undefined ? {} : { digest: claimed }),
      })
    },
  }
}
