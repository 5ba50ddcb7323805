import { canonical } from '../../canonical.ts'
import { isDay, type Day } from '../../time.ts'
import type { Fault, PackFile, Published } from '../model.ts'
import { sha256 } from '../sha256.ts'
import { fault } from './cursor.ts'
import type { ReadProcedure } from './procedure.ts'
import type { Node } from './source.ts'
import { readTable, reporter } from './tables.ts'

/** Keys that hold words for people, or what is still to be confirmed: none of them is what the law says (PACK 11). */
const WORDS = ['title', 'label', 'help', 'text', 'confirm']
/** Keys whose entries are words under a name: the name is law, the words are not. */
const NAMED = ['conditions']

function lawOf(node: Node, key = ''): unknown {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(
        [...node.entries]
          .filter(([name]) => !WORDS.includes(name))
          .map(([name, child]) => [name, NAMED.includes(key) ? '' : lawOf(child, name)]),
      )
    case 'list':
      return node.items.map((item) => lawOf(item))
    case 'text':
      return node.text
    case 'empty':
      return null
  }
}

/** SHA-256 of what a procedure file orders: whoever mends a text, a comment or the layout changes nothing of it. */
export const lawDigest = (node: Node): string => sha256(canonical(lawOf(node)))

/** `published.csv`: what each version said when the ministry signed it, one line a version. Written by `vuce pack sign`. */
export function readPublished(file: PackFile | undefined, faults: Fault[]): Published[] {
  if (!file) return []
  const report = reporter(file.path, faults)
  return readTable(file, ['procedure', 'from', 'sha256'], report).rows.flatMap((row): Published[] => {
    const [procedure, from, digest] = [row.get('procedure'), row.get('from'), row.get('sha256')]
    if (isDay(from) && /^[0-9a-f]{64}$/.test(digest)) return [{ procedure, from, digest, line: row.line }]
    report(row.line, 'BAD_VALUE', 'sha256', `${procedure} ${from} is no published version`, 'sign the pack again')
    return []
  })
}

/** A version in force says what it said when it was published, or the pack does not load (PACK 11). */
export function checkPublished(
  read: readonly ReadProcedure[],
  published: readonly Published[],
  file: PackFile | undefined,
  today: Day,
  faults: Fault[],
): void {
  for (const { procedure: id, from, digest, line } of published.filter((p) => p.from <= today)) {
    const found = read.find(({ procedure: p }) => p.id === id && p.from === from)
    if (!found)
      reporter(file?.path ?? '', faults)(
        line,
        'CHANGED_IN_FORCE',
        id,
        `${id} is in force from ${from}, was published, and is no longer in the pack`,
        'bring its file back; a version ends by the from of the next, or by to',
      )
    else if (lawDigest(found.at.node) !== digest)
      fault(
        found.at,
        'CHANGED_IN_FORCE',
        `${id} is in force from ${from} and says something else than what was published`,
        'put it back as it was, and write the change in a new file with a later from',
      )
  }
}
