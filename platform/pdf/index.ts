/**
 * Renderings of issued documents. No PDF is the original (M03-6): the signed record is, and each page says so.
 * Also the words and figures as people read them, shared with the public pages.
 */
export { renderBundle, type Attachment, type Bundle, type BundleSection } from './bundle.ts'
export { PdfBusy } from './compiler.ts'
export { showCountry, showDay, showDayLong, showFigure, showInstant, showMeasure, showSum } from './format.ts'
export { qrPath } from './qr.ts'
export type { IssuedRecord, RecordElement, RecordLine, RecordStatus } from './record.ts'
export { renderPermit, type RenderOptions } from './render.ts'
export { signPdf, type PdfSignature } from './sign.ts'
