import type { Language } from '#kernel'

export interface SignInTexts {
  readonly title: string
  readonly lead: string
  readonly own: string
  readonly create: string
  readonly demoTitle: string
  readonly demoLead: string
  readonly others: string
  readonly enterAs: string
  readonly outTitle: string
  readonly outLead: string
  readonly outQuestion: string
  readonly outQuestionLead: string
  readonly out: string
  readonly outEverywhere: string
  readonly again: string
  readonly home: string
}

export const signInTexts: Readonly<Record<Language, SignInTexts>> = {
  es: {
    title: 'Entrar a la ventanilla',
    lead: 'Aquí entra quien trabaja en una empresa, en un estudio o en un organismo.',
    own: 'Entrar con mi cuenta',
    create: 'Crear una cuenta',
    demoTitle: 'Cuentas de demostración',
    demoLead: 'Son personas inventadas. Elija una y entra con un clic, sin contraseña.',
    others: 'organizaciones',
    enterAs: 'Entrar como',
    outTitle: 'Salió de la ventanilla.',
    outLead: 'Lo guardado sigue guardado. Cierre también el navegador si esta máquina no es suya.',
    outQuestion: '¿Quiere salir?',
    outQuestionLead: 'Sus borradores quedan guardados 90 días.',
    out: 'Salir',
    outEverywhere: 'Salir en todos mis aparatos',
    again: 'Entrar de nuevo',
    home: 'Ir al comienzo',
  },
  en: {
    title: 'Sign in to the window',
    lead: 'For whoever works in a firm, an agent’s office or an agency.',
    own: 'Sign in with my account',
    create: 'Create an account',
    demoTitle: 'Demonstration accounts',
    demoLead: 'These people are invented. Choose one and you are in with one click, without a password.',
    others: 'organisations',
    enterAs: 'Sign in as',
    outTitle: 'You are signed out.',
    outLead: 'What was saved stays saved. Close the browser too if this machine is not yours.',
    outQuestion: 'Do you want to sign out?',
    outQuestionLead: 'Your drafts are kept for 90 days.',
    out: 'Sign out',
    outEverywhere: 'Sign out on all my devices',
    again: 'Sign in again',
    home: 'Go to the start',
  },
  pt: {
    title: 'Entrar na janela',
    lead: 'Aqui entra quem trabalha em uma empresa, em um escritório ou em um órgão.',
    own: 'Entrar com minha conta',
    create: 'Criar uma conta',
    demoTitle: 'Contas de demonstração',
    demoLead: 'São pessoas inventadas. Escolha uma e entre com um clique, sem senha.',
    others: 'organizações',
    enterAs: 'Entrar como',
    outTitle: 'Você saiu da janela.',
    outLead: 'O que foi salvo continua salvo. Feche também o navegador se esta máquina não é sua.',
    outQuestion: 'Quer sair?',
    outQuestionLead: 'Seus rascunhos ficam guardados por 90 dias.',
    out: 'Sair',
    outEverywhere: 'Sair em todos os meus aparelhos',
    again: 'Entrar de novo',
    home: 'Ir ao início',
  },
}
