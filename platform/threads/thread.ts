import { Worker } from 'node:worker_threads'

const LOADER = new URL('../../cli/typescript/register.mjs', import.meta.url).href

/** One thread that answers questions, many at a time, each with its number. */
export interface Thread<Question, Answer> {
  /** Whether it has started; before, and after it failed, nothing may be asked. */
  isReady(): boolean
  waiting(): number
  ask(question: Question): Promise<Answer>
  stop(): Promise<void>
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/**
 * Starts a program as a thread. It says `ready` once, and answers `[number, question]` with `[number, answer]`. A thread that ends fails
 * what was asked of it: whoever asked may do the work itself.
 */
export function openThread<Question, Answer>(program: URL, workerData: unknown): Thread<Question, Answer> {
  const worker = new Worker(program, { workerData, execArgv: ['--import', LOADER] })
  const asked = new Map<number, Waiting<Answer>>()
  let ready = false
  let last = 0
  worker.on('message', (said: 'ready' | [number, Answer]) => {
    if (said === 'ready') {
      ready = true
      return
    }
    const [number, answer] = said
    asked.get(number)?.resolve(answer)
    asked.delete(number)
  })
  const failed = (error: Error): void => {
    ready = false
    for (const { reject } of asked.values()) reject(error)
    asked.clear()
  }
  worker.on('error', failed)
  worker.on('exit', () => failed(new Error('the thread has ended')))
  // It never keeps the process alive.
  worker.unref()
  return {
    isReady: () => ready,
    waiting: () => asked.size,
    ask: (question) =>
      new Promise((resolve, reject) => {
        last++
        asked.set(last, { resolve, reject })
        worker.postMessage([last, question], [])
      }),
    stop: async () => {
      ready = false
      await worker.terminate()
    },
  }
}
