export { alertModule, enquiryModule, sheetModule, type InformationServices } from './module.ts'
export { createSheets, followAlerts } from './follow.ts'
