/** A message to one person. Plain text is always there; `html` says the same. */
export interface Letter {
  /** The same letter given twice has the same id, and so the same Message-ID: a server that had it already can tell. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
}

/**
 * What became of a letter. `sent`: a server took responsibility for it, or it is in the captured mailbox. `refused`: it will never be
 * delivered to this address (5xx, bad address). `later`: nothing is wrong with this letter, try again; `down` says that the whole server
 * is away, so that there is no point in trying the others now.
 */
export type Outcome =
  | { readonly status: 'sent'; readonly messageId: string }
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'later'; readonly down: boolean; readonly reason: string }

export interface Mailer {
  /** `smtp` sends for real; `captured` keeps in the window's own mailbox, and sends nothing. */
  readonly kind: 'smtp' | 'captured'
  /** Never throws: what goes wrong is an outcome. */
  send(letter: Letter): Promise<Outcome>
  /** Whether the server answers now. Never throws. */
  check(): Promise<boolean>
  close(): void
}

/** One address and nothing else: no list, no name, no line break that would begin another header. */
const ADDRESS = /^[^\s@<>,;:"'()[\]\\\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?\.[\p{L}]{2,24}$/u

export const isMailAddress = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= 254 && ADDRESS.test(text) && !text.includes('..')

/** `Message-ID` of a letter: its id, at the domain that sends. */
export const messageIdOf = (id: string, from: string): string => `<${id}@${domainOf(from)}>`

const domainOf = (from: string): string => /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'ventanilla.invalid'
