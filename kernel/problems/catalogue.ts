import type { ProblemText } from './text.ts'

/** Refusals of catalogues (M04). */
export const catalogueProblems = {
  UNKNOWN_CATALOGUE: {
    status: 422,
    es: { message: 'No hay un catálogo {catalogue}.', fix: 'Use uno de estos: {allowed}.' },
    en: { message: 'There is no catalogue {catalogue}.', fix: 'Use one of these: {allowed}.' },
    pt: { message: 'Não há um catálogo {catalogue}.', fix: 'Use um destes: {allowed}.' },
  },
  CATALOGUE_CODE: {
    status: 422,
    es: { message: 'El código {code} no tiene la forma de este catálogo.', fix: 'Escríbalo así: {form}.' },
    en: { message: 'The code {code} does not have the form of this catalogue.', fix: 'Write it so: {form}.' },
    pt: { message: 'O código {code} não tem a forma deste catálogo.', fix: 'Escreva assim: {form}.' },
  },
  VALIDITY_OVERLAP: {
    status: 422,
    es: {
      message: 'Ya hay una entrada para esos días: {entry}, {span} (expediente {case}).',
      fix: 'Cambie las fechas, o diga en «supersedes» desde qué día rige la que reemplaza.',
    },
    en: {
      message: 'There is an entry for those days: {entry}, {span} (case {case}).',
      fix: 'Change the dates, or name in “supersedes” the first day of the entry it replaces.',
    },
    pt: {
      message: 'Já há uma entrada para esses dias: {entry}, {span} (processo {case}).',
      fix: 'Mude as datas, ou indique em “supersedes” o primeiro dia da que substitui.',
    },
  },
  VALIDITY_BACKWARDS: {
    status: 422,
    es: { message: 'Termina el {to}, antes de empezar el {from}.', fix: 'Corrija una de las dos fechas.' },
    en: { message: 'It ends on {to}, before it begins on {from}.', fix: 'Correct one of the two dates.' },
    pt: { message: 'Termina em {to}, antes de começar em {from}.', fix: 'Corrija uma das duas datas.' },
  },
  VALIDITY_BACKDATED: {
    status: 422,
    es: {
      message: 'La fecha {from} ya pasó: hoy es {today}. Una regla no cambia el pasado.',
      fix: 'Elija hoy o después. Solo la coordinación puede fijar una fecha pasada, con la norma que lo permite.',
    },
    en: {
      message: 'The day {from} is past: today is {today}. A rule does not change the past.',
      fix: 'Choose today or later. Only the coordinator may set a past day, citing the norm that allows it.',
    },
    pt: {
      message: 'A data {from} já passou: hoje é {today}. Uma regra não muda o passado.',
      fix: 'Escolha hoje ou depois. Só a coordenação pode fixar uma data passada, com a norma que o permite.',
    },
  },
  NOTICE_TOO_SHORT: {
    status: 422,
    es: {
      message: 'Es una carga para las empresas: se publica {days} días antes. No puede regir desde el {from}.',
      fix: 'Proponga que rija desde el {earliest} o después.',
    },
    en: {
      message: 'It is a burden for firms: it is published {days} days ahead. It cannot hold from {from}.',
      fix: 'Propose it from {earliest} or later.',
    },
    pt: {
      message: 'É um encargo para as empresas: publica-se {days} dias antes. Não pode vigorar desde {from}.',
      fix: 'Proponha que vigore desde {earliest} ou depois.',
    },
  },
  NOTHING_TO_SUPERSEDE: {
    status: 422,
    es: {
      message: 'No hay una entrada {code} desde el {from} que termine con esta.',
      fix: 'Mire la historia del código y copie el primer día de la que reemplaza.',
    },
    en: {
      message: 'There is no entry {code} from {from} that this one could end.',
      fix: 'See the history of the code and copy the first day of the entry it replaces.',
    },
    pt: {
      message: 'Não há uma entrada {code} desde {from} que esta possa encerrar.',
      fix: 'Veja o histórico do código e copie o primeiro dia da que substitui.',
    },
  },
  EMERGENCY_NOT_NOW: {
    status: 422,
    es: {
      message: 'Rige desde el {from} y hoy es {today}: una emergencia rige desde ya.',
      fix: 'Propóngala desde {today}, o espere la aprobación ordinaria.',
    },
    en: {
      message: 'It holds from {from} and today is {today}: an emergency holds at once.',
      fix: 'Propose it from {today}, or wait for the ordinary approval.',
    },
    pt: {
      message: 'Vigora desde {from} e hoje é {today}: uma emergência vigora já.',
      fix: 'Proponha desde {today}, ou espere a aprovação ordinária.',
    },
  },
} as const satisfies Record<string, ProblemText>
