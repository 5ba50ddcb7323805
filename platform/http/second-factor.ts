import { refusal, toMs, type AnyCommand, type Instant } from '#kernel'
import type { Identity } from '#platform/access'
import { Refusals } from '#platform/cases'

/** How recent a second factor must be for an act that signs. */
export const FRESH_MS = 15 * 60_000

export const isFresh = (steppedUpAt: Instant | null | undefined, now: Instant): boolean =>
  steppedUpAt != null && toMs(now) - toMs(steppedUpAt) < FRESH_MS

/**
 * An act that signs at an advanced level or above is given by somebody who showed a second factor within the last quarter of an hour
 * (M01-6, M03-1). A program signs each of its tokens' requests with a key of its organisation, which is that factor.
 * @throws Refusals STEP_UP_REQUIRED.
 */
export function requireFactor(who: Identity, level: AnyCommand['signature'], now: Instant): void {
  if (level !== 'advanced' && level !== 'qualified') return
  if (who.client !== undefined || isFresh(who.session?.steppedUpAt, now)) return
  throw new Refusals([refusal('STEP_UP_REQUIRED', '', { level })], { stepUp: '/entrar/confirmar' })
}
