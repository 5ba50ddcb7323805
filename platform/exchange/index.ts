/** How messages reach the systems of others, and what these answer. What a message says is not decided here. */
export { hubPartner } from './hub.ts'
export { launchForeignWindow, type RunningForeignWindow } from './launch.ts'
export { readSignedReceipt } from './receipts.ts'
export { lpcoPartner, readReceipt, type LpcoSettings } from './lpco.ts'
export { PartnerDown, PartnerRefused, type Outgoing, type Partner, type Receipt } from './partner.ts'
