import type { Language, Words } from '../../problem.ts'
import type { Fault } from '../model.ts'
import { entries, fault, keyAt, rootAt, text, type At } from './cursor.ts'
import { LANGUAGES } from '../languages.ts'
import { suggest } from './nearest.ts'
import type { Node } from './source.ts'

/** Translations of a pack: `texts/<language>.yaml`, the same tree as the files they translate (PACK 7). */
export interface Texts {
  readonly main: Language
  /** The words of a text of the main language, with what other languages say under its key. */
  readonly words: (key: readonly string[], main: string) => Words
  /** Says which translations nobody asked for; to be called last. */
  readonly finish: () => void
}

interface Found {
  readonly language: Language
  readonly file: string
  readonly node: Node | undefined
}

function findText(node: Node | undefined, key: readonly string[]): string | undefined {
  let here = node
  for (const part of key) here = here?.kind === 'map' ? here.entries.get(part) : undefined
  return here?.kind === 'text' ? here.text : undefined
}

/** `files` has one entry per language of the pack but the main one. A missing translation is a warning, `TEXT_MISSING`. */
export function makeTexts(main: Language, files: readonly Found[], faults: Fault[]): Texts {
  const asked = new Set<string>()
  const name = (key: readonly string[]): string => key.join('.')

  const unused = (at: At, key: readonly string[]): void => {
    if (at.node.kind !== 'map') {
      if (!asked.has(name(key))) {
        fault(at, 'UNKNOWN_KEY', `nothing in the pack is called ${name(key)}`, suggest(name(key), asked))
      }
      return
    }
    for (const [part, child] of entries(at)) unused({ ...keyAt(at, part), node: child.node }, [...key, part])
  }

  return {
    main,
    words: (key, said) => {
      asked.add(name(key))
      const words: Partial<Record<Language, string>> = { [main]: said }
      for (const { language, file, node } of files) {
        const translated = findText(node, key)
        if (translated !== undefined) words[language] = translated
        else if (!faults.some((f) => f.file === file && f.path === name(key))) {
          faults.push({
            file,
            line: 1,
            level: 'warning',
            code: 'TEXT_MISSING',
            path: name(key),
            message: `not translated into ${language}: ${said}`,
            fix: `add ${name(key)} to ${file}`,
          })
        }
      }
      return words
    },
    finish: () => {
      for (const { file, node } of files) if (node) unused(rootAt(file, node, faults), [])
    },
  }
}

/** Words written as one text of the main language, or as a map of languages. */
export function readWords(at: At, texts: Texts, key: readonly string[]): Words | undefined {
  if (at.node.kind !== 'map') {
    const said = text(at)
    return said === undefined ? undefined : texts.words(key, said)
  }
  const words: Partial<Record<Language, string>> = {}
  for (const [language, child] of entries(at)) {
    const known = LANGUAGES.find((l) => l === language)
    const said = text(child)
    if (!known) fault(keyAt(at, language), 'UNKNOWN_KEY', `${language} is not a language`, suggest(language, LANGUAGES))
    else if (said !== undefined) words[known] = said
  }
  if (words[texts.main] === undefined) {
    fault(at, 'MISSING_KEY', `${texts.main} is missing`, `add ${texts.main}: the pack's main language`)
    return undefined
  }
  return words
}
