import type { Language } from '#kernel'

export interface MailboxTexts {
  readonly title: string
  readonly lead: string
  readonly to: string
  readonly look: string
  readonly none: string
  readonly subject: string
  readonly when: string
  readonly back: string
  readonly from: string
  readonly older: string
}

export const mailboxTexts: Readonly<Record<Language, MailboxTexts>> = {
  es: {
    title: 'Correo de prueba',
    lead: 'Estos mensajes se guardaron aquí. No se enviaron a nadie, porque no hay un servidor de correo configurado.',
    to: 'Dirección de quien recibe',
    look: 'Buscar',
    none: 'No hay mensajes.',
    subject: 'Asunto',
    when: 'Fecha (UTC)',
    back: 'Todos los mensajes',
    from: 'De',
    older: 'Anteriores',
  },
  en: {
    title: 'Test mail',
    lead: 'These messages were kept here. They were sent to nobody, because no mail server is configured.',
    to: 'Address of the recipient',
    look: 'Search',
    none: 'There are no messages.',
    subject: 'Subject',
    when: 'Date (UTC)',
    back: 'All messages',
    from: 'From',
    older: 'Older',
  },
  pt: {
    title: 'Correio de teste',
    lead: 'Estas mensagens ficaram guardadas aqui. Não foram enviadas a ninguém, porque não há servidor de correio configurado.',
    to: 'Endereço de quem recebe',
    look: 'Buscar',
    none: 'Não há mensagens.',
    subject: 'Assunto',
    when: 'Data (UTC)',
    back: 'Todas as mensagens',
    from: 'De',
    older: 'Anteriores',
  },
}
