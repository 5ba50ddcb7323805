import type { Language } from '#kernel'

export interface BundleTexts {
  readonly title: string
  readonly facts: {
    readonly owner: string
    readonly country: string
    readonly regime: string
    readonly status: string
    readonly reuse: string
  }
  readonly data: string
  readonly dataColumns: readonly [datum: string, value: string, source: string, at: string]
  readonly goods: string
  readonly line: string
  readonly papers: string
  readonly paperColumns: readonly [paper: string, number: string, issued: string, attached: string]
  readonly timeline: string
  readonly timelineColumns: readonly [at: string, what: string, of: string]
  readonly nothing: string
  readonly sources: Readonly<Record<string, string>>
  readonly verified: string
  readonly note: string
  readonly sandbox: string
  readonly yes: string
  readonly no: string
}

export const bundleTexts: Readonly<Record<Language, BundleTexts>> = {
  es: {
    title: 'Carpeta de operación',
    facts: { owner: 'Empresa', country: 'País', regime: 'Régimen', status: 'Estado', reuse: 'Datos reusados' },
    data: 'Datos de la operación y su origen',
    dataColumns: ['Dato', 'Valor', 'Quién lo dijo', 'Cuándo'],
    goods: 'Mercancías',
    line: 'Línea',
    papers: 'Documentos emitidos',
    paperColumns: ['Documento', 'Número', 'Emitido', 'Adjunto en este archivo'],
    timeline: 'Lo que pasó',
    timelineColumns: ['Cuándo', 'Qué', 'En'],
    nothing: 'Nada todavía.',
    sources: { declared: 'La empresa', registry: 'Registro público', authority: 'Autoridad', document: 'Documento' },
    verified: 'confirmado',
    note: 'Los originales son los registros firmados que van adjuntos.',
    sandbox: 'PRUEBA: sin valor legal',
    yes: 'sí',
    no: 'no',
  },
  en: {
    title: 'Operation dossier',
    facts: { owner: 'Firm', country: 'Country', regime: 'Regime', status: 'Status', reuse: 'Data reused' },
    data: 'Data of the operation and where they come from',
    dataColumns: ['Datum', 'Value', 'Who said so', 'When'],
    goods: 'Goods',
    line: 'Line',
    papers: 'Issued documents',
    paperColumns: ['Document', 'Number', 'Issued', 'Attached to this file'],
    timeline: 'What happened',
    timelineColumns: ['When', 'What', 'In'],
    nothing: 'Nothing yet.',
    sources: { declared: 'The firm', registry: 'Public registry', authority: 'Authority', document: 'Document' },
    verified: 'verified',
    note: 'The originals are the signed records attached.',
    sandbox: 'TEST: without legal value',
    yes: 'yes',
    no: 'no',
  },
  pt: {
    title: 'Dossiê da operação',
    facts: { owner: 'Empresa', country: 'País', regime: 'Regime', status: 'Situação', reuse: 'Dados reutilizados' },
    data: 'Dados da operação e sua origem',
    dataColumns: ['Dado', 'Valor', 'Quem disse', 'Quando'],
    goods: 'Mercadorias',
    line: 'Linha',
    papers: 'Documentos emitidos',
    paperColumns: ['Documento', 'Número', 'Emitido', 'Anexo neste arquivo'],
    timeline: 'O que aconteceu',
    timelineColumns: ['Quando', 'O quê', 'Em'],
    nothing: 'Nada ainda.',
    sources: { declared: 'A empresa', registry: 'Registro público', authority: 'Autoridade', document: 'Documento' },
    verified: 'confirmado',
    note: 'Os originais são os registros assinados anexos.',
    sandbox: 'TESTE: sem valor legal',
    yes: 'sim',
    no: 'não',
  },
}

/** Words of what happens most; anything else is told by its own name. */
const happened: Readonly<Record<string, readonly [es: string, en: string, pt: string]>> = {
  DossierOpened: ['Se abrió la carpeta', 'The dossier was opened', 'O dossiê foi aberto'],
  ElementsDeclared: ['Se declararon datos', 'Data were declared', 'Dados foram declarados'],
  ApplicationFiled: ['Se presentó la solicitud', 'The application was filed', 'O pedido foi apresentado'],
  TramiteSubmitted: ['Empezó el trámite', 'The procedure began', 'O processo começou'],
  FeePaid: ['Se pagó la tasa', 'The fee was paid', 'A taxa foi paga'],
  OrderPaid: ['Se pagó la orden', 'The order was paid', 'A ordem foi paga'],
  TramiteAdmitted: ['La entidad lo admitió', 'The agency admitted it', 'O órgão o admitiu'],
  TramiteObserved: ['La entidad lo observó', 'The agency made observations', 'O órgão fez observações'],
  ObservationAnswered: ['La empresa respondió', 'The firm answered', 'A empresa respondeu'],
  OpinionGiven: ['Otra entidad opinó', 'Another agency gave its opinion', 'Outro órgão opinou'],
  InspectionRecorded: ['Se inspeccionó', 'It was inspected', 'Foi inspecionado'],
  DecisionProposed: ['Se propuso la decisión', 'A decision was proposed', 'Propôs-se a decisão'],
  TramiteApproved: ['Se aprobó', 'It was approved', 'Foi aprovado'],
  TramiteDenied: ['Se denegó', 'It was denied', 'Foi negado'],
  DrIssued: ['Se emitió el documento', 'The document was issued', 'O documento foi emitido'],
  DrRectified: ['Se rectificó el documento', 'The document was rectified', 'O documento foi retificado'],
  DrDrawn: ['La aduana descontó saldo', 'Customs drew on the balance', 'A aduana abateu saldo'],
  DrRevoked: ['Se revocó el documento', 'The document was revoked', 'O documento foi revogado'],
  ReadyToShip: ['Lista para embarcar', 'Ready to ship', 'Pronta para embarque'],
  ExitRecorded: ['La mercancía salió o entró', 'The goods left or came in', 'A mercadoria saiu ou entrou'],
  DossierSettled: ['Se cobró', 'The money came in', 'O pagamento entrou'],
  DossierClosed: ['Se cerró la carpeta', 'The dossier was closed', 'O dossiê foi fechado'],
}

export const tellEvent = (type: string, language: Language): string =>
  happened[type]?.[{ es: 0, en: 1, pt: 2 }[language]] ?? type
