import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type * as Esbuild from 'esbuild'

/** A file of the application as it is sent: raw, and squeezed beforehand where that pays. */
export interface WebFile {
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
  readonly br: Buffer | null
  readonly gzip: Buffer | null
}

/** What a page needs to start in one area: everything at once, so that nothing is discovered late. */
export interface Start {
  readonly script: string
  readonly style: string
  /** What desks wear over it. */
  readonly deskStyle: string
  readonly preload: readonly string[]
}

/** The firm's home drawn on the server; nothing for whoever enters elsewhere. */
export interface FirstPage {
  readonly FIRST_QUESTIONS: readonly string[]
  firstPage(answers: Readonly<Record<string, unknown>>, language: string): Promise<string | undefined>
}

export interface WebBundle {
  readonly digest: string
  readonly first: FirstPage
  readonly files: ReadonlyMap<string, WebFile>
  /** Source files (`web/firm/home.tsx`) whose chunks the page will want at once. */
  start(wanted: readonly string[]): Start
  /** Addresses of every file the application is made of, for the service worker. */
  readonly shell: readonly string[]
}

interface Manifest {
  readonly digest: string
  readonly script: string
  readonly style: string
  readonly deskStyle: string
  readonly worker: string
  readonly chunks: Readonly<Record<string, readonly string[]>>
  readonly files: readonly string[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const BASE = '/assets/app'
/** Changes when what is made of the same sources changes. */
const EDITION = '3'
const FIRST = 'first-page.cjs'
const SKIP = new Set(['public', 'build', 'access'])
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}
const squeeze = promisify(brotliCompress)
const zip = promisify(gzip)

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return folder === 'web' && SKIP.has(entry.name) ? [] : sourcesBelow(path)
      return /\.(tsx?|css)$/.test(entry.name) && !/\.(test|fixture)\./.test(entry.name) ? [path] : []
    })
    .sort()
}

/** The digest of everything the application is made of: its sources, the kernel's, and the versions of its packages. */
function digestOfSources(): string {
  const hash = createHash('sha256').update(`${EDITION}\n`)
  for (const path of [...sourcesBelow('web'), ...sourcesBelow('kernel'), 'package-lock.json'])
    hash
      .update(`${path}\n`)
      .update(readFileSync(join(root, path)))
      .update('\n')
  return hash.digest('hex').slice(0, 16)
}

/** The application, made now or taken from `cacheDir` when nothing changed since. */
export async function openBundle(cacheDir: string): Promise<WebBundle> {
  const digest = digestOfSources()
  const folder = join(cacheDir, digest)
  if (!existsSync(join(folder, 'manifest.json'))) await build(digest, folder, cacheDir)
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const files = new Map<string, WebFile>()
  for (const name of manifest.files) {
    const read = (suffix: string): Promise<Buffer | null> => readFile(join(folder, name + suffix)).catch(() => null)
    const [body, br, gz] = await Promise.all([readFile(join(folder, name)), read('.br'), read('.gz')])
    const path = name === manifest.worker ? '/sw.js' : `${BASE}/${name}`
    files.set(path, { path, contentType: TYPES[extname(name)] ?? 'application/octet-stream', body, br, gzip: gz })
  }
  const address = (name: string): string => `${BASE}/${name}`
  return {
    digest,
    first: createRequire(import.meta.url)(join(folder, FIRST)) as FirstPage,
    files,
    shell: [...files.keys()].filter((path) => path !== '/sw.js'),
    start: (wanted) => {
      const first = manifest.chunks['web/shell/main.tsx'] ?? []
      const all = new Set([...first, ...wanted.flatMap((source) => manifest.chunks[source] ?? [])])
      all.delete(manifest.script)
      return {
        script: address(manifest.script),
        style: address(manifest.style),
        deskStyle: address(manifest.deskStyle),
        preload: [...all].map(address),
      }
    },
  }
}

async function build(digest: string, folder: string, cacheDir: string): Promise<void> {
  const esbuild = await import('esbuild')
  const made = await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      app: 'web/shell/main.tsx',
      style: 'web/ui/styles/app.css',
      desk: 'web/ui/styles/desk.css',
      sw: 'web/shell/service-worker.ts',
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2022', 'chrome100', 'safari15.4', 'firefox100'],
    jsx: 'automatic',
    minify: true,
    metafile: true,
    write: false,
    outdir: 'out',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    external: ['/assets/*'],
    loader: { '.svg': 'text' },
    define: { 'process.env.NODE_ENV': '"production"', __DIGEST__: JSON.stringify(digest) },
    legalComments: 'none',
    logLevel: 'silent',
    // The kernel's files only define things: what the application does not name stays out of it.
    plugins: [
      {
        name: 'kernel-is-pure',
        setup: ({ onResolve, resolve }) => {
          onResolve({ filter: /^(#kernel$|\.)/ }, async ({ path, importer, pluginData, resolveDir, kind }) => {
            const inKernel =
              path === '#kernel' ||
              importer.startsWith(join(root, 'kernel')) ||
              importer.startsWith(join(root, 'web/ui/index.ts'))
            if (!inKernel || pluginData === 'seen') return undefined
            const found = await resolve(path, { importer, pluginData: 'seen', resolveDir, kind })
            return { ...found, sideEffects: false }
          })
        },
      },
    ],
  })
  const temporary = `${folder}.${process.pid}`
  await mkdir(temporary, { recursive: true })
  await writeFile(join(temporary, FIRST), await firstPageProgram(esbuild))
  const files: string[] = []
  for (const { path, contents } of made.outputFiles) {
    const name = basename(path)
    files.push(name)
    await writeFile(join(temporary, name), contents)
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_LGWIN]: 20 } }
    const [br, gz] = await Promise.all([squeeze(contents, options), zip(contents, { level: 9 })])
    await Promise.all([writeFile(join(temporary, `${name}.br`), br), writeFile(join(temporary, `${name}.gz`), gz)])
  }
  await writeFile(join(temporary, 'manifest.json'), JSON.stringify(manifestOf(digest, made.metafile.outputs, files)))
  // Another process may have been quicker; either folder will do, and nobody reads a half-written one.
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }))
  for (const old of readdirSync(cacheDir))
    if (old !== digest) await rm(join(cacheDir, old), { recursive: true, force: true })
}

/** The same components for the server: what only a browser has is not there. */
async function firstPageProgram({ build: make }: Pick<typeof Esbuild, 'build'>): Promise<Uint8Array> {
  const made = await make({
    absWorkingDir: root,
    entryPoints: ['web/shell/first-page.tsx'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    jsx: 'automatic',
    minify: true,
    loader: { '.svg': 'text' },
    define: { 'process.env.NODE_ENV': '"production"', BroadcastChannel: 'undefined', 'navigator.onLine': 'true' },
    legalComments: 'none',
    logLevel: 'silent',
  })
  return made.outputFiles[0]?.contents ?? new Uint8Array()
}

interface Output {
  readonly entryPoint?: string
  readonly imports: readonly { readonly path: string; readonly kind: string }[]
}

function manifestOf(digest: string, outputs: Readonly<Record<string, Output>>, files: readonly string[]): Manifest {
  const chunks: Record<string, string[]> = {}
  const after = (output: string, seen: Set<string>): Set<string> => {
    if (seen.has(output)) return seen
    seen.add(output)
    for (const { path, kind } of outputs[output]?.imports ?? []) if (kind === 'import-statement') after(path, seen)
    return seen
  }
  const named = (entry: string): string => {
    const found = Object.keys(outputs).find((o) => outputs[o]?.entryPoint === entry)
    if (!found) throw new Error(`the bundle has no ${entry}`)
    return basename(found)
  }
  for (const [output, { entryPoint }] of Object.entries(outputs))
    if (entryPoint) chunks[entryPoint] = [...after(output, new Set())].map((o) => basename(o))
  return {
    digest,
    script: named('web/shell/main.tsx'),
    style: named('web/ui/styles/app.css'),
    deskStyle: named('web/ui/styles/desk.css'),
    worker: named('web/shell/service-worker.ts'),
    chunks,
    files,
  }
}

const require = createRequire(import.meta.url)
/** The typeface with its width axis is for desks; the public pages and the firm's send the smaller one. */
export const monoFont = (): Buffer =>
  readFileSync(require.resolve('@fontsource-variable/chivo-mono/files/chivo-mono-latin-wght-normal.woff2'))
