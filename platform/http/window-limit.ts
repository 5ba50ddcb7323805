/** Counts what one name did in the present window of time: in memory, per node. Old windows are dropped as new ones come. */
export interface WindowLimit {
  /** Counts one; answers how many seconds to wait when that is one too many. */
  take(name: string): number | undefined
}

export function createWindowLimit({
  max,
  seconds,
  now = Date.now,
}: {
  max: number
  seconds: number
  now?: () => number
}): WindowLimit {
  let from = 0
  let counts = new Map<string, number>()
  return {
    take: (name) => {
      const at = now()
      if (at - from >= seconds * 1000) {
        from = at
        counts = new Map()
      }
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      return count > max ? Math.max(1, Math.ceil((from + seconds * 1000 - at) / 1000)) : undefined
    },
  }
}
