import { callPartner, type PartnerSettings } from './http.ts'
import { PartnerDown, type Partner, type Receipt } from './partner.ts'

export interface LpcoSettings extends PartnerSettings {
  /** Where its signed receipts are to be sent. */
  readonly replyTo: () => string
}

/** A receipt as it travels, in an answer or in a signed message of its own; nothing when it is not one. */
export function readReceipt(text: string | undefined): Receipt | undefined {
  let value: unknown
  try {
    value = JSON.parse(text ?? '')
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { messageId, status, reference = null, text: said = null } = value as Record<string, unknown>
  const known = (['received', 'accepted', 'rejected'] as const).find((s) => s === status)
  const isText = (v: unknown, max: number): v is string | null =>
    v === null || (typeof v === 'string' && v.length <= max)
  if (!known || typeof messageId !== 'string' || !/^[0-9a-f-]{36}$/.test(messageId)) return undefined
  return isText(reference, 200) && isText(said, 2000)
    ? { id: messageId, outcome: known, reference, text: said }
    : undefined
}

/** A system of licences, permits and certificates of the State or of a port: XML by POST, receipts as JSON, later ones signed and sent to us. */
export function lpcoPartner(settings: LpcoSettings): Partner {
  const receiptIn = (text: string | undefined): Receipt => {
    const receipt = readReceipt(text)
    if (!receipt) throw new PartnerDown('its answer is not the one that was agreed')
    return receipt
  }
  return {
    async send({ id, to, content }) {
      const text = await callPartner(settings, `/lpco/${encodeURIComponent(to)}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/xml; charset=utf-8',
          'message-id': id,
          'reply-to': settings.replyTo(),
        },
        body: content,
      })
      return receiptIn(text)
    },
    async find(id) {
      const text = await callPartner(settings, `/messages/${id}`, { method: 'GET', missing: true })
      return text === undefined ? undefined : receiptIn(text)
    },
  }
}
