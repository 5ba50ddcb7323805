import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'yaml'
import { readScenarios, showFault, type Fault, type Scenario } from '#kernel'
import { isMap, type WrittenMap } from './shorthand.ts'
import { readStory, StoryFault, type StoryFile } from './story-file.ts'

/** What can be played: scenarios of single procedures (PACK 10), or a story of several agencies. */
export type Source =
  | { readonly kind: 'scenarios'; readonly name: string; readonly scenarios: readonly Scenario[] }
  | { readonly kind: 'story'; readonly name: string; readonly story: StoryFile }

/** Something a person can put right in what they asked for or wrote. */
export class SourceFault extends Error {}

const folder = new URL('../../stories/', import.meta.url)

export type Format = 'scenarios' | 'story'

/** Told apart by their top keys; a file that is neither has none. */
export const formatOf = (root: unknown): Format | undefined =>
  !isMap(root) ? undefined : 'scenarios' in root ? 'scenarios' : 'story' in root ? 'story' : undefined

/** Every scalar stays the text that was written: codes keep their zeros, `no` is no boolean and no country is lost. */
export function parseText(text: string): unknown {
  try {
    return emptied(parse(text, { schema: 'failsafe', merge: true, maxAliasCount: 1000 }))
  } catch (error) {
    throw new SourceFault(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}

const emptied = (value: unknown): unknown => {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(emptied)
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, emptied(v)])) : value
}

/** Reads either format. @throws SourceFault with every fault of the file */
export function readSource(name: string, text: string): Source {
  const root = parseText(text)
  switch (formatOf(root)) {
    case 'scenarios': {
      const faults: Fault[] = []
      const scenarios = readScenarios([{ path: name, text }], faults)
      const errors = faults.filter((f) => f.level === 'error')
      if (errors.length) throw new SourceFault(errors.map(showFault).join('\n'))
      return { kind: 'scenarios', name, scenarios }
    }
    case 'story':
      try {
        return { kind: 'story', name, story: readStory(root as WrittenMap) }
      } catch (error) {
        if (error instanceof StoryFault) throw new SourceFault(`${name}: ${error.message}`)
        throw error
      }
    default:
      throw new SourceFault(`${name} is neither a story (top key story) nor scenarios (top key scenarios)`)
  }
}

/** The stories of the house, by name. */
export async function storyNames(): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((n) => n.endsWith('.yaml')).sort()
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')))
  const playable = (text: string): boolean => {
    try {
      return formatOf(parseText(text)) !== undefined
    } catch {
      return true
    }
  }
  return files.filter((_, i) => playable(texts[i] ?? '')).map((file) => basename(file, '.yaml'))
}

/** Whether a word names a file rather than a story of the house. */
export const isPath = (asked: string): boolean => asked.includes('/') || asked.includes('\\') || asked.endsWith('.yaml')

/** Finds what was asked for by story name, in any case, or by path. @throws SourceFault saying what there is */
export async function findSource(asked: string): Promise<Source> {
  const read = async (file: string | URL): Promise<string> =>
    readFile(file, 'utf8').catch(() => {
      throw new SourceFault(`${asked} cannot be read`)
    })
  if (isPath(asked)) return readSource(basename(asked), await read(asked))
  const names = await storyNames()
  const name = names.find((n) => n.toLowerCase() === asked.toLowerCase())
  if (name === undefined) throw new SourceFault(`there is no story ${asked}; there are ${names.join(', ') || 'none'}`)
  return readSource(`${name}.yaml`, await read(new URL(`${name}.yaml`, folder)))
}
