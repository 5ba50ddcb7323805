import { typeset } from './compiler.ts'
import { qrPath } from './qr.ts'
import type { IssuedRecord } from './record.ts'
import { PERMIT_TEMPLATE } from './template.ts'
import { permitView, type Paper } from './view.ts'

export interface RenderOptions {
  /** Default `a4`. */
  readonly paper?: Paper
  /** The signed record in JWS compact form: travels inside the PDF as an attachment, so that the paper carries its original. */
  readonly jws?: string
}

function qrSvg(text: string): string {
  const { size, path } = qrPath(text)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${path}"/></svg>`
}

/**
 * Renders an issued document as PDF/A-3a, tagged. The same record and options give the same bytes on one installation
 * (system fonts may stand in for characters that the built-in ones lack).
 * Throws RangeError on a record without a usable address or digest or above 2,000 lines, PdfBusy when the queue is full.
 */
export function renderPermit(record: IssuedRecord, options: RenderOptions = {}): Promise<Uint8Array> {
  const { paper = 'a4', jws } = options
  return typeset((undrawable) => ({
    source: PERMIT_TEMPLATE,
    // Data travel as input values and are drawn as text: nothing in them is ever read as markup.
    inputs: {
      data: permitView(record, paper, jws !== undefined, undrawable),
      qr: qrSvg(record.verifyUrl),
      jws: jws ?? '',
    },
    seconds: Math.floor(Date.parse(record.issuedAt) / 1000),
  }))
}
