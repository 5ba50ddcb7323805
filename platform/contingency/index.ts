export {
  cannotTake,
  openContingency,
  type Contingency,
  type ContingencyOptions,
  type Declaration,
  type Receipt,
  type Result,
} from './contingency.ts'
export { withGrace } from './grace.ts'
export { openFileQueue, type Entry, type FileQueue } from './queue.ts'
