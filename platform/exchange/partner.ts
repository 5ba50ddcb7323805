/** A message as it leaves: what it says is made by the module that sends it, how it travels is the partner's affair. */
export interface Outgoing {
  /** Identity of the message, the same however often it is sent: the other side takes it once. */
  readonly id: string
  /** Who it is for: `customs`, `ephyto`, `port`, `zone`, `agreement`, `destination`. */
  readonly to: string
  /** Country it comes from and goes to, ISO 3166-1 alpha-2. */
  readonly from: string
  readonly country: string
  /** UNTDED 1001 code and 1373 status, number of the document. */
  readonly documentCode: string
  readonly status: string
  readonly number: string
  /** The document itself, XML. */
  readonly content: string
}

/** What the other side says became of a message. `received` is technical, the others are its business answer. */
export interface Receipt {
  readonly id: string
  readonly outcome: 'received' | 'accepted' | 'rejected'
  /** The number the other side gave it. */
  readonly reference: string | null
  readonly text: string | null
}

export interface Partner {
  /** Throws PartnerDown when it cannot be reached or fails, and PartnerRefused when it says that the message is wrong. Safe to repeat. */
  send(message: Outgoing): Promise<Receipt>
  /** What became of a message, asked for because the answer may have been lost. Nothing when it was never seen. Throws as `send`. */
  find(id: string): Promise<Receipt | undefined>
}

/** Trying later may help. */
export class PartnerDown extends Error {
  override name = 'PartnerDown'
}

/** The other side cannot read the message: sending it again as it is will not help. */
export class PartnerRefused extends Error {
  override name = 'PartnerRefused'
}
