import type { Language } from '#kernel'

/** One fault of a refusal, as the API tells it. */
export interface ProblemError {
  readonly pointer: string
  readonly code: string
  readonly message_es: string
  readonly message_en: string
  readonly message_pt?: string
  readonly fix_es?: string
  readonly fix_en?: string
  readonly fix_pt?: string
  readonly example?: string
}

export interface Problem {
  readonly code: string
  readonly status: number
  readonly title_es: string
  readonly title_en: string
  readonly title_pt?: string
  readonly detail?: string
  readonly errors: readonly ProblemError[]
  readonly traceId?: string
  readonly version?: number
  /** Where a second factor is shown, when that is all the act lacks. */
  readonly stepUp?: string
}

/** The window refused: all faults at once, each in three languages. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** No answer at all: the network, or a server that is away. What was sent may have arrived. */
export class Unreachable extends Error {}

export const say = (of: Problem | ProblemError, part: 'title' | 'message' | 'fix', language: Language): string => {
  const words = of as unknown as Readonly<Record<string, string | undefined>>
  return words[`${part}_${language}`] ?? words[`${part}_es`] ?? ''
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  /** The version that was seen; `*` for whatever it is now. */
  readonly version?: number | '*'
  /** Id of the command: the same one again gets the first answer again. */
  readonly key?: string
  readonly signal?: AbortSignal
}

type Listener = (event: 'expired' | 'confirm' | 'unreachable' | 'reached', address?: string) => void
const listeners = new Set<Listener>()
/** Tells when a session ended, an act asks for a second factor, or the network went and came, wherever it was noticed. */
export const onReach = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const tell: Listener = (...heard) => listeners.forEach((l) => l(...heard))

export const newKey = (): string => crypto.randomUUID()

const headersOf = ({ method = 'GET', body, version, key }: Ask): Headers => {
  const headers = new Headers({ accept: 'application/json' })
  // A form of another site cannot send this header: it is what tells our own requests from theirs.
  if (method !== 'GET') headers.set('vuce-client', 'web')
  if (body !== undefined)
    headers.set('content-type', body instanceof Blob ? body.type || 'application/octet-stream' : 'application/json')
  if (version !== undefined) headers.set('if-match', version === '*' ? '*' : `"${version}"`)
  if (key) headers.set('idempotency-key', key)
  return headers
}

async function ask(path: string, request: Ask): Promise<Response> {
  const { method = 'GET', body, signal } = request
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: headersOf(request),
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    tell('unreachable')
    throw new Unreachable(path)
  }
  if (response.headers.has('vuce-kept')) tell('unreachable')
  else tell('reached')
  if (response.ok) return response
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined
  if (response.status === 502 || response.status === 504 || !problem)
    throw new Unreachable(`${response.status} ${path}`)
  if (response.status === 401) tell('expired')
  if (problem.stepUp) {
    tell('confirm', problem.stepUp)
    // No datum is wrong: the shell asks for the factor, and no form shows a fault.
    throw new Refused({ ...problem, errors: [] })
  }
  throw new Refused(problem)
}

/** Asks the window. @throws Refused with every fault, Unreachable when nobody answered. */
export const api = async <T>(path: string, request: Ask = {}): Promise<T> => {
  const response = await ask(path, request)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** A file of a case, or a rendering of it, as the reader may see it. */
export const fileOf = async (path: string): Promise<Blob> => (await ask(path, {})).blob()

/** Puts a file into the store; answers its digest, by which commands name it. */
export const upload = (
  file: Blob,
): Promise<{ readonly digest: string; readonly mediaType: string; readonly bytes?: number }> =>
  api('/v1/files', { method: 'POST', body: file.type ? file : new Blob([file], { type: 'application/octet-stream' }) })
