/** A number series of documents: what is counted together, and how one number of it is written. */
export interface Series {
  /** Pattern with everything filled in but the number itself: `SNS034-2026-{seq:6}`. Gapless within it. */
  readonly series: string
  /** Writes the n-th number; a number longer than the pattern's digits is written whole. */
  readonly show: (seq: number) => string
}

const PLACE = /\{seq:(\d{1,2})\}/
const KNOWN = /\{(?:seq:\d{1,2}|year|origin|agency)\}/g

/** True for a pattern with exactly one `{seq:n}` and otherwise only `{year}`, `{origin}`, `{agency}` and plain characters. */
export const isPattern = (pattern: string): boolean =>
  pattern.split(PLACE).length === 3 && !/[{}]/.test(pattern.replaceAll(KNOWN, ''))

/** `year` of issue, `origin` country of the goods, `agency` that issues, in capitals. A pattern without `{year}` counts on through the years. */
export function seriesOf(
  pattern: string,
  { year, origin = 'XX', agency = '' }: { year: string; origin?: string; agency?: string },
): Series {
  const series = pattern
    .replaceAll('{year}', year)
    .replaceAll('{origin}', origin)
    .replaceAll('{agency}', agency.toUpperCase())
  return {
    series,
    show: (seq) => series.replace(PLACE, (_, digits: string) => String(seq).padStart(Number(digits), '0')),
  }
}

/** Writes the n-th number of a series that `seriesOf` named. */
export const showInSeries = (series: string, seq: number): string => seriesOf(series, { year: '' }).show(seq)
