/**
 * How customs misbehaves, until told otherwise:
 * `late` gives each business answer after `delayMs` · `silent` takes every message and never answers · `lost` cuts the line before it
 * acknowledges, and answers all the same · `duplicate` sends each answer twice · `reject` refuses declarations · `hold` stops the goods
 * after control · `down` answers 503 to everything.
 */
export const FAULT_MODES = ['none', 'late', 'silent', 'lost', 'duplicate', 'reject', 'hold', 'down'] as const
export type FaultMode = (typeof FAULT_MODES)[number]

export interface Fault {
  readonly mode: FaultMode
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
