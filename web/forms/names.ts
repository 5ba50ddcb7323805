import { createContext, useContext } from 'react'
import type { FormField } from '#kernel'
import type { Option } from '../ui/index.ts'

/** What the fields of a command may name of its case: its tasks, desks, goods, data and colleagues (`x-names` of the schema). */
export interface Names {
  readonly options: (kind: string) => readonly Option[] | undefined
  /** Data of the case's header and of each of its goods, for commands that change them. */
  readonly fields: readonly FormField[]
  readonly lineFields: readonly FormField[]
  readonly elements: Readonly<Record<string, unknown>>
  readonly lines: readonly Readonly<Record<string, unknown>>[]
}

export const noNames: Names = { options: () => undefined, fields: [], lineFields: [], elements: {}, lines: [] }
const NamesContext = createContext<Names>(noNames)
export const NamesProvider = NamesContext.Provider
export const useNames = (): Names => useContext(NamesContext)
