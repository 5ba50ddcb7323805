#!/usr/bin/env node
// What `npm start`, `npm test` and the other scripts call, and the `vuce` command: needs nothing but Node itself.
// Sees to it that the packages of package-lock.json are there, then runs the TypeScript of cli/main.ts in this process,
// so that a signal sent to it reaches the program and not a middleman.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const command = process.argv[2] ?? ''

const fail = (sentence, before = '') => {
  process.stderr.write(`${before}vuce: ${sentence}\n`)
  process.exit(1)
}

const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    fail(`this program needs Node 20.19 or newer, and this is Node ${process.versions.node}.`)
}

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

const modules = join(root, 'node_modules')
const stampFile = join(modules, '.vuce-stamp')
const lockFile = join(root, 'package-lock.json')

/** Only these commands use the development packages; a production image may have been installed without them. */
const needsDevelopment = ['test', 'check', 'bench', 'format'].includes(command)

/** The same packages for another system are other packages: a folder shared with a container must not pass for ours. */
const stampOf = (development) => {
  const digest = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  return `${digest} ${process.platform}-${process.arch}${development ? ' with development' : ''}\n`
}

const stamp = (development) => {
  try {
    writeFileSync(stampFile, stampOf(development))
  } catch {
    // A node_modules of another user: the comparison below is made again next time, a few milliseconds.
  }
}

/** Whether somebody installed exactly this lock by hand: npm writes down what it put into node_modules. */
const sameAsLock = (development) => {
  const wanted = readJson(lockFile)?.packages
  const present = readJson(join(modules, '.package-lock.json'))?.packages
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, { version, integrity, link, dev, optional, devOptional }]) => {
    if (!path.startsWith('node_modules/') || (dev && !development)) return true
    const found = present[path]
    if (!found) return Boolean(optional || devOptional)
    return Boolean(link) === Boolean(found.link) && version === found.version && integrity === found.integrity
  })
}

const isInstalled = () => {
  if (!existsSync(modules)) return false
  const found = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  if (found === stampOf(true) || (!needsDevelopment && found === stampOf(false))) return true
  if (found.startsWith(stampOf(false).trimEnd())) return false
  const development = sameAsLock(true)
  if (!development && (needsDevelopment || !sameAsLock(false))) return false
  stamp(development)
  return true
}

/** The npm that runs us, or the one in the PATH. */
const npm = () => {
  const cli = process.env.npm_execpath
  return cli && basename(cli) === 'npm-cli.js' && existsSync(cli) ? [process.execPath, cli] : ['npm']
}

const runNpm = (...args) =>
  new Promise((resolve) => {
    const [program, ...first] = npm()
    const all = ['--include=dev', '--include=optional']
    const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
    const child = spawn(program, [...first, ...args, ...all, ...quiet], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    let interrupted = false
    const stop = () => {
      if (interrupted) return
      interrupted = true
      child.kill('SIGTERM')
      // Left to itself it would go on for a while, under the feet of the next command.
      setTimeout(() => child.kill('SIGKILL'), 2_000).unref()
    }
    for (const signal of signals) process.on(signal, stop)
    let output = ''
    child.stdout.on('data', (part) => (output += part))
    child.stderr.on('data', (part) => (output += part))
    const end = (ok) => {
      for (const signal of signals) process.off(signal, stop)
      if (interrupted) fail('the installation of the packages was interrupted; run the command again.', '\n')
      resolve({ ok, output })
    }
    child.on('error', (error) => {
      output += error.code === 'ENOENT' ? 'npm is not in the PATH' : error.message
      end(false)
    })
    child.on('close', (status) => end(status === 0))
  })

const firstComplaint = (output) => {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
  const told = lines.filter((line) => line && !/^(code|errno|syscall|path|network|A complete log)\b/.test(line))
  return (told[0] ?? 'npm gave no reason').replace(/\.$/, '')
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Two commands on a fresh checkout must not install over each other: the second waits for the first. */
const oneAtATime = async (work) => {
  const lock = join(root, '.data', 'install.lock')
  mkdirSync(join(root, '.data'), { recursive: true })
  for (const until = Date.now() + 600_000; ; await new Promise((resolve) => setTimeout(resolve, 250))) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const owner = Number(readJson(lock))
      if ((owner && !isAlive(owner)) || Date.now() > until) rmSync(lock, { force: true })
    }
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

const install = async () => {
  if (isInstalled()) return
  const started = Date.now()
  process.stderr.write('vuce: installing the packages of package-lock.json …')
  let result = await runNpm('ci')
  // `npm ci` refuses a lock that does not fit package.json, or that lacks an entry for another platform.
  const refused = /EUSAGE|in sync|from lock file/.test(result.output)
  if (!result.ok && refused) result = await runNpm('install', '--no-save')
  if (!result.ok) {
    const reason = firstComplaint(result.output)
    fail(`the packages could not be installed (${reason}). Try npm ci to see the whole report.`, '\n')
  }
  stamp(true)
  process.stderr.write(` done in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`)
}

const prepare = async () => {
  if (!existsSync(lockFile)) return
  try {
    if (!isInstalled()) await oneAtATime(install)
  } catch (error) {
    fail(`the packages could not be installed (${error.message}).`)
  }
}

const loadMain = async () => {
  try {
    await import('esbuild')
  } catch {
    fail('the packages are incomplete. Delete the folder node_modules and run the command again.')
  }
  await import('./cli/typescript/register.mjs')
  const { main } = await import('./cli/main.ts')
  return main
}

checkNode()
await prepare()
try {
  const main = await loadMain()
  const status = await main(process.argv.slice(2))
  if (typeof status === 'number') {
    process.exitCode = status
    // The command is done; whatever it forgot to close must not keep the terminal waiting.
    setTimeout(() => process.exit(), 3_000).unref()
  }
} catch (error) {
  // A StartupError says what to do; anything else is a mistake of ours and needs its stack.
  const fix = error instanceof Error && 'fix' in error ? ` ${error.fix}` : undefined
  if (fix !== undefined) fail(`${error.message}${fix}`)
  console.error(error)
  process.exit(1)
}
