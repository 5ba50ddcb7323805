import { readYaml, type Node } from '../pack/load/source.ts'
import type { Fault, Pack, PackFile } from '../pack/model.ts'
import { scenarioKeys } from './scenario-reach.ts'
import type { ScenarioRun } from './scenario.ts'

/** Where a procedure stands, so that what is missing can be pointed at. */
interface Place {
  readonly file: string
  readonly node: Node
}

const textAt = (node: Node, key: string): string | undefined => {
  const found = node.kind === 'map' ? node.entries.get(key) : undefined
  return found?.kind === 'text' ? found.text : undefined
}

function placesOf(files: readonly PackFile[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const file of files.filter(({ path }) => /^[^/]+\/[^/]+\.ya?ml$/.test(path))) {
    const node = readYaml(file, [])
    const id = node && textAt(node, 'procedure')
    if (node && id) places.set(`${id}@${textAt(node, 'from') ?? ''}`, { file: file.path, node })
  }
  return places
}

/** The line of a key, or of the nearest part of it that the file has: `opinions.toxicology.silence`. */
function lineOf(node: Node, key: string): number {
  let line = 1
  let here: Node | undefined = node
  for (const part of key.split('.')) {
    if (here?.kind !== 'map') break
    line = here.keyLines.get(part) ?? line
    here = here.entries.get(part)
  }
  return line
}

/**
 * What `vuce pack check` says about the scenarios of its packs (PACK 10): `SCENARIO`, one that does not come out as written;
 * `NO_SCENARIO`, a procedure that none brings to an approval, or none to a refusal; `NOT_REACHED`, a key that none makes do anything.
 */
export function scenarioFaults(packs: Iterable<Pack>, files: readonly PackFile[], run: ScenarioRun): readonly Fault[] {
  // Read again only when there is something to point at.
  let places: ReadonlyMap<string, Place> | undefined
  const failed = run.results.flatMap((r) =>
    r.failures.map(({ step, line, expected, got }): Fault => {
      const message = `${r.scenario}: expected ${expected}; got ${got}`
      const fix = 'correct the law or the story'
      return {
        file: r.file,
        line,
        level: 'error',
        code: 'SCENARIO',
        path: step ? `steps.${step - 1}` : '',
        message,
        fix,
      }
    }),
  )
  const untried = [...packs]
    .flatMap((pack) => pack.procedures)
    .flatMap((procedure): Fault[] => {
      const own = run.results.filter((r) => r.procedure === procedure.key)
      const warn = (code: string, path: string, message: string, fix: string): Fault => {
        places ??= placesOf(files)
        const place = places.get(procedure.key)
        const file = place?.file ?? `${procedure.pack}/pack.yaml`
        return { file, line: place ? lineOf(place.node, path) : 1, level: 'warning', code, path, message, fix }
      }
      // Law that nobody has tried: one warning, not one for each of its keys.
      if (own.length === 0)
        return [
          warn(
            'NO_SCENARIO',
            'procedure',
            `no scenario runs ${procedure.key}`,
            'add one that ends in approval and one in refusal',
          ),
        ]
      const ends: Fault[] = []
      if (!own.some((r) => r.approved))
        ends.push(warn('NO_SCENARIO', 'procedure', `no scenario of ${procedure.id} ends in approval`, 'add one'))
      if (!own.some((r) => r.refused))
        ends.push(warn('NO_SCENARIO', 'procedure', `no scenario of ${procedure.id} is refused`, 'add one'))
      const reached = run.reached.get(procedure.key)
      const keys = scenarioKeys(procedure).filter((key) => !reached?.has(key))
      return [
        ...ends,
        ...keys.map((key) => warn('NOT_REACHED', key, `no scenario reaches ${key}`, 'add a story in which it matters')),
      ]
    })
  return [...run.faults, ...failed, ...untried]
}
