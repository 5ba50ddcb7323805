import { toInstant, type Instant } from '#kernel'

/** The only place that reads the time of day. */
export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => toInstant(Date.now()) }
