import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BareReport, BareRequest } from './bare-client.ts'

/** The physical limit: a bare client in a process of its own commits the same rows, each application in one transaction. */
export function runBare(request: BareRequest): Promise<BareReport> {
  const child = fork(fileURLToPath(new URL('./bare-client.ts', import.meta.url)), [], {
    execArgv: ['--import', new URL('../cli/typescript/register.mjs', import.meta.url).href],
  })
  return new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as BareReport))
    child.once('error', reject)
    child.once('exit', (code) => (code ? reject(new Error(`the bare client ended with ${code}`)) : undefined))
    child.send(request)
  })
}
