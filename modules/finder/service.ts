import type { Pool } from 'pg'
import { legalDay, type Instant, type Language, type PackFile } from '#kernel'
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
import { loadTariff } from './tariff.ts'

export interface FinderServices {
  /** The tariff's CSV files. */
  readonly files: readonly PackFile[]
  readonly library: PackLibrary
  readonly pool: Pool
  readonly signer: Signer
  readonly clock: Clock
  readonly sandbox: boolean
}

/** The finder with its store: what the door and the pages use. */
export interface FinderService extends Finder {
  ask(question: Question): Promise<FinderAnswer>
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

export function openFinder({ files, library, pool, signer, clock, sandbox }: FinderServices): FinderService {
  const measures = createMeasures(pool)
  const finder = createFinder({
    tariff: loadTariff(files),
    dictionary: library.dictionary,
    findProcedure: (id, day) => library.findProcedure(id, day),
    measured: (id) => measures.of(id),
  })
  const todayOf = (country: string, now: Instant): string => {
    const pack = library.packs.get(country)
    const calendar = pack?.calendars.get(pack.calendar)
    return calendar ? legalDay(calendar, now) : now.slice(0, 10)
  }
  const holds = ({ record }: Certificate): boolean =>
    holdsOn(record, todayOf(record.rules.pack, clock.now()), library.packs.get(record.rules.pack), finder)
  const find = (by: { code?: string; digest?: string }) => findCertificate(pool, by)
  return {
    ...finder,
    ask: async (question) => {
      await measures.refresh(clock.now())
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
