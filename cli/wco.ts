import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { insideOf, readDeclaration, rewriteDeclaration, type ReadDeclaration } from '#modules/customs'
import { loadDictionary } from '#kernel'
import { readPackFiles } from '#platform/packs'
import { openPublicSchema, readXml, type XmlTree } from '#platform/xml'
import { root } from '../server/config.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const USAGE = 'vuce wco check --schemas <folder with WCO_DEC_2_DMS.xsd> --samples <folder> [--json]'

async function* xmlIn(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* xmlIn(path)
    else if (entry.name.endsWith('.xml')) yield path
  }
}

/** Every value of a message with its path and attributes, in order: what must be the same after it was read and written. */
export function valuesOf(tree: XmlTree, path = ''): string[] {
  const here = `${path}/${tree.name}`
  const attributes = Object.entries(tree.attributes).filter(([name]) => name !== 'schemaLocation')
  const own = `${here} ${JSON.stringify(attributes)} ${tree.children.length ? '' : tree.text.trim()}`
  return [own, ...tree.children.flatMap((c) => valuesOf(c, here))]
}

export interface Checked {
  readonly file: string
  readonly values: ReadDeclaration['values']
  readonly uncovered: readonly string[]
  readonly lost: number
  readonly faults: readonly string[]
}

/** Reads every declaration below a folder, writes it back, and compares; with schemas, what is written is validated by them. */
export async function checkSamples(samples: string, schemas: string | null): Promise<readonly Checked[]> {
  const { dictionary } = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const schema = schemas ? await openPublicSchema(schemas, 'WCO_DEC_2_DMS.xsd') : undefined
  const found: Checked[] = []
  for await (const path of xmlIn(samples)) {
    const source = await readFile(path, 'utf8')
    const read = readDeclaration(source, dictionary)
    // Answers of customs hold a declaration too, inside a response.
    if (!read)
      say(`- ${path.slice(samples.length + 1)} is no well-formed XML, and is refused as it would be from anybody`)
    if (!read?.function) continue
    const again = rewriteDeclaration(read)
    const [before, after] = [valuesOf(read.tree), valuesOf(readXml(again))]
    found.push({
      file: path.slice(samples.length + 1),
      values: read.values,
      uncovered: [...new Set(read.uncovered.map((u) => u.path.replace(/\[\d+\]/, '')))].sort(),
      lost: before.filter((v, i) => v !== after[i]).length + Math.abs(before.length - after.length),
      faults: schema ? schema.faults(insideOf(again)).map((f) => `${f.line}: ${f.message}`) : [],
    })
  }
  schema?.dispose()
  return found
}

/** `vuce wco check`: public samples read, written back and validated by the public schemas. Says so where they are absent. */
export async function wcoCheckCommand(argv: string[]): Promise<number> {
  const option = (name: string): string | undefined => {
    const at = argv.indexOf(`--${name}`)
    return at < 0 ? process.env[`VUCE_WCO_${name.toUpperCase()}`] : argv[at + 1]
  }
  const [schemas, samples] = [option('schemas'), option('samples')]
  if (!samples) {
    say(USAGE)
    say('No samples are named, and none come with this program.')
    return 2
  }
  const checked = await checkSamples(samples, schemas ?? null)
  const wrong = checked.filter((c) => c.lost > 0 || c.faults.length > 0)
  if (argv.includes('--json'))
    say(JSON.stringify({ ok: wrong.length === 0, validated: Boolean(schemas), checked }, null, 2))
  else {
    for (const c of checked) {
      say(
        `${c.lost || c.faults.length ? '✗' : '✓'} ${c.file}: ${c.values.covered} of ${c.values.total} values in the dictionary, ${c.lost} lost`,
      )
      for (const f of c.faults) say(`    ${f}`)
      if (c.uncovered.length) say(`    kept, not in the dictionary: ${c.uncovered.join(', ')}`)
    }
    say(
      schemas
        ? `${checked.length} messages written back, ${wrong.length} wrong.`
        : 'The public schemas are absent: nothing was validated by them.',
    )
  }
  return wrong.length ? 1 : 0
}
