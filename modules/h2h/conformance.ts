import { refusal, type Refusal } from '#kernel'

/** A case of the conformance kit: what the integrator's system must be seen to do in a sandbox. */
export interface ConformanceCase {
  readonly id: string
  readonly mandatory: boolean
  readonly about: string
  /** Shown by a message that the window took in, or refused for a rule. */
  readonly shows: boolean
}

const mandatory = (id: string, about: string, shows = true): ConformanceCase => ({ id, mandatory: true, about, shows })
const optional = (id: string, about: string, shows = true): ConformanceCase => ({ id, mandatory: false, about, shows })

export const conformanceCases: readonly ConformanceCase[] = [
  mandatory('submit', 'Files an application and reads the receipt'),
  mandatory('receipt-seal', 'Verifies the seal of the receipt, and refuses an altered one', false),
  mandatory('repeat', 'Sends the same message again and takes the first answer'),
  mandatory('id-reused', 'Reads the refusal of an id that was used for other content'),
  mandatory('rule-broken', 'Reads every fault of a message that breaks the rules'),
  mandatory('schema-broken', 'Reads the line of a message that does not follow its schema', false),
  mandatory('query', 'Asks where its case stands', false),
  mandatory('quota', 'Told that there are too many, waits as long as Retry-After says and comes again'),
  mandatory('pull', 'Takes what the window says by cursor, and nothing twice', false),
  optional('json-form', 'Sends a message in its JSON form'),
  optional('cancel', 'Withdraws a permit'),
  optional('second-version', 'Sends the second version of a message'),
]

interface Result {
  readonly case: string
  readonly passed: boolean
  readonly message?: string
}

/** All mandatory cases, and 95 of 100 of the optional ones (M30). A claim that a message shows is only believed when it was received. */
export function conformanceFaults(results: readonly Result[], received: ReadonlySet<string>) {
  const said = new Map(results.map((r, i) => [r.case, { ...r, i }]))
  const unknown = results.flatMap((r, i) =>
    conformanceCases.some((c) => c.id === r.case)
      ? []
      : [refusal('UNKNOWN_CONFORMANCE_CASE', `/results/${i}/case`, { case: r.case })],
  )
  const holds = (c: ConformanceCase): boolean => {
    const r = said.get(c.id)
    return r?.passed === true && (!c.shows || (r.message !== undefined && received.has(r.message)))
  }
  const must = conformanceCases.filter((c) => c.mandatory)
  const may = conformanceCases.filter((c) => !c.mandatory)
  const passedOptional = may.filter(holds).length
  const faults: Refusal[] = [
    ...unknown,
    ...must
      .filter((c) => !holds(c))
      .map((c) => refusal('CONFORMANCE_FAILED', '/results', { case: c.id, about: c.about })),
    ...(passedOptional < may.length * 0.95
      ? may
          .filter((c) => !holds(c))
          .map((c) => refusal('CONFORMANCE_FAILED', '/results', { case: c.id, about: c.about }))
      : []),
  ]
  return { faults, mandatory: must.length, optional: may.length, passed: must.length + passedOptional }
}
