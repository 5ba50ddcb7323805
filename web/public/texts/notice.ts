import type { Language } from '#kernel'

export interface NoticePageTexts {
  readonly title: string
  readonly lead: string
  readonly open: string
  readonly why: string
}

export const noticePageTexts: Readonly<Record<Language, NoticePageTexts>> = {
  es: {
    title: 'Hay un aviso en su buzón.',
    lead: 'Entre para leerlo. Al abrirlo queda notificado, y desde ese momento corre su plazo.',
    open: 'Entrar y leer el aviso',
    why: 'Por seguridad, esta página no muestra el contenido. Solo lo ve quien recibió el aviso.',
  },
  en: {
    title: 'There is a notice in your mailbox.',
    lead: 'Sign in to read it. Opening it serves it, and your period runs from that moment.',
    open: 'Sign in and read the notice',
    why: 'For safety this page does not show what it says. Only its addressee sees that.',
  },
  pt: {
    title: 'Há um aviso na sua caixa.',
    lead: 'Entre para ler. Ao abrir, você fica notificado, e o prazo corre desse momento.',
    open: 'Entrar e ler o aviso',
    why: 'Por segurança, esta página não mostra o conteúdo. Só o vê quem recebeu o aviso.',
  },
}
