import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consistencyPath,
  inclusionPath,
  leafHash,
  nodeHash,
  provesConsistency,
  provesInclusion,
  rootHash,
  type Hash,
  type HashFunction,
  type Subtree,
} from './merkle.ts'

const sha256: HashFunction = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The definition of RFC 9162, 2.1.1, word by word: what the quick way must agree with. */
function plainRoot(leaves: readonly Uint8Array[]): Hash {
  if (leaves.length === 0) return sha256()
  const [only] = leaves
  if (leaves.length === 1 && only) return leafHash(sha256, only)
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(sha256, plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k)))
}

const subtreeOf =
  (leaves: readonly Uint8Array[]): Subtree =>
  (level, index) => {
    const width = 2 ** level
    const part = leaves.slice(index * width, (index + 1) * width)
    if (part.length !== width) throw new Error(`the subtree ${level}/${index} is not whole`)
    return plainRoot(part)
  }

const leavesOf = (n: number): Uint8Array[] => Array.from({ length: n }, (_, i) => Buffer.from(`leaf ${i}`))

describe('a Merkle tree', () => {
  it('has the roots of the examples that logs of certificates publish', () => {
    const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
    const leaves = data.map((d) => Buffer.from(d, 'hex'))
    const root = (n: number): string => hex(rootHash(sha256, subtreeOf(leaves), n))
    expect(root(0)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(root(1)).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    expect(root(3)).toBe('aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77')
    expect(root(8)).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
  })

  it('agrees with the definition for every size', () => {
    for (let n = 0; n < 70; n++) {
      const leaves = leavesOf(n)
      expect(hex(rootHash(sha256, subtreeOf(leaves), n)), `${n} leaves`).toBe(hex(plainRoot(leaves)))
    }
  })

  it('proves every leaf of it, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = leavesOf(size)
        const subtree = subtreeOf(leaves)
        const root = rootHash(sha256, subtree, size)
        const [index, other] = [a % size, b % size]
        const path = inclusionPath(sha256, subtree, index, size)
        const leaf = leafHash(sha256, leaves[index] ?? Buffer.alloc(0))
        expect(provesInclusion(sha256, { leaf, index, size, root, path })).toBe(true)
        if (other !== index) expect(provesInclusion(sha256, { leaf, index: other, size, root, path })).toBe(false)
        const forged = leafHash(sha256, Buffer.from('forged'))
        expect(provesInclusion(sha256, { leaf: forged, index, size, root, path })).toBe(false)
        expect(provesInclusion(sha256, { leaf, index, size, root, path: [...path, root] })).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  it('proves that it only grew, and notices when it did not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(), (size, n) => {
        const before = 1 + (n % size)
        const leaves = leavesOf(size)
        const subtree = subtreeOf(leaves)
        const path = consistencyPath(sha256, subtree, before, size)
        const proof = {
          before,
          size,
          rootBefore: rootHash(sha256, subtree, before),
          root: rootHash(sha256, subtree, size),
          path,
        }
        expect(provesConsistency(sha256, proof)).toBe(true)
        const rewritten = [...leaves]
        rewritten[n % before] = Buffer.from('rewritten')
        const root = rootHash(sha256, subtreeOf(rewritten), size)
        expect(provesConsistency(sha256, { ...proof, root })).toBe(false)
        const again = consistencyPath(sha256, subtreeOf(rewritten), before, size)
        expect(provesConsistency(sha256, { ...proof, root, path: again })).toBe(false)
      }),
      { numRuns: 150 },
    )
  })
})
