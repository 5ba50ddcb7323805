import { tell, type Refusal } from '#kernel'
import { problemOf } from '#platform/http'
import type { Envelope } from './messages.ts'

type Json = Readonly<Record<string, unknown>>

/** A case as every answer of the window shows it, as far as a message tells of it. */
export interface ShownCase {
  readonly id: string
  readonly type: string
  readonly number: string | null
  readonly status: string
  readonly version: number
  readonly state?: Json
  readonly actions?: readonly { readonly name: string }[]
  readonly permits?: readonly Json[]
  readonly orders?: readonly Json[]
  readonly [more: string]: unknown
}

const some = (name: string, value: unknown): Json => (value === undefined || value === null ? {} : { [name]: value })

/** A case in a message. */
export const caseOf = (shown: ShownCase): Json => {
  const { procedure, agency, total } = (shown.state ?? {}) as { procedure?: string; agency?: string; total?: unknown }
  return {
    id: shown.id,
    type: shown.type,
    ...some('number', shown.number),
    status: shown.status,
    version: shown.version,
    ...some('procedure', procedure),
    ...some('agency', agency),
    ...(shown.type === 'order' ? some('total', total) : {}),
  }
}

/** What came of a message, as its receipt tells it. */
export function receiptBody(read: Said, shown: ShownCase | null, ucr: string | null): Json {
  const related = [...(shown?.permits ?? []), ...(shown?.orders ?? [])].flatMap((r) => relatedCase(r))
  const actions = shown?.actions?.map((a) => a.name) ?? []
  return {
    of: read.id,
    digest: read.digest,
    receivedAt: read.receivedAt,
    ...(shown ? { case: caseOf(shown) } : {}),
    ...(related.length ? { cases: related.slice(0, 100) } : {}),
    ...some('ucr', ucr),
    ...(actions.length ? { actions } : {}),
  }
}

export interface Said {
  readonly id: string
  readonly digest: string
  readonly receivedAt: string
}

function relatedCase(row: Json): readonly Json[] {
  const { id, number, status, version, procedure, agency, total } = row
  if (typeof id !== 'string' || typeof status !== 'string') return []
  return [
    {
      id,
      type: total === undefined ? 'permit' : 'order',
      ...some('number', number),
      status,
      version: typeof version === 'number' ? version : 1,
      ...some('procedure', procedure),
      ...some('agency', agency),
      ...some('total', total),
    },
  ]
}

export type Step = 'schema' | 'signature' | 'business'

const line = (r: Refusal): Json =>
  typeof r.params?.line === 'number' && r.params.line > 0 ? { line: r.params.line } : {}
const oneLine = (text: string, max: number): string => text.replace(/\s+/g, ' ').trim().slice(0, max)

/** Why a message was not done: every fault at once, in Spanish as the problem has it. */
export function errorBody(
  refusals: readonly Refusal[],
  step: Step,
  read: Partial<Said> & { receivedAt: string },
  traceId: string,
) {
  const { status, code } = problemOf(refusals, traceId)
  return {
    status,
    body: {
      ...some('of', read.id),
      ...some('digest', read.digest),
      receivedAt: read.receivedAt,
      step,
      status,
      code,
      traceId,
      faults: refusals.slice(0, 500).map((r) => {
        const { message, fix } = tell(r, 'es')
        return {
          code: r.code,
          ...(r.pointer ? { pointer: r.pointer.slice(0, 500) } : {}),
          ...line(r),
          message: oneLine(message, 2000) || r.code,
          ...(fix ? { fix: oneLine(fix, 2000) } : {}),
        }
      }),
    },
  }
}

/** The header of what the window answers. */
export const replyTo = (
  to: Pick<Envelope, 'version' | 'sender' | 'test'> | null,
  message: string,
  {
    id,
    of,
    recipient,
    now,
    test,
    body,
  }: { id: string; of?: string | undefined; recipient: string; now: string; test: boolean; body: Json },
): Envelope => ({
  message,
  version: to?.version ?? 1,
  id,
  ...(of ? { correlation: of } : {}),
  sender: { country: 'ZZ', id: recipient },
  recipient: recipient.toLowerCase(),
  createdAt: now,
  test,
  body,
})
