/** Why a signed document was not taken in. Each has its text in `kernel/problems/messages.ts`. */
export type XmlFault =
  | 'XML_TOO_LARGE'
  | 'XML_MALFORMED'
  | 'XML_DTD'
  | 'XML_COMMENT'
  | 'XML_INSTRUCTION'
  | 'XML_LIMIT'
  | 'XML_INVALID'
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_WRAPPED'
  | 'SIGNATURE_DUPLICATE_ID'
  | 'SIGNATURE_TRUNCATED'
  | 'SIGNATURE_ALGORITHM'
  | 'SIGNATURE_SHAPE'
  | 'SIGNATURE_INVALID'
  | 'HASH_MISMATCH'

export interface Fault {
  readonly code: XmlFault
  readonly params: Readonly<Record<string, string | number>>
}

/** A document that is not taken in, with everything that is wrong at the step where it failed. */
export class XmlRefused extends Error {
  override name = 'XmlRefused'
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super(faults.map((f) => f.code).join(', '))
    this.faults = faults
  }
}

export const refuseXml = (code: XmlFault, params: Fault['params'] = {}): XmlRefused =>
  new XmlRefused([{ code, params }])
