import type { Language } from '#kernel'

export interface StatusTexts {
  readonly title: string
  readonly fine: string
  readonly trouble: string
  readonly declared: string
  readonly part: string
  readonly state: string
  readonly since: string
  readonly works: string
  readonly yes: string
  readonly no: string
  readonly history: string
  readonly none: string
  readonly until: string
  readonly reason: string
  readonly now: string
  readonly checked: string
  readonly waiting: string
  readonly names: Readonly<Record<string, string>>
  readonly still: Readonly<Record<string, string>>
}

export const statusTexts: Readonly<Record<Language, StatusTexts>> = {
  es: {
    title: 'Estado del servicio',
    fine: 'Todo funciona.',
    trouble: 'Una parte no funciona. Abajo dice cuál, y qué puede seguir haciendo.',
    declared: 'Hay una contingencia declarada. Envíe igual: la hora de su acuse cuenta para sus plazos.',
    part: 'Parte',
    state: 'Estado',
    since: 'Desde (UTC)',
    works: 'Mientras tanto',
    yes: 'Funciona',
    no: 'No funciona',
    history: 'Últimos 90 días',
    none: 'No hubo interrupciones.',
    until: 'Hasta (UTC)',
    reason: 'Motivo',
    now: 'sigue',
    checked: 'Comprobado (UTC)',
    waiting: 'Envíos en espera',
    names: {
      database: 'Trámites y datos',
      payments: 'Pagos en línea',
      mail: 'Copias por correo',
      sms: 'Copias por mensaje',
      registry: 'Registro tributario',
      contingency: 'Contingencia declarada',
    },
    still: {
      database: 'Lo que envíe se guarda con acuse y se hace después. No se puede consultar.',
      payments: 'El trámite sigue. Pague más tarde: la orden no vence antes de su fecha.',
      mail: 'Los avisos llegan a su buzón. Las copias salen cuando vuelva el correo.',
      sms: 'Los avisos llegan a su buzón. Las copias salen cuando vuelva el servicio.',
      registry: 'Puede registrar su empresa y actuar. Se confirma cuando el registro vuelva.',
      contingency: 'Lo que envíe se guarda con acuse y se hace después.',
    },
  },
  en: {
    title: 'Service status',
    fine: 'Everything works.',
    trouble: 'A part does not work. Below it says which, and what you can still do.',
    declared: 'A contingency is declared. Send all the same: the time of your receipt counts for your deadlines.',
    part: 'Part',
    state: 'State',
    since: 'Since (UTC)',
    works: 'Meanwhile',
    yes: 'Works',
    no: 'Does not work',
    history: 'Last 90 days',
    none: 'There were no interruptions.',
    until: 'Until (UTC)',
    reason: 'Reason',
    now: 'still going on',
    checked: 'Checked (UTC)',
    waiting: 'Commands waiting',
    names: {
      database: 'Procedures and data',
      payments: 'Online payments',
      mail: 'Copies by mail',
      sms: 'Copies by message',
      registry: 'Tax registry',
      contingency: 'Declared contingency',
    },
    still: {
      database: 'What you send is kept with a receipt and done later. Nothing can be looked up.',
      payments: 'The procedure goes on. Pay later: the order does not expire before its date.',
      mail: 'Notices reach your mailbox. Copies leave when mail is back.',
      sms: 'Notices reach your mailbox. Copies leave when the service is back.',
      registry: 'You can register your firm and act. It is confirmed when the registry is back.',
      contingency: 'What you send is kept with a receipt and done later.',
    },
  },
  pt: {
    title: 'Estado do serviço',
    fine: 'Tudo funciona.',
    trouble: 'Uma parte não funciona. Abaixo diz qual, e o que você ainda pode fazer.',
    declared: 'Há uma contingência declarada. Envie mesmo assim: a hora do seu recibo conta para os seus prazos.',
    part: 'Parte',
    state: 'Estado',
    since: 'Desde (UTC)',
    works: 'Enquanto isso',
    yes: 'Funciona',
    no: 'Não funciona',
    history: 'Últimos 90 dias',
    none: 'Não houve interrupções.',
    until: 'Até (UTC)',
    reason: 'Motivo',
    now: 'continua',
    checked: 'Verificado (UTC)',
    waiting: 'Envios em espera',
    names: {
      database: 'Procedimentos e dados',
      payments: 'Pagamentos em linha',
      mail: 'Cópias por correio',
      sms: 'Cópias por mensagem',
      registry: 'Registro tributário',
      contingency: 'Contingência declarada',
    },
    still: {
      database: 'O que você enviar fica guardado com recibo e é feito depois. Não é possível consultar.',
      payments: 'O procedimento continua. Pague depois: a ordem não vence antes da sua data.',
      mail: 'Os avisos chegam à sua caixa. As cópias saem quando o correio voltar.',
      sms: 'Os avisos chegam à sua caixa. As cópias saem quando o serviço voltar.',
      registry: 'Pode registrar a sua empresa e atuar. Confirma-se quando o registro voltar.',
      contingency: 'O que você enviar fica guardado com recibo e é feito depois.',
    },
  },
}
