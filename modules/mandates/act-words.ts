import type { Language } from '#kernel'

type Words = Readonly<Record<Language, string>>

/** What each act that can be entrusted is called where people read it: on the deed, and where a mandate is offered. */
const words: Readonly<Record<string, Words>> = {
  'dossier.open': { es: 'abrir operaciones', en: 'open operations', pt: 'abrir operações' },
  'dossier.declare': { es: 'declarar los datos', en: 'declare the data', pt: 'declarar os dados' },
  'dossier.resolve': {
    es: 'resolver datos que no coinciden',
    en: 'settle data that differ',
    pt: 'resolver dados que divergem',
  },
  'dossier.split': { es: 'dividir operaciones', en: 'split operations', pt: 'dividir operações' },
  'dossier.merge': { es: 'unir operaciones', en: 'merge operations', pt: 'unir operações' },
  'dossier.advance': {
    es: 'avisar de la salida o la llegada',
    en: 'report exit or arrival',
    pt: 'avisar da saída ou da chegada',
  },
  'application.file': { es: 'presentar solicitudes', en: 'file applications', pt: 'apresentar pedidos' },
  'application.read': { es: 'leer solicitudes', en: 'read applications', pt: 'ler pedidos' },
  'permit.cure': { es: 'subsanar', en: 'cure defects', pt: 'sanar falhas' },
  'permit.answer': { es: 'responder observaciones', en: 'answer observations', pt: 'responder observações' },
  'permit.askExtension': { es: 'pedir más plazo', en: 'ask for more time', pt: 'pedir mais prazo' },
  'permit.withdraw': { es: 'desistir de trámites', en: 'withdraw cases', pt: 'desistir de processos' },
  'permit.extend': { es: 'prorrogar documentos', en: 'extend documents', pt: 'prorrogar documentos' },
  'permit.askRectify': { es: 'pedir rectificaciones', en: 'ask for corrections', pt: 'pedir retificações' },
  'permit.renew': { es: 'renovar documentos', en: 'renew documents', pt: 'renovar documentos' },
  'permit.chooseSlot': {
    es: 'elegir la hora de las inspecciones',
    en: 'choose the time of inspections',
    pt: 'escolher a hora das inspeções',
  },
  'declaration.prepare': { es: 'preparar declaraciones', en: 'prepare declarations', pt: 'preparar declarações' },
  'declaration.sign': { es: 'firmar declaraciones', en: 'sign declarations', pt: 'assinar declarações' },
  'declaration.amend': { es: 'rectificar declaraciones', en: 'amend declarations', pt: 'retificar declarações' },
  'declaration.cancel': { es: 'anular declaraciones', en: 'cancel declarations', pt: 'cancelar declarações' },
  'mypes.classify': {
    es: 'confirmar el código de la mercancía',
    en: 'confirm the code of the goods',
    pt: 'confirmar o código da mercadoria',
  },
  'order.pay': { es: 'pagar', en: 'pay', pt: 'pagar' },
  'order.requestRefund': { es: 'pedir devoluciones', en: 'ask for refunds', pt: 'pedir reembolsos' },
  'alert.subscribe': { es: 'recibir alertas', en: 'receive alerts', pt: 'receber alertas' },
  'enquiry.ask': { es: 'preguntar a los organismos', en: 'ask the agencies', pt: 'perguntar aos órgãos' },
  'mandate.accept': { es: 'aceptar poderes', en: 'accept mandates', pt: 'aceitar procurações' },
  'mandate.revoke': { es: 'dejar poderes', en: 'give mandates back', pt: 'deixar procurações' },
}

/** An act without words of its own is shown by its name. */
export const actWords = (act: string, language: Language): string => words[act]?.[language] ?? act
