export { basketOf } from './basket.ts'
export { order } from './order.ts'
export {
  held,
  missing,
  type OrderLine,
  type OrderState,
  type OrderRefund,
  type Receipt,
  type Share,
} from './order-state.ts'
export { createCashier, type Cashier, type CashierOptions } from './cashier.ts'
export { paymentRoutes, TogetherSchema, type PaymentDeps } from './routes.ts'
export { issueOrders, orderModule, orderReactions, takeFilingNumbers, type OrderServices } from './module.ts'
export { findOrderNumber, paymentCode } from './payment-code.ts'
export { differenceTexts } from './differences.ts'
export { handoverModule, type HandoverState } from './handover.ts'
export { takeFile, type Taken } from './reconcile.ts'
export { statementModule } from './statement-module.ts'
export { treasuryRoutes, type TreasuryDeps } from './treasury-routes.ts'
export { settlementReport } from './reports.ts'
export { verifyBooks, type BooksVerified } from './verify-books.ts'
