import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Home } from './embedded-home.ts'
import type { Log, Server } from './embedded-server.ts'
import { isAlive } from './process-identity.ts'
import { childEnvironment } from './runner.ts'

/** Stops the server when our end of the pipe closes, which the system does even when we are killed. */
export const endTogether = (server: Server, home: Home): (() => void) => {
  const script = 'read -r line; [ "$line" = stop ] || kill -INT "$1"'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(server.pid)], {
    ...home.runner.ids,
    cwd: '/',
    env: childEnvironment(),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.on('error', () => undefined)
  guard.stdin.on('error', () => undefined)
  guard.unref()
  return () => guard.stdin.end('stop\n')
}

/** In milliseconds. Only Linux answers without starting a program. */
const interval = process.platform === 'linux' ? 250 : 2_000

/** Notices that the server died (killed, out of memory) and starts it again. */
export const keepRunning = (
  first: Server,
  restart: () => Promise<Server>,
  log: Log,
): { server: Server; end(): Promise<void> } => {
  let restarting: Promise<void> | undefined
  const ending = new AbortController()
  const state = {
    server: first,
    end: async (): Promise<void> => {
      ending.abort()
      clearInterval(timer)
      await restarting
    },
  }
  const bringBack = async (): Promise<void> => {
    log.warn(`The database server (process ${state.server.pid}) ended unexpectedly: starting it again.`)
    for (let pause = 500; !ending.signal.aborted; pause = Math.min(pause * 2, 10_000)) {
      try {
        state.server = await restart()
        log.info(`The database server runs again (process ${state.server.pid}).`)
        return
      } catch (error) {
        log.warn(`It could not be started again: ${error instanceof Error ? error.message : String(error)}`)
        await sleep(pause, undefined, { ref: false, signal: ending.signal }).catch(() => undefined)
      }
    }
  }
  const timer = setInterval(() => {
    if (!restarting && !isAlive(state.server.identity)) restarting = bringBack().finally(() => (restarting = undefined))
  }, interval)
  timer.unref()
  return state
}
