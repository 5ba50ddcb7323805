import type { Decimal } from '../decimal.ts'
import { compareDecimal } from '../decimal.ts'
import { isUnit } from '../pack/codes/units.ts'
import { isFact } from '../pack/facts.ts'
import {
  decimal,
  entries,
  fault,
  items,
  keyed,
  keyAt,
  oneOf,
  rootAt,
  text,
  whole,
  yesNo,
  type At,
} from '../pack/load/cursor.ts'
import { suggest } from '../pack/load/nearest.ts'
import { readYaml } from '../pack/load/source.ts'
import { LANGUAGES } from '../pack/languages.ts'
import type { Dictionary, Element, ElementType, Fault, PackFile, Sensitivity } from '../pack/model.ts'
import type { Language, Words } from '../problem.ts'
import { isFormat, textFormats } from './formats.ts'

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
const SENSITIVITIES: readonly Sensitivity[] = ['public', 'commercial', 'personal', 'official']
const KEYS = [
  'type',
  'line',
  'label',
  'help',
  'min',
  'max',
  'decimals',
  'format',
  'unit',
  'codes',
  'wcoClass',
  'wco',
  'untded',
  'sensitivity',
  'personal',
  'heldBy',
] as const
type Key = (typeof KEYS)[number]

/** The file that names the groups; every other file is a group itself. */
const GROUPS = 'groups'

/** Words per language. Every language is required for labels, so that no screen is ever half translated. */
function readWords(at: At, required: readonly Language[]): Words {
  const found = keyed(at, LANGUAGES, required)
  const words: Partial<Record<Language, string>> = {}
  for (const language of LANGUAGES) {
    const said = found[language] && text(found[language])
    if (said !== undefined) words[language] = said
  }
  return words
}

/** `codes:` a plain list, or a map of code to its words. */
function readCodes(at: At): Record<string, Words> {
  if (at.node.kind === 'list') {
    const plain = items(at).flatMap((item) => text(item) ?? [])
    return Object.fromEntries(plain.map((code) => [code, {}]))
  }
  return Object.fromEntries(entries(at).map(([code, words]) => [code, readWords(words, LANGUAGES)]))
}

/** A code of a standard, in the shape its publisher gives it. */
function standard(at: At | undefined, shape: RegExp, what: string, example: string): string | undefined {
  const written = at && text(at)
  if (!at || written === undefined) return undefined
  if (!shape.test(written)) fault(at, 'BAD_VALUE', `${written} is not ${what}`, `write it like ${example}`)
  return written
}

/** A key that only some types take. */
function onlyFor(found: Partial<Record<Key, At>>, key: Key, type: ElementType, types: readonly ElementType[]): void {
  const at = found[key]
  if (at && !types.includes(type))
    fault(at, 'TEST_TYPE', `${key} is for ${types.join(', ')}, and this is a ${type}`, `remove ${key}`)
}

/** Bounds of a number; for a text `max` is its length, and it has no least. */
function readBounds(found: Partial<Record<Key, At>>, type: ElementType): Pick<Element, 'max' | 'range' | 'decimals'> {
  onlyFor(found, 'min', type, ['number'])
  onlyFor(found, 'decimals', type, ['number'])
  onlyFor(found, 'max', type, ['number', 'text', 'code', 'permit'])
  if (type !== 'number') {
    const length = found.max && whole(found.max, 1)
    return length ? { max: length } : {}
  }
  const min = found.min && decimal(found.min)
  const max = found.max && decimal(found.max)
  const decimals = found.decimals && whole(found.decimals)
  if (found.max && min !== undefined && max !== undefined && compareDecimal(min, max) > 0)
    fault(found.max, 'BAD_VALUE', `the most, ${max}, is below the least, ${min}`, 'exchange min and max')
  const range: { min?: Decimal; max?: Decimal } = { ...(min ? { min } : {}), ...(max ? { max } : {}) }
  return {
    ...(Object.keys(range).length > 0 ? { range } : {}),
    ...(decimals === undefined ? {} : { decimals }),
  }
}

/** What nothing says: money is a commercial term, what a registry holds is the State's, the rest is told to whoever handles the goods. */
const usual = (type: ElementType, personal: boolean, heldBy: boolean): Sensitivity =>
  personal ? 'personal' : heldBy ? 'official' : type === 'money' ? 'commercial' : 'public'

function readElement(id: string, group: string, at: At): Element {
  const found = keyed(at, KEYS, ['type', 'label'])
  const type = (found.type && oneOf(found.type, TYPES)) ?? 'text'
  const help = found.help && readWords(found.help, ['es'])
  onlyFor(found, 'format', type, ['text', 'code', 'permit'])
  onlyFor(found, 'codes', type, ['code'])
  onlyFor(found, 'unit', type, ['number', 'quantity'])
  const format = found.format && text(found.format)
  if (found.format && format !== undefined && !isFormat(format))
    fault(found.format, 'BAD_VALUE', `${format} is not a format`, suggest(format, Object.keys(textFormats)))
  const unit = found.unit && text(found.unit)
  if (found.unit && unit !== undefined && !isUnit(unit))
    fault(found.unit, 'UNKNOWN_UNIT', `${unit} is not a unit of Recommendation 20`, 'write a code such as KGM or CEL')
  const codes = found.codes && readCodes(found.codes)
  const wco = standard(
    found.wco,
    /^(\d{3}|[A-Z]\d{3}|\d{2}[A-Z])$/,
    'an id of the WCO Data Model',
    "'145', D014 or 57A",
  )
  const untded = standard(found.untded, /^[1-9]\d{3}$/, 'a tag of UNTDED', "'7357'")
  const wcoClass = standard(found.wcoClass, /^[A-Z][A-Za-z]+$/, 'a class of the WCO Data Model', 'Commodity')
  const heldBy = found.heldBy && text(found.heldBy)
  const personal = (found.personal && yesNo(found.personal)) ?? false
  const sensitivity =
    (found.sensitivity && oneOf(found.sensitivity, SENSITIVITIES)) ?? usual(type, personal, heldBy !== undefined)
  if (found.sensitivity && (sensitivity === 'personal') !== personal)
    fault(
      found.sensitivity,
      'BAD_VALUE',
      personal ? 'a personal datum has no other sensitivity' : 'a datum is personal by the key of that name',
      personal ? 'remove sensitivity' : 'write personal: yes instead',
    )
  return {
    id,
    type,
    line: found.line ? (yesNo(found.line) ?? false) : false,
    label: found.label ? readWords(found.label, LANGUAGES) : {},
    ...(help ? { help } : {}),
    ...readBounds(found, type),
    ...(codes ? { codes } : {}),
    ...(format ? { format } : {}),
    ...(unit ? { unit } : {}),
    ...(wcoClass ? { wcoClass } : {}),
    ...(wco ? { wco } : {}),
    ...(untded ? { untded } : {}),
    ...(personal ? { personal } : {}),
    ...(heldBy ? { heldBy } : {}),
    sensitivity,
    group,
  }
}

const stem = (path: string): string => path.replace(/^.*\//, '').replace(/\.\w+$/, '')

/**
 * Reads `dictionary/*.yaml`: each a map of element id to what it is, and `groups.yaml`, which names the files. An id may stand in one
 * file only. Every fault of every file comes at once, with its line.
 */
export function loadDictionary(files: readonly PackFile[]): { dictionary: Dictionary; faults: readonly Fault[] } {
  const faults: Fault[] = []
  const elements = new Map<string, Element>()
  const groups = new Map<string, Words>()
  const places = new Map<string, string>()
  for (const file of files) {
    const node = readYaml(file, faults)
    if (!node) continue
    const at = rootAt(file.path, node, faults)
    const group = stem(file.path)
    if (group === GROUPS) {
      for (const [id, child] of entries(at)) groups.set(id, readWords(child, LANGUAGES))
      continue
    }
    for (const [id, child] of entries(at)) {
      const key = keyAt(at, id)
      const other = places.get(id)
      if (other !== undefined) fault(key, 'ASKED_TWICE', `${id} is defined in ${other} already`, 'keep one of the two')
      if (!/^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)*$/.test(id) || id in {} || isFact(id))
        fault(key, 'BAD_VALUE', `${id} cannot name an element`, 'write words joined by points, such as goods.netWeight')
      const element = readElement(id, group, child)
      if (other !== undefined) continue
      places.set(id, `${file.path}:${key.node.line}`)
      elements.set(id, element)
    }
  }
  return { dictionary: { elements, groups }, faults }
}
