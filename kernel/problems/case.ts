import type { ProblemText } from './text.ts'

/** Refusals of cases and permits. Texts are filled from `params`. */
export const caseProblems = {
  NOT_NOW: {
    status: 409,
    es: {
      message: 'Esto no se puede hacer ahora: el trámite está en {status}.',
      fix: 'Haga una de las acciones que la respuesta permite.',
    },
    en: {
      message: 'This cannot be done now: the case is in {status}.',
      fix: 'Take one of the actions the answer allows.',
    },
    pt: {
      message: 'Isto não pode ser feito agora: o processo está em {status}.',
      fix: 'Faça uma das ações que a resposta permite.',
    },
  },
  FORBIDDEN: {
    status: 403,
    es: { message: 'Su rol no permite «{command}».', fix: 'Pida el permiso a quien administra su organización.' },
    en: {
      message: 'Your role does not allow “{command}”.',
      fix: 'Ask the person who manages your organisation for the permission.',
    },
    pt: { message: 'Seu papel não permite “{command}”.', fix: 'Peça a permissão a quem administra a sua organização.' },
  },
  FOUR_EYES: {
    status: 403,
    es: {
      message: 'Usted ya tomó parte en esta decisión. Decide otra persona.',
      fix: 'Pida a otra persona con ese rol que decida.',
    },
    en: {
      message: 'You already took part in this decision. Another person decides.',
      fix: 'Ask another person with that role to decide.',
    },
    pt: {
      message: 'Você já participou desta decisão. Outra pessoa decide.',
      fix: 'Peça a outra pessoa com esse papel que decida.',
    },
  },
  TASK_OPEN: {
    status: 409,
    es: { message: 'Falta una respuesta: {task}, de {agency}.', fix: 'Espere la respuesta o el fin de su plazo.' },
    en: {
      message: 'One answer is missing: {task}, from {agency}.',
      fix: 'Wait for the answer or for the end of its period.',
    },
    pt: { message: 'Falta uma resposta: {task}, de {agency}.', fix: 'Espere a resposta ou o fim do prazo.' },
  },
  TASK_CLOSED: {
    status: 409,
    es: { message: 'La tarea {task} ya está cerrada.', fix: 'Mire el resultado en la historia del trámite.' },
    en: { message: 'The task {task} is already closed.', fix: 'See its result in the history of the case.' },
    pt: { message: 'A tarefa {task} já está encerrada.', fix: 'Veja o resultado no histórico do processo.' },
  },
  UNKNOWN_TASK: {
    status: 422,
    es: { message: 'Este trámite no tiene la tarea {task}.', fix: 'Use una de estas: {open}.' },
    en: { message: 'This case has no task {task}.', fix: 'Use one of these: {open}.' },
    pt: { message: 'Este processo não tem a tarefa {task}.', fix: 'Use uma destas: {open}.' },
  },
  ADVERSE_TASK: {
    status: 409,
    es: {
      message: 'El resultado de {task} es contrario. Solo cabe proponer que se deniegue.',
      fix: 'Proponga denegar, con su fundamento.',
    },
    en: {
      message: 'The result of {task} is adverse. Only a denial may be proposed.',
      fix: 'Propose a denial, with its grounds.',
    },
    pt: {
      message: 'O resultado de {task} é contrário. Só cabe propor a negativa.',
      fix: 'Proponha negar, com o seu fundamento.',
    },
  },
  ROUND_USED: {
    status: 409,
    es: {
      message: 'Ya se usaron las {rounds} rondas de observaciones.',
      fix: 'Otra ronda necesita la razón firmada de quien aprueba.',
    },
    en: {
      message: 'The {rounds} rounds of observations are used up.',
      fix: 'A further round needs the approver’s signed reason.',
    },
    pt: {
      message: 'As {rounds} rodadas de observações já foram usadas.',
      fix: 'Outra rodada precisa da razão assinada de quem aprova.',
    },
  },
  NO_EXTENSION: {
    status: 409,
    es: { message: 'No queda ninguna prórroga.', fix: 'Actúe dentro del plazo que muestra el trámite.' },
    en: { message: 'There is no extension left.', fix: 'Act within the period the case shows.' },
    pt: { message: 'Não resta nenhuma prorrogação.', fix: 'Aja dentro do prazo que o processo mostra.' },
  },
  EXTENSION_LATE: {
    status: 409,
    es: { message: 'La prórroga se pedía a más tardar el {last}.', fix: 'Presente una nueva solicitud.' },
    en: { message: 'The extension had to be asked for by {last}.', fix: 'File a new application.' },
    pt: { message: 'A prorrogação devia ser pedida até {last}.', fix: 'Apresente um novo pedido.' },
  },
  PAYMENT_AMOUNT_MISMATCH: {
    status: 422,
    es: {
      message: 'Se pagó {paid} y la orden es de {expected}. La orden sigue abierta.',
      fix: 'Pague lo que falta: {missing}.',
    },
    en: {
      message: '{paid} was paid and the order is for {expected}. The order stays open.',
      fix: 'Pay what is missing: {missing}.',
    },
    pt: {
      message: 'Foi pago {paid} e a ordem é de {expected}. A ordem continua aberta.',
      fix: 'Pague o que falta: {missing}.',
    },
  },
  PERMIT_NEEDED: {
    status: 422,
    es: { message: 'Falta un permiso vigente: {permit}.', fix: 'Obtenga ese permiso o corrija su número.' },
    en: { message: 'A permit in force is missing: {permit}.', fix: 'Obtain that permit or correct its number.' },
    pt: { message: 'Falta uma licença vigente: {permit}.', fix: 'Obtenha essa licença ou corrija o número.' },
  },
  LPCO_BALANCE_EXCEEDED: {
    status: 409,
    es: {
      message: 'No alcanza el permiso (saldo {balance} {unit}). Se pidió {requested}.',
      fix: 'Use {balance} {unit} o menos.',
    },
    en: {
      message: 'The permit does not cover it (saldo {balance} {unit}). {requested} was asked.',
      fix: 'Draw {balance} {unit} or less.',
    },
    pt: {
      message: 'A licença não cobre (saldo {balance} {unit}). Foi pedido {requested}.',
      fix: 'Use {balance} {unit} ou menos.',
    },
  },
  APPEAL_LATE: {
    status: 409,
    es: { message: 'El plazo para apelar terminó el {last}.', fix: 'Presente una nueva solicitud.' },
    en: { message: 'The period to appeal ended on {last}.', fix: 'File a new application.' },
    pt: { message: 'O prazo para recorrer terminou em {last}.', fix: 'Apresente um novo pedido.' },
  },
  NOTHING_TO_APPEAL: {
    status: 409,
    es: { message: 'Se aprobó todo lo que pidió: no hay nada que apelar.', fix: 'Use el documento emitido.' },
    en: {
      message: 'Everything you asked for was approved: there is nothing to appeal.',
      fix: 'Use the issued document.',
    },
    pt: { message: 'Foi aprovado tudo o que pediu: não há nada a recorrer.', fix: 'Use o documento emitido.' },
  },
  NO_APPEAL: {
    status: 409,
    es: { message: 'No hay ninguna apelación por resolver.', fix: 'Mire la historia del trámite.' },
    en: { message: 'There is no appeal to resolve.', fix: 'See the history of the case.' },
    pt: { message: 'Não há nenhum recurso a resolver.', fix: 'Veja o histórico do processo.' },
  },
  NOTHING_TO_PAY: {
    status: 409,
    es: { message: 'Este trámite no espera ningún pago.', fix: 'Mire sus órdenes de pago.' },
    en: { message: 'This case awaits no payment.', fix: 'See its payment orders.' },
    pt: { message: 'Este processo não espera nenhum pagamento.', fix: 'Veja as suas ordens de pagamento.' },
  },
  FEE_UNPAID: {
    status: 409,
    es: {
      message: 'La tasa de esta rectificación no está pagada.',
      fix: 'Espere el pago o el vencimiento de la orden.',
    },
    en: {
      message: 'The fee of this rectification is not paid.',
      fix: 'Wait for the payment or for the order to expire.',
    },
    pt: { message: 'A taxa desta retificação não está paga.', fix: 'Espere o pagamento ou o vencimento da ordem.' },
  },
  RECTIFICATION_NOT_ASKED: {
    status: 409,
    es: {
      message: 'Esta rectificación paga tasa: primero la pide el titular.',
      fix: 'Pida al titular que la solicite y la pague.',
    },
    en: {
      message: 'This rectification has a fee: the holder asks for it first.',
      fix: 'Ask the holder to request it and pay.',
    },
    pt: {
      message: 'Esta retificação paga taxa: primeiro o titular a pede.',
      fix: 'Peça ao titular que a solicite e pague.',
    },
  },
  RECTIFICATION_PENDING: {
    status: 409,
    es: { message: 'Ya hay una rectificación pedida.', fix: 'Espere a que se haga o se rechace.' },
    en: { message: 'A rectification has been asked for already.', fix: 'Wait until it is made or declined.' },
    pt: { message: 'Já há uma retificação pedida.', fix: 'Espere até que seja feita ou recusada.' },
  },
  NOTHING_ASKED: {
    status: 409,
    es: { message: 'Nadie pidió una rectificación.', fix: 'Mire la historia del documento.' },
    en: { message: 'Nobody asked for a rectification.', fix: 'See the history of the document.' },
    pt: { message: 'Ninguém pediu uma retificação.', fix: 'Veja o histórico do documento.' },
  },
  NO_RENEWAL: {
    status: 409,
    es: { message: 'Este documento no se renueva.', fix: 'Presente una nueva solicitud.' },
    en: { message: 'This document cannot be renewed.', fix: 'File a new application.' },
    pt: { message: 'Este documento não se renova.', fix: 'Apresente um novo pedido.' },
  },
  RENEWAL_EARLY: {
    status: 409,
    es: { message: 'La renovación se puede pedir desde el {first}.', fix: 'Vuelva desde ese día.' },
    en: { message: 'The renewal may be asked for from {first}.', fix: 'Come back from that day.' },
    pt: { message: 'A renovação pode ser pedida a partir de {first}.', fix: 'Volte a partir desse dia.' },
  },
  RENEWAL_OPEN: {
    status: 409,
    es: { message: 'Ya hay una renovación en curso.', fix: 'Siga ese trámite.' },
    en: { message: 'A renewal is under way already.', fix: 'Follow that case.' },
    pt: { message: 'Já há uma renovação em curso.', fix: 'Acompanhe esse processo.' },
  },
  GROUNDS_REQUIRED: {
    status: 422,
    es: { message: 'Falta el fundamento de la decisión.', fix: 'Escriba la razón y la norma.' },
    en: { message: 'The grounds of the decision are missing.', fix: 'Write the reason and the norm.' },
    pt: { message: 'Falta o fundamento da decisão.', fix: 'Escreva a razão e a norma.' },
  },
  NOT_RECTIFIABLE: {
    status: 422,
    es: {
      message: 'El dato {element} no se puede rectificar en este documento.',
      fix: 'Se puede rectificar: {allowed}.',
    },
    en: { message: '{element} cannot be rectified in this document.', fix: 'What can be rectified: {allowed}.' },
    pt: { message: 'O dado {element} não pode ser retificado neste documento.', fix: 'Pode-se retificar: {allowed}.' },
  },
  NOTHING_TO_RECTIFY: {
    status: 422,
    es: { message: 'No hay ningún cambio que rectificar.', fix: 'Indique al menos un dato nuevo.' },
    en: { message: 'There is no change to rectify.', fix: 'Give at least one new value.' },
    pt: { message: 'Não há nenhuma mudança a retificar.', fix: 'Indique ao menos um dado novo.' },
  },
  STATE_HELD_DATUM: {
    status: 422,
    es: {
      message: 'Dato en poder del Estado: {datum} lo tiene {registry}. No se pide a la empresa.',
      fix: 'Consúltelo en {registry} y quite el pedido.',
    },
    en: {
      message: 'The State already holds {datum}, at {registry}. It may not be asked of the firm.',
      fix: 'Fetch it from {registry} and remove the request.',
    },
    pt: {
      message: 'Dado em poder do Estado: {registry} tem {datum}. Não se pede à empresa.',
      fix: 'Consulte em {registry} e retire o pedido.',
    },
  },
  DATUM_ALREADY_HELD: {
    status: 422,
    es: { message: 'El trámite ya tiene {datum}.', fix: 'Si está mal, indíquelo en «about» y diga qué corregir.' },
    en: {
      message: 'The case already holds {datum}.',
      fix: 'If it is wrong, name it in “about” and say what to correct.',
    },
    pt: { message: 'O processo já tem {datum}.', fix: 'Se estiver errado, indique em “about” e diga o que corrigir.' },
  },
  PROPOSAL_DIFFERS: {
    status: 409,
    es: { message: 'La propuesta es otra: {proposed}.', fix: 'Resuelva lo propuesto o devuélvalo con una razón.' },
    en: {
      message: 'The proposal is another one: {proposed}.',
      fix: 'Decide what is proposed, or return it with a reason.',
    },
    pt: { message: 'A proposta é outra: {proposed}.', fix: 'Decida o que foi proposto ou devolva com uma razão.' },
  },
  NOT_PARTIAL: {
    status: 422,
    es: { message: 'Este trámite no admite aprobar solo una parte.', fix: 'Quite las líneas de la propuesta.' },
    en: { message: 'This procedure does not allow a partial approval.', fix: 'Remove the lines from the proposal.' },
    pt: { message: 'Este procedimento não admite aprovar só uma parte.', fix: 'Retire as linhas da proposta.' },
  },
  UNKNOWN_LINE: {
    status: 422,
    es: { message: 'No existe la línea {line}.', fix: 'Las líneas se cuentan desde 0.' },
    en: { message: 'There is no line {line}.', fix: 'Lines count from 0.' },
    pt: { message: 'Não existe a linha {line}.', fix: 'As linhas contam-se a partir de 0.' },
  },
  UNIT_MISMATCH: {
    status: 422,
    es: { message: 'La unidad {unit} no se puede comparar con {expected}.', fix: 'Indique la cantidad en {expected}.' },
    en: { message: 'The unit {unit} cannot be compared with {expected}.', fix: 'Give the quantity in {expected}.' },
    pt: { message: 'A unidade {unit} não se compara com {expected}.', fix: 'Indique a quantidade em {expected}.' },
  },
  QUANTITY_NOT_POSITIVE: {
    status: 422,
    es: { message: 'La cantidad debe ser mayor que cero.', fix: 'Indique cuánto se usa.' },
    en: { message: 'The quantity must be above zero.', fix: 'Say how much is used.' },
    pt: { message: 'A quantidade deve ser maior que zero.', fix: 'Indique quanto se usa.' },
  },
  NO_BALANCE: {
    status: 409,
    es: { message: 'Este documento no lleva saldo.', fix: 'No hace falta descontar cantidades.' },
    en: { message: 'This document carries no balance.', fix: 'No quantity has to be drawn.' },
    pt: { message: 'Este documento não tem saldo.', fix: 'Não é preciso descontar quantidades.' },
  },
  PROHIBITED_GOODS: {
    status: 422,
    es: {
      message: 'Esta mercancía está prohibida. Lo dispone {law}.',
      fix: 'Quite la línea o consulte la excepción que da la norma.',
    },
    en: {
      message: 'These goods are prohibited by {law}.',
      fix: 'Remove the line, or see the exception the norm gives.',
    },
    pt: { message: 'Esta mercadoria é proibida por {law}.', fix: 'Retire a linha ou consulte a exceção da norma.' },
  },
  UNKNOWN_PROCEDURE: {
    status: 422,
    es: { message: 'No hay un trámite {procedure} vigente en esa fecha.', fix: 'Mire la lista en /v1/procedures.' },
    en: { message: 'No procedure {procedure} is in force on that date.', fix: 'See the list at /v1/procedures.' },
    pt: { message: 'Não há um procedimento {procedure} vigente nessa data.', fix: 'Veja a lista em /v1/procedures.' },
  },
  AGENCY_NOT_CHOSEN: {
    status: 422,
    es: { message: 'Falta elegir la entidad que resuelve {procedure}.', fix: 'Elija una de estas: {allowed}.' },
    en: { message: 'Nobody was chosen to decide {procedure}.', fix: 'Choose one of these: {allowed}.' },
    pt: { message: 'Falta escolher a entidade que decide {procedure}.', fix: 'Escolha uma destas: {allowed}.' },
  },
  AGENCY_NOT_IN_GROUP: {
    status: 422,
    es: { message: '{agency} no puede resolver {procedure}.', fix: 'Elija una de estas: {allowed}.' },
    en: { message: '{agency} cannot decide {procedure}.', fix: 'Choose one of these: {allowed}.' },
    pt: { message: '{agency} não pode decidir {procedure}.', fix: 'Escolha uma destas: {allowed}.' },
  },
  AGENCY_OUT_OF_REGION: {
    status: 422,
    es: { message: '{agency} no atiende {given}.', fix: 'Elija otra entidad. Esta atiende solo: {allowed}.' },
    en: { message: '{agency} does not serve {given}.', fix: 'Choose another. This one serves only: {allowed}.' },
    pt: { message: '{agency} não atende {given}.', fix: 'Escolha outra entidade. Esta atende só: {allowed}.' },
  },
  PROCEDURE_NOT_FILED: {
    status: 422,
    es: { message: 'Esta solicitud no incluye {procedure}.', fix: 'Quite la entidad elegida para ese trámite.' },
    en: { message: 'This application does not include {procedure}.', fix: 'Remove the choice of who decides it.' },
    pt: { message: 'Este pedido não inclui {procedure}.', fix: 'Retire a entidade escolhida para esse procedimento.' },
  },
  UNKNOWN_FILE: {
    status: 422,
    es: { message: 'No tenemos ese archivo.', fix: 'Súbalo primero en /v1/files.' },
    en: { message: 'We do not have that file.', fix: 'Upload it first at /v1/files.' },
    pt: { message: 'Não temos esse arquivo.', fix: 'Envie-o primeiro em /v1/files.' },
  },
  NOT_INVITED: {
    status: 409,
    es: {
      message: 'Su organismo no participa en esta inspección o ya la registró.',
      fix: 'Mire quiénes faltan en la inspección.',
    },
    en: {
      message: 'Your agency does not take part in this inspection, or has recorded it.',
      fix: 'See who is still missing.',
    },
    pt: { message: 'O seu órgão não participa desta inspeção ou já a registrou.', fix: 'Veja quem falta na inspeção.' },
  },
} as const satisfies Record<string, ProblemText>
