import { execFile, spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The native tools that the host-to-host benchmark is measured against. @throws Error naming the first that is not installed. */
export function requireTools(): void {
  for (const [tool, flag] of [
    ['xmllint', '--version'],
    ['xmlsec1', '--version'],
    ['openssl', 'version'],
  ] as const)
    if (spawnSync(tool, [flag]).status !== 0)
      throw new Error(
        `${tool} is not installed: this benchmark compares with it (Debian: libxml2-utils, xmlsec1, openssl)`,
      )
}

/** One process on each core, `repeat` times the same work in each; answers how many a second, the starting of processes taken off. */
async function perSecond(once: (repeat: number) => Promise<unknown>, few: number, many: number): Promise<number> {
  const cores = availableParallelism()
  const timed = async (repeat: number): Promise<number> => {
    const began = performance.now()
    await Promise.all(Array.from({ length: cores }, () => once(repeat)))
    return performance.now() - began
  }
  await timed(few)
  const short = await timed(few)
  const long = await timed(many)
  return (cores * (many - few) * 1000) / Math.max(1, long - short)
}

export interface NativeFiles {
  /** In which the files stand. */
  readonly dir: string
  readonly message: string
  readonly schema: string
  /** A document to sign: a signature without values in it. */
  readonly template: string
  readonly root: string
  readonly key: string
}

export interface NativeLimits {
  readonly parseAndValidate: number
  readonly verify: number
  readonly sign: number
}

/** What native programs do of one message on all cores: parse and validate it, verify its signature and certificates, sign its receipt. */
export async function nativeLimits({ dir, message, schema, template, root, key }: NativeFiles): Promise<NativeLimits> {
  const quietly = (tool: string, args: readonly string[]) => run(tool, [...args], { cwd: dir, maxBuffer: 1 << 28 })
  // The program knows no number of times: one file named often is read often.
  const lint = (repeat: number) =>
    quietly('xmllint', ['--noout', '--nonet', '--schema', schema, ...Array.from({ length: repeat }, () => message)])
  const ids = ['--id-attr:Id', 'SignedProperties']
  const verify = (repeat: number) =>
    quietly('xmlsec1', [
      '--verify',
      '--enabled-key-data',
      'x509',
      '--trusted-der',
      root,
      ...ids,
      '--repeat',
      String(repeat),
      message,
    ])
  const sign = (repeat: number) =>
    quietly('xmlsec1', [
      '--sign',
      '--privkey-pem',
      key,
      ...ids,
      '--repeat',
      String(repeat),
      '--output',
      '/dev/null',
      template,
    ])
  return {
    parseAndValidate: await perSecond(lint, 50, 1500),
    verify: await perSecond(verify, 20, 500),
    sign: await perSecond(sign, 20, 500),
  }
}

/** What `xmlsec1` prints goes nowhere, but a failure is told. */
export const check = (tool: string, args: readonly string[], cwd: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(tool, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (piece) => (said += String(piece)))
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${tool}: ${said.slice(0, 400)}`))))
  })
