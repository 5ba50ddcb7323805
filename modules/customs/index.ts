export {
  buildContent,
  calendarOf,
  figureOf,
  profileOf,
  SMALL_PROCEDURE,
  type BuildInput,
  type BuildServices,
} from './build.ts'
export { elementOf, generalForm, type DeclarationForm } from './form.ts'
export {
  answerBy,
  ChannelSchema,
  ControlSchema,
  customsOrg,
  queueChannel,
  queueControl,
  silenceDue,
  silenceOf,
  silentBy,
} from './declaring.ts'
export { createCustomsCarrier, type CustomsCarrier, type CustomsCarrierOptions } from './carrier.ts'
export type { DeclaredContent, DeclaredItem, LpcoRef } from './content.ts'
export { DEC, declarationXml, META, requestXml } from './dec.ts'
export { taxesOf, totalOf, type TaxLine } from './duties.ts'
export { messageId, queueMessage, type MessageKind } from './queue.ts'
export { findRate, type Rate } from './rates.ts'
export { AnswerSchema, type TakenAnswer } from './answer-schema.ts'
export { answerKinds, readAnswer, type AnswerKind, type CustomsAnswer, type CustomsError } from './res.ts'
export { insideOf, declarationXsd } from './wco/own-schema.ts'
export { readDeclaration, rewriteDeclaration, type ReadDeclaration } from './wco/read-dec.ts'
export { customsRoutes, type CustomsDeps } from './routes.ts'
export { drawPermits, lpcoFaults, returnsOf } from './lpco.ts'
export { customsValues, type CustomsValues } from './values.ts'
