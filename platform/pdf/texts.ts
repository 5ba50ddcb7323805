import type { Language } from '#kernel'
import type { RecordStatus } from './record.ts'

export interface PermitTexts {
  readonly holder: string
  readonly taxId: string
  readonly procedure: string
  readonly issued: string
  readonly validUntil: string
  readonly noExpiry: string
  readonly goods: string
  readonly columns: readonly [n: string, description: string, commodity: string, quantity: string]
  readonly balance: readonly [authorised: string, used: string, left: string]
  readonly noQuantity: string
  readonly data: string
  readonly conditions: string
  readonly law: string
  readonly signature: string
  /** Roles that sign; another one is printed as it comes. */
  readonly role: Readonly<Record<string, string>>
  readonly level: Readonly<Record<string, string>>
  readonly verify: string
  readonly code: string
  readonly digest: string
  readonly rendering: (digest: string) => string
  readonly attached: string
  readonly sandbox: string
  readonly sandboxNote: string
  readonly status: Readonly<Record<Exclude<RecordStatus, 'valid'>, string>>
  readonly page: string
  readonly of: string
}

export const permitTexts: Readonly<Record<Language, PermitTexts>> = {
  es: {
    holder: 'Titular',
    taxId: 'Identificación tributaria',
    procedure: 'Trámite',
    issued: 'Emitido',
    validUntil: 'Vigente hasta',
    noExpiry: 'Sin vencimiento',
    goods: 'Mercancía',
    columns: ['N.º', 'Descripción', 'Código', 'Cantidad'],
    balance: ['Autorizado', 'Usado', 'Saldo'],
    noQuantity: 'Sin límite',
    data: 'Datos del documento',
    conditions: 'Condiciones',
    law: 'Base legal',
    signature: 'Firma',
    role: { approver: 'Autoridad firmante', system: 'Emisión automática' },
    level: {
      seal: 'Sello electrónico',
      simple: 'Firma electrónica simple',
      advanced: 'Firma electrónica avanzada',
      qualified: 'Firma electrónica cualificada',
    },
    verify: 'Verifique este documento con el código QR o en',
    code: 'Código',
    digest: 'Huella SHA-256 del registro firmado',
    rendering: (digest) =>
      `Esta hoja es una representación. El original es el registro electrónico firmado con la huella ${digest}.`,
    attached: 'El registro firmado va adjunto a este archivo PDF: registro.jws.',
    sandbox: 'SANDBOX: sin valor',
    sandboxNote: 'Emitido en un entorno de prueba. No tiene valor legal.',
    status: {
      expired: 'VENCIDO: ya no está vigente.',
      revoked: 'REVOCADO: quien lo emitió lo dejó sin efecto.',
      replaced: 'REEMPLAZADO: hay un documento más nuevo.',
      exhausted: 'SIN SALDO: toda la cantidad autorizada está usada.',
    },
    page: 'Página',
    of: 'de',
  },
  en: {
    holder: 'Holder',
    taxId: 'Tax number',
    procedure: 'Procedure',
    issued: 'Issued',
    validUntil: 'Valid until',
    noExpiry: 'No expiry date',
    goods: 'Goods',
    columns: ['No.', 'Description', 'Code', 'Quantity'],
    balance: ['Authorised', 'Used', 'Left'],
    noQuantity: 'No limit',
    data: 'Document data',
    conditions: 'Conditions',
    law: 'Legal basis',
    signature: 'Signature',
    role: { approver: 'Signing authority', system: 'Automatic issue' },
    level: {
      seal: 'Electronic seal',
      simple: 'Simple electronic signature',
      advanced: 'Advanced electronic signature',
      qualified: 'Qualified electronic signature',
    },
    verify: 'Verify this document with the QR code or at',
    code: 'Code',
    digest: 'SHA-256 digest of the signed record',
    rendering: (digest) =>
      `This sheet is a rendering. The original is the signed electronic record with the digest ${digest}.`,
    attached: 'The signed record is attached to this PDF file: registro.jws.',
    sandbox: 'SANDBOX: no value',
    sandboxNote: 'Issued in a test environment. It has no legal value.',
    status: {
      expired: 'EXPIRED: no longer in force.',
      revoked: 'REVOKED: its issuer withdrew it.',
      replaced: 'REPLACED: there is a newer document.',
      exhausted: 'USED UP: the whole authorised quantity is used.',
    },
    page: 'Page',
    of: 'of',
  },
  pt: {
    holder: 'Titular',
    taxId: 'Identificação fiscal',
    procedure: 'Procedimento',
    issued: 'Emitido',
    validUntil: 'Válido até',
    noExpiry: 'Sem vencimento',
    goods: 'Mercadoria',
    columns: ['N.º', 'Descrição', 'Código', 'Quantidade'],
    balance: ['Autorizado', 'Usado', 'Saldo'],
    noQuantity: 'Sem limite',
    data: 'Dados do documento',
    conditions: 'Condições',
    law: 'Base legal',
    signature: 'Assinatura',
    role: { approver: 'Autoridade signatária', system: 'Emissão automática' },
    level: {
      seal: 'Selo eletrônico',
      simple: 'Assinatura eletrônica simples',
      advanced: 'Assinatura eletrônica avançada',
      qualified: 'Assinatura eletrônica qualificada',
    },
    verify: 'Verifique este documento com o código QR ou em',
    code: 'Código',
    digest: 'Resumo SHA-256 do registro assinado',
    rendering: (digest) =>
      `Esta folha é uma representação. O original é o registro eletrônico assinado com o resumo ${digest}.`,
    attached: 'O registro assinado vai anexo a este arquivo PDF: registro.jws.',
    sandbox: 'SANDBOX: sem valor',
    sandboxNote: 'Emitido em um ambiente de teste. Não tem valor legal.',
    status: {
      expired: 'VENCIDO: já não está em vigor.',
      revoked: 'REVOGADO: quem o emitiu o deixou sem efeito.',
      replaced: 'SUBSTITUÍDO: há um documento mais novo.',
      exhausted: 'SEM SALDO: toda a quantidade autorizada foi usada.',
    },
    page: 'Página',
    of: 'de',
  },
}
