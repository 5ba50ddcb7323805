import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Range } from 'yaml'
import type { Fault, PackFile } from '../model.ts'

interface Placed {
  /** Line in the file, from 1. */
  readonly line: number
}

export interface MapNode extends Placed {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Node>
  readonly keyLines: ReadonlyMap<string, number>
}

export interface ListNode extends Placed {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

/** A scalar as it was written: `0.10` stays `0.10`, `0901` keeps its zero, `NO` is Norway. */
export interface TextNode extends Placed {
  readonly kind: 'text'
  readonly text: string
}

/** A key without a value. */
export interface EmptyNode extends Placed {
  readonly kind: 'empty'
}

/** What a pack file says, with line numbers and without the types YAML would guess. */
export type Node = MapNode | ListNode | TextNode | EmptyNode

export const emptyMap = (line: number): MapNode => ({ kind: 'map', line, entries: new Map(), keyLines: new Map() })

/** What YAML 1.2 reads as no value (core schema). */
const NULL = /^(?:~|null|Null|NULL)?$/

interface YamlOptions {
  /** Scenarios may repeat themselves by anchors; law may not. */
  readonly anchors?: boolean
}

/** Reads YAML 1.2 (core schema, one document, no duplicate keys, no custom tags). Syntax faults are code `YAML`. */
export function readYaml(file: PackFile, faults: Fault[], options: YamlOptions = {}): Node | undefined {
  const lines = new LineCounter()
  // Scalars are taken as they were written, so nothing need guess their types; and keys are compared here, by their names.
  const document = parseDocument(file.text, {
    version: '1.2',
    schema: 'failsafe',
    uniqueKeys: false,
    lineCounter: lines,
  })
  const lineOf = (range: Range | null | undefined): number => (range ? lines.linePos(range[0]).line : 1)
  const before = faults.length
  const fault = (line: number, message: string, fix: string): void => {
    faults.push({ file: file.path, line, level: 'error', code: 'YAML', path: '', message, fix })
  }
  for (const problem of [...document.errors, ...document.warnings]) {
    const [message = problem.message] = problem.message.split('\n')
    fault(problem.linePos?.[0].line ?? 1, message.replace(/ at line \d+.*$/, ''), yamlFix(problem.code))
  }
  if (faults.length > before) return undefined

  // An anchor stands before its aliases, so what it names has been read already; the library would search the whole document for each.
  const anchored = new Map<string, Node>()
  const convert = (node: unknown, outer: number): Node => {
    const read = readNode(node, outer)
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchored.set(node.anchor, read)
    return read
  }
  const readNode = (node: unknown, outer: number): Node => {
    if (isAlias(node)) {
      const line = lineOf(node.range)
      const target = options.anchors ? anchored.get(node.source) : undefined
      if (target) return target
      fault(line, `the alias *${node.source} is not used in packs`, 'write the value out')
      return { kind: 'empty', line }
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.tag) {
      fault(lineOf(node.range), `the tag ${node.tag} is not used in packs`, 'remove the tag')
    }
    if (isMap(node)) {
      const entries = new Map<string, Node>()
      const keyLines = new Map<string, number>()
      for (const { key, value } of node.items) {
        const line = isScalar(key) ? lineOf(key.range) : outer
        if (!isScalar(key)) fault(line, 'a key must be plain text', 'write a name before the colon')
        const name = isScalar(key) ? (key.source ?? String(key.value)) : ''
        if (entries.has(name)) fault(line, `the key ${name} stands twice`, 'keep one of the two keys')
        entries.set(name, convert(value, line))
        keyLines.set(name, line)
      }
      return { kind: 'map', line: lineOf(node.range), entries, keyLines }
    }
    if (isSeq(node)) {
      const line = lineOf(node.range)
      return { kind: 'list', line, items: node.items.map((item) => convert(item, line)) }
    }
    if (!isScalar(node)) return { kind: 'empty', line: outer }
    const line = lineOf(node.range)
    const text = node.source ?? ''
    return node.type === 'PLAIN' && NULL.test(text) ? { kind: 'empty', line } : { kind: 'text', line, text }
  }
  const node = convert(document.contents, 1)
  return faults.length > before ? undefined : node
}

function yamlFix(code: string): string {
  switch (code) {
    case 'TAG_RESOLVE_FAILED':
      return 'remove the tag'
    case 'BAD_INDENT':
    case 'TAB_AS_INDENT':
      return 'indent with two spaces a level'
    case 'MULTIPLE_DOCS':
      return 'one file holds one document'
    default:
      return 'correct the syntax here; quote text that holds a colon, a hash or a bracket'
  }
}

export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Reads CSV (RFC 4180: quotes, doubled quotes, line breaks inside them). Blank lines and a byte order mark are passed over. */
export function readCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let start = 1
  const endRow = (): void => {
    cells.push(cell)
    if (cells.length > 1 || cell.trim() !== '') rows.push({ line: start, cells: cells.map((c) => c.trim()) })
    cells = []
    cell = ''
  }
  const plain = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
  for (let i = 0; i < plain.length; i++) {
    const character = plain.charAt(i)
    if (character === '\n') line++
    if (quoted) {
      if (character !== '"') cell += character
      else if (plain.charAt(i + 1) === '"') {
        cell += '"'
        i++
      } else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',') {
      cells.push(cell)
      cell = ''
    } else if (character === '\n') {
      endRow()
      start = line
    } else cell += character
  }
  endRow()
  return rows
}
