import { readXml, textOf, writeXml, XmlUnreadable, type Xml, type XmlTree } from '#platform/xml'
import { callPartner, type PartnerSettings } from './http.ts'
import { PartnerDown, PartnerRefused, type Partner, type Receipt } from './partner.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const EPHYTO = 'http://ephyto.ippc.int/'
const ENTITIES = 'http://ephyto.ippc.int/HUB.Entities'

const enveloped = (operation: string, content: readonly (Xml | undefined)[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml([
    'soapenv:Envelope',
    [['soapenv:Body', [[`eph:${operation}`, content]]]],
    { 'xmlns:soapenv': SOAP, 'xmlns:eph': EPHYTO, 'xmlns:hub': ENTITIES },
  ])}`

/** Tracking words of the hub, and what they mean to us. A warning is a word of the authority, not a refusal. */
const OUTCOME: Readonly<Record<string, Receipt['outcome']>> = {
  PendingDelivery: 'received',
  Delivered: 'accepted',
  DeliveredWithWarnings: 'accepted',
  FailedDelivery: 'rejected',
  DeliveredNotReadable: 'rejected',
}

function answerOf(text: string, operation: string): XmlTree {
  let tree: XmlTree
  try {
    tree = readXml(text)
  } catch (error) {
    if (error instanceof XmlUnreadable) throw new PartnerDown(`its answer is no XML: ${error.message}`)
    throw error
  }
  const body = tree.children.find((c) => c.name === 'Body')
  const fault = body?.children.find((c) => c.name === 'Fault')
  if (fault) throw new PartnerRefused(textOf(fault, 'faultstring') ?? 'no reason given')
  const result = body?.children
    .find((c) => c.name === `${operation}Response`)
    ?.children.find((c) => c.name === `${operation}Result`)
  if (!result) throw new PartnerDown('its answer is not the one that was agreed')
  return result
}

function receiptOf(id: string, header: XmlTree): Receipt | undefined {
  const tracking = textOf(header, 'HUBTrackingInfo') ?? ''
  if (tracking === 'EnvelopeNotExists') return undefined
  const outcome = OUTCOME[tracking]
  if (!outcome) throw new PartnerDown(`it says ${tracking.slice(0, 60)}, which nobody agreed on`)
  return {
    id,
    outcome,
    reference: textOf(header, 'hubDeliveryNumber') ?? null,
    text: textOf(header, 'hubDeliveryErrorMessage') ?? null,
  }
}

/**
 * A hub of electronic certificates that speaks as the IPPC's does: SOAP 1.1, `DeliverEnvelope` and `GetEnvelopeTrackingInfo`. The message's id
 * travels as a SOAP header of ours, which the hub may ignore; it knows an envelope again by sender, type, status and certificate number.
 */
export function hubPartner(settings: PartnerSettings): Partner {
  const ask = (operation: string, id: string, content: readonly (Xml | undefined)[]): Promise<string | undefined> =>
    callPartner(settings, '/hub/DeliveryService', {
      method: 'POST',
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: `"${EPHYTO}${operation}"`,
        'message-id': id,
      },
      body: enveloped(operation, content),
    })
  return {
    async send({ id, from, country, documentCode, status, number, content }) {
      const text = await ask('DeliverEnvelope', id, [
        [
          'eph:env',
          [
            ['hub:From', from],
            ['hub:To', country],
            ['hub:CertificateType', documentCode],
            ['hub:CertificateStatus', status],
            ['hub:NPPOCertificateNumber', number],
            ['hub:Content', content],
          ],
        ],
      ])
      const receipt = receiptOf(id, answerOf(text ?? '', 'DeliverEnvelope'))
      if (!receipt) throw new PartnerDown('it has not kept the envelope')
      return receipt
    },
    async find(id) {
      const text = await ask('GetEnvelopeTrackingInfo', id, [['eph:hubTrackingNumber', id]])
      return receiptOf(id, answerOf(text ?? '', 'GetEnvelopeTrackingInfo'))
    },
  }
}
