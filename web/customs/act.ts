import type { Language } from '#kernel'
import { useRef, useState } from 'react'
import { api, newKey, Refused, say, type ProblemError } from '../shell/api.ts'
import { refresh } from '../shell/queries.ts'
import type { CaseAnswer } from '../shell/answers.ts'
import { useFormats, type Fault } from '../ui/index.ts'

export interface Acting {
  readonly busy: boolean
  readonly error: unknown
  readonly errors: readonly ProblemError[]
  /** Faults whose pointer ends so, for the field that shows them. */
  faultsOf(end: string): readonly Fault[]
  run<S>(path: string, body: unknown, version?: number): Promise<CaseAnswer<S> | undefined>
}

/** Gives a command once, however often it is pressed, and keeps what was refused for the fields. */
export function useAct(): Acting {
  const { language } = useFormats()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const key = useRef(newKey())
  const errors = error instanceof Refused ? error.problem.errors : []
  return {
    busy,
    error,
    errors,
    faultsOf: (end) =>
      errors
        .filter((e) => e.pointer.endsWith(end))
        .map((e) => ({ message: say(e, 'message', language as Language), code: e.code })),
    run: async (path, body, version) => {
      setBusy(true)
      setError(undefined)
      try {
        const done = await api<CaseAnswer<never>>(path, {
          method: 'POST',
          body,
          key: key.current,
          ...(version === undefined ? {} : { version }),
        })
        key.current = newKey()
        await refresh('/v1/')
        return done
      } catch (problem) {
        if (problem instanceof Refused) key.current = newKey()
        setError(problem)
        return undefined
      } finally {
        setBusy(false)
      }
    },
  }
}
