import { parentPort, workerData } from 'node:worker_threads'
import type { Dictionary } from '#kernel'
import { Refusals } from '#platform/cases'
import { createReader, type Form } from './reader.ts'
import { readAndKeep, type ThreadAnswer } from './readers.ts'

/** The program of a reading thread: a message in, what it says out, or why not. */
const reader = createReader((workerData as { dictionary: Dictionary }).dictionary)

function answer(bytes: Buffer, form: Form): ThreadAnswer {
  try {
    return { read: readAndKeep(reader, bytes, form) }
  } catch (error) {
    if (error instanceof Refusals) return { refusals: error.refusals }
    throw error
  }
}

parentPort?.on('message', ([number, { bytes, form }]: [number, { bytes: Uint8Array; form: Form }]) => {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  parentPort?.postMessage([number, answer(whole, form)], [])
})
parentPort?.postMessage('ready', [])
