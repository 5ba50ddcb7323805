import { createHash } from 'node:crypto'
import { canonical, type PersonalRef } from '#kernel'
import { randomBytes } from './ids.ts'
import type { Statement, Tx } from './transaction.ts'

/** Personal data of one transaction on its way beside the chain. */
export interface PersonalVault {
  /** Puts a value aside for a case and gives the reference that goes into events. */
  seal(caseId: string, value: unknown): PersonalRef
  rows(): readonly { case_id: string; ref: string; salt: string; value: unknown }[]
  /** The value behind a reference; nothing once it was erased. */
  find(caseId: string, ref: string): Promise<unknown>
  /** A copy of a state with what may still be known in place of its references; what was erased becomes null. */
  reveal(caseId: string, state: unknown): Promise<unknown>
}

const findPersonal: Statement = {
  name: 'personal.find',
  text: 'SELECT value FROM cases.personal WHERE case_id = $1 AND ref = $2',
}

/** A salted SHA-256: without the salt, which is erased with the value, nobody can guess a telephone number from it. */
export const personalRef = (salt: string, value: unknown): string =>
  createHash('sha256')
    .update(`${salt}:${canonical(value)}`)
    .digest('hex')

/** Every personal reference inside a value. */
function refsIn(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  const ref = findRef(value)
  if (ref) found.add(ref)
  else for (const item of Object.values(value)) refsIn(item, found)
}

const findRef = (value: object): string | undefined => {
  const { ref, ...rest } = value as { ref?: unknown }
  return typeof ref === 'string' && ref.length === 64 && Object.keys(rest).length === 0 ? ref : undefined
}

function replaced(value: unknown, known: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const ref = findRef(value)
  if (ref) return known.get(ref) ?? null
  if (Array.isArray(value)) return value.map((v) => replaced(v, known))
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, replaced(v, known)]))
}

export function createPersonalVault(tx: Tx): PersonalVault {
  const kept: { case_id: string; ref: string; salt: string; value: unknown }[] = []
  const find = async (caseId: string, ref: string): Promise<unknown> => {
    const here = kept.find((k) => k.ref === ref)
    if (here) return here.value
    const { rows } = await tx.query<{ value: unknown }>(findPersonal, [caseId, ref])
    return rows[0]?.value
  }
  return {
    seal: (caseId, value) => {
      const salt = randomBytes(16).toString('hex')
      const ref = personalRef(salt, value)
      kept.push({ case_id: caseId, ref, salt, value })
      return { ref }
    },
    rows: () => kept,
    find,
    reveal: async (caseId, state) => {
      const refs = new Set<string>()
      refsIn(state, refs)
      if (refs.size === 0) return state
      const known = new Map<string, unknown>()
      for (const ref of refs) known.set(ref, await find(caseId, ref))
      return replaced(state, known)
    },
  }
}
