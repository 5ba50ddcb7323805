import { describe, expect, it } from 'vitest'
import type { Fault } from '../model.ts'
import { findNearest, suggest } from './nearest.ts'
import { readCsv, readYaml, type Node } from './source.ts'

const yaml = (text: string): { node: Node | undefined; faults: Fault[] } => {
  const faults: Fault[] = []
  return { node: readYaml({ path: 'x.yaml', text }, faults), faults }
}
const at = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.get(key) : undefined

describe('YAML', () => {
  it('keeps values as written: Norway, leading zeros, decimals, dates', () => {
    const { node } = yaml('a: NO\nb: 0901\nc: 0.10\nd: 2026-01-01\ne: "true"\nf:\n')
    const said = ['a', 'b', 'c', 'd', 'e']
      .map((key) => at(node, key))
      .map((n) => (n?.kind === 'text' ? n.text : undefined))
    expect(said).toEqual(['NO', '0901', '0.10', '2026-01-01', 'true'])
    expect(at(node, 'f')?.kind).toBe('empty')
  })

  it('knows the line of everything', () => {
    const { node } = yaml('a: 1\nb:\n  - x\n  - { c: 2 }\n')
    const list = at(node, 'b')
    expect(list?.kind === 'list' ? list.items.map((item) => item.line) : []).toEqual([3, 4])
  })

  it.each([
    ['a: 1\na: 2', 2, 'keep one of the two keys'],
    ['a: !!set {x}', 1, 'remove the tag'],
    ['a: &x 1\nb: *x', 2, 'write the value out'],
    ['a: 1\n---\nb: 2', 2, 'one file holds one document'],
  ])('refuses %j', (text, line, fix) => {
    const { node, faults } = yaml(text)
    expect(node).toBeUndefined()
    expect(faults[0]).toMatchObject({ code: 'YAML', line, fix })
  })
})

describe('CSV', () => {
  it('reads quotes, doubled quotes and line breaks, with line numbers', () => {
    expect(readCsv('\ufeffa,b\r\n"x, y","say ""hi"""\n\n"two\nlines",z\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, y', 'say "hi"'] },
      { line: 4, cells: ['two\nlines', 'z'] },
    ])
  })
})

describe('did you mean', () => {
  it('finds the near word and leaves the far one', () => {
    expect(findNearest('goods.cass', ['goods.cas', 'goods.use'])).toBe('goods.cas')
    expect(findNearest('silense', ['silence', 'within'])).toBe('silence')
    expect(findNearest('wihtin', ['silence', 'within'])).toBe('within')
    expect(findNearest('banana', ['silence', 'within'])).toBeUndefined()
    expect(suggest('banana', ['silence', 'within'])).toBe('use one of: silence, within')
  })
})
