import type { Language } from '#kernel'

interface InvitationWords {
  readonly subject: string
  readonly text: string
  readonly roles: Readonly<Record<string, string>>
}

/** The letter by which a firm invites somebody (M01). */
export const invitationTexts: Readonly<Record<Language, InvitationWords>> = {
  es: {
    subject: '{firm} le invita a la ventanilla',
    text: '{firm} le invita a trabajar con su empresa en la ventanilla de comercio exterior, como {roles}.\n\nPara aceptar, entre aquí hasta el {day}:\n{link}\n\nSi no tiene una cuenta, ahí mismo puede crearla. Si no conoce esta empresa, no haga nada: nadie actuará en su nombre.',
    roles: { titular: 'titular', operator: 'operación', agent: 'agente' },
  },
  en: {
    subject: '{firm} invites you to the window',
    text: '{firm} invites you to work with it in the foreign-trade window, as {roles}.\n\nTo accept, come in here until {day}:\n{link}\n\nIf you have no account, you can make one there. If you do not know this firm, do nothing: nobody will act in your name.',
    roles: { titular: 'owner', operator: 'operations', agent: 'agent' },
  },
  pt: {
    subject: '{firm} convida você para a janela única',
    text: '{firm} convida você a trabalhar com a empresa na janela única de comércio exterior, como {roles}.\n\nPara aceitar, entre aqui até {day}:\n{link}\n\nSe não tem conta, pode criá-la ali mesmo. Se não conhece esta empresa, não faça nada: ninguém agirá em seu nome.',
    roles: { titular: 'titular', operator: 'operação', agent: 'agente' },
  },
}
