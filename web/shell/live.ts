import { useEffect, useState } from 'react'
import { queryClient, refresh } from './queries.ts'

export interface Change {
  readonly id: string
  readonly type: string
}

let quietUntil = 0
/**
 * This person has just acted: what changes in the next seconds, in this case and those it touches, is the answer they wait for and no
 * news. It is shown at once.
 */
export const ownChange = (): void => {
  quietUntil = Date.now() + 8000
}

/** Reads the window's stream of changes until it ends. A stream and not EventSource: it carries our headers. */
async function listen(onChange: (changes: readonly Change[]) => void, signal: AbortSignal): Promise<void> {
  const response = await fetch('/v1/live', {
    headers: { accept: 'text/event-stream' },
    credentials: 'same-origin',
    signal,
  })
  if (!response.ok || !response.body) throw new Error(String(response.status))
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    text += value
    const messages = text.split('\n\n')
    text = messages.pop() ?? ''
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1]
      if (data) onChange(JSON.parse(data) as readonly Change[])
    }
  }
}

/**
 * New data never moves what somebody reads: changes are counted, and shown when asked for («3 nuevos. Mostrar»).
 * Counters of the frame are renewed at once.
 */
export function useLive(on: boolean): { readonly fresh: number; readonly show: () => void } {
  const [changes, setChanges] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (!on) return undefined
    const stop = new AbortController()
    let wait = 1000
    const heard = (list: readonly Change[]): void => {
      wait = 1000
      if (Date.now() < quietUntil) return void refresh()
      void refresh('/v1/notices')
      const watched = queryClient
        .getQueryCache()
        .findAll({ type: 'active' })
        .map(({ queryKey: [path] }) => String(path))
      const seen = list.filter(({ id }) => watched.some((path) => path.includes(id) || path.startsWith('/v1/inbox')))
      if (seen.length) setChanges((now) => new Set([...now, ...seen.map((c) => c.id)]))
    }
    const again = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        await listen(heard, stop.signal).catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, wait))
        wait = Math.min(wait * 2, 30_000)
      }
    }
    void again()
    return () => stop.abort()
  }, [on])
  return {
    fresh: changes.size,
    show: () => {
      setChanges(new Set())
      void refresh()
    },
  }
}
