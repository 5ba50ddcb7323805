import type { Language } from '#kernel'

interface ContactTexts {
  readonly subject: string
  readonly body: string
  readonly short: string
}

/** The code that confirms an address. */
export const contactTexts: Readonly<Record<Language, ContactTexts>> = {
  es: {
    subject: 'Su código de Ventanilla',
    body: 'Su código es {code}. Vale diez minutos.\n\nEscríbalo donde registró esta dirección. Si no lo pidió, no haga nada.',
    short: 'Ventanilla: su código es {code}. Vale diez minutos.',
  },
  en: {
    subject: 'Your Ventanilla code',
    body: 'Your code is {code}. It is good for ten minutes.\n\nWrite it where you registered this address. If you did not ask for it, do nothing.',
    short: 'Ventanilla: your code is {code}. Good for ten minutes.',
  },
  pt: {
    subject: 'O seu código da Ventanilla',
    body: 'O seu código é {code}. Vale dez minutos.\n\nEscreva-o onde registrou este endereço. Se não o pediu, não faça nada.',
    short: 'Ventanilla: o seu código é {code}. Vale dez minutos.',
  },
}
