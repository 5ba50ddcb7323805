const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g

/** The DER of the blocks of a PEM text (RFC 7468), all of them or those of one label. */
export const readPem = (text: string, label?: string): Buffer[] =>
  [...text.matchAll(BLOCK)].flatMap(([, of, body = '']) =>
    label === undefined || of === label ? [Buffer.from(body, 'base64')] : [],
  )

export const toPem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?!$)/g, '$&\n')}\n-----END ${label}-----\n`
