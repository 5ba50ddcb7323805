import { spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAuthority, type Authority } from '../pki/index.ts'
import {
  canonicalText,
  judgeCertificate,
  readSigned,
  signCanonical,
  signerOf,
  XmlRefused,
  type XmlSigner,
} from './index.ts'

const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"><xs:element name="Order"><xs:complexType><xs:sequence>
<xs:element name="Item" maxOccurs="unbounded"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="unit" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
<xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip" minOccurs="0"/></xs:sequence></xs:complexType></xs:element></xs:schema>`
const order = `<?xml version="1.0" encoding="UTF-8"?>
<o:Order xmlns:o="urn:t">
  <o:Item unit='kg &lt; t'>Café "Ñandú" &amp; <![CDATA[<sol>]]></o:Item>
  <o:Item>account 4711</o:Item>
</o:Order>`
const options = { schemaOf: ({ name }: { name: string }) => (name === 'Order' ? xsd : undefined) }
const read = (xml: string | Uint8Array) => readSigned(xml, options)

/** What the reader says to a document: the faults, or that it was taken in. */
function verdict(xml: string | Uint8Array): string {
  try {
    read(xml)
    return 'taken in'
  } catch (error) {
    if (error instanceof XmlRefused) return error.refusals[0]?.code ?? ''
    throw error
  }
}

const now = new Date('2026-06-01T12:00:00Z')
let dir: string
let authority: Authority
let signer: XmlSigner
let rsa: XmlSigner
let good: string

async function issued(days = 365, from = now, kind: 'seal' | 'time-stamp' = 'seal'): Promise<XmlSigner> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { der } = await authority.issue({
    kind,
    subject: { name: 'Viña', organisation: 'Viña', id: 'VATCL-76543210-3', country: 'CL' },
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    from,
    days,
  })
  return signerOf(privateKey, [der, authority.issuing.der])
}

/** A certificate that signed itself, as anybody can make one. */
function selfMade(name: string, key: readonly string[]): XmlSigner {
  spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      ...key,
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.der`,
      '-outform',
      'DER',
      '-days',
      '30',
      '-subj',
      `/CN=${name}`,
    ],
    { cwd: dir },
  )
  const pem = spawnSync('openssl', ['pkey', '-in', `${name}.key`], { cwd: dir, encoding: 'utf8' }).stdout
  const der = spawnSync('cat', [`${name}.der`], { cwd: dir }).stdout
  return signerOf(createPrivateKey(pem), [der])
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'attacks-'))
  authority = await openAuthority({ dir: join(dir, 'pki'), name: 'Test', publicUrl: () => 'http://t', now: () => now })
  signer = await issued()
  rsa = selfMade('rsa', ['rsa:2048'])
  good = await signCanonical(canonicalText(order), signer, now)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const signatureOf = (xml: string): string => /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(xml)?.[0] ?? ''
const propertiesOf = (xml: string): string =>
  /<xades:SignedProperties[\s\S]*<\/xades:SignedProperties>/.exec(xml)?.[0] ?? ''
const ALG = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'

describe('a signed document', () => {
  it('is read as it was signed, RSA and P-256, ñ on every edge', async () => {
    for (const who of [signer, rsa]) {
      const signed = read(await signCanonical(canonicalText(order), who, now))
      expect(signed.content.children.map((c) => c.text)).toEqual(['Café "Ñandú" & <sol>', 'account 4711'])
      expect(signed.content.children[0]?.attributes).toEqual({ unit: 'kg < t' })
      expect(signed.certificate.equals(who.chain[0] ?? Buffer.alloc(0))).toBe(true)
    }
    // Letters of two bytes, shifted one by one over the pieces in which the canonicaliser answers.
    for (let shift = 0; shift < 4; shift++) {
      const text = 'x'.repeat(shift) + 'ñ€'.repeat(4000)
      const long = await signCanonical(canonicalText(`<Order xmlns="urn:t"><Item>${text}</Item></Order>`), signer, now)
      expect(read(Buffer.from(long)).content.children[0]?.text).toBe(text)
    }
  })

  it('survives what does not change its canonical form: another encoding of the same', () => {
    expect(read(good.replace('unit="kg &lt; t"', "unit='kg &#60; t'")).content.children[0]?.attributes).toEqual({
      unit: 'kg < t',
    })
    expect(verdict(`<?xml version="1.0"?>\n${good}`)).toBe('taken in')
    expect(verdict(good.replace('account 4711', '<![CDATA[account 4711]]>'))).toBe('taken in')
  })

  const found = spawnSync('xmlsec1', ['--version']).status === 0
  it('holds for xmlsec1, and what xmlsec1 signs holds here', () => {
    if (!found) return process.stderr.write('xmlsec1 is not installed: its word about our signatures is missing\n')
    writeFileSync(join(dir, 'good.xml'), good)
    writeFileSync(join(dir, 'root.der'), authority.root.der)
    const judged = (file: string) =>
      spawnSync(
        'xmlsec1',
        [
          '--verify',
          '--enabled-key-data',
          'x509',
          '--trusted-der',
          'root.der',
          '--verification-time',
          '2026-06-02 00:00:00',
          '--id-attr:Id',
          'SignedProperties',
          file,
        ],
        { cwd: dir, encoding: 'utf8' },
      )
    expect(judged('good.xml').status).toBe(0)
    writeFileSync(join(dir, 'bad.xml'), good.replace('4711', '4712'))
    expect(judged('bad.xml').status).not.toBe(0)
    // A template signed by the foreign program with the key of a certificate made by openssl.
    const template = good
      .replace(/<ds:DigestValue>[^<]*<\/ds:DigestValue>(?=<\/ds:Reference>)/g, '<ds:DigestValue></ds:DigestValue>')
      .replace(/(<ds:SignatureValue[^>]*>)[^<]*/, '$1')
      .replace(ALG, 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')
      .replace(
        /<ds:X509Data>[\s\S]*<\/ds:X509Data>/,
        `<ds:X509Data><ds:X509Certificate>${rsa.chain[0]?.toString('base64')}</ds:X509Certificate></ds:X509Data>`,
      )
      .replace(
        /(<xades:CertDigest>.*?<ds:DigestValue>)[^<]*/,
        `$1${createHash('sha256')
          .update(rsa.chain[0] ?? '')
          .digest('base64')}`,
      )
    writeFileSync(join(dir, 'template.xml'), template)
    const signed = spawnSync(
      'xmlsec1',
      ['--sign', '--privkey-pem', 'rsa.key', '--id-attr:Id', 'SignedProperties', 'template.xml'],
      { cwd: dir, encoding: 'utf8' },
    )
    expect(verdict(signed.stdout)).toBe('taken in')
  })
})

/** Each attack has a name of its own among the refusals. */
const corpus: Readonly<Record<string, readonly [code: string, (xml: string) => string | Promise<string>]>> = {
  'a text changed after signing': ['HASH_MISMATCH', (x) => x.replace('account 4711', 'account 4712')],
  'an attribute added': ['HASH_MISMATCH', (x) => x.replace('<o:Item>', '<o:Item unit="t">')],
  'the time of signing moved': ['HASH_MISMATCH', (x) => x.replace('2026-06-01T12', '2025-06-01T12')],
  'a digest exchanged': ['SIGNATURE_INVALID', (x) => x.replace(/(<ds:DigestValue>)./, '$1A')],
  'a value exchanged': ['SIGNATURE_INVALID', (x) => x.replace(/(<ds:SignatureValue[^>]*>)..../, '$1AAAA')],
  'no signature': ['SIGNATURE_MISSING', (x) => x.replace(signatureOf(x), '')],
  'the signature first': [
    'SIGNATURE_WRAPPED',
    (x) => x.replace(signatureOf(x), '').replace('<o:Item unit', `${signatureOf(x)}<o:Item unit`),
  ],
  'the signed document inside an evil one': [
    'SIGNATURE_WRAPPED',
    (x) => `<o:Order xmlns:o="urn:t"><o:Item>evil</o:Item><o:Item>${x}</o:Item></o:Order>`,
  ],
  'the signed document in an object of its own signature': [
    'SIGNATURE_WRAPPED',
    (x) =>
      `<o:Order xmlns:o="urn:t"><o:Item>evil</o:Item>${signatureOf(x).replace('</ds:Signature>', `<ds:Object>${x.replace(signatureOf(x), '')}</ds:Object></ds:Signature>`)}</o:Order>`,
  ],
  'two signatures': ['SIGNATURE_WRAPPED', (x) => x.replace(signatureOf(x), signatureOf(x) + signatureOf(x))],
  'a second signature under other ids': [
    'SIGNATURE_WRAPPED',
    (x) => x.replace(signatureOf(x), signatureOf(x).replaceAll('S-', 'T-') + signatureOf(x)),
  ],
  'signed properties twice under one id': [
    'SIGNATURE_DUPLICATE_ID',
    (x) =>
      x.replace(
        '</ds:Object>',
        `</ds:Object><ds:Object>${propertiesOf(x).replace('2026', '2030').replace('<xades:SignedProperties', '<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"')}</ds:Object>`,
      ),
  ],
  'an element with the id of the signed properties': [
    'SIGNATURE_DUPLICATE_ID',
    (x) => x.replace('<o:Item unit', `<o:Item Id="${/Id="(S-\w+-p)"/.exec(x)?.[1]}" unit`),
  ],
  'a reference to something else': [
    'SIGNATURE_SHAPE',
    (x) => x.replace('<ds:Reference URI=""', '<ds:Reference URI="#x"'),
  ],
  'a reference from another place': [
    'SIGNATURE_SHAPE',
    (x) => x.replace('<ds:Reference URI=""', '<ds:Reference URI="http://evil.example/x"'),
  ],
  'a third reference': [
    'SIGNATURE_SHAPE',
    (x) =>
      x.replace('</ds:SignedInfo>', `${/<ds:Reference URI=""[\s\S]*?<\/ds:Reference>/.exec(x)?.[0]}</ds:SignedInfo>`),
  ],
  'only the properties covered': [
    'SIGNATURE_SHAPE',
    (x) => x.replace(/<ds:Reference URI=""[\s\S]*?<\/ds:Reference>/, ''),
  ],
  'a comment inside a text': ['XML_COMMENT', (x) => x.replace('account 4711', 'account 47<!-- -->11')],
  'a comment in the signature': ['XML_COMMENT', (x) => x.replace('<ds:SignatureValue', '<!-- --><ds:SignatureValue')],
  'a processing instruction': ['XML_INSTRUCTION', (x) => x.replace('<o:Item>', '<?evil x?><o:Item>')],
  'HMAC for ECDSA': [
    'SIGNATURE_ALGORITHM',
    (x) => x.replace(ALG, 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'),
  ],
  'RSA for an elliptic key': [
    'SIGNATURE_ALGORITHM',
    (x) => x.replace(ALG, 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
  ],
  'SHA-1 for the digest': [
    'SIGNATURE_ALGORITHM',
    (x) => x.replaceAll('http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'),
  ],
  'canonical form with comments': [
    'SIGNATURE_ALGORITHM',
    (x) =>
      x.replace(
        'CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
        'CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#WithComments"',
      ),
  ],
  'an XSLT transform': [
    'SIGNATURE_ALGORITHM',
    (x) =>
      x.replace('http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
  ],
  'an XPath transform more': [
    'SIGNATURE_SHAPE',
    (x) =>
      x.replace(
        '<ds:Transforms>',
        '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"></ds:Transform>',
      ),
  ],
  'an HMAC of no length': [
    'SIGNATURE_TRUNCATED',
    (x) =>
      x.replace(
        `<ds:SignatureMethod Algorithm="${ALG}">`,
        `<ds:SignatureMethod Algorithm="${ALG}"><ds:HMACOutputLength>0</ds:HMACOutputLength>`,
      ),
  ],
  'half a value': ['SIGNATURE_TRUNCATED', (x) => x.replace(/(<ds:SignatureValue[^>]*>)(.{44})[^<]*/, '$1$2')],
  'the certificate of somebody else': [
    'SIGNATURE_INVALID',
    async (x) =>
      x.replace(signer.chain[0]?.toString('base64') ?? '', (await issued()).chain[0]?.toString('base64') ?? ''),
  ],
  'a bare key instead of a certificate': [
    'SIGNATURE_SHAPE',
    (x) => x.replace(/<ds:KeyInfo>[\s\S]*<\/ds:KeyInfo>/, '<ds:KeyInfo><ds:KeyName>evil</ds:KeyName></ds:KeyInfo>'),
  ],
  'a key that is too short': [
    'SIGNATURE_ALGORITHM',
    () => signCanonical(canonicalText(order), selfMade('weak', ['rsa:1024']), now),
  ],
  'another curve': [
    'SIGNATURE_ALGORITHM',
    () => signCanonical(canonicalText(order), selfMade('p384', ['ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1']), now),
  ],
  'a document type': ['XML_DTD', (x) => `<!DOCTYPE Order [<!ENTITY a "b">]>${x}`],
  'an outer entity': [
    'XML_DTD',
    (x) => `<!DOCTYPE Order [<!ENTITY a SYSTEM "file:///etc/passwd">]>${x.replace('4711', '&a;')}`,
  ],
  'a billion laughs': [
    'XML_DTD',
    () =>
      `<!DOCTYPE l [<!ENTITY a "ha">${'bcdefghi'
        .split('')
        .map((c, i) => `<!ENTITY ${c} "${`&${'abcdefgh'[i]};`.repeat(10)}">`)
        .join('')}]><l>&i;</l>`,
  ],
  'an entity that nobody declared': ['XML_MALFORMED', (x) => x.replace('4711', '&evil;')],
  'two roots': ['XML_MALFORMED', (x) => x + x],
  'half a document': ['XML_MALFORMED', (x) => x.slice(0, x.length / 2)],
  'not UTF-8': ['XML_MALFORMED', (x) => x],
  'deeper than any message': ['XML_LIMIT', () => '<a>'.repeat(61) + '</a>'.repeat(61)],
  'more attributes than any element has': [
    'XML_LIMIT',
    (x) => x.replace('<o:Item>', `<o:Item ${Array.from({ length: 40 }, (_, i) => `a${i}="1"`).join(' ')}>`),
  ],
  'another document altogether': ['XML_INVALID', () => '<Other xmlns="urn:t"/>'],
  'a document that its schema does not know': ['XML_INVALID', (x) => x.replaceAll('o:Item', 'o:Thing')],
}

describe('the attack corpus', () => {
  it.each(Object.entries(corpus))('%s', async (name, [code, make]) => {
    const xml = await make(good)
    expect(verdict(name === 'not UTF-8' ? Buffer.from(xml, 'latin1') : xml)).toBe(code)
  })

  it('every malformed document is answered within a second', () => {
    const huge: Record<string, string> = {
      elements: `<Order xmlns="urn:t">${'<Item/>'.repeat(1_000_000)}</Order>`,
      attribute: `<Order xmlns="urn:t" a="${'x'.repeat(9_000_000)}"/>`,
      unclosed: '<a '.repeat(3_000_000),
      quotes: `<a ${'="'.repeat(2_000_000)}`,
      entities: `<Order xmlns="urn:t"><Item>${'&amp;'.repeat(1_500_000)}</Item></Order>`,
      size: `<Order xmlns="urn:t"><Item>${'x'.repeat(11_000_000)}</Item></Order>`,
      namespaces: `<Order xmlns="urn:t">${Array.from({ length: 30 }, (_, i) => `<a${i} xmlns:n${i}="urn:${i}">`)
        .join('')
        .repeat(1)}</Order>`,
    }
    for (const [name, xml] of Object.entries(huge)) {
      const began = process.cpuUsage()
      expect([name, verdict(xml)]).not.toContain('taken in')
      const { user, system } = process.cpuUsage(began)
      expect([name, Math.floor((user + system) / 1_000_000)]).toEqual([name, 0])
    }
  })
})

describe('the certificate of a signer', () => {
  const trust = () => ({ roots: [authority.root.der], between: [authority.issuing.der] })
  const judge = (who: XmlSigner, at = now) =>
    judgeCertificate(who.chain[0] ?? Buffer.alloc(0), who.chain.slice(1), trust(), at)
  it('tells whose it is, and holds in its time', () => {
    expect(judge(signer)).toMatchObject({
      fault: null,
      name: 'Viña',
      organisation: { country: 'CL', taxId: '76543210-3' },
    })
  })
  it('is refused when it is over, not yet begun, made by nobody, or for something else', async () => {
    expect(judge(signer, new Date('2028-01-01')).fault).toBe('CERT_EXPIRED')
    expect(judge(signer, new Date('2026-05-01')).fault).toBe('CERT_NOT_YET')
    expect(judge(rsa, new Date()).fault).toBe('CERT_UNTRUSTED')
    expect(judge(await issued(30, now, 'time-stamp')).fault).toBe('CERT_USE')
    expect(judgeCertificate(authority.issuing.der, [], trust(), now).fault).toBe('CERT_USE')
  })
})
