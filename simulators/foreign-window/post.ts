export type Status = 'received' | 'accepted' | 'rejected'

/** A message that arrived. */
export interface Letter {
  readonly id: string
  /** `hub`, or the desk of a letter: `customs`, `port`. */
  readonly to: string
  readonly number: string
  readonly content: string
  readonly replyTo: string | null
  readonly receivedAt: string
  /** How often it came; it is kept once. */
  times: number
  status: Status
  reference: string
  text: string | null
}

export interface Post {
  readonly letters: readonly Letter[]
  find(id: string): Letter | undefined
  /** Keeps a letter once: the same id again is the same letter. */
  take(letter: Pick<Letter, 'id' | 'to' | 'number' | 'content' | 'replyTo'>): { letter: Letter; first: boolean }
}

/** What has arrived, in memory: it ends with the process. */
export function createPost(now: () => string = () => new Date().toISOString()): Post {
  const byId = new Map<string, Letter>()
  return {
    get letters() {
      return [...byId.values()]
    },
    find: (id) => byId.get(id),
    take(given) {
      const known = byId.get(given.id)
      if (known) {
        known.times++
        return { letter: known, first: false }
      }
      const reference = `VL-${String(byId.size + 1).padStart(6, '0')}`
      const letter: Letter = { ...given, receivedAt: now(), times: 1, status: 'received', reference, text: null }
      byId.set(letter.id, letter)
      return { letter, first: true }
    },
  }
}
