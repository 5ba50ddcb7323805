import type { Holder, PermitState } from './state.ts'

/** Puts a case on somebody's desk, or takes it off. */
export const held = (s: PermitState, desk: string, holder: Holder | null): PermitState => {
  const { [desk]: _, ...others } = s.holders ?? {}
  return { ...s, holders: holder ? { ...others, [desk]: holder } : others }
}
/** A desk whose work is done is nobody's; a case that comes back to it waits in the queue again. */
export const left = (s: PermitState, desk: string): PermitState => (s.holders?.[desk] ? held(s, desk, null) : s)
