import type { ProblemText } from './text.ts'

/** Of the mailbox, its courtesy channels, and of bad days (M07, M36). */
export const noticeProblems = {
  NOT_SERVED: {
    status: 409,
    es: { message: 'Ese aviso todavía no está notificado.', fix: 'Ábralo, o espere hasta {date}.' },
    en: { message: 'That notice has not been served yet.', fix: 'Open it, or wait until {date}.' },
    pt: { message: 'Esse aviso ainda não foi notificado.', fix: 'Abra-o, ou espere até {date}.' },
  },
  BAD_ADDRESS: {
    status: 422,
    es: { message: 'Esa dirección no sirve para {channel}.', fix: 'Escriba una sola dirección, sin nombres ni comas.' },
    en: { message: 'That address is no good for {channel}.', fix: 'Write one address, without names or commas.' },
    pt: { message: 'Esse endereço não serve para {channel}.', fix: 'Escreva um só endereço, sem nomes nem vírgulas.' },
  },
  ADDRESS_TAKEN: {
    status: 409,
    es: { message: 'Esa dirección ya está registrada.', fix: 'Confírmela con el código que enviamos, o quítela.' },
    en: { message: 'That address is registered already.', fix: 'Confirm it with the code we sent, or remove it.' },
    pt: { message: 'Esse endereço já está registrado.', fix: 'Confirme-o com o código que enviamos, ou retire-o.' },
  },
  TOO_MANY_ADDRESSES: {
    status: 422,
    es: { message: 'Ya hay {max} direcciones.', fix: 'Quite una antes de registrar otra.' },
    en: { message: 'There are {max} addresses already.', fix: 'Remove one before you register another.' },
    pt: { message: 'Já há {max} endereços.', fix: 'Retire um antes de registrar outro.' },
  },
  WRONG_CODE: {
    status: 422,
    es: { message: 'El código no es ese, o ya venció.', fix: 'Pida otro código. Vale diez minutos y tres intentos.' },
    en: {
      message: 'That is not the code, or it expired.',
      fix: 'Ask for another. It is good for ten minutes and three tries.',
    },
    pt: { message: 'O código não é esse, ou já venceu.', fix: 'Peça outro. Vale dez minutos e três tentativas.' },
  },
  NOT_TITULAR: {
    status: 403,
    es: {
      message: 'Solo quien administra la organización decide sus direcciones.',
      fix: 'Pídalo al titular, o registre la suya.',
    },
    en: {
      message: 'Only who administers the organisation decides its addresses.',
      fix: 'Ask the titular, or register your own.',
    },
    pt: {
      message: 'Só quem administra a organização decide os seus endereços.',
      fix: 'Peça ao titular, ou registre o seu.',
    },
  },
  RECEIVED_IN_CONTINGENCY: {
    status: 503,
    es: {
      message: 'Ahora no podemos hacerlo. Lo recibimos y guardamos con acuse {id}.',
      fix: 'No hace falta repetirlo. La hora de su acuse cuenta para sus plazos.',
    },
    en: {
      message: 'We cannot do it now. We received it and keep it, receipt {id}.',
      fix: 'You need not send it again. The time of your receipt counts for your deadlines.',
    },
    pt: {
      message: 'Agora não podemos fazê-lo. Recebemos e guardamos com recibo {id}.',
      fix: 'Não precisa repetir. A hora do seu recibo conta para os seus prazos.',
    },
  },
  CONTINGENCY_FULL: {
    status: 503,
    es: { message: 'No pudimos recibirlo: hay demasiados envíos en espera.', fix: 'Envíelo otra vez en unos minutos.' },
    en: { message: 'We could not receive it: too many commands are waiting.', fix: 'Send it again in some minutes.' },
    pt: { message: 'Não pudemos receber: há envios demais em espera.', fix: 'Envie de novo em alguns minutos.' },
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    es: {
      message: 'Ahora no podemos comprobar quién es usted.',
      fix: 'Pruebe en unos minutos. Quien entró en las últimas cuatro horas puede seguir enviando.',
    },
    en: {
      message: 'We cannot check who you are now.',
      fix: 'Try in some minutes. Whoever signed in during the last four hours may go on sending.',
    },
    pt: {
      message: 'Agora não podemos comprovar quem você é.',
      fix: 'Tente em alguns minutos. Quem entrou nas últimas quatro horas pode continuar enviando.',
    },
  },
  CONTINGENCY_ALREADY: {
    status: 409,
    es: { message: 'La contingencia ya está así.', fix: 'Mire el estado en /estado.' },
    en: { message: 'The contingency is already so.', fix: 'See the state at /estado.' },
    pt: { message: 'A contingência já está assim.', fix: 'Veja o estado em /estado.' },
  },
} as const satisfies Record<string, ProblemText>
