const REMEMBER = 10_000
const AT_MOST = 10_000

export interface Remembering<T> {
  get(key: string): Promise<T | undefined>
  forget(key: string): void
  clear(): void
}

/** Asks once for what many want at the same moment, and remembers it for ten seconds. Neither a failure nor an absence is remembered. */
export function remembering<T>(ask: (key: string) => Promise<T | undefined>): Remembering<T> {
  const known = new Map<string, { value: Promise<T | undefined>; until: number }>()
  return {
    get: (key) => {
      const found = known.get(key)
      if (found && found.until > Date.now()) return found.value
      if (known.size > AT_MOST) known.clear()
      const value = ask(key)
      known.set(key, { value, until: Date.now() + REMEMBER })
      value.then(
        (v) => v === undefined && known.delete(key),
        () => known.delete(key),
      )
      return value
    },
    forget: (key) => void known.delete(key),
    clear: () => known.clear(),
  }
}
