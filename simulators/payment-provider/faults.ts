/**
 * How the bank misbehaves, until told otherwise:
 * `lost` takes the money and never calls back · `late` calls back after `delayMs` · `duplicate` calls back twice ·
 * `wrong-amount` states one unit less than was paid · `forged` signs with another key · `down` answers 503 to everything.
 */
export const FAULT_MODES = ['none', 'lost', 'late', 'duplicate', 'wrong-amount', 'forged', 'down'] as const
export type FaultMode = (typeof FAULT_MODES)[number]

export interface Fault {
  readonly mode: FaultMode
  /** Milliseconds; only `late` uses it. */
  readonly delayMs: number
}

export const NO_FAULT: Fault = { mode: 'none', delayMs: 2000 }

export function readFault(value: unknown): Fault | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const { mode, delayMs = NO_FAULT.delayMs } = value as { mode?: unknown; delayMs?: unknown }
  const known = FAULT_MODES.find((name) => name === mode)
  const delay = typeof delayMs === 'number' && Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= 600_000
  return known && delay ? { mode: known, delayMs } : undefined
}

/** One unit less, or one more when there is none to take away. */
export function wrongAmount(amount: string): string {
  const [whole = '0', fraction] = amount.split('.')
  const other = BigInt(whole) > 0n ? BigInt(whole) - 1n : 1n
  return `${other}${fraction === undefined ? '' : `.${fraction}`}`
}
