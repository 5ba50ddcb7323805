import type { ProblemText } from './text.ts'

/** Refusals of the regime for micro and small exporters (M13). */
export const mypesProblems = {
  NO_SMALL_REGIME: {
    status: 422,
    es: { message: 'En {country} no hay un régimen para exportadores pequeños.', fix: 'Use el régimen general.' },
    en: { message: '{country} has no regime for small exporters.', fix: 'Use the general regime.' },
    pt: { message: 'Em {country} não há um regime para pequenos exportadores.', fix: 'Use o regime geral.' },
  },
  OVER_THRESHOLD: {
    status: 422,
    es: {
      message: 'El valor {value} pasa el límite: {limit}.',
      fix: 'Siga por el régimen general: sus datos se conservan.',
    },
    en: {
      message: 'The value {value} is over the limit: {limit}.',
      fix: 'Go on under the general regime: your data are kept.',
    },
    pt: {
      message: 'O valor {value} passa o limite: {limit}.',
      fix: 'Continue pelo regime geral: os seus dados se conservam.',
    },
  },
  NOT_MYPE: {
    status: 422,
    es: {
      message: 'El régimen es para micro y pequeñas empresas; la suya es {size}.',
      fix: 'Siga por el régimen general: sus datos se conservan.',
    },
    en: {
      message: 'The regime is for micro and small firms; yours is {size}.',
      fix: 'Go on under the general regime: your data are kept.',
    },
    pt: {
      message: 'O regime é para micro e pequenas empresas; a sua é {size}.',
      fix: 'Continue pelo regime geral: os seus dados se conservam.',
    },
  },
  NOT_DEFINITIVE: {
    status: 422,
    es: {
      message: 'El régimen es para exportaciones definitivas.',
      fix: 'Siga por el régimen general: sus datos se conservan.',
    },
    en: {
      message: 'The regime is for definitive exports.',
      fix: 'Go on under the general regime: your data are kept.',
    },
    pt: {
      message: 'O regime é para exportações definitivas.',
      fix: 'Continue pelo regime geral: os seus dados se conservam.',
    },
  },
  SIZE_UNPROVED: {
    status: 422,
    es: {
      message: 'El registro de empresas no tiene su certificado de tamaño.',
      fix: 'Pídalo en el registro; lo leemos nosotros.',
    },
    en: {
      message: 'The registry of firms has no size certificate of yours.',
      fix: 'Ask the registry for it; we read it ourselves.',
    },
    pt: {
      message: 'O registro de empresas não tem o seu certificado de porte.',
      fix: 'Peça-o no registro; nós o lemos.',
    },
  },
  SIZE_PROOF_EXPIRED: {
    status: 422,
    es: { message: 'Su certificado de tamaño venció el {until}.', fix: 'Revalídelo aquí mismo.' },
    en: { message: 'Your size certificate expired on {until}.', fix: 'Renew it right here.' },
    pt: { message: 'O seu certificado de porte venceu em {until}.', fix: 'Revalide-o aqui mesmo.' },
  },
  SIZE_REGISTRY_DOWN: {
    status: 503,
    es: {
      message: 'El registro de empresas no responde.',
      fix: 'Intente otra vez en unos minutos; lo escrito se conserva.',
    },
    en: {
      message: 'The registry of firms does not answer.',
      fix: 'Try again in some minutes; what you wrote is kept.',
    },
    pt: {
      message: 'O registro de empresas não responde.',
      fix: 'Tente de novo em alguns minutos; o escrito se conserva.',
    },
  },
  NO_INVOICE_VALUE: {
    status: 422,
    es: { message: 'Falta el valor de la factura.', fix: 'Ponga el total de la factura, con su moneda.' },
    en: { message: 'The value of the invoice is missing.', fix: 'Give the total of the invoice, with its currency.' },
    pt: { message: 'Falta o valor da fatura.', fix: 'Ponha o total da fatura, com a moeda.' },
  },
  NO_EXCHANGE_RATE: {
    status: 422,
    es: {
      message: 'No hay tipo de cambio oficial de {from} a {to} para el día hábil anterior.',
      fix: 'Intente más tarde, o facture en {to}.',
    },
    en: {
      message: 'There is no official rate from {from} to {to} for the business day before.',
      fix: 'Try later, or invoice in {to}.',
    },
    pt: {
      message: 'Não há taxa oficial de {from} a {to} para o dia útil anterior.',
      fix: 'Tente mais tarde, ou fature em {to}.',
    },
  },
  NOT_ADHERENT: {
    status: 422,
    es: { message: 'Quien eligió no adhirió al convenio de este régimen.', fix: 'Elija de la lista de adherentes.' },
    en: {
      message: 'Whom you chose has not signed the agreement of this regime.',
      fix: 'Choose from the list of adherents.',
    },
    pt: { message: 'Quem escolheu não aderiu ao convênio deste regime.', fix: 'Escolha da lista de aderentes.' },
  },
  AGENT_NOT_CHOSEN: {
    status: 422,
    es: {
      message: 'Ningún acto anterior clasifica este producto: hace falta un despachante.',
      fix: 'Elija uno de la lista; el precio está a la vista.',
    },
    en: {
      message: 'No earlier act classifies this product: an agent is needed.',
      fix: 'Choose one from the list; the price is shown.',
    },
    pt: {
      message: 'Nenhum ato anterior classifica este produto: é preciso um despachante.',
      fix: 'Escolha um da lista; o preço está à vista.',
    },
  },
  PRODUCT_NOT_CLASSIFIED: {
    status: 422,
    es: { message: 'Falta el código del producto de la línea {line}.', fix: 'Dé un código a cada producto.' },
    en: { message: 'The product of line {line} has no code.', fix: 'Give each product a code.' },
    pt: { message: 'Falta o código do produto da linha {line}.', fix: 'Dê um código a cada produto.' },
  },
  FEE_OVER_CAP: {
    status: 422,
    es: { message: 'El honorario pasa el tope de {cap}.', fix: 'Ponga {cap} o menos.' },
    en: { message: 'The fee is over the cap of {cap}.', fix: 'Put {cap} or less.' },
    pt: { message: 'O honorário passa o teto de {cap}.', fix: 'Ponha {cap} ou menos.' },
  },
  SAME_CONTRACT: {
    status: 422,
    es: {
      message: 'En pocos días vendió a este comprador por {total} en total. ¿Es el mismo contrato?',
      fix: 'Responda sí o no en «sameContract».',
    },
    en: {
      message: 'Within a few days you sold {total} in all to this buyer. Is it the same contract?',
      fix: 'Answer yes or no in “sameContract”.',
    },
    pt: {
      message: 'Em poucos dias vendeu a este comprador {total} no total. É o mesmo contrato?',
      fix: 'Responda sim ou não em “sameContract”.',
    },
  },
  NOT_RELEASED: {
    status: 409,
    es: { message: 'La aduana todavía no dio el levante.', fix: 'Espere el aviso; no mueva el paquete.' },
    en: { message: 'Customs has not released it yet.', fix: 'Wait for the notice; do not move the parcel.' },
    pt: { message: 'A alfândega ainda não liberou.', fix: 'Espere o aviso; não mova o pacote.' },
  },
  RETURN_TOO_LATE: {
    status: 422,
    es: { message: 'El plazo para devoluciones terminó el {until}.', fix: 'Use el régimen general de importación.' },
    en: { message: 'The period for returns ended on {until}.', fix: 'Use the general regime for imports.' },
    pt: { message: 'O prazo para devoluções terminou em {until}.', fix: 'Use o regime geral de importação.' },
  },
  ONLY_VUCE: {
    status: 403,
    es: {
      message: 'Una declaración de este régimen se hace solo en la ventanilla.',
      fix: 'Hágala aquí, desde la carpeta.',
    },
    en: {
      message: 'A declaration under this regime is made only in the window.',
      fix: 'Make it here, from the dossier.',
    },
    pt: { message: 'Uma declaração deste regime faz-se só na janela.', fix: 'Faça-a aqui, na pasta.' },
  },
} as const satisfies Readonly<Record<string, ProblemText>>
