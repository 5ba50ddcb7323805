import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { LOGO_FILE } from './drawings.ts'

export interface Asset {
  /** Absolute path on this host, `/assets/ventanilla.css`. */
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
}

const require = createRequire(import.meta.url)
const font = (name: string): Buffer => readFileSync(require.resolve(`@fontsource-variable/archivo/files/${name}.woff2`))
const here = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Without comments, indentation and line ends: a third smaller, and still one rule as it was written. */
function shrink(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/;}/g, '}')
    .replace(/([a-z-]): /g, '$1:')
    .replace(/ > /g, '>')
    .replace(/([ :,(])0\.(?=\d)/g, '$1.')
    .trim()
}

const sheet = (...names: readonly string[]): Buffer =>
  Buffer.from(shrink(names.map((name) => here(`./styles/${name}.css`)).join('\n')))

/** In this order: what comes later wins. */
const STYLES = [
  '../../ui/styles/tokens',
  'ground',
  'frame',
  'forms',
  'tables',
  'landing',
  'journey',
  'thread',
  'verification',
  'sheets',
  'print',
]

let read: readonly Asset[] | undefined

/** Every file that the public pages ask for: read once, and nothing outside this list is ever served. */
export function assets(): readonly Asset[] {
  read ??= [
    {
      path: '/assets/ventanilla.css',
      contentType: 'text/css; charset=utf-8',
      body: sheet(...STYLES),
    },
    { path: '/assets/api.css', contentType: 'text/css; charset=utf-8', body: sheet('api') },
    { path: '/assets/access.css', contentType: 'text/css; charset=utf-8', body: sheet('access') },
    {
      path: '/assets/verify.js',
      contentType: 'text/javascript; charset=utf-8',
      body: Buffer.from(here('./verify.js')),
    },
    { path: '/assets/ventanilla.svg', contentType: 'image/svg+xml', body: Buffer.from(LOGO_FILE) },
    { path: '/assets/archivo-latin.woff2', contentType: 'font/woff2', body: font('archivo-latin-wght-normal') },
    { path: '/assets/archivo-latin-ext.woff2', contentType: 'font/woff2', body: font('archivo-latin-ext-wght-normal') },
  ]
  return read
}
