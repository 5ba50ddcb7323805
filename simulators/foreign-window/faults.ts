/**
 * How the systems of others misbehave, until told otherwise:
 * `late` gives its business answer after `delayMs` · `lost` takes every message, cuts the line before it answers and sends no receipt ·
 * `duplicate` sends each receipt twice, and out of order · `reject` refuses what it is sent · `down` answers 503 to everything.
 */
export const FAULT_MODES = ['none', 'late', 'lost', 'duplicate', 'reject', 'down'] as const
export type FaultMode = (typeof FAULT_MODES)[number]

export interface Fault {
  readonly mode: FaultMode
  /** Milliseconds; only `late` uses it. */
  readonly delayMs: number
}

export const NO_FAULT: Fault = { mode: 'none', delayMs: 5000 }

export function readFault(value: unknown): Fault | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const { mode, delayMs = NO_FAULT.delayMs } = value as { mode?: unknown; delayMs?: unknown }
  const known = FAULT_MODES.find((name) => name === mode)
  const delay = typeof delayMs === 'number' && Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= 600_000
  return known && delay ? { mode: known, delayMs } : undefined
}
