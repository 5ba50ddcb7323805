import type { Refusal } from '#kernel'

/** A document that is not taken in, with everything that is wrong at the step where it failed. */
export class XmlRefused extends Error {
  override name = 'XmlRefused'
  readonly refusals: readonly Refusal[]
  constructor(refusals: readonly Refusal[]) {
    super(refusals.map((r) => r.code).join(', '))
    this.refusals = refusals
  }
}

export const refuseXml = (refusal: Refusal): XmlRefused => new XmlRefused([refusal])
