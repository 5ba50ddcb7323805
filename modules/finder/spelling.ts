/** How words are brought together that people spell differently: accents, plurals, sounds that Spanish and Portuguese write in several ways. */

// Conjunctions and articles of three languages. `sin`, `no`, `not` stay: they tell raw coffee from roasted.
const STOP = new Set(
  'a al con da das de del do dos e el en for from in la las los o of or os para por the to un una um uma with y com em the'.split(
    ' ',
  ),
)
const NEGATION = new Set(['sin', 'no', 'not', 'nao', 'sem', 'without', 'non', 'excepto', 'except', 'exceto'])

export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Plural and gender endings off, lightly: `camisetas` and `camiseta` meet, `té` and `tea` do not. */
export function stem(word: string): string {
  let out = word.endsWith('ies') && word.length > 4 ? `${word.slice(0, -3)}y` : word
  if (out.length > 4 && out.endsWith('oes')) out = `${out.slice(0, -3)}ao`
  if (out.length > 3 && out.endsWith('s') && !out.endsWith('ss')) out = out.slice(0, -1)
  if (out.length > 4 && /[aeo]$/.test(out)) out = out.slice(0, -1)
  return out
}

/** Stems of a text in order. A negation is tied to the word it denies: `sin tostar` is another thing than `tostar`. */
export function stemsOf(text: string): string[] {
  const out: string[] = []
  let denied = false
  for (const word of fold(text).split(' ')) {
    if (word === '' || STOP.has(word)) continue
    if (NEGATION.has(word)) {
      denied = true
      continue
    }
    out.push(`${denied ? '!' : ''}${stem(word)}`)
    denied = false
  }
  return out
}

/** One writing for what sounds alike: quinua, quinoa's `kinwa`; zapato, `sapato`; huevo, `uevo`; valle, `baye`. */
export const soundOf = (word: string): string =>
  word
    .replace(/ph/g, 'f')
    .replace(/[cs]h/g, 'x')
    .replace(/ll/g, 'y')
    .replace(/qu(?=[ei])|q/g, 'k')
    .replace(/gu(?=[ei])/g, 'g')
    .replace(/g(?=[ei])/g, 'j')
    .replace(/c(?=[ei])|z/g, 's')
    .replace(/c/g, 'k')
    .replace(/v/g, 'b')
    .replace(/w/g, 'u')
    .replace(/y/g, 'i')
    .replace(/h/g, '')
    .replace(/(.)\1+/g, '$1')

/** Optimal string alignment: insertions, deletions, changes and neighbours swapped. Answers `limit + 1` when it is more than `limit`. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
      if (cost < least) least = cost
    }
    if (least > limit) return limit + 1
    before = last
    last = row
  }
  return last[b.length] ?? limit + 1
}

/** Pairs of letters, with the word's edges. */
export const pairsOf = (word: string): string[] => {
  const padded = `^${word}$`
  return Array.from({ length: padded.length - 1 }, (_, i) => padded.slice(i, i + 2))
}
