/** Payments (M06): orders go to a provider over HTTP, and come back as signed callbacks. */
export { launchSimulator, type LaunchOptions, type RunningSimulator } from './launch.ts'
export {
  PaymentProviderDown,
  PaymentRefused,
  type Callback,
  type CallbackHeaders,
  type CallbackReading,
  type CallbackRefusal,
  type PaymentOrder,
  type PaymentProvider,
  type RefundInstruction,
  type StartedPayment,
} from './provider.ts'
export { readStatements, type BankStatement, type StatementEntry, type StatementFault } from './camt.ts'
export { creditTransfers, type CreditTransfer } from './pain.ts'
export { bankFileProvider } from './bank-file-provider.ts'
export { findFlaw, signCallback } from './signature.ts'
export { simulatorProvider, type SimulatorSettings } from './simulator-provider.ts'
