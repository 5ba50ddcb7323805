import type { Dictionary, Element, ElementType, Fault, PackFile } from '../pack/model.ts'
import { entries, fault, fields, keyAt, oneOf, rootAt, text, whole, yesNo, type At } from '../pack/load/cursor.ts'
import { isFact } from '../pack/facts.ts'
import { readYaml } from '../pack/load/source.ts'
import { LANGUAGES } from '../pack/load/texts.ts'
import type { Language, Words } from '../problem.ts'

const TYPES: readonly ElementType[] = [
  'text',
  'code',
  'number',
  'yes-no',
  'date',
  'quantity',
  'money',
  'country',
  'party',
  'location',
  'hs',
  'cas',
  'permit',
]
const KEYS = ['type', 'line', 'label', 'help', 'max', 'wco', 'untded', 'personal', 'heldBy'] as const

/** Words per language. Every language is required for labels, so that no screen is ever half translated. */
function readWords(at: At, required: readonly Language[]): Words {
  const found = fields(at, LANGUAGES, required)
  const words: Partial<Record<Language, string>> = {}
  for (const language of LANGUAGES) {
    const said = found[language] && text(found[language])
    if (said !== undefined) words[language] = said
  }
  return words
}

function readElement(id: string, at: At): Element {
  const found = fields(at, KEYS, ['type', 'label'])
  const type = (found.type && oneOf(found.type, TYPES)) ?? 'text'
  const help = found.help && readWords(found.help, ['es'])
  const max = found.max && whole(found.max, 1)
  const wco = found.wco && text(found.wco)
  const untded = found.untded && text(found.untded)
  const heldBy = found.heldBy && text(found.heldBy)
  return {
    id,
    type,
    line: found.line ? (yesNo(found.line) ?? false) : false,
    label: found.label ? readWords(found.label, LANGUAGES) : {},
    ...(help ? { help } : {}),
    ...(max ? { max } : {}),
    ...(wco ? { wco } : {}),
    ...(untded ? { untded } : {}),
    ...(found.personal && yesNo(found.personal) ? { personal: true } : {}),
    ...(heldBy ? { heldBy } : {}),
  }
}

/** Reads `dictionary/*.yaml`: each a map of element id to what it is. An id may stand in one file only. */
export function loadDictionary(files: readonly PackFile[]): { dictionary: Dictionary; faults: readonly Fault[] } {
  const faults: Fault[] = []
  const elements = new Map<string, Element>()
  for (const file of files) {
    const node = readYaml(file, faults)
    if (!node) continue
    const at = rootAt(file.path, node, faults)
    for (const [id, child] of entries(at)) {
      const key = keyAt(at, id)
      if (elements.has(id)) fault(key, 'ASKED_TWICE', `${id} is defined twice`, 'keep one of the two')
      if (!/^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)*$/.test(id) || id in {} || isFact(id))
        fault(key, 'BAD_VALUE', `${id} cannot name an element`, 'write words joined by points, such as goods.netWeight')
      elements.set(id, readElement(id, child))
    }
  }
  return { dictionary: { elements }, faults }
}
