import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { loadDictionary, loadPacks, type Pack } from '#kernel'
import { readPackFiles } from '#platform/packs'
import { root } from '../../server/config.ts'
import { moduleFiles } from './module-files.ts'
import { procedureFiles } from './procedure-files.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const USAGE = `vuce new procedure <country>.<name>   a permit to fill in, with scenarios that pass
vuce new module <name>                a case type in code, with a test that fails until you write it`

/** Writes files that do not exist yet: all of them, or none. */
async function write(base: string, files: Readonly<Record<string, string>>): Promise<number> {
  const taken = Object.keys(files).filter((path) => existsSync(join(base, path)))
  if (taken.length) {
    say(
      `Nothing was written: ${taken.join(', ')} ${taken.length === 1 ? 'exists' : 'exist'} already. Choose another name.`,
    )
    return 1
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(base, path)), { recursive: true })
    await writeFile(join(base, path), text)
    say(`wrote ${relative(process.cwd(), join(base, path))}`)
  }
  return 0
}

async function newProcedure(id: string): Promise<number> {
  const [, country = '', name = ''] = /^([a-z]{2,5})\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(id) ?? []
  if (!name) {
    say(`A procedure is named country.name in small letters, for example pe.honey-export. «${id}» is not.`)
    return 1
  }
  const packs = process.env.VUCE_PACKS ? resolve(process.env.VUCE_PACKS) : join(root, 'packs')
  const dictionary = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const found: ReadonlyMap<string, Pack> = loadPacks(await readPackFiles(packs), dictionary.dictionary).packs
  const pack = found.get(country)
  if (!pack) {
    say(`There is no pack ${country} that loads. There are: ${[...found.keys()].join(', ')}.`)
    return 1
  }
  const written = await write(packs, procedureFiles(pack, name))
  if (written === 0) say(`Fill in what is its own, then: npx vuce pack check ${country}`)
  return written
}

async function newModule(name: string): Promise<number> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 30) {
    say(`A module is named in small letters, for example recall or lot-history. «${name}» is not.`)
    return 1
  }
  const base = process.env.VUCE_MODULES ? resolve(process.env.VUCE_MODULES) : join(root, 'modules')
  const written = await write(base, moduleFiles(name))
  if (written === 0) say(`One of its tests fails, on purpose: npx vitest run modules/${name}`)
  return written
}

/** `vuce new procedure demo.whistle-permit`, `vuce new module recall`. Never overwrites a file. */
export async function newCommand([kind, name]: string[]): Promise<number> {
  if (kind === 'procedure' && name) return newProcedure(name)
  if (kind === 'module' && name) return newModule(name)
  say(USAGE)
  return 2
}
