import { createHash } from 'node:crypto'
import { canonical, wordsIn, type Dictionary, type Language, type Pack, type Procedure } from '#kernel'
import { sheetOf } from './sheet.ts'
import { speakerOf } from './vocabulary.ts'

/** How the sheet of a procedure stands with its agency. */
export interface SheetStanding {
  readonly status: string
  /** Of the content that was confirmed. */
  readonly digest: string
  readonly confirmedAt: string | null
  readonly reviewAt: string | null
}

export interface SheetSaid {
  /** `none`: no agency ever looked at it. */
  readonly status: string
  readonly confirmedAt: string | null
  readonly reviewAt: string | null
  /** The rules are not those that the agency confirmed. */
  readonly changed: boolean
  /** What to put over the sheet; nothing when it is confirmed and fresh. */
  readonly banner: string | null
}

const digests = new WeakMap<Procedure, string>()

/** SHA-256 of what a sheet says that its agency answers for: not what changes by itself, as amounts of the day and measured times. */
export function sheetDigest(pack: Pack, procedure: Procedure, dictionary: Dictionary): string {
  const known = digests.get(procedure)
  if (known !== undefined) return known
  const { title, law, data, documents, checks, needs, fee, times, gives } = sheetOf({
    pack,
    procedure,
    data: { elements: {}, lines: [] },
    day: procedure.from,
    speaker: speakerOf(pack, dictionary, pack.language),
    measured: undefined,
    titleOf: (id) => {
      const found = pack.procedures.find((p) => p.id === id)
      return found ? wordsIn(found.title, pack.language) : id
    },
  })
  const { lines, exemptions } = fee as { lines: unknown; exemptions: unknown }
  const said = { title, law, data, documents, checks, needs, lines, exemptions, times, gives }
  const digest = createHash('sha256')
    .update(canonical(JSON.parse(JSON.stringify(said))))
    .digest('hex')
  digests.set(procedure, digest)
  return digest
}

const BANNER: Readonly<
  Record<Language, { none: string; changed: string; stale: (days: number) => string; due: string }>
> = {
  es: {
    none: 'El organismo todavía no confirmó esta ficha.',
    changed: 'La norma cambió desde que el organismo confirmó esta ficha. Vale lo que dice la norma.',
    stale: (n) => `Esta ficha no se revisa desde hace ${n} días.`,
    due: 'El organismo debe revisar esta ficha.',
  },
  en: {
    none: 'The agency has not confirmed this sheet yet.',
    changed: 'The rules have changed since the agency confirmed this sheet. The rules prevail.',
    stale: (n) => `Nobody has reviewed this sheet for ${n} days.`,
    due: 'The agency is due to review this sheet.',
  },
  pt: {
    none: 'O órgão ainda não confirmou esta ficha.',
    changed: 'A norma mudou desde que o órgão confirmou esta ficha. Vale a norma.',
    stale: (n) => `Esta ficha não é revisada há ${n} dias.`,
    due: 'O órgão deve revisar esta ficha.',
  },
}

export function sheetSaid(
  standing: SheetStanding | undefined,
  digest: string,
  today: string,
  language: Language,
): SheetSaid {
  const words = BANNER[language]
  const confirmedAt = standing?.confirmedAt ?? null
  if (!standing || confirmedAt === null)
    return { status: standing?.status ?? 'none', confirmedAt, reviewAt: null, changed: false, banner: words.none }
  const changed = standing.digest !== digest
  const days = Math.floor((Date.parse(today) - Date.parse(confirmedAt.slice(0, 10))) / 86_400_000)
  const { status, reviewAt } = standing
  const banner = changed
    ? words.changed
    : status === 'STALE'
      ? words.stale(days)
      : status === 'REVIEW_DUE'
        ? words.due
        : null
  return { status, confirmedAt, reviewAt, changed, banner }
}
