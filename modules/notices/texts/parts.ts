import type { Language } from '#kernel'

/** The words around a notice that are the same for all of them. */
export interface PartTexts {
  readonly nothing: string
  readonly noDate: string
  readonly until: string
  /** Before it is served: the period runs from the day it is opened. */
  readonly unserved: string
  readonly harmless: string
  readonly ask: string
  readonly askAgency: string
  readonly labels: readonly [happened: string, todo: string, when: string, otherwise: string, ask: string, link: string]
  readonly courtesy: string
  readonly subject: string
  readonly short: string
}

export const partTexts: Readonly<Record<Language, PartTexts>> = {
  es: {
    nothing: 'No tiene que hacer nada.',
    noDate: 'No hay fecha límite.',
    until: 'Tiene hasta el {due}.',
    unserved: 'El plazo empieza cuando abra este aviso. El último día posible es {due}.',
    harmless: 'No pasa nada si no hace nada.',
    ask: 'Pregunte en la mesa de ayuda: {help}.',
    askAgency: 'Pregunte a {agency} o en la mesa de ayuda: {help}.',
    labels: ['Qué pasó', 'Qué hacer', 'Hasta cuándo', 'Si no lo hace', 'A quién preguntar', 'Abrir'],
    courtesy: 'Este mensaje es una copia de cortesía. El aviso con valor legal está en su buzón.',
    subject: 'Aviso de Ventanilla: {happened}',
    short: 'Ventanilla: {happened} {when} {link}',
  },
  en: {
    nothing: 'You do not have to do anything.',
    noDate: 'There is no deadline.',
    until: 'You have until {due}.',
    unserved: 'The period starts when you open this notice. The last possible day is {due}.',
    harmless: 'Nothing happens if you do nothing.',
    ask: 'Ask the help desk: {help}.',
    askAgency: 'Ask {agency} or the help desk: {help}.',
    labels: ['What happened', 'What to do', 'By when', 'If you do not', 'Who to ask', 'Open'],
    courtesy: 'This message is a courtesy copy. The notice with legal effect is in your mailbox.',
    subject: 'Notice from Ventanilla: {happened}',
    short: 'Ventanilla: {happened} {when} {link}',
  },
  pt: {
    nothing: 'Você não precisa fazer nada.',
    noDate: 'Não há data limite.',
    until: 'Tem até {due}.',
    unserved: 'O prazo começa quando você abrir este aviso. O último dia possível é {due}.',
    harmless: 'Não acontece nada se não fizer nada.',
    ask: 'Pergunte na central de ajuda: {help}.',
    askAgency: 'Pergunte a {agency} ou na central de ajuda: {help}.',
    labels: ['O que aconteceu', 'O que fazer', 'Até quando', 'Se não fizer', 'A quem perguntar', 'Abrir'],
    courtesy: 'Esta mensagem é uma cópia de cortesia. O aviso com valor legal está na sua caixa.',
    subject: 'Aviso da Ventanilla: {happened}',
    short: 'Ventanilla: {happened} {when} {link}',
  },
}
