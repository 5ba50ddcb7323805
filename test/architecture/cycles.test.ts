import { describe, expect, it } from 'vitest'
import { cyclesOf } from './cycles.ts'
import { allSources, isRelative, placeOf, target, type Import } from './sources.ts'

/**
 * Parts of the house that name each other's types. Allowed only for a reason: at run time neither loads the other, but whoever reads
 * one must read the other.
 */
const typeCycles: readonly { readonly between: readonly string[]; readonly because: string }[] = []

const imports = (): Import[] =>
  allSources()
    .filter((s) => !s.isTest)
    .flatMap((s) => s.imports)

/** A graph of places by the imports between them. */
function graph(
  list: readonly Import[],
  place: (path: string) => string | undefined,
  to: (i: Import) => string | undefined,
): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>()
  for (const i of list) {
    const [a, b] = [place(i.from), to(i)]
    if (a && b && a !== b) edges.set(a, new Set([...(edges.get(a) ?? []), b]))
  }
  return edges
}

const isPart = (place: string): string | undefined => (/^(platform|modules)\//.test(place) ? place : undefined)
const partOf = (path: string): string | undefined => isPart(placeOf(path))
const partTo = (i: Import): string | undefined =>
  isRelative(i.specifier)
    ? partOf(target(i))
    : isPart(i.specifier.startsWith('#') ? i.specifier.slice(1).split('/').slice(0, 2).join('/') : '')
const fileTo = (i: Import): string | undefined => (isRelative(i.specifier) ? target(i) : undefined)

describe('import cycles', () => {
  it('the finder finds them', () => {
    const edges = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['a', 'd'])],
      ['d', new Set<string>()],
      ['e', new Set(['e'])],
    ])
    expect(cyclesOf(edges)).toEqual([['a', 'b', 'c'], ['e']])
  })

  it('are none between the parts of the platform or between modules, at run time', () => {
    expect(
      cyclesOf(
        graph(
          imports().filter((i) => !i.typeOnly),
          partOf,
          partTo,
        ),
      ),
    ).toEqual([])
  })

  it('of types alone are listed with their reason', () => {
    const atRunTime = cyclesOf(
      graph(
        imports().filter((i) => !i.typeOnly),
        partOf,
        partTo,
      ),
    ).map((c) => c.join())
    const all = cyclesOf(graph(imports(), partOf, partTo)).filter((c) => !atRunTime.includes(c.join()))
    expect(all).toEqual(typeCycles.map((c) => [...c.between].sort()))
    expect(typeCycles.filter((c) => c.because.length < 20)).toEqual([])
  })

  it('are none between single files, at run time', () => {
    expect(
      cyclesOf(
        graph(
          imports().filter((i) => !i.typeOnly),
          (path) => path,
          fileTo,
        ),
      ),
    ).toEqual([])
  })
})
