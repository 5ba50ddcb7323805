import type { Directory } from '#platform/access'
import { getIdentity, sandboxOf, type Door } from '#platform/http'
import { readXml, XmlUnreadable, type XmlTree } from '#platform/xml'
import { BOUNDS, escapeText } from '#platform/xmldsig'
import type { Incoming, Outgoing } from './channel.ts'

const SOAP = 'http://www.w3.org/2003/05/soap-envelope'
const NAMESPACE = 'urn:ventanilla:h2h:soap'
const TYPE = 'application/soap+xml'

/** Makes a firm wait that sends more than was agreed. */
export type Hold = (org: string, reply: { header(name: string, value: string): unknown }) => Promise<void>

export interface SoapDeps {
  readonly directory: Directory
  readonly channel: (incoming: Incoming) => Promise<Outgoing>
  readonly hold: Hold
  readonly publicUrl: () => string
}

/** A message travels whole, as the bytes that were signed: an envelope around them could not be told from a wrapping attack. */
const wsdl = (address: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="${NAMESPACE}" targetNamespace="${NAMESPACE}" name="HostToHost">
  <wsdl:types><xs:schema targetNamespace="${NAMESPACE}" elementFormDefault="qualified">
    <xs:element name="SendMessage"><xs:complexType><xs:sequence><xs:element name="Signed" type="xs:base64Binary"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="SendMessageResponse"><xs:complexType><xs:sequence><xs:element name="Status" type="xs:int"/><xs:element name="Signed" type="xs:base64Binary"/></xs:sequence></xs:complexType></xs:element>
  </xs:schema></wsdl:types>
  <wsdl:message name="SendMessageIn"><wsdl:part name="parameters" element="tns:SendMessage"/></wsdl:message>
  <wsdl:message name="SendMessageOut"><wsdl:part name="parameters" element="tns:SendMessageResponse"/></wsdl:message>
  <wsdl:portType name="HostToHost"><wsdl:operation name="SendMessage"><wsdl:input message="tns:SendMessageIn"/><wsdl:output message="tns:SendMessageOut"/></wsdl:operation></wsdl:portType>
  <wsdl:binding name="HostToHostSoap12" type="tns:HostToHost"><soap12:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="SendMessage"><soap12:operation soapAction="${NAMESPACE}:SendMessage"/><wsdl:input><soap12:body use="literal"/></wsdl:input><wsdl:output><soap12:body use="literal"/></wsdl:output></wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="HostToHost"><wsdl:port name="Soap12" binding="tns:HostToHostSoap12"><soap12:address location="${escapeText(address)}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope xmlns:env="${SOAP}"><env:Body>${body}</env:Body></env:Envelope>\n`
const fault = (code: 'Sender' | 'Receiver', reason: string): string =>
  envelope(
    `<env:Fault><env:Code><env:Value>env:${code}</env:Value></env:Code><env:Reason><env:Text xml:lang="en">${escapeText(reason)}</env:Text></env:Reason></env:Fault>`,
  )

const child = (tree: XmlTree | undefined, namespace: string, name: string): XmlTree | undefined =>
  tree?.children.find((c) => c.namespace === namespace && c.name === name)

/** The bytes that a SOAP request carries; nothing when it is none of ours. */
function carriedBy(bytes: Buffer): Buffer | undefined {
  let root: XmlTree
  try {
    root = readXml(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof XmlUnreadable) return undefined
    throw error
  }
  if (root.name !== 'Envelope' || root.namespace !== SOAP) return undefined
  const signed = child(child(child(root, SOAP, 'Body'), NAMESPACE, 'SendMessage'), NAMESPACE, 'Signed')
  const text = signed?.text.replace(/\s/g, '') ?? ''
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined
}

/** The same channel for systems that speak SOAP 1.2: one operation, the signed message in and the signed answer out (M30, facade). */
export function soapRoutes(app: Door, { directory, channel, hold, publicUrl }: SoapDeps): void {
  app.get('/h2h/soap', async (_, reply) =>
    reply.type('application/wsdl+xml; charset=utf-8').send(wsdl(`${publicUrl()}/h2h/soap`)),
  )
  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    // Base64 makes four bytes of three.
    raw.addContentTypeParser(
      TYPE,
      { parseAs: 'buffer', bodyLimit: Math.ceil((BOUNDS.bytes * 4) / 3) },
      (_, body, done) => done(null, body),
    )
    raw.post('/h2h/soap', async (request, reply) => {
      const identity = await getIdentity(request, directory)
      await hold(identity.actor.org, reply)
      void reply.type(`${TYPE}; charset=utf-8`)
      const bytes = carriedBy((request.body as Buffer | undefined) ?? Buffer.alloc(0))
      if (!bytes) return reply.code(400).send(fault('Sender', 'No SOAP 1.2 envelope with a SendMessage in it'))
      const form = bytes.toString('latin1', 0, 64).trimStart().startsWith('<') ? 'xml' : 'json'
      const { status, text } = await channel({
        bytes,
        form,
        identity,
        sandbox: sandboxOf(request, identity),
        traceId: request.id,
      })
      // A refusal is an answer, signed like any other: SOAP's own fault is for what is no message at all.
      return reply
        .code(200)
        .send(
          envelope(
            `<SendMessageResponse xmlns="${NAMESPACE}"><Status>${status}</Status><Signed>${Buffer.from(text).toString('base64')}</Signed></SendMessageResponse>`,
          ),
        )
    })
  })
}
