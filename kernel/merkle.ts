/**
 * A log of leaves that only grows, as a Merkle tree: one small root stands for everything in it, a short path proves that a leaf is in
 * it, another that a later log only added to an earlier one. Hashes are 32 bytes; the hash function (SHA-256) is given by the caller.
 * Source: RFC 9162, sections 2.1.1 to 2.1.5.
 */
export type Hash = Uint8Array
export type HashFunction = (...parts: readonly Uint8Array[]) => Hash

/**
 * The hash of the whole subtree of 2^`level` leaves that begins at leaf `index` × 2^`level`. Asked only for subtrees that lie wholly
 * inside the log.
 */
export type Subtree = (level: number, index: number) => Hash

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export const leafHash = (sha256: HashFunction, leaf: Uint8Array): Hash => sha256(LEAF, leaf)
export const nodeHash = (sha256: HashFunction, left: Hash, right: Hash): Hash => sha256(NODE, left, right)

/** The largest power of two below `n`, as its exponent. `n` is at least 2. */
const splitLevel = (n: number): number => Math.ceil(Math.log2(n)) - 1

/** Hash of the leaves from `start` (a multiple of the width's ceiling power of two) on, `width` of them. */
function hashOf(sha256: HashFunction, subtree: Subtree, start: number, width: number): Hash {
  const level = Math.log2(width)
  if (Number.isInteger(level)) return subtree(level, start / width)
  const left = 2 ** splitLevel(width)
  return nodeHash(sha256, hashOf(sha256, subtree, start, left), hashOf(sha256, subtree, start + left, width - left))
}

/** Root of the first `size` leaves. The root of nothing is the hash of nothing. */
export const rootHash = (sha256: HashFunction, subtree: Subtree, size: number): Hash =>
  size === 0 ? sha256() : hashOf(sha256, subtree, 0, size)

/** The path that proves leaf `index` to be in the log of `size` leaves, nearest sibling first. */
export function inclusionPath(sha256: HashFunction, subtree: Subtree, index: number, size: number): Hash[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} of ${size}`)
  const path = (at: number, start: number, width: number): Hash[] => {
    if (width === 1) return []
    const left = 2 ** splitLevel(width)
    return at < left
      ? [...path(at, start, left), hashOf(sha256, subtree, start + left, width - left)]
      : [...path(at - left, start + left, width - left), hashOf(sha256, subtree, start, left)]
  }
  return path(index, 0, size)
}

/** The path that proves the log of `size` leaves to begin with the log of `before` leaves. */
export function consistencyPath(sha256: HashFunction, subtree: Subtree, before: number, size: number): Hash[] {
  if (!(before > 0 && before <= size)) throw new RangeError(`${before} of ${size}`)
  const path = (m: number, start: number, width: number, whole: boolean): Hash[] => {
    if (m === width) return whole ? [] : [hashOf(sha256, subtree, start, width)]
    const left = 2 ** splitLevel(width)
    return m <= left
      ? [...path(m, start, left, whole), hashOf(sha256, subtree, start + left, width - left)]
      : [...path(m - left, start + left, width - left, false), hashOf(sha256, subtree, start, left)]
  }
  return path(before, 0, size, true)
}

const same = (a: Hash | undefined, b: Hash): boolean =>
  a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i])

/** Whether a path proves a leaf's hash to be leaf `index` of the log with that root. */
export function provesInclusion(sha256: HashFunction, { leaf, index, size, root, path }: InclusionProof): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false
  let [at, last] = [index, size - 1]
  let hash = leaf
  for (const sibling of path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sha256, sibling, hash)
      // A leaf at the ragged edge climbs past the levels where it has no sibling.
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else hash = nodeHash(sha256, hash, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && same(hash, root)
}

/** Whether a path proves that the log with root `root` begins with the one with root `rootBefore`. */
export function provesConsistency(
  sha256: HashFunction,
  { before, size, rootBefore, root, path }: ConsistencyProof,
): boolean {
  if (!Number.isSafeInteger(before) || !Number.isSafeInteger(size) || before < 1 || before > size) return false
  if (before === size) return path.length === 0 && same(rootBefore, root)
  const nodes = Number.isInteger(Math.log2(before)) ? [rootBefore, ...path] : [...path]
  const first = nodes.shift()
  if (!first) return false
  let [at, last] = [before - 1, size - 1]
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  let [older, newer] = [first, first]
  for (const sibling of nodes) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      older = nodeHash(sha256, sibling, older)
      newer = nodeHash(sha256, sibling, newer)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else newer = nodeHash(sha256, newer, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && same(older, rootBefore) && same(newer, root)
}

export interface InclusionProof {
  /** Hash of the leaf, not the leaf. */
  readonly leaf: Hash
  readonly index: number
  readonly size: number
  readonly root: Hash
  readonly path: readonly Hash[]
}

export interface ConsistencyProof {
  readonly before: number
  readonly size: number
  readonly rootBefore: Hash
  readonly root: Hash
  readonly path: readonly Hash[]
}
