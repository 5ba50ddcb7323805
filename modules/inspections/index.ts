export { inspection, ConveneSchema, type InspectionState } from './inspection.ts'
export { inspectionModule } from './module.ts'
