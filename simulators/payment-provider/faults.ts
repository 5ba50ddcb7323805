/**
 * How the bank misbehaves, until told otherwise:
 * `lost` takes the money and never calls back · `late` calls back after `delayMs` · `duplicate` calls back twice ·
 * `out-of-order` holds a callback until the next one was sent · `wrong-amount` states one unit less than was paid · `forged` signs with
 * another key · `slow` answers everything after `delayMs` · `down` answers 503 to everything.
 */
export const FAULT_MODES = [
  'none',
  'lost',
  'late',
  'duplicate',
  'out-of-order',
  'wrong-amount',
  'forged',
  'slow',
  'down',
] as const
export type FaultMode = (typeof FAULT_MODES)[number]

export interface Fault {
  readonly mode: FaultMode
  /** Milliseconds; only `late` and `slow` use it. */
  readonly delayMs: number
}

export const NO_FAULT: Fault = { mode: 'none', delayMs: 2000 }

/** A fault, and the one payment it is for; all of them when it names none. */
export function readFault(value: unknown): (Fault & { readonly payment?: string }) | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const { mode, delayMs = NO_FAULT.delayMs, payment } = value as Record<string, unknown>
  const known = FAULT_MODES.find((name) => name === mode)
  const delay = typeof delayMs === 'number' && Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= 600_000
  if (!known || !delay || (payment !== undefined && typeof payment !== 'string')) return undefined
  return { mode: known, delayMs, ...(payment === undefined ? {} : { payment }) }
}

/** One unit less, or one more when there is none to take away. */
export function wrongAmount(amount: string): string {
  const [whole = '0', fraction] = amount.split('.')
  const other = BigInt(whole) > 0n ? BigInt(whole) - 1n : 1n
  return `${other}${fraction === undefined ? '' : `.${fraction}`}`
}
