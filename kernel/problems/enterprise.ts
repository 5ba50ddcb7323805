import type { ProblemText } from './text.ts'

/** Refusals of firms, their people and the powers they give (M01). */
export const enterpriseProblems = {
  TAXPAYER_NOT_ACTIVE: {
    status: 422,
    es: { message: 'El registro tributario dice que {taxId} no está activo.', fix: 'Regularice el número y vuelva.' },
    en: { message: 'The tax registry says that {taxId} is not active.', fix: 'Put the number in order and come back.' },
    pt: { message: 'O registro tributário diz que {taxId} não está ativo.', fix: 'Regularize o número e volte.' },
  },
  TAXPAYER_UNKNOWN: {
    status: 422,
    es: { message: 'El registro tributario no conoce {taxId}.', fix: 'Revise el número cifra por cifra.' },
    en: { message: 'The tax registry does not know {taxId}.', fix: 'Check the number figure by figure.' },
    pt: { message: 'O registro tributário não conhece {taxId}.', fix: 'Confira o número algarismo por algarismo.' },
  },
  ENTERPRISE_EXISTS: {
    status: 409,
    es: { message: 'La empresa {taxId} ya está registrada.', fix: 'Pida unirse a ella: la respuesta dice dónde.' },
    en: { message: 'The firm {taxId} is registered already.', fix: 'Ask to join it: the answer says where.' },
    pt: { message: 'A empresa {taxId} já está registrada.', fix: 'Peça para se juntar a ela: a resposta diz onde.' },
  },
  UNKNOWN_PERSON: {
    status: 422,
    es: { message: 'Esa persona no es de la empresa ni pidió unirse.', fix: 'Pídale que se una; luego dele el rol.' },
    en: {
      message: 'That person is not of the firm and did not ask to join.',
      fix: 'Let them ask to join, then give the role.',
    },
    pt: {
      message: 'Essa pessoa não é da empresa nem pediu para entrar.',
      fix: 'Peça que se junte; depois dê o papel.',
    },
  },
  INVITATION_GONE: {
    status: 409,
    es: { message: 'Esa invitación ya no sirve: se usó, venció o la retiraron.', fix: 'Pida a la empresa otra.' },
    en: {
      message: 'That invitation is good no longer: used, lapsed or taken back.',
      fix: 'Ask the firm for another one.',
    },
    pt: { message: 'Esse convite já não vale: foi usado, venceu ou foi retirado.', fix: 'Peça outro à empresa.' },
  },
  TOO_MANY_INVITATIONS: {
    status: 409,
    es: { message: 'Hay {most} invitaciones sin respuesta.', fix: 'Retire las que ya no hacen falta.' },
    en: { message: 'There are {most} invitations without an answer.', fix: 'Take back those no longer needed.' },
    pt: { message: 'Há {most} convites sem resposta.', fix: 'Retire os que já não são necessários.' },
  },
  BANK_ACCOUNT: {
    status: 422,
    es: { message: 'Ese número no es una cuenta {scheme}.', fix: 'Revíselo cifra por cifra en su banco.' },
    en: { message: 'That number is no {scheme} account.', fix: 'Check it figure by figure at your bank.' },
    pt: { message: 'Esse número não é uma conta {scheme}.', fix: 'Confira-o algarismo por algarismo no seu banco.' },
  },
  NUMBER_CHECK_DIGIT: {
    status: 422,
    es: { message: '{given} no pasa la cuenta de su dígito verificador.', fix: 'Revíselo cifra por cifra.' },
    en: { message: '{given} does not pass the arithmetic of its check digit.', fix: 'Check it figure by figure.' },
    pt: { message: '{given} não passa na conta do seu dígito verificador.', fix: 'Confira-o algarismo por algarismo.' },
  },
  SEGREGATION_OF_DUTIES: {
    status: 403,
    es: {
      message: 'Usted es también de la empresa {firm}, o actúa por ella: no decide sobre sus trámites.',
      fix: 'Deje el caso a otra persona de su organismo.',
    },
    en: {
      message: 'You are also of the firm {firm}, or act for it: you do not decide on its cases.',
      fix: 'Leave the case to another person of your agency.',
    },
    pt: {
      message: 'Você também é da empresa {firm}, ou atua por ela: não decide sobre os seus processos.',
      fix: 'Deixe o caso para outra pessoa do seu órgão.',
    },
  },
  GLASS_CLOSED: {
    status: 409,
    es: { message: 'Esta lectura terminó, o la abrió otra persona.', fix: 'Abra otra, con su motivo.' },
    en: { message: 'This reading has ended, or another person opened it.', fix: 'Open another one, with its reason.' },
    pt: { message: 'Esta leitura terminou, ou outra pessoa a abriu.', fix: 'Abra outra, com o seu motivo.' },
  },
  LAST_TITULAR: {
    status: 409,
    es: { message: 'Es la única persona titular de la empresa.', fix: 'Dé antes ese rol a otra persona.' },
    en: { message: 'This is the only owner of the firm.', fix: 'Give that role to another person first.' },
    pt: { message: 'É a única pessoa titular da empresa.', fix: 'Dê antes esse papel a outra pessoa.' },
  },
  NO_SIZE_CLASS: {
    status: 422,
    es: {
      message: 'No se puede calcular el tamaño con ventas en {currency}.',
      fix: 'Diga las ventas en la moneda del país; si ya lo hizo, ese país no tiene aún sus topes aquí.',
    },
    en: {
      message: 'The size cannot be computed from sales in {currency}.',
      fix: 'Give the sales in the money of the country; if you did, its thresholds are not here yet.',
    },
    pt: {
      message: 'Não se pode calcular o porte com vendas em {currency}.',
      fix: 'Diga as vendas na moeda do país; se já o fez, esse país ainda não tem seus limites aqui.',
    },
  },
  MANDATE_NOT_LIVE: {
    status: 403,
    es: {
      message: 'No hay un poder vigente para esto. {principal}',
      fix: 'Pida a la empresa un poder nuevo, o actúe a nombre de su propia organización.',
    },
    en: {
      message: 'There is no mandate in force for this. {principal}',
      fix: 'Ask the firm for a new mandate, or act for your own organisation.',
    },
    pt: {
      message: 'Não há procuração vigente para isto. {principal}',
      fix: 'Peça à empresa uma procuração nova, ou atue por sua própria organização.',
    },
  },
  MANDATE_SCOPE: {
    status: 403,
    es: { message: 'El poder no alcanza: {what}.', fix: 'Pida a {principal} que lo amplíe; solo su titular puede.' },
    en: { message: 'The mandate does not reach: {what}.', fix: 'Ask {principal} to widen it; only its owner can.' },
    pt: { message: 'A procuração não alcança: {what}.', fix: 'Peça a {principal} que a amplie; só o titular pode.' },
  },
  MANDATE_SELF: {
    status: 422,
    es: { message: 'Una empresa no se da poder a sí misma.', fix: 'Para su propia gente, dé un rol en la empresa.' },
    en: { message: 'A firm gives no mandate to itself.', fix: 'For your own people, give a role in the firm.' },
    pt: { message: 'Uma empresa não dá procuração a si mesma.', fix: 'Para sua gente, dê um papel na empresa.' },
  },
  MANDATE_DATES: {
    status: 422,
    es: { message: 'El poder va del {from} al {to}: esos días no valen.', fix: 'Dé un fin que no haya pasado.' },
    en: {
      message: 'The mandate runs from {from} to {to}: those days do not do.',
      fix: 'Give an end that is not past.',
    },
    pt: { message: 'A procuração vai de {from} a {to}: esses dias não valem.', fix: 'Dê um fim que não passou.' },
  },
  MANDATE_TOO_LONG: {
    status: 422,
    es: { message: 'Un poder dura a lo sumo dos años.', fix: 'Póngale fin el {last} o antes.' },
    en: { message: 'A mandate lasts two years at most.', fix: 'Let it end on {last} or before.' },
    pt: { message: 'Uma procuração dura no máximo dois anos.', fix: 'Termine em {last} ou antes.' },
  },
  UNKNOWN_AGENT: {
    status: 422,
    es: {
      message: 'No hay aquí una empresa con el número {taxId}.',
      fix: 'Revise el número, o pida a quien lo representará que se registre.',
    },
    en: {
      message: 'There is no firm here with the number {taxId}.',
      fix: 'Check the number, or ask whoever is to act for you to register.',
    },
    pt: {
      message: 'Não há aqui uma empresa com o número {taxId}.',
      fix: 'Confira o número, ou peça a quem o representará que se registre.',
    },
  },
  NOT_AN_ACT: {
    status: 422,
    es: { message: '«{act}» no es un acto que se pueda encargar.', fix: 'Elija entre los actos de un agente.' },
    en: { message: '“{act}” is no act that can be entrusted.', fix: 'Choose among the acts of an agent.' },
    pt: { message: '“{act}” não é um ato que se possa confiar.', fix: 'Escolha entre os atos de um agente.' },
  },
} as const satisfies Record<string, ProblemText>
