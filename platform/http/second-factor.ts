import { refusal, toMs, type AnyCommand, type Instant } from '#kernel'
import type { Identity } from '#platform/access'
import { Refusals } from '#platform/cases'

/** How recent a second factor must be for an act that signs. */
export const FRESH_MS = 15 * 60_000

export const isFresh = (steppedUpAt: Instant | null | undefined, now: Instant): boolean =>
  steppedUpAt != null && toMs(now) - toMs(steppedUpAt) < FRESH_MS

export type Level = AnyCommand['signature']

/** Bound to a device that checks who holds it: a passkey, what another provider calls as much, or the click of an invented person. */
const possession = ['hwk', 'mfa', 'demo']

/**
 * An act that signs at an advanced level or above is given by somebody who showed a second factor within the last quarter of an hour
 * (M01-6, M03-1); a qualified one by somebody who showed a passkey, because a code can be read out to another. A program signs each of
 * its tokens' requests with a key of its organisation, which is that factor.
 * @throws Refusals STEP_UP_REQUIRED.
 */
export function requireFactor(who: Identity, level: Level, now: Instant): void {
  if (level !== 'advanced' && level !== 'qualified') return
  if (who.client !== undefined) return
  const fresh = isFresh(who.session?.steppedUpAt, now)
  if (fresh && (level === 'advanced' || who.session?.methods.some((m) => possession.includes(m)))) return
  const stepUp = level === 'qualified' ? '/entrar/confirmar/llave' : '/entrar/confirmar'
  throw new Refusals([refusal(level === 'qualified' ? 'PASSKEY_REQUIRED' : 'STEP_UP_REQUIRED', '', { level })], {
    stepUp,
  })
}
