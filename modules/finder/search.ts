import { wordsIn, type Language } from '#kernel'
import { distance, fold, pairsOf, soundOf, stemsOf } from './spelling.ts'
import { showCode, type Tariff, type TariffEntry } from './tariff.ts'

export interface Hit {
  readonly code: string
  /** As papers print it: `0901.11`. */
  readonly shown: string
  readonly description: string
  /** Of the chapter and heading above it, the widest first. */
  readonly under: readonly { readonly code: string; readonly description: string }[]
  /** 0 to 1 and a little more for a name that is exactly what was typed. */
  readonly score: number
  /** The trade name that matched, where one did. */
  readonly matched?: string
}

/** What tells entries of one heading apart. */
export interface Difference {
  readonly under: string
  readonly says: string
  readonly among: readonly { readonly code: string; readonly shown: string; readonly description: string }[]
}

export interface Found {
  readonly hits: readonly Hit[]
  readonly differences: readonly Difference[]
}

export interface HsSearch {
  find(text: string, language: Language, limit?: number): Found
}

interface Posting {
  readonly entry: number
  readonly weight: number
  readonly language: Language
}
interface Name {
  readonly text: string
  readonly stems: readonly string[]
  readonly language: Language
}

const LANGUAGES: readonly Language[] = ['es', 'en', 'pt']
/** Longer text holds no more sense for a search, and costs. */
const MAX_WORDS = 12
const MAX_TEXT = 200

/** Looks words up in the tariff: forgiving of spelling, knowing trade names, in any of the languages at once. Pure, over an index in memory. */
export function createSearch(tariff: Tariff): HsSearch {
  const entries = [...tariff.entries.values()]
  const position = new Map(entries.map((e, i) => [e.code, i]))
  const postings = new Map<string, Posting[]>()
  const names: Name[][] = entries.map(() => [])
  const put = (text: string, entry: number, weight: number, language: Language): void => {
    for (const stem of stemsOf(text)) {
      const list = postings.get(stem)
      if (list) list.push({ entry, weight, language })
      else postings.set(stem, [{ entry, weight, language }])
    }
  }
  const own = new Map<string, Set<number>>()
  /** A heading whose only subheading is 00: the Harmonized System does not divide it. */
  const undivided = ({ code }: TariffEntry): boolean => code.length === 4 && tariff.entries.has(`${code}00`)
  // A heading that is not divided says nothing that its only subheading does not: that one is what people file under.
  const lone = new Set<number>()
  entries.forEach((entry, i) => {
    const above = tariff.entries.get(entry.code.slice(0, -2))
    if (undivided(entry)) lone.add(i)
    for (const language of LANGUAGES) {
      for (const named of above && undivided(above) ? [entry, above] : [entry]) {
        const said = wordsIn(named.words, language)
        put(said, i, 0.85, language)
        for (const name of named.names[language]) put(name, i, 1, language)
        for (const text of [said, ...named.names[language]]) {
          names[i]?.push({ text, stems: stemsOf(text), language })
          for (const s of stemsOf(text)) own.set(s, (own.get(s) ?? new Set()).add(i))
        }
      }
      for (const [depth, above] of tariff.pathOf(entry.code).slice(0, -1).reverse().entries())
        for (const text of [wordsIn(above.words, language), ...above.names[language]])
          put(text, i, depth === 0 && entry.code.length > 4 ? 0.4 : 0.15, language)
    }
  })
  const terms = [...postings.keys()]
  const bySound = group(terms, (t) => [soundOf(t)])
  const byPair = group(terms, (t) => pairsOf(t))
  const idf = (term: string): number => Math.log(1 + entries.length / (own.get(term)?.size ?? 1))
  const unknown = Math.log(1 + entries.length / 2)

  /** Terms of the tariff that a typed word may mean, with how sure that is. */
  function meanings(word: string, last: boolean): Map<string, number> {
    const found = new Map<string, number>()
    if (postings.has(word)) found.set(word, 1)
    const plain = word.startsWith('!') ? word.slice(1) : word
    if (found.size === 0 && plain !== word && postings.has(plain)) found.set(plain, 0.35)
    if (last && word.length >= 4)
      for (const t of terms) if (t !== word && t.startsWith(word)) found.set(t, Math.max(found.get(t) ?? 0, 0.6))
    if (found.get(word) === 1) return found
    for (const t of bySound.get(soundOf(word)) ?? []) found.set(t, Math.max(found.get(t) ?? 0, 0.9))
    if (word.length < 4) return found
    const limit = word.length >= 7 ? 2 : 1
    const pairs = pairsOf(word)
    const shared = new Map<string, number>()
    for (const pair of pairs) for (const t of byPair.get(pair) ?? []) shared.set(t, (shared.get(t) ?? 0) + 1)
    for (const [t, n] of shared) {
      if (n < pairs.length - 3 * limit || t.length < 3) continue
      const d = distance(word, t, limit)
      if (d <= limit) found.set(t, Math.max(found.get(t) ?? 0, d === 1 ? 0.75 : 0.5))
    }
    return found
  }

  function rank(text: string, language: Language): { entry: number; score: number; matched?: string }[] {
    const words = [...new Set(stemsOf(text))].slice(0, MAX_WORDS)
    const scores = new Float64Array(entries.length)
    const means = words.map((w, i) => meanings(w, i === words.length - 1))
    let whole = 0
    for (const [at, found] of means.entries()) {
      const word = words[at] ?? ''
      const best = new Float64Array(entries.length)
      let weightiest = 0
      for (const [term, quality] of found) {
        // A typed word that the tariff has is worth what it is itself, not what a rarer one is that begins like it.
        const worth = found.get(word) === 1 ? Math.min(idf(term), idf(word)) : idf(term)
        weightiest = Math.max(weightiest, worth)
        for (const { entry, weight, language: l } of postings.get(term) ?? []) {
          const value = worth * quality * weight * (l === language ? 1 : 0.9)
          if (value > (best[entry] ?? 0)) best[entry] = value
        }
      }
      whole += weightiest || unknown
      for (let i = 0; i < best.length; i++) scores[i] = (scores[i] ?? 0) + (best[i] ?? 0)
    }
    if (whole === 0) return []
    const ranked: { entry: number; score: number; matched?: string }[] = []
    for (let i = 0; i < scores.length; i++) {
      const covered = (scores[i] ?? 0) / whole
      if (covered < 0.2) continue
      const name = bestName(names[i] ?? [], means, language)
      const depth = entries[i]?.code.length === 2 ? -0.15 : lone.has(i) ? -0.2 : 0
      ranked.push({
        entry: i,
        score: covered + (name?.bonus ?? 0) + depth,
        ...(name && name.bonus > 0.15 ? { matched: name.text } : {}),
      })
    }
    return ranked.sort(
      (a, b) => b.score - a.score || (entries[a.entry]?.code ?? '').localeCompare(entries[b.entry]?.code ?? ''),
    )
  }

  const show = (entry: TariffEntry, language: Language): { code: string; shown: string; description: string } => ({
    code: entry.code,
    shown: showCode(entry.code),
    description: wordsIn(entry.words, language),
  })
  const hitOf = (entry: TariffEntry, language: Language, score: number, matched?: string): Hit => ({
    ...show(entry, language),
    under: tariff
      .pathOf(entry.code)
      .slice(0, -1)
      .map((e) => ({ code: e.code, description: wordsIn(e.words, language) })),
    score: Math.round(score * 1000) / 1000,
    ...(matched ? { matched } : {}),
  })

  /** A code or its beginning: itself, what stands under it, or under the longest beginning we know. */
  function byCode(digits: string, language: Language, limit: number): Hit[] {
    const nearest = tariff.findNearest(digits)
    const exact = nearest?.code === digits.slice(0, 6)
    const begin = entries.filter((e) => e.code.startsWith(digits))
    const around = begin.length > 0 ? begin : nearest ? [nearest, ...tariff.childrenOf(nearest.code)] : []
    return around.slice(0, limit).map((e, i) => hitOf(e, language, exact && i === 0 ? 1 : 0.5))
  }

  function differencesOf(hits: readonly Hit[], language: Language): Difference[] {
    const out: Difference[] = []
    const top = hits[0]
    if (!top) return out
    const near = hits.filter((h) => h.score >= top.score * 0.6).slice(0, 5)
    const headings = new Set(near.map((h) => h.code.slice(0, 4)).filter((c) => c.length === 4))
    for (const under of headings) {
      const entry = tariff.entries.get(under)
      const siblings = tariff.childrenOf(under)
      if (!entry?.difference) continue
      out.push({
        under,
        says: wordsIn(entry.difference, language),
        among: siblings.map((s) => show(s, language)),
      })
    }
    return out.slice(0, 3)
  }

  return {
    find: (given, language, limit = 10) => {
      const text = given.slice(0, MAX_TEXT)
      const digits = text.replace(/[.\s-]/g, '')
      const hits = /^\d{2,12}$/.test(digits)
        ? byCode(digits, language, limit)
        : rank(fold(text), language)
            .slice(0, limit)
            .flatMap(({ entry, score, matched }) => {
              const found = entries[entry]
              return found && position.has(found.code) ? [hitOf(found, language, score, matched)] : []
            })
      return { hits, differences: differencesOf(hits, language) }
    },
  }
}

function group(terms: readonly string[], keysOf: (term: string) => readonly string[]): Map<string, string[]> {
  const out = new Map<string, string[]>()
  for (const term of terms)
    for (const key of new Set(keysOf(term))) {
      const list = out.get(key)
      if (list) list.push(term)
      else out.set(key, [term])
    }
  return out
}

/** How far one name is what was typed: all of it and nothing else is worth most, a name of which half was typed little. */
function bestName(
  names: readonly Name[],
  means: readonly ReadonlyMap<string, number>[],
  language: Language,
): { text: string; bonus: number } | undefined {
  let best: { text: string; bonus: number } | undefined
  for (const { text, stems, language: l } of names) {
    let sure = 0
    let hit = 0
    for (const found of means) {
      let quality = 0
      for (const s of stems) quality = Math.max(quality, found.get(s) ?? 0)
      if (quality > 0) hit++
      sure += quality
    }
    if (hit === 0) continue
    const size = Math.max(new Set(stems).size, means.length)
    const exact = hit === means.length && new Set(stems).size === means.length
    const bonus = (((exact ? 0.6 : 0.25) * sure) / size) * (l === language ? 1 : 0.92)
    if (!best || bonus > best.bonus) best = { text, bonus }
  }
  return best
}
