import { canonical } from './canonical.ts'
import type { Instant } from './time.ts'

/** Who acts: a person, for an organisation, under a mandate, with the roles they hold there. Ids only: no personal data. */
export interface Actor {
  readonly person: string
  readonly org: string
  readonly roles: readonly string[]
  readonly mandate?: string
  /**
   * While an act under a mandate is decided, `org` is the organisation it counts for and this is the actor's own. In the record it is told
   * the other way round: `org` is the actor's own, `onBehalfOf` the one it counts for (see `recorded`).
   */
  readonly through?: string
  /** The organisation on whose behalf the act is done, when it is not the actor's own. */
  readonly onBehalfOf?: string
}

/** An actor as events name it: person, own organisation and mandate, and on whose behalf. */
export function recorded(actor: Actor): Actor {
  const { through, ...rest } = actor
  return through ? { ...rest, org: through, onBehalfOf: actor.org } : actor
}

/** What is hashed of an event. Everything a court would ask: what, who, when, on which case, after what. */
export interface Sealed {
  readonly caseId: string
  readonly seq: number
  readonly type: string
  readonly at: Instant
  readonly recordedAt: Instant
  readonly actor: Actor
  readonly commandId: string
  readonly data: unknown
}

/**
 * The text whose SHA-256 is the event's hash: the canonical form of the event and of what went before. Computed here and nowhere else.
 * `prevHash` is lower-case hexadecimal, empty at seq 1.
 */
export function sealText(event: Sealed, prevHash: string): string {
  const [before, after] = sealAround(event, prevHash)
  return `${before}${canonical(event.data)}${after}`
}

/** What stands before and after the canonical text of an event's data in the text that is hashed. */
export function sealAround(event: Omit<Sealed, 'data'>, prevHash: string): readonly [string, string] {
  const { caseId, seq, type, at, recordedAt, actor, commandId } = event
  const text = JSON.stringify
  return [
    `{"actor":${canonical(actor)},"at":${text(at)},"caseId":${text(caseId)},"commandId":${text(commandId)},"data":`,
    `,"prevHash":${text(prevHash)},"recordedAt":${text(recordedAt)},"seq":${seq},"type":${text(type)}}`,
  ]
}
