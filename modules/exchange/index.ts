export { createCarrier, type Carrier, type CarrierOptions } from './carrier.ts'
export { exchangeReactions } from './reactions.ts'
export { exchangeRoutes } from './routes.ts'
export { LPCO_NAMESPACE, lpcoMessage } from './lpco.ts'
