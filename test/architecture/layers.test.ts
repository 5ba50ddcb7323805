import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  allSources,
  isFolder,
  isRelative,
  layerOf,
  packageOf,
  placeOf,
  root,
  target,
  type Import,
  type Source,
} from './sources.ts'

/**
 * Who may import whom (DESIGN 3): kernel <- platform <- modules <- web | cli | server. Beside the house stand the simulators, which are
 * other programs, and the benchmarks. Tests may look anywhere.
 */
const below: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  platform: ['kernel'],
  modules: ['kernel', 'platform'],
  web: ['kernel', 'platform', 'modules'],
  server: ['kernel', 'platform', 'modules', 'web'],
  cli: ['kernel', 'platform', 'modules', 'web', 'server', 'bench', 'sdk'],
  bench: ['kernel', 'platform', 'modules', 'server'],
  sdk: ['kernel', 'platform', 'modules'],
  simulators: [],
}

/** npm packages of each layer. A new one is a decision: it is named here, or it is not imported. */
const packages: Readonly<Record<string, readonly string[]>> = {
  kernel: ['typebox', 'yaml'],
  platform: [
    '@fastify/helmet',
    '@node-rs/argon2',
    '@simplewebauthn/server',
    '@myriaddreamin/typst-ts-node-compiler',
    '@peculiar/x509',
    'asn1js',
    'fastify',
    'fflate',
    'graphile-worker',
    'pkijs',
    'reflect-metadata',
    'jose',
    'libxml2-wasm',
    'nodemailer',
    'oidc-provider',
    'openid-client',
    'otplib',
    'pg',
    'qrcode',
    'typebox',
  ],
  modules: ['typebox', 'pg'],
  web: [
    '@phosphor-icons/core',
    '@tanstack/react-query',
    '@tanstack/react-router',
    'esbuild',
    'idb',
    'react',
    'react-dom',
    'typebox',
  ],
  server: ['fastify', 'pg', 'typebox', 'yaml'],
  cli: ['pino', 'yaml'],
  bench: ['jose', 'pg', 'playwright-core', 'smtp-server', 'undici'],
  sdk: [],
  simulators: ['oidc-provider'],
}
const testPackages = [
  'smtp-server',
  'mailparser',
  'vitest',
  'fast-check',
  'typescript',
  'playwright-core',
  '@axe-core/playwright',
  'undici',
  'typebox',
  'pg',
  'jose',
  'yaml',
  'fastify',
]

const program = (): Source[] => allSources().filter((s) => !s.isTest && below[layerOf(s.path)])
const each = (): (Import & { readonly isTest: boolean })[] =>
  allSources().flatMap((s) => s.imports.map((i) => ({ ...i, isTest: s.isTest })))
const ours = (): Import[] => program().flatMap((s) => s.imports)
const show = (i: Import): string => `${i.from}:${i.line} imports ${i.specifier}`

/** The layer and part an import leads to, whether by its door or relative: `platform/db`. Nothing for packages and Node. */
function placeOfImport(i: Import): string | undefined {
  if (isRelative(i.specifier)) return placeOf(target(i))
  const [, layer, part] = /^#(kernel|platform|modules)(?:\/([^/]+))?/.exec(i.specifier) ?? []
  return layer && (part ? `${layer}/${part}` : layer)
}

describe('every import', () => {
  it('has an address that can be read', () => {
    // The texts of a computed import are ours too: none of them may reach what a written one may not.
    expect(
      each()
        .filter((i) => i.specifier.startsWith('computed:') && !i.isTest)
        .map(show),
    ).toEqual([])
  })

  it('was found: static, type-only, re-exported and dynamic', () => {
    const all = each()
    expect(all.filter((i) => i.typeOnly).length).toBeGreaterThan(100)
    expect(all.some((i) => i.from === 'kernel/index.ts' && i.specifier === './pack/index.ts')).toBe(true)
    expect(all.some((i) => i.from.startsWith('cli/') && i.specifier.startsWith('./') && !i.typeOnly)).toBe(true)
  })

  it('writes relative addresses with their .ts', () => {
    expect(
      each()
        .filter((i) => isRelative(i.specifier) && !/\.(ts|tsx|js|mjs|json)$/.test(i.specifier))
        .map(show),
    ).toEqual([])
  })

  it('of ours leads to a layer below or to its own', () => {
    const wrong = ours().filter((i) => {
      const place = placeOfImport(i)
      const to = place && layerOf(place)
      const from = layerOf(i.from)
      return to !== undefined && to !== from && below[from]?.includes(to) !== true
    })
    expect(wrong.map(show)).toEqual([])
  })

  it('of the kernel, the platform or a module from elsewhere goes through its door', () => {
    const wrong = ours().filter((i) => {
      if (!isRelative(i.specifier)) return false
      const to = target(i)
      return ['kernel', 'platform', 'modules'].includes(layerOf(to)) && placeOf(to) !== placeOf(i.from)
    })
    expect(wrong.map(show)).toEqual([])
  })

  it('by a door names the door: #kernel, #platform/x, #modules/x, and nothing deeper', () => {
    const door = /^#(kernel|modules|(platform|modules)\/[a-z0-9-]+)$/
    expect(
      each()
        .filter((i) => i.specifier.startsWith('#') && !door.test(i.specifier))
        .map(show),
    ).toEqual([])
  })

  it('leaves the list of all modules to those above them', () => {
    expect(
      ours()
        .filter((i) => i.specifier === '#modules' && ['kernel', 'platform', 'modules'].includes(layerOf(i.from)))
        .map(show),
    ).toEqual([])
  })

  it('of a part of itself is relative, not through its own door', () => {
    const own = ours().filter(
      (i) => !isRelative(i.specifier) && placeOfImport(i) === placeOf(i.from) && placeOf(i.from) !== 'modules',
    )
    expect(own.map(show)).toEqual([])
  })
})

describe('npm packages', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >

  it('are on the list of their layer', () => {
    const wrong = ours().filter((i) => {
      const name = packageOf(i.specifier)
      return name !== undefined && packages[layerOf(i.from)]?.includes(name) !== true
    })
    expect(wrong.map(show)).toEqual([])
  })

  it('of tests are on theirs', () => {
    const wrong = each().filter((i) => i.isTest && !testPackages.includes(packageOf(i.specifier) ?? 'vitest'))
    expect(wrong.map(show)).toEqual([])
  })

  it('that the program needs are no development packages, and none is named in vain', () => {
    const used = new Set(
      ours()
        .filter((i) => !i.typeOnly && layerOf(i.from) !== 'bench')
        .flatMap((i) => packageOf(i.specifier) ?? []),
    )
    expect([...used].filter((name) => !manifest.dependencies?.[name])).toEqual([])
    // Used by name without an import: esbuild takes the types away, the font is served as a file.
    const unimported = ['esbuild', '@fontsource-variable/archivo', '@simplewebauthn/browser']
    // Came in one installation, before the parts that import them; a name leaves this list with its first import.
    const awaited = `@fontsource-variable/chivo-mono @phosphor-icons/core
      @tanstack/react-query @tanstack/react-router idb react react-dom`.split(/\s+/)
    expect(
      Object.keys(manifest.dependencies ?? {}).filter((name) => ![...used, ...unimported, ...awaited].includes(name)),
    ).toEqual([])
  })

  it('the doors of package.json are these', () => {
    expect(manifest.imports).toEqual({
      '#kernel': './kernel/index.ts',
      '#platform/*': './platform/*/index.ts',
      '#modules/*': './modules/*/index.ts',
      '#modules': './modules/index.ts',
    })
  })
})

describe('the parts of the house', () => {
  const parts = [...new Set(program().map((s) => placeOf(s.path)))].filter((p) => p.includes('/') && isFolder(p))

  it('each have a door that exists', () => {
    const doors = new Set(program().map((s) => s.path))
    const imported = new Set(ours().flatMap((i) => (i.specifier.startsWith('#') ? (placeOfImport(i) ?? []) : [])))
    expect([...imported].filter((p) => p.includes('/') && !doors.has(`${p}/index.ts`))).toEqual([])
    expect(parts.filter((p) => !doors.has(`${p}/index.ts`))).toEqual([])
  })
})
