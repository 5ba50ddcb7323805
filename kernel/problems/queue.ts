import type { ProblemText } from './text.ts'

/** Refusals about whose turn a case is (M08-11), and about drafts (G-1). */
export const queueProblems = {
  HELD_BY_OTHER: {
    status: 409,
    es: {
      message: 'Otra persona de su entidad tiene este caso desde {since}.',
      fix: 'Pídale que lo devuelva a la cola, o a quien firma que se lo reasigne.',
    },
    en: {
      message: 'Another person of your agency has held this case since {since}.',
      fix: 'Ask that person to give it back to the queue, or the approver to hand it to you.',
    },
    pt: {
      message: 'Outra pessoa da sua entidade tem este caso desde {since}.',
      fix: 'Peça que o devolva à fila, ou a quem assina que o reatribua a você.',
    },
  },
  NOT_HELD: {
    status: 409,
    es: { message: 'Nadie tiene este caso.', fix: 'Tómelo antes, o mire la cola otra vez.' },
    en: { message: 'Nobody holds this case.', fix: 'Take it first, or look at the queue again.' },
    pt: { message: 'Ninguém tem este caso.', fix: 'Tome-o antes, ou veja a fila outra vez.' },
  },
  NOT_NEXT: {
    status: 409,
    es: {
      message: 'Hay otro caso antes en el orden legal: {next}.',
      fix: 'Tome el siguiente, o diga con un código por qué adelanta este.',
    },
    en: {
      message: 'Another case comes before it in legal order: {next}.',
      fix: 'Take the next one, or give the coded reason for taking this one first.',
    },
    pt: {
      message: 'Há outro caso antes na ordem legal: {next}.',
      fix: 'Tome o seguinte, ou diga com um código por que adianta este.',
    },
  },
  TAKE_FIRST: {
    status: 409,
    es: {
      message: 'Su entidad trabaja en orden: nadie ha tomado este caso.',
      fix: 'Tome el caso antes de actuar.',
    },
    en: { message: 'Your agency works in order: nobody has taken this case.', fix: 'Take the case before you act.' },
    pt: { message: 'Sua entidade trabalha em ordem: ninguém tomou este caso.', fix: 'Tome o caso antes de agir.' },
  },
  NOTHING_TO_TAKE: {
    status: 409,
    es: {
      message: 'Este caso no espera nada de usted ahora.',
      fix: 'Mire de quién es el turno en la respuesta del caso.',
    },
    en: {
      message: 'This case waits for nothing from you now.',
      fix: 'See whose turn it is in the answer of the case.',
    },
    pt: {
      message: 'Este caso não espera nada de você agora.',
      fix: 'Veja de quem é a vez na resposta do caso.',
    },
  },
  DRAFT_TOO_LARGE: {
    status: 422,
    es: { message: 'El borrador pasa de {max} caracteres.', fix: 'Suba los archivos aparte y guarde solo su huella.' },
    en: {
      message: 'The draft is longer than {max} characters.',
      fix: 'Upload files apart and keep only their digest.',
    },
    pt: { message: 'O rascunho passa de {max} caracteres.', fix: 'Envie os arquivos à parte e guarde só o resumo.' },
  },
  TOO_MANY_DRAFTS: {
    status: 409,
    es: { message: 'Ya tiene {max} borradores.', fix: 'Borre los que no use.' },
    en: { message: 'You already have {max} drafts.', fix: 'Delete those you do not use.' },
    pt: { message: 'Você já tem {max} rascunhos.', fix: 'Apague os que não usa.' },
  },
  BATCH_TOO_SMALL: {
    status: 422,
    es: {
      message: 'Solo {alike} de esos casos son iguales: no hay qué decidir junto.',
      fix: 'Decida los casos uno por uno; la respuesta dice por qué quedó fuera cada uno.',
    },
    en: {
      message: 'Only {alike} of those cases are alike: there is nothing to decide together.',
      fix: 'Decide them one by one; the answer says why each was left out.',
    },
    pt: {
      message: 'Só {alike} desses casos são iguais: não há o que decidir junto.',
      fix: 'Decida-os um a um; a resposta diz por que cada um ficou de fora.',
    },
  },
  BATCH_CHANGED: {
    status: 409,
    es: { message: 'Esa lista ya no es la que se mostró, o venció.', fix: 'Haga la lista otra vez.' },
    en: { message: 'That list is not the one that was shown any more, or it expired.', fix: 'Make the list again.' },
    pt: { message: 'Essa lista já não é a que foi mostrada, ou venceu.', fix: 'Faça a lista outra vez.' },
  },
  SAMPLE_UNOPENED: {
    status: 409,
    es: { message: 'Falta abrir entero un caso sorteado: {permit}.', fix: 'Abra ese caso y vuelva a firmar.' },
    en: { message: 'A case drawn by lot was not opened in full: {permit}.', fix: 'Open that case and sign again.' },
    pt: { message: 'Falta abrir por inteiro um caso sorteado: {permit}.', fix: 'Abra esse caso e assine de novo.' },
  },
  LEGAL_HOLD: {
    status: 423,
    es: {
      message: 'La carpeta está retenida por una autoridad ({article}) desde {since}.',
      fix: 'Hable con la autoridad que la retuvo. Puede leerla; nada se perdió.',
    },
    en: {
      message: 'The dossier is under legal hold ({article}) since {since}.',
      fix: 'Speak with the authority that holds it. It can be read; nothing is lost.',
    },
    pt: {
      message: 'O dossiê está retido por uma autoridade ({article}) desde {since}.',
      fix: 'Fale com a autoridade que o reteve. Ele pode ser lido; nada se perdeu.',
    },
  },
  NOT_ON_HOLD: {
    status: 409,
    es: { message: 'Su entidad no tiene retenida esta carpeta.', fix: 'Mire quién la retuvo en su historia.' },
    en: { message: 'Your authority does not hold this dossier.', fix: 'See in its history who does.' },
    pt: { message: 'Sua entidade não tem retido este dossiê.', fix: 'Veja no histórico quem o reteve.' },
  },
  NOT_A_COLLEAGUE: {
    status: 422,
    es: {
      message: 'Esa persona no es de su entidad, o no tiene el rol {role}.',
      fix: 'Elija a alguien de la carga de trabajo de su entidad.',
    },
    en: {
      message: 'That person is not of your agency, or does not have the role {role}.',
      fix: 'Choose somebody from the workload of your agency.',
    },
    pt: {
      message: 'Essa pessoa não é da sua entidade, ou não tem o papel {role}.',
      fix: 'Escolha alguém da carga de trabalho da sua entidade.',
    },
  },
  NOT_SKILLED: {
    status: 409,
    es: {
      message: 'Ese procedimiento no está entre los que atiende esta persona.',
      fix: 'Tome otro, o pida al aprobador que lo asigne a quien lo atiende.',
    },
    en: {
      message: 'This person does not take cases of that procedure.',
      fix: 'Take another, or ask the approver to give it to somebody who does.',
    },
    pt: {
      message: 'Esse procedimento não está entre os que esta pessoa atende.',
      fix: 'Tome outro, ou peça ao aprovador que o atribua a quem o atende.',
    },
  },
  DUTY_TOO_LONG: {
    status: 422,
    es: { message: 'Un turno no puede pasar de {days} días.', fix: 'Escriba varios turnos.' },
    en: { message: 'A stretch of duty is {days} days at most.', fix: 'Write several of them.' },
    pt: { message: 'Um plantão não pode passar de {days} dias.', fix: 'Escreva vários plantões.' },
  },
} as const satisfies Readonly<Record<string, ProblemText>>
