import { problems, statusOf, tell, type Refusal } from '#kernel'

export interface ProblemError {
  readonly pointer: string
  readonly code: string
  readonly message_es: string
  readonly message_en: string
  readonly message_pt: string
  readonly fix_es: string
  readonly fix_en: string
  readonly fix_pt: string
  readonly example?: string
  readonly source?: string
  /** The grant that is missing, when that is what is wrong (spec 0.2, 403). */
  readonly permission?: string
}

/** `application/problem+json` as the specification has it (0.2): every fault at once, each with a pointer, a reason and a fix. */
export interface Problem {
  readonly type: string
  readonly code: string
  readonly status: number
  readonly title_es: string
  readonly title_en: string
  readonly title_pt: string
  readonly detail: string
  readonly errors: readonly ProblemError[]
  readonly traceId: string
  readonly [extra: string]: unknown
}

// When refusals of several kinds meet, the one that makes the others moot gives the status.
const weight = [401, 404, 428, 400, 413, 415, 403, 412, 423, 409, 429, 503, 500, 422]

const errorOf = (r: Refusal): ProblemError => {
  const [es, en, pt] = [tell(r, 'es'), tell(r, 'en'), tell(r, 'pt')]
  const example = problems[r.code]?.example
  return {
    pointer: r.pointer,
    code: r.code,
    message_es: es.message,
    message_en: en.message,
    message_pt: pt.message,
    fix_es: es.fix,
    fix_en: en.fix,
    fix_pt: pt.fix,
    ...(example ? { example } : {}),
    ...(r.source ? { source: r.source } : {}),
    ...(typeof r.params?.permission === 'string' ? { permission: r.params.permission } : {}),
  }
}

/** The answer to a list of refusals. */
export function problemOf(
  refusals: readonly Refusal[],
  traceId: string,
  extra: Readonly<Record<string, unknown>> = {},
): Problem {
  const status = weight.find((w) => refusals.some((r) => statusOf(r) === w)) ?? 422
  const leading = refusals.filter((r) => statusOf(r) === status)
  const [first] = leading
  const single = first && leading.every((r) => r.code === first.code) ? first : undefined
  const title: Refusal = single ?? { code: 'VALIDATION_FAILED', pointer: '' }
  const [es, en, pt] = [tell(title, 'es'), tell(title, 'en'), tell(title, 'pt')]
  return {
    type: `/docs#${title.code}`,
    code: title.code,
    status,
    title_es: es.message,
    title_en: en.message,
    title_pt: pt.message,
    detail: es.fix,
    errors: refusals.map(errorOf),
    traceId,
    ...extra,
  }
}
