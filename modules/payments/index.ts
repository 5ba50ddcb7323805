export { order, type OrderLine, type OrderState } from './order.ts'
export { paymentRoutes, type PaymentDeps } from './routes.ts'
export { dropFromOrder, issueOrders, orderModule, takeFilingNumbers } from './module.ts'
