const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
const EPHYTO = 'http://ephyto.ippc.int/'
const ENTITIES = 'http://ephyto.ippc.int/HUB.Entities'

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** Text of the first element of a local name. Enough for a simulator that reads what it knows. */
export function textOf(xml: string, name: string): string | undefined {
  const found = new RegExp(`<(?:[A-Za-z]+:)?${name}(?: [^>]*)?>([\\s\\S]*?)</(?:[A-Za-z]+:)?${name}>`).exec(xml)?.[1]
  return found === undefined ? undefined : unescape(found).trim()
}

export interface Header {
  readonly from: string
  readonly to: string
  readonly number: string
  readonly delivery: string
  readonly tracking: string
  readonly error: string | null
}

export const answer = (operation: string, { from, to, number, delivery, tracking, error }: Header): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="${SOAP}"><soapenv:Body><${operation}Response xmlns="${EPHYTO}"><${operation}Result xmlns:hub="${ENTITIES}">
<hub:From>${escape(from)}</hub:From><hub:To>${escape(to)}</hub:To><hub:NPPOCertificateNumber>${escape(number)}</hub:NPPOCertificateNumber>
<hub:hubDeliveryNumber>${escape(delivery)}</hub:hubDeliveryNumber><hub:HUBTrackingInfo>${tracking}</hub:HUBTrackingInfo>
${error ? `<hub:hubDeliveryErrorMessage>${escape(error)}</hub:hubDeliveryErrorMessage>` : ''}</${operation}Result></${operation}Response></soapenv:Body></soapenv:Envelope>`

export const soapFault = (reason: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="${SOAP}"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>${escape(reason)}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`
