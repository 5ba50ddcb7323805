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
export { paymentRoutes, type PaymentDeps } from './routes.ts'
export { issueOrders, orderModule, orderReactions, takeFilingNumbers, type OrderServices } from './module.ts'
export { findOrderNumber, paymentCode } from './payment-code.ts'
export { moneyEvents, transfersOf } from './books.ts'
