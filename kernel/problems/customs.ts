import type { ProblemText } from './text.ts'

/** Refusals of declarations and risk management (M11, M12). */
export const customsProblems = {
  DECLARATION_LACKS: {
    status: 422,
    es: { message: 'Falta {label_es} para declarar.', fix: 'Complételo en la carpeta; se guarda una sola vez.' },
    en: { message: '{label_en} is missing for the declaration.', fix: 'Fill it in the dossier; it is kept once.' },
    pt: { message: 'Falta {label_pt} para declarar.', fix: 'Preencha na pasta; guarda-se uma só vez.' },
  },
  CURRENCIES_MIXED: {
    status: 422,
    es: { message: 'Este importe no está en {first}, como el primero.', fix: 'Ponga todos los importes en {first}.' },
    en: { message: 'This amount is not in {first}, as the first one is.', fix: 'Put all amounts in {first}.' },
    pt: { message: 'Este valor não está em {first}, como o primeiro.', fix: 'Ponha todos os valores em {first}.' },
  },
  PRICE_BELOW_COSTS: {
    status: 422,
    es: {
      message: 'El precio {price} es menor que el flete y el seguro que dice incluir.',
      fix: 'Corrija el precio, el flete o el Incoterm.',
    },
    en: {
      message: 'The price {price} is lower than the freight and insurance it says it includes.',
      fix: 'Correct the price, the freight or the Incoterm.',
    },
    pt: {
      message: 'O preço {price} é menor que o frete e o seguro que diz incluir.',
      fix: 'Corrija o preço, o frete ou o Incoterm.',
    },
  },
  NOT_DECLARABLE: {
    status: 422,
    es: {
      message: 'Una carpeta de régimen {regime} no se declara así.',
      fix: 'Abra una carpeta de exportación o de importación.',
    },
    en: {
      message: 'A dossier of regime {regime} is not declared this way.',
      fix: 'Open a dossier for export or import.',
    },
    pt: {
      message: 'Uma pasta de regime {regime} não se declara assim.',
      fix: 'Abra uma pasta de exportação ou importação.',
    },
  },
  LPCO_MISSING: {
    status: 422,
    es: {
      message: 'Falta el permiso {procedure} para esta mercancía.',
      fix: 'Pídalo desde la carpeta; cuando se otorgue, declare.',
    },
    en: {
      message: 'The permit {procedure} is missing for these goods.',
      fix: 'Apply for it from the dossier; declare once it is granted.',
    },
    pt: {
      message: 'Falta a licença {procedure} para esta mercadoria.',
      fix: 'Peça-a na pasta; quando for concedida, declare.',
    },
  },
  AGENT_REQUIRED: {
    status: 403,
    es: {
      message: 'Por encima de {limit} la norma {law} pide un agente de aduana.',
      fix: 'Dé un poder a un agente, que declara por usted.',
    },
    en: {
      message: 'Above {limit} the norm {law} asks for a customs agent.',
      fix: 'Give a mandate to an agent, who declares for you.',
    },
    pt: {
      message: 'Acima de {limit} a norma {law} pede um despachante.',
      fix: 'Dê um mandato a um despachante, que declara por você.',
    },
  },
  CUSTOMS_PENDING: {
    status: 409,
    es: { message: 'La aduana todavía no respondió sobre: {about}.', fix: 'Espere su respuesta.' },
    en: { message: 'Customs has not answered yet about: {about}.', fix: 'Wait for its answer.' },
    pt: { message: 'A alfândega ainda não respondeu sobre: {about}.', fix: 'Espere a resposta.' },
  },
  CUSTOMS_TOO_EARLY: {
    status: 409,
    es: { message: 'Este mensaje llegó antes que el anterior.', fix: 'Envíelo otra vez en unos segundos.' },
    en: { message: 'This message came before the one it follows.', fix: 'Send it again in a few seconds.' },
    pt: { message: 'Esta mensagem chegou antes da anterior.', fix: 'Envie de novo em alguns segundos.' },
  },
  NOT_REGULARISED: {
    status: 409,
    es: { message: 'Faltan los datos definitivos de la exportación. Vence: {by}.', fix: 'Envíelos con «regularise».' },
    en: { message: 'The final data of the export are missing. Due: {by}.', fix: 'Send them with “regularise”.' },
    pt: { message: 'Faltam os dados definitivos da exportação. Vence: {by}.', fix: 'Envie-os com “regularise”.' },
  },
  CHANNEL_NOT_HIGHER: {
    status: 422,
    es: { message: 'El canal ya es {channel}: solo puede subir.', fix: 'Elija un canal más estricto.' },
    en: { message: 'The channel is {channel} already: it can only go up.', fix: 'Choose a stricter channel.' },
    pt: { message: 'O canal já é {channel}: só pode subir.', fix: 'Escolha um canal mais estrito.' },
  },
  CHANNEL_NOT_LOWER: {
    status: 422,
    es: { message: 'El canal es {channel}: solo se propone uno más liviano.', fix: 'Elija un canal más liviano.' },
    en: { message: 'The channel is {channel}: only a lighter one can be proposed.', fix: 'Choose a lighter channel.' },
    pt: { message: 'O canal é {channel}: só se propõe um mais leve.', fix: 'Escolha um canal mais leve.' },
  },
  NOTHING_PROPOSED: {
    status: 409,
    es: { message: 'Nadie propuso un canal más liviano.', fix: 'Primero lo propone otra persona.' },
    en: { message: 'Nobody has proposed a lighter channel.', fix: 'Another person proposes it first.' },
    pt: { message: 'Ninguém propôs um canal mais leve.', fix: 'Primeiro outra pessoa propõe.' },
  },
  NOTHING_TO_CONTROL: {
    status: 409,
    es: { message: 'En canal verde no hay nada que controlar.', fix: 'Si hay un motivo, suba el canal.' },
    en: {
      message: 'There is nothing to control in the green channel.',
      fix: 'If there is a reason, upgrade the channel.',
    },
    pt: { message: 'No canal verde não há nada a controlar.', fix: 'Se houver motivo, suba o canal.' },
  },
  HISTORY_TOO_SHORT: {
    status: 422,
    es: {
      message: 'Solo hay {days} días de historia; se necesitan {least}.',
      fix: 'Espere, o siga con el perfil general.',
    },
    en: {
      message: 'There are only {days} days of history; {least} are needed.',
      fix: 'Wait, or go on with the general profile.',
    },
    pt: {
      message: 'Há só {days} dias de história; precisam-se {least}.',
      fix: 'Espere, ou continue com o perfil geral.',
    },
  },
  PROFILE_PROTECTED: {
    status: 422,
    es: {
      message: 'Un perfil no puede mirar «{field}»: es un dato de personas.',
      fix: 'Use datos de la operación o del historial de la empresa.',
    },
    en: {
      message: 'A profile may not look at “{field}”: it is about persons.',
      fix: 'Use data of the operation or the record of the firm.',
    },
    pt: {
      message: 'Um perfil não pode olhar “{field}”: é um dado de pessoas.',
      fix: 'Use dados da operação ou do histórico da empresa.',
    },
  },
  PROFILE_FIELD: {
    status: 422,
    es: { message: 'No hay un dato «{field}».', fix: 'Use uno de estos: {allowed}.' },
    en: { message: 'There is no datum “{field}”.', fix: 'Use one of these: {allowed}.' },
    pt: { message: 'Não há um dado “{field}”.', fix: 'Use um destes: {allowed}.' },
  },
  PROFILE_TEST: {
    status: 422,
    es: { message: 'La prueba de «{field}» no tiene la forma {form}.', fix: 'Escríbala así: {form}.' },
    en: { message: 'The test of “{field}” is not of the form {form}.', fix: 'Write it so: {form}.' },
    pt: { message: 'O teste de “{field}” não tem a forma {form}.', fix: 'Escreva assim: {form}.' },
  },
  PROFILE_VALUE: {
    status: 422,
    es: { message: 'El valor de un factor va de 0 a 1.', fix: 'Corríjalo.' },
    en: { message: 'The value of a factor is from 0 to 1.', fix: 'Correct it.' },
    pt: { message: 'O valor de um fator vai de 0 a 1.', fix: 'Corrija-o.' },
  },
  PROFILE_WEIGHTS: {
    status: 422,
    es: { message: 'Los pesos suman {sum} y deben sumar 1.', fix: 'Corrija los pesos.' },
    en: { message: 'The weights add up to {sum}; they must add up to 1.', fix: 'Correct the weights.' },
    pt: { message: 'Os pesos somam {sum} e devem somar 1.', fix: 'Corrija os pesos.' },
  },
  PROFILE_TOO_LONG: {
    status: 422,
    es: { message: 'Un perfil rige doce meses como máximo, hasta el {latest}.', fix: 'Elija un día anterior.' },
    en: { message: 'A profile is in force for twelve months at most, until {latest}.', fix: 'Choose an earlier day.' },
    pt: { message: 'Um perfil vige doze meses no máximo, até {latest}.', fix: 'Escolha um dia anterior.' },
  },
} as const satisfies Readonly<Record<string, ProblemText>>
