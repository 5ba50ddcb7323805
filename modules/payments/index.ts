export { order, type OrderLine, type OrderState } from './order.ts'
export { paymentRoutes, type PaymentDeps } from './routes.ts'
export { issueOrders, orderModule, orderReactions, takeFilingNumbers } from './module.ts'
