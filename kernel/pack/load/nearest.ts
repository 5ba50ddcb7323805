/** Edits between two words, counting two neighbours exchanged as one. Stops being exact above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let two: number[] = []
  let one = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((row[j - 1] ?? 0) + 1, (one[j] ?? 0) + 1, (one[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (two[j - 2] ?? 0) + 1)
      row.push(best)
    }
    two = one
    one = row
  }
  return one[b.length] ?? limit + 1
}

/** The word that was probably meant, if any is near enough: a third of its letters may be wrong. */
export function findNearest(word: string, known: Iterable<string>): string | undefined {
  const lower = word.toLowerCase()
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const far = distance(lower, candidate.toLowerCase(), least)
    if (far < least) {
      least = far
      best = candidate
    }
  }
  return best
}

/** A fix that names the nearest word, or the words there are. */
export function suggest(word: string, known: Iterable<string>): string {
  const all = [...known]
  const near = findNearest(word, all)
  if (near !== undefined) return `did you mean ${near}?`
  const shown = all.slice(0, 12).join(', ')
  return all.length === 0 ? 'define it first' : `use one of: ${shown}${all.length > 12 ? ', …' : ''}`
}
