/** What a delivery status notification says of one letter (RFC 3464). */
export interface Bounce {
  /** Id of the letter, as its `Message-ID` carries it. */
  readonly letter: string
  readonly recipient: string
  /** `5.1.1`: for ever. `4.…` and delays are no bounces and are left out. */
  readonly status: string
  readonly reason: string
}

const unfold = (text: string): string => text.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ')
const field = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.+)$`, 'im').exec(text)?.[1]?.trim()
const LETTER = /<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>]+>/gi

/**
 * Reads a bounce: which of our letters it returns, and why. Nothing when it is none, or only a delay. What it says of itself is taken at
 * its word only so far as it names a letter that we sent, whose id nobody can guess.
 */
export function readBounce(raw: string): Bounce | undefined {
  const text = unfold(raw.slice(0, 1_000_000))
  if (!/report-type="?delivery-status/i.test(text)) return undefined
  const action = field(text, 'Action')?.toLowerCase()
  const status = field(text, 'Status')?.split(' ')[0] ?? ''
  const recipient = (field(text, 'Final-Recipient') ?? field(text, 'Original-Recipient') ?? '').replace(
    /^[^;]*;\s*/,
    '',
  )
  const ids = [...text.matchAll(new RegExp(`^(?:Message-ID|References|In-Reply-To|Original-Message-ID):.*$`, 'gim'))]
    .flatMap(([line]) => [...line.matchAll(LETTER)])
    .map(([, id]) => id?.toLowerCase())
  const letter = ids.at(-1)
  if (action !== 'failed' || !/^5\.\d{1,3}\.\d{1,3}$/.test(status) || !letter) return undefined
  return { letter, recipient, status, reason: (field(text, 'Diagnostic-Code') ?? status).slice(0, 300) }
}
