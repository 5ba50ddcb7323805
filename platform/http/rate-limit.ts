import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refusal } from '#kernel'
import { Refusals } from '#platform/cases'

export interface RateLimit {
  /** Requests a second that one identity may keep up; whoever was quiet may be ten seconds ahead. 0: no limit. */
  readonly perSecond: number
}

/** Many people sit behind one address: an office, a mobile operator. */
const ADDRESS_FACTOR = 4
const BURST_SECONDS = 10
const MOST_NAMES = 50_000

interface Bucket {
  left: number
  at: number
}

/** A bucket that fills at a rate and holds so many seconds of it. Answers how many seconds to wait, or nothing. */
export function createBuckets(perSecond: number, now: () => number = Date.now) {
  const buckets = new Map<string, Bucket>()
  const most = perSecond * BURST_SECONDS
  return (name: string): number | undefined => {
    const at = now()
    let bucket = buckets.get(name)
    if (!bucket) {
      // Whoever is forgotten begins with a full bucket: too many names can make the limit looser, never tighter.
      if (buckets.size >= MOST_NAMES) buckets.clear()
      bucket = { left: most, at }
      buckets.set(name, bucket)
    }
    bucket.left = Math.min(most, bucket.left + ((at - bucket.at) * perSecond) / 1000)
    bucket.at = at
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond))
    bucket.left--
    return undefined
  }
}

const cookieName = /(?:^|; ?)vuce_session=([\w-]{43})/

/** Who asks, as far as it can be told without asking the database. */
const nameOf = ({ headers }: FastifyRequest): string | undefined =>
  headers.authorization ?? cookieName.exec(headers.cookie ?? '')?.[1]

/** Keeps one caller from taking the whole window: in memory, on each node, by identity and by address. */
export function limitRate(app: FastifyInstance, { perSecond }: RateLimit): void {
  if (perSecond <= 0) return
  const byIdentity = createBuckets(perSecond)
  const byAddress = createBuckets(perSecond * ADDRESS_FACTOR)
  app.addHook('onRequest', (request, reply, done) => {
    const name = nameOf(request)
    // Whether the window lives must always be answered.
    const wait = request.url === '/health' ? undefined : (byAddress(request.ip) ?? (name && byIdentity(name)))
    if (!wait) return done()
    void reply.header('retry-after', String(wait))
    done(new Refusals([refusal('RATE_LIMITED', '', { seconds: wait })]) as Error)
  })
}
