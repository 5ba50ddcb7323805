/** The line to customs' own system. It is another system: it may be late, silent, down, or say a thing twice. */
export {
  CustomsDown,
  CustomsRefused,
  httpCustoms,
  readCustomsMessage,
  type CustomsChannel,
  type CustomsLetter,
  type CustomsSettings,
} from './channel.ts'
export { launchCustoms, type RunningCustoms } from './launch.ts'
