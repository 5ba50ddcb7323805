import type { Language } from '#kernel'

/** Headline and what follows from it. `day` arrives as words, empty when unknown. */
export type Verdict = readonly [headline: (issuer: string, day: string) => string, lead: string]

export interface VerificationTexts {
  readonly section: string
  readonly result: (when: string) => string
  readonly valid: Verdict
  readonly exhausted: string
  readonly expired: Verdict
  readonly revoked: Verdict
  readonly replaced: Verdict
  readonly unsealed: Verdict
  readonly file: Verdict
  readonly record: Verdict
  readonly unknown: Verdict
  readonly unknownWhat: string
  readonly same: readonly [fact: string, text: string]
  readonly todo: string
  readonly askOriginal: string
  readonly newer: (number: string) => string
  readonly newerTitle: string
  readonly verifyThat: string
  readonly empty: readonly [fact: string, text: string]
  readonly document: string
  readonly number: string
  readonly issuer: string
  readonly issued: string
  readonly until: string
  readonly noExpiry: string
  readonly goods: string
  readonly about: string
  readonly revokedAt: string
  readonly reason: string
  readonly codeSays: string
  readonly registered: string
  readonly yours: string
  readonly balance: string
  readonly balanceColumns: readonly [goods: string, authorised: string, used: string, left: string]
  readonly proof: string
  readonly proofText: string
  readonly level: Readonly<Record<string, string>>
  readonly digest: string
  readonly key: string
  readonly keys: string
  readonly compare: string
  readonly compareHow: string
  readonly dropTitle: string
  readonly foreignTitle: string
  readonly foreign: string
  readonly fileLabel: string
  readonly fileHint: string
  readonly digestLabel: string
  readonly digestHint: string
  readonly compareButton: string
  readonly reading: string
  readonly ready: string
  /** A PDF without the signed record inside: its own bytes prove nothing, each download is a new sheet. */
  readonly bare: string
  readonly unreadable: string
  readonly another: string
  readonly minimum: string
  /** Lead of a valid document that was issued on trial: authentic, and worth nothing. */
  readonly trial: string
  readonly form: string
  readonly formLead: string
  readonly code: string
  readonly wrongCode: string
}

export const verificationTexts: Readonly<Record<Language, VerificationTexts>> = {
  es: {
    section: 'Verificar',
    result: (when) => `Resultado, ${when}`,
    valid: [
      (issuer) => `Válido. Lo emitió ${issuer} y no ha cambiado.`,
      'Puede confiar en este documento. Está vigente y su firma se comprobó ahora mismo.',
    ],
    exhausted: 'El documento es auténtico y está vigente, pero ya no le queda saldo. No ampara otro envío.',
    expired: [
      (_, day) => `Vencido. Servía hasta el ${day}.`,
      'El documento es auténtico, pero ya no está vigente. No lo acepte para un envío nuevo.',
    ],
    revoked: [
      (_, day) => (day ? `Revocado. Ya no sirve desde el ${day}.` : 'Revocado. Ya no sirve.'),
      'El documento es auténtico, pero quien lo emitió lo dejó sin efecto. No lo acepte.',
    ],
    replaced: [
      () => 'Reemplazado. Hay un documento más nuevo.',
      'El documento es auténtico, pero otro ocupa su lugar. Pida el nuevo.',
    ],
    unsealed: [
      () => 'El sello de esta autoridad fue anulado.',
      'Nada prueba que el documento se firmó antes de eso. No lo acepte: pida uno nuevo a quien lo emitió.',
    ],
    file: [
      () => 'No coincide. Este archivo fue cambiado.',
      'El código existe, pero el contenido del archivo no es el que firmó el emisor. No lo acepte.',
    ],
    record: [
      () => 'No coincide. La firma no corresponde al contenido.',
      'El código existe, pero no pudimos comprobar su firma. No lo acepte.',
    ],
    unknown: [
      () => 'Ese código no es nuestro.',
      'Ningún documento de esta ventanilla tiene ese código. No acepte el documento sin aclararlo.',
    ],
    unknownWhat: 'Compare el código con el papel, letra por letra. Si es igual, pida el original a quien se lo dio.',
    same: [
      'La huella coincide.',
      'El registro es exactamente el que firmó el emisor. Si lo tiene impreso, compare lo impreso con estos datos.',
    ],
    todo: 'Qué hacer.',
    askOriginal: 'Pida el original a quien se lo dio, o abra el vigente con el código QR.',
    newer: (number) => `Lo reemplaza ${number}.`,
    newerTitle: 'Hay un documento nuevo.',
    verifyThat: 'Verificar ese',
    empty: ['Sin saldo.', 'Toda la cantidad autorizada ya se usó.'],
    document: 'Documento',
    number: 'Número',
    issuer: 'Emitido por',
    issued: 'Emitido',
    until: 'Vigente hasta',
    noExpiry: 'Sin vencimiento',
    goods: 'Mercancía',
    about: 'De quién es',
    revokedAt: 'Revocado',
    reason: 'Motivo',
    codeSays: 'El código dice',
    registered: 'Huella registrada',
    yours: 'Huella de este archivo',
    balance: 'Cantidad autorizada',
    balanceColumns: ['Mercancía', 'Autorizado', 'Usado', 'Queda'],
    proof: 'Ver la prueba técnica',
    proofText: 'JWS ES256, comprobado con la llave pública del emisor.',
    level: {
      seal: 'Sello electrónico',
      simple: 'Firma simple',
      advanced: 'Firma avanzada',
      qualified: 'Firma cualificada',
    },
    digest: 'Huella SHA-256 del registro firmado',
    key: 'Llave',
    keys: 'Llaves públicas',
    compare: 'Comparar su archivo',
    compareHow: 'Así sabe si el archivo que tiene es el que se firmó.',
    dropTitle: 'O suelte aquí el archivo',
    foreignTitle: 'No coincide con ningún documento nuestro.',
    foreign:
      'Ese archivo no es un documento de Ventanilla, o fue cambiado. Escriba el código que lleva impreso para ver el original.',
    fileLabel: 'Archivo',
    fileHint: 'El registro firmado (registro.jws), o el PDF que lo lleva dentro. No sale de su equipo.',
    digestLabel: 'Huella SHA-256',
    digestHint: '64 letras y números. Está al pie del documento.',
    compareButton: 'Comparar',
    reading: 'Leyendo el archivo.',
    ready: 'Listo. La huella está abajo; el archivo no salió de su equipo.',
    bare: 'Ese PDF no lleva dentro el registro firmado. Elija registro.jws o escriba la huella que está al pie.',
    unreadable: 'No se pudo leer el archivo. Pruebe con otro o escriba la huella.',
    another: 'Verificar otro',
    minimum: 'Mostramos lo mínimo. No pedimos sus datos; contamos la consulta.',
    trial: 'Su firma se comprobó ahora mismo. Es un documento de prueba: no tiene valor legal.',
    form: '¿Qué documento quiere verificar?',
    formLead: 'Escriba el código que está junto al QR. No hace falta cuenta.',
    code: 'Código del documento',
    wrongCode: 'Ese no parece un código. Tiene letras y números, sin otros signos.',
  },
  en: {
    section: 'Verify',
    result: (when) => `Result, ${when}`,
    valid: [
      (issuer) => `Valid. Issued by ${issuer} and unchanged.`,
      'You can trust this document. It is in force and its signature was checked just now.',
    ],
    exhausted: 'The document is authentic and in force, but nothing is left on it. It does not cover another shipment.',
    expired: [
      (_, day) => `Expired. It was good until ${day}.`,
      'The document is authentic, but no longer in force. Do not accept it for a new shipment.',
    ],
    revoked: [
      (_, day) => (day ? `Revoked. No longer valid since ${day}.` : 'Revoked. No longer valid.'),
      'The document is authentic, but its issuer withdrew it. Do not accept it.',
    ],
    replaced: [
      () => 'Replaced. There is a newer document.',
      'The document is authentic, but another one took its place. Ask for the new one.',
    ],
    unsealed: [
      () => 'The seal of this authority was revoked.',
      'Nothing proves that the document was signed before that. Do not accept it: ask its issuer for a new one.',
    ],
    file: [
      () => 'No match. This file was changed.',
      'The code exists, but the file’s content is not what the issuer signed. Do not accept it.',
    ],
    record: [
      () => 'No match. The signature does not fit the content.',
      'The code exists, but we could not confirm its signature. Do not accept it.',
    ],
    unknown: [
      () => 'That code is not ours.',
      'No document of this single window has that code. Do not accept the document until this is clear.',
    ],
    unknownWhat:
      'Compare the code with the paper, letter by letter. If it is the same, ask whoever gave it to you for the original.',
    same: [
      'The digest matches.',
      'The record is exactly the one the issuer signed. If you have it on paper, compare the paper with these data.',
    ],
    todo: 'What to do.',
    askOriginal: 'Ask whoever gave it to you for the original, or open the current one with the QR code.',
    newer: (number) => `${number} replaces it.`,
    newerTitle: 'There is a new document.',
    verifyThat: 'Verify that one',
    empty: ['Nothing left.', 'The whole authorised quantity is used.'],
    document: 'Document',
    number: 'Number',
    issuer: 'Issued by',
    issued: 'Issued',
    until: 'Valid until',
    noExpiry: 'No expiry date',
    goods: 'Goods',
    about: 'Whose it is',
    revokedAt: 'Revoked',
    reason: 'Reason',
    codeSays: 'The code says',
    registered: 'Registered digest',
    yours: 'Digest of this file',
    balance: 'Authorised quantity',
    balanceColumns: ['Goods', 'Authorised', 'Used', 'Left'],
    proof: 'See the technical proof',
    proofText: 'JWS ES256, checked with the issuer’s public key.',
    level: {
      seal: 'Electronic seal',
      simple: 'Simple signature',
      advanced: 'Advanced signature',
      qualified: 'Qualified signature',
    },
    digest: 'SHA-256 digest of the signed record',
    key: 'Key',
    keys: 'Public keys',
    compare: 'Compare your file',
    compareHow: 'This tells you whether the file you have is the one that was signed.',
    dropTitle: 'Or drop the file here',
    foreignTitle: 'It matches no document of ours.',
    foreign:
      'That file is no document of Ventanilla, or it was changed. Type the code printed on it to see the original.',
    fileLabel: 'File',
    fileHint: 'The signed record (registro.jws), or the PDF that carries it inside. It does not leave your device.',
    digestLabel: 'SHA-256 digest',
    digestHint: '64 letters and digits. It is at the foot of the document.',
    compareButton: 'Compare',
    reading: 'Reading the file.',
    ready: 'Ready. The digest is below; the file did not leave your device.',
    bare: 'That PDF does not carry the signed record inside. Choose registro.jws or type the digest at its foot.',
    unreadable: 'The file could not be read. Try another one or type the digest.',
    another: 'Verify another',
    minimum: 'We show the minimum. We do not ask for your data; we count the check.',
    trial: 'Its signature was checked just now. It is a test document: it has no legal value.',
    form: 'Which document do you want to verify?',
    formLead: 'Type the code next to the QR. You need no account.',
    code: 'Document code',
    wrongCode: 'That does not look like a code. It has letters and digits, no other signs.',
  },
  pt: {
    section: 'Verificar',
    result: (when) => `Resultado, ${when}`,
    valid: [
      (issuer) => `Válido. Emitido por ${issuer} e sem alterações.`,
      'Pode confiar neste documento. Está em vigor e sua assinatura foi conferida agora mesmo.',
    ],
    exhausted: 'O documento é autêntico e está em vigor, mas não resta saldo. Não cobre outro embarque.',
    expired: [
      (_, day) => `Vencido. Valia até ${day}.`,
      'O documento é autêntico, mas já não está em vigor. Não o aceite para um novo embarque.',
    ],
    revoked: [
      (_, day) => (day ? `Revogado. Já não vale desde ${day}.` : 'Revogado. Já não vale.'),
      'O documento é autêntico, mas quem o emitiu o deixou sem efeito. Não o aceite.',
    ],
    replaced: [
      () => 'Substituído. Há um documento mais novo.',
      'O documento é autêntico, mas outro ocupa seu lugar. Peça o novo.',
    ],
    unsealed: [
      () => 'O selo desta autoridade foi revogado.',
      'Nada prova que o documento foi assinado antes disso. Não o aceite: peça um novo a quem o emitiu.',
    ],
    file: [
      () => 'Não confere. Este arquivo foi alterado.',
      'O código existe, mas o conteúdo do arquivo não é o que o emissor assinou. Não o aceite.',
    ],
    record: [
      () => 'Não confere. A assinatura não corresponde ao conteúdo.',
      'O código existe, mas não conseguimos conferir sua assinatura. Não o aceite.',
    ],
    unknown: [
      () => 'Esse código não é nosso.',
      'Nenhum documento deste guichê tem esse código. Não aceite o documento sem esclarecer.',
    ],
    unknownWhat: 'Compare o código com o papel, letra por letra. Se for igual, peça o original a quem o entregou.',
    same: [
      'O resumo confere.',
      'O registro é exatamente o que o emissor assinou. Se o tem impresso, compare o impresso com estes dados.',
    ],
    todo: 'O que fazer.',
    askOriginal: 'Peça o original a quem o entregou, ou abra o vigente com o código QR.',
    newer: (number) => `É substituído por ${number}.`,
    newerTitle: 'Há um documento novo.',
    verifyThat: 'Verificar esse',
    empty: ['Sem saldo.', 'Toda a quantidade autorizada já foi usada.'],
    document: 'Documento',
    number: 'Número',
    issuer: 'Emitido por',
    issued: 'Emitido',
    until: 'Válido até',
    noExpiry: 'Sem vencimento',
    goods: 'Mercadoria',
    about: 'De quem é',
    revokedAt: 'Revogado',
    reason: 'Motivo',
    codeSays: 'O código diz',
    registered: 'Resumo registrado',
    yours: 'Resumo deste arquivo',
    balance: 'Quantidade autorizada',
    balanceColumns: ['Mercadoria', 'Autorizado', 'Usado', 'Resta'],
    proof: 'Ver a prova técnica',
    proofText: 'JWS ES256, conferido com a chave pública do emissor.',
    level: {
      seal: 'Selo eletrônico',
      simple: 'Assinatura simples',
      advanced: 'Assinatura avançada',
      qualified: 'Assinatura qualificada',
    },
    digest: 'Resumo SHA-256 do registro assinado',
    key: 'Chave',
    keys: 'Chaves públicas',
    compare: 'Comparar seu arquivo',
    compareHow: 'Assim você sabe se o arquivo que tem é o que foi assinado.',
    dropTitle: 'Ou solte o arquivo aqui',
    foreignTitle: 'Não coincide com nenhum documento nosso.',
    foreign:
      'Esse arquivo não é um documento da Ventanilla, ou foi alterado. Escreva o código impresso para ver o original.',
    fileLabel: 'Arquivo',
    fileHint: 'O registro assinado (registro.jws), ou o PDF que o leva dentro. Não sai do seu aparelho.',
    digestLabel: 'Resumo SHA-256',
    digestHint: '64 letras e números. Está ao pé do documento.',
    compareButton: 'Comparar',
    reading: 'Lendo o arquivo.',
    ready: 'Pronto. O resumo está abaixo; o arquivo não saiu do seu aparelho.',
    bare: 'Esse PDF não leva dentro o registro assinado. Escolha registro.jws ou escreva o resumo que está ao pé.',
    unreadable: 'Não foi possível ler o arquivo. Tente outro ou escreva o resumo.',
    another: 'Verificar outro',
    minimum: 'Mostramos o mínimo. Não pedimos seus dados; contamos a consulta.',
    trial: 'Sua assinatura foi conferida agora mesmo. É um documento de teste: não tem valor legal.',
    form: 'Qual documento você quer verificar?',
    formLead: 'Escreva o código que está junto ao QR. Não precisa de conta.',
    code: 'Código do documento',
    wrongCode: 'Isso não parece um código. Ele tem letras e números, sem outros sinais.',
  },
}
