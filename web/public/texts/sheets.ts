import type { Language } from '#kernel'

export interface SheetTexts {
  readonly sheets: string
  readonly sheetsLead: string
  readonly times: string
  readonly timesLead: (days: number, least: number) => string
  readonly agency: string
  readonly procedure: string
  readonly law: string
  readonly from: string
  readonly term: string
  readonly noTerm: string
  readonly silence: string
  readonly silences: Readonly<Record<string, string>>
  readonly fee: string
  readonly free: string
  readonly byValue: string
  readonly papers: string
  readonly noPapers: string
  readonly sometimes: string
  readonly visits: string
  readonly opinions: string
  readonly data: string
  readonly really: string
  readonly half: string
  readonly nine: string
  readonly cases: string
  readonly within: string
  readonly few: (least: number) => string
  readonly measured: (day: string) => string
  readonly unconfirmed: string
  readonly start: string
  readonly sheet: string
  readonly csv: string
  readonly none: string
  readonly country: string
  readonly regimes: Readonly<Record<string, string>>
  readonly period: (n: string, unit: string) => string
  readonly hours: (n: string) => string
}

const unit = (words: Readonly<Record<string, readonly [string, string]>>, n: string, name: string): string => {
  const found = words[name]
  return found ? `${n} ${n === '1' ? found[0] : found[1]}` : `${n} ${name}`
}

export const sheetTexts: Readonly<Record<Language, SheetTexts>> = {
  es: {
    sheets: 'Fichas de los trámites',
    sheetsLead: 'Qué pide cada trámite, cuánto cuesta y cuánto tarda de verdad. Lo que se publica es lo que se aplica.',
    times: 'Lo que tardamos de verdad',
    timesLead: (days, least) =>
      `Tiempos medidos de los últimos ${days} días, por organismo y trámite. Grupos de menos de ${least} casos no se muestran.`,
    agency: 'Organismo',
    procedure: 'Trámite',
    law: 'Norma',
    from: 'Rige desde',
    term: 'Plazo legal',
    noTerm: 'sin plazo en la norma',
    silence: 'Si el organismo no responde',
    silences: {
      positive: 'Se entiende aprobado.',
      negative: 'Se entiende denegado y puede apelar.',
      none: 'El trámite sigue abierto; puede reclamar la demora.',
    },
    fee: 'Tasa',
    free: 'Sin costo',
    byValue: 'Según el valor o la cantidad',
    papers: 'Documentos',
    noPapers: 'No pide documentos.',
    sometimes: 'en algunos casos',
    visits: 'Inspección o laboratorio',
    opinions: 'Opinan además',
    data: 'Datos que pide',
    really: 'Lo que tarda de verdad',
    half: 'La mitad, hasta',
    nine: '9 de cada 10, hasta',
    cases: 'Casos',
    within: 'En plazo',
    few: (least) => `Todavía hay menos de ${least} casos decididos; no publicamos un tiempo.`,
    measured: (day) => `Medido al ${day}.`,
    unconfirmed: 'Alguna cifra de esta ficha no se confirmó todavía con la norma.',
    start: 'Saber si lo necesito',
    sheet: 'Ver la ficha',
    csv: 'Descargar los datos (CSV)',
    none: 'Todavía no hay bastantes casos decididos para publicar tiempos.',
    country: 'País',
    regimes: {
      import: 'Importación',
      export: 'Exportación',
      transit: 'Tránsito',
      'free-zone': 'Zona franca',
      enterprise: 'De la empresa',
    },
    period: (n, name) =>
      unit(
        {
          bd: ['día hábil', 'días hábiles'],
          d: ['día', 'días'],
          h: ['hora', 'horas'],
          m: ['mes', 'meses'],
          y: ['año', 'años'],
        },
        n,
        name,
      ),
    hours: (n) => `${n} h`,
  },
  en: {
    sheets: 'Procedure sheets',
    sheetsLead:
      'What each procedure asks, what it costs and how long it really takes. What is published is what is enforced.',
    times: 'How long we really take',
    timesLead: (days, least) =>
      `Times measured over the last ${days} days, by agency and procedure. Groups of fewer than ${least} cases are not shown.`,
    agency: 'Agency',
    procedure: 'Procedure',
    law: 'Norm',
    from: 'In force since',
    term: 'Legal term',
    noTerm: 'the norm gives none',
    silence: 'If the agency does not answer',
    silences: {
      positive: 'It counts as approved.',
      negative: 'It counts as denied, and you may appeal.',
      none: 'The case stays open; you may complain about the delay.',
    },
    fee: 'Fee',
    free: 'Free of charge',
    byValue: 'By value or quantity',
    papers: 'Documents',
    noPapers: 'Asks for no documents.',
    sometimes: 'in some cases',
    visits: 'Inspection or laboratory',
    opinions: 'Others give an opinion',
    data: 'Data it asks for',
    really: 'How long it really takes',
    half: 'Half of them, up to',
    nine: '9 of 10, up to',
    cases: 'Cases',
    within: 'In time',
    few: (least) => `Fewer than ${least} cases have been decided; we publish no time yet.`,
    measured: (day) => `Measured on ${day}.`,
    unconfirmed: 'Some figure of this sheet has not been confirmed against the norm yet.',
    start: 'Find out whether I need it',
    sheet: 'See the sheet',
    csv: 'Download the data (CSV)',
    none: 'Not enough cases have been decided to publish times.',
    country: 'Country',
    regimes: {
      import: 'Import',
      export: 'Export',
      transit: 'Transit',
      'free-zone': 'Free zone',
      enterprise: 'Of the firm',
    },
    period: (n, name) =>
      unit(
        {
          bd: ['working day', 'working days'],
          d: ['day', 'days'],
          h: ['hour', 'hours'],
          m: ['month', 'months'],
          y: ['year', 'years'],
        },
        n,
        name,
      ),
    hours: (n) => `${n} h`,
  },
  pt: {
    sheets: 'Fichas dos processos',
    sheetsLead:
      'O que cada processo pede, quanto custa e quanto demora de verdade. O que se publica é o que se aplica.',
    times: 'Quanto demoramos de verdade',
    timesLead: (days, least) =>
      `Tempos medidos nos últimos ${days} dias, por órgão e processo. Grupos com menos de ${least} casos não são mostrados.`,
    agency: 'Órgão',
    procedure: 'Processo',
    law: 'Norma',
    from: 'Vale desde',
    term: 'Prazo legal',
    noTerm: 'sem prazo na norma',
    silence: 'Se o órgão não responde',
    silences: {
      positive: 'Entende-se aprovado.',
      negative: 'Entende-se negado e você pode recorrer.',
      none: 'O processo continua aberto; você pode reclamar da demora.',
    },
    fee: 'Taxa',
    free: 'Sem custo',
    byValue: 'Conforme o valor ou a quantidade',
    papers: 'Documentos',
    noPapers: 'Não pede documentos.',
    sometimes: 'em alguns casos',
    visits: 'Inspeção ou laboratório',
    opinions: 'Também opinam',
    data: 'Dados que pede',
    really: 'Quanto demora de verdade',
    half: 'A metade, até',
    nine: '9 de cada 10, até',
    cases: 'Casos',
    within: 'No prazo',
    few: (least) => `Ainda há menos de ${least} casos decididos; não publicamos um tempo.`,
    measured: (day) => `Medido em ${day}.`,
    unconfirmed: 'Alguma cifra desta ficha ainda não foi confirmada com a norma.',
    start: 'Saber se preciso',
    sheet: 'Ver a ficha',
    csv: 'Baixar os dados (CSV)',
    none: 'Ainda não há casos decididos suficientes para publicar tempos.',
    country: 'País',
    regimes: {
      import: 'Importação',
      export: 'Exportação',
      transit: 'Trânsito',
      'free-zone': 'Zona franca',
      enterprise: 'Da empresa',
    },
    period: (n, name) =>
      unit(
        {
          bd: ['dia útil', 'dias úteis'],
          d: ['dia', 'dias'],
          h: ['hora', 'horas'],
          m: ['mês', 'meses'],
          y: ['ano', 'anos'],
        },
        n,
        name,
      ),
    hours: (n) => `${n} h`,
  },
}
