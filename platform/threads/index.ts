/** Threads of this process that run our TypeScript beside the one that serves. */
export { openThread, type Thread } from './thread.ts'
