import type { ProblemText } from './text.ts'

/** Refusals and warnings of the operation dossier (M02). */
export const dossierProblems = {
  DOSSIER_CLOSED: {
    status: 409,
    es: { message: 'La carpeta está cerrada.', fix: 'Abra otra carpeta.' },
    en: { message: 'The dossier is closed.', fix: 'Open another dossier.' },
    pt: { message: 'A pasta está fechada.', fix: 'Abra outra pasta.' },
  },
  ELEMENT_IN_CONFLICT: {
    status: 409,
    es: {
      message: 'Dos fuentes dicen cosas distintas de {element}: {first}; {second}.',
      fix: 'Abra la carpeta y elija cuál vale, con su razón.',
    },
    en: {
      message: 'Two sources say different things of {element}: {first}; {second}.',
      fix: 'Open the dossier and choose which one stands, with your reason.',
    },
    pt: {
      message: 'Duas fontes dizem coisas diferentes de {element}: {first}; {second}.',
      fix: 'Abra a pasta e escolha qual vale, com a sua razão.',
    },
  },
  ELEMENT_STALE: {
    status: 422,
    es: { message: 'El dato {element} valía hasta el {until}.', fix: 'Indique el valor de hoy.' },
    en: { message: '{element} held until {until}.', fix: 'Give the present value.' },
    pt: { message: 'O dado {element} valia até {until}.', fix: 'Indique o valor de hoje.' },
  },
  DOCUMENT_AFFECTED: {
    status: 409,
    es: {
      message:
        'El documento {number} ({title}, {agency}) usó estos datos: {elements}. Si los cambia, hay que rectificarlo.',
      fix: 'Si está de acuerdo, envíe otra vez el cambio con {permit} en «acknowledge».',
    },
    en: {
      message:
        'Document {number} ({title}, {agency}) used these data: {elements}. If you change them, it must be rectified.',
      fix: 'If you agree, send the change again with {permit} in “acknowledge”.',
    },
    pt: {
      message:
        'O documento {number} ({title}, {agency}) usou estes dados: {elements}. Se mudar, é preciso retificá-lo.',
      fix: 'Se concorda, envie a mudança de novo com {permit} em “acknowledge”.',
    },
  },
  GROSS_WEIGHT_MISMATCH: {
    status: 422,
    es: {
      message: 'Las líneas suman {lines} de peso bruto y la carpeta dice {total}. Pueden diferir hasta 0.5 %.',
      fix: 'Ponga {lines} como peso bruto total, o corrija las líneas.',
    },
    en: {
      message: 'The lines add up to a gross weight of {lines} and the dossier says {total}. They may differ by 0.5 %.',
      fix: 'Set the total gross weight to {lines}, or correct the lines.',
    },
    pt: {
      message: 'As linhas somam {lines} de peso bruto e a pasta diz {total}. Podem diferir até 0.5 %.',
      fix: 'Ponha {lines} como peso bruto total, ou corrija as linhas.',
    },
  },
  NET_OVER_GROSS: {
    status: 422,
    es: {
      message: 'El peso neto ({net}) es mayor que el bruto ({gross}).',
      fix: 'El neto no puede pasar de {gross}. Corrija uno de los dos.',
    },
    en: {
      message: 'The net weight ({net}) is above the gross weight ({gross}).',
      fix: 'Net may not exceed {gross}. Correct one of the two.',
    },
    pt: {
      message: 'O peso líquido ({net}) é maior que o bruto ({gross}).',
      fix: 'O líquido não pode passar de {gross}. Corrija um dos dois.',
    },
  },
  INVOICE_TOTAL_MISMATCH: {
    status: 422,
    es: {
      message: 'Las líneas suman {lines} y la factura dice {total}. Pueden diferir hasta 0.01.',
      fix: 'Ponga {lines} como total de la factura, o corrija las líneas.',
    },
    en: {
      message: 'The lines add up to {lines} and the invoice says {total}. They may differ by 0.01.',
      fix: 'Set the invoice total to {lines}, or correct the lines.',
    },
    pt: {
      message: 'As linhas somam {lines} e a fatura diz {total}. Podem diferir até 0.01.',
      fix: 'Ponha {lines} como total da fatura, ou corrija as linhas.',
    },
  },
  PACKAGE_COUNT_MISMATCH: {
    status: 422,
    es: {
      message: '{where} dice {count} bultos y {other} dice {expected}. Debe ser el mismo número en todos.',
      fix: 'Ponga {count} en {other}, o corrija {where}.',
    },
    en: {
      message: '{where} says {count} packages and {other} says {expected}. It must be the same number everywhere.',
      fix: 'Put {count} in {other}, or correct {where}.',
    },
    pt: {
      message: '{where} diz {count} volumes e {other} diz {expected}. Deve ser o mesmo número em todos.',
      fix: 'Ponha {count} em {other}, ou corrija {where}.',
    },
  },
  PERMITS_PENDING: {
    status: 409,
    es: {
      message: 'Hay {count} trámites sin decidir: {procedures}.',
      fix: 'Espere la decisión, o desista de ellos primero.',
    },
    en: {
      message: '{count} procedures are undecided: {procedures}.',
      fix: 'Wait for the decision, or withdraw them first.',
    },
    pt: {
      message: 'Há {count} processos sem decisão: {procedures}.',
      fix: 'Espere a decisão, ou desista deles primeiro.',
    },
  },
  NOTHING_DECLARED: {
    status: 422,
    es: { message: 'La carpeta no tiene el dato {element}.', fix: 'Indique el valor que consta en el registro.' },
    en: { message: 'The dossier has no {element}.', fix: 'Give the value that the record holds.' },
    pt: { message: 'A pasta não tem o dado {element}.', fix: 'Indique o valor que consta no registro.' },
  },
  OUT_OF_SCOPE: {
    status: 403,
    es: {
      message: 'Con ustedes no se compartió el dato {element}, solo: {scopes}.',
      fix: 'Pida al dueño de la carpeta que lo comparta.',
    },
    en: {
      message: '{element} was not shared with you, only: {scopes}.',
      fix: 'Ask the owner of the dossier to share it.',
    },
    pt: {
      message: 'O dado {element} não foi compartilhado com vocês, só: {scopes}.',
      fix: 'Peça ao dono da pasta que o compartilhe.',
    },
  },
  NO_CONFLICT: {
    status: 409,
    es: { message: 'Nadie contradice el dato {element}.', fix: 'Mire en la carpeta los datos en conflicto.' },
    en: { message: 'Nobody contradicts {element}.', fix: 'See the data in conflict in the dossier.' },
    pt: { message: 'Ninguém contradiz o dado {element}.', fix: 'Veja na pasta os dados em conflito.' },
  },
  UNKNOWN_CANDIDATE: {
    status: 422,
    es: { message: 'No hay un valor {choose} entre los que se contradicen.', fix: 'Elija un número de 0 a {last}.' },
    en: { message: 'There is no value {choose} among those in conflict.', fix: 'Choose a number from 0 to {last}.' },
    pt: { message: 'Não há um valor {choose} entre os que se contradizem.', fix: 'Escolha um número de 0 a {last}.' },
  },
  UNKNOWN_READER: {
    status: 422,
    es: { message: 'No conocemos esa organización.', fix: 'Pida a la otra parte su identificador.' },
    en: { message: 'We do not know that organisation.', fix: 'Ask the other party for its identifier.' },
    pt: { message: 'Não conhecemos essa organização.', fix: 'Peça à outra parte o seu identificador.' },
  },
  SHARE_WITH_OWNER: {
    status: 422,
    es: { message: 'La carpeta ya es de esa organización.', fix: 'Indique otra organización.' },
    en: { message: 'The dossier belongs to that organisation already.', fix: 'Name another organisation.' },
    pt: { message: 'A pasta já é dessa organização.', fix: 'Indique outra organização.' },
  },
  SHARE_UNTIL_PAST: {
    status: 422,
    es: { message: 'El acceso terminaría el {until} y ahora es {now}.', fix: 'Indique un momento posterior.' },
    en: { message: 'Access would end on {until} and it is now {now}.', fix: 'Give a later moment.' },
    pt: { message: 'O acesso terminaria em {until} e agora é {now}.', fix: 'Indique um momento posterior.' },
  },
  NOT_SHARED: {
    status: 409,
    es: { message: 'Esa organización no ve la carpeta.', fix: 'Mire en la carpeta con quién se comparte.' },
    en: { message: 'That organisation does not see the dossier.', fix: 'See in the dossier with whom it is shared.' },
    pt: { message: 'Essa organização não vê a pasta.', fix: 'Veja na pasta com quem é compartilhada.' },
  },
  EXIT_IN_FUTURE: {
    status: 422,
    es: { message: 'La salida no puede ser el {at}: ahora es {now}.', fix: 'Indique cuándo salió la mercancía.' },
    en: { message: 'The exit cannot be on {at}: it is now {now}.', fix: 'Say when the goods left.' },
    pt: { message: 'A saída não pode ser em {at}: agora é {now}.', fix: 'Indique quando a mercadoria saiu.' },
  },
  ALREADY_DECLARED: {
    status: 409,
    es: {
      message: 'La carpeta ya tiene la declaración {number}. No se puede dividir ni unir.',
      fix: 'Abra otra carpeta para lo que falta.',
    },
    en: {
      message: 'The dossier has declaration {number} already. It cannot be split or merged.',
      fix: 'Open another dossier for what is missing.',
    },
    pt: {
      message: 'A pasta já tem a declaração {number}. Não se pode dividir nem unir.',
      fix: 'Abra outra pasta para o que falta.',
    },
  },
  LINE_IN_USE: {
    status: 409,
    es: { message: 'La línea {line} está en un trámite.', fix: 'Desista del trámite o deje la línea en esta carpeta.' },
    en: { message: 'Line {line} is part of a permit.', fix: 'Withdraw the permit or leave the line in this dossier.' },
    pt: { message: 'A linha {line} está em um processo.', fix: 'Desista do processo ou deixe a linha nesta pasta.' },
  },
  NOTHING_LEFT: {
    status: 422,
    es: { message: 'La carpeta se quedaría sin líneas.', fix: 'Deje al menos una línea.' },
    en: { message: 'The dossier would have no lines left.', fix: 'Leave at least one line.' },
    pt: { message: 'A pasta ficaria sem linhas.', fix: 'Deixe ao menos uma linha.' },
  },
  NOT_MERGEABLE: {
    status: 409,
    es: {
      message: 'Estas carpetas no se pueden unir. No coinciden en {reason}.',
      fix: 'Una carpetas del mismo país y régimen, sin trámites en la que desaparece.',
    },
    en: {
      message: 'These dossiers cannot be merged: they differ in {reason}.',
      fix: 'Merge dossiers of one country and regime, with no procedures in the one that disappears.',
    },
    pt: {
      message: 'Estas pastas não podem ser unidas: diferem em {reason}.',
      fix: 'Una pastas do mesmo país e regime, sem processos na que desaparece.',
    },
  },
} as const satisfies Record<string, ProblemText>
