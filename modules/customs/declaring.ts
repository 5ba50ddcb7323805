import { Type } from 'typebox'
import { strict, toInstant, toMs, type Instant } from '#kernel'
import { namedId, type Reaction } from '#platform/cases'
import { noticeXml } from './dec.ts'
import { queueMessage } from './queue.ts'
import { CHANNEL_CODES, type Channel } from './res.ts'

// What every case that declares goods shares, whatever its regime: who customs is, how long an answer may take, what is told of a control.

/** Organisation of the customs service of a pack. */
export const customsOrg = (pack: string): string => namedId(`customs/${pack}`)

/** M11-4, where the pack says nothing. */
const SILENCE_MINUTES = 15

/** Minutes of `15 min`, after which the silence of customs is told. */
export const silenceOf = (figure: { readonly value: string } | undefined): number =>
  Number(/^(\d+) min$/.exec(figure?.value ?? '')?.[1] ?? SILENCE_MINUTES)

/** Until when customs owes an answer to what is sent now. */
export const answerBy = (now: Instant, minutes = SILENCE_MINUTES): Instant => toInstant(toMs(now) + minutes * 60_000)

interface Waiting {
  readonly by: Instant
  readonly silent: boolean
}

/** When customs will have been silent too long; nothing where no answer is owed, or it was told. */
export const silenceDue = (awaiting: Waiting | null): Instant | null =>
  awaiting && !awaiting.silent ? awaiting.by : null

/** What customs has been silent about too long by now. */
export const silentBy = <W extends Waiting>(awaiting: W | null, now: Instant): W | null =>
  awaiting && !awaiting.silent && awaiting.by <= now ? awaiting : null

/** What risk management tells a case: the channel of its goods, and what a control found. */
export const ChannelSchema = Type.Object(
  { channel: Type.Union((['green', 'yellow', 'red'] as const).map((c) => Type.Literal(c))) },
  strict,
)
export const ControlSchema = Type.Object(
  {
    result: Type.Union((['conform', 'minor', 'serious'] as const).map((c) => Type.Literal(c))),
    text: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
)

/** Tells customs' own system the channel of a declaration. */
export const queueChannel = (r: Reaction, country: string, mrn: string, channel: Channel): void =>
  queueMessage(r, 'channel', country, (head) => noticeXml(country, head, { mrn, code: CHANNEL_CODES[channel] }))

/** Tells customs' own system what a control found. */
export const queueControl = (r: Reaction, country: string, mrn: string, result: string): void =>
  queueMessage(r, 'control', country, (head) => noticeXml(country, head, { mrn, code: result }))
