import {
  isFact,
  sayAmount,
  sayBound,
  showPeriod,
  wordsIn,
  type Condition,
  type FeeLine,
  type Language,
  type Period,
  type Test,
  type When,
} from '#kernel'

/** How the rules of a pack are read aloud: periods, conditions and fees as sentences, in the reader's language. */
export interface Speaker {
  readonly language: Language
  /** The label of an element, dictionary's or own. */
  label(element: string): string
  /** The words of a code of an element, or the code itself. */
  code(element: string, code: string): string
}

const UNITS: Readonly<Record<Language, Readonly<Record<Period['unit'], readonly [one: string, many: string]>>>> = {
  es: {
    bd: ['día hábil', 'días hábiles'],
    d: ['día calendario', 'días calendario'],
    h: ['hora', 'horas'],
    months: ['mes', 'meses'],
    years: ['año', 'años'],
  },
  en: {
    bd: ['business day', 'business days'],
    d: ['calendar day', 'calendar days'],
    h: ['hour', 'hours'],
    months: ['month', 'months'],
    years: ['year', 'years'],
  },
  pt: {
    bd: ['dia útil', 'dias úteis'],
    d: ['dia corrido', 'dias corridos'],
    h: ['hora', 'horas'],
    months: ['mês', 'meses'],
    years: ['ano', 'anos'],
  },
}

export const periodIn = ({ n, unit }: Period, language: Language): string => {
  const [one, many] = UNITS[language][unit]
  return `${n} ${Math.abs(n) === 1 ? one : many}`
}

const WORDS = {
  es: {
    and: ' y ',
    or: ' o ',
    not: (c: string) => `no se cumple que ${c}`,
    some: (c: string) => `en alguna mercancía ${c}`,
    every: (c: string) => `en todas las mercancías ${c}`,
    total: (e: string) => `el total de ${e}`,
    is: (e: string, v: string) => `${e} es ${v}`,
    has: (e: string) => `se indica ${e}`,
    lacks: (e: string) => `no se indica ${e}`,
    starts: (e: string, v: string) => `${e} empieza con ${v}`,
    min: 'es al menos',
    max: 'es como máximo',
    above: 'es más de',
    below: 'es menos de',
    from: 'es desde',
    until: 'es hasta',
    after: 'es después de',
    before: 'es antes de',
    yes: 'sí',
    no: 'no',
    today: 'hoy',
    free: (c: string) => `No se paga si ${c}`,
    percent: (p: string, of: string) => `${p} % de ${of}`,
    floor: (a: string) => `con un mínimo de ${a}`,
    cap: (a: string) => `con un máximo de ${a}`,
    upTo: (e: string, q: string, a: string) => `hasta ${q} de ${e}: ${a}`,
    beyond: (a: string) => `por encima: ${a}`,
    plus: (p: string) => `más ${p} % de impuesto`,
    when: (c: string) => `si ${c}`,
    issue: 'se paga al emitir',
  },
  en: {
    and: ' and ',
    or: ' or ',
    not: (c: string) => `it is not so that ${c}`,
    some: (c: string) => `for some goods ${c}`,
    every: (c: string) => `for all goods ${c}`,
    total: (e: string) => `the total of ${e}`,
    is: (e: string, v: string) => `${e} is ${v}`,
    has: (e: string) => `${e} is given`,
    lacks: (e: string) => `${e} is not given`,
    starts: (e: string, v: string) => `${e} begins with ${v}`,
    min: 'is at least',
    max: 'is at most',
    above: 'is more than',
    below: 'is less than',
    from: 'is from',
    until: 'is until',
    after: 'is after',
    before: 'is before',
    yes: 'yes',
    no: 'no',
    today: 'today',
    free: (c: string) => `Free if ${c}`,
    percent: (p: string, of: string) => `${p} % of ${of}`,
    floor: (a: string) => `at least ${a}`,
    cap: (a: string) => `at most ${a}`,
    upTo: (e: string, q: string, a: string) => `up to ${q} of ${e}: ${a}`,
    beyond: (a: string) => `beyond: ${a}`,
    plus: (p: string) => `plus ${p} % tax`,
    when: (c: string) => `if ${c}`,
    issue: 'paid on issue',
  },
  pt: {
    and: ' e ',
    or: ' ou ',
    not: (c: string) => `não se cumpre que ${c}`,
    some: (c: string) => `em alguma mercadoria ${c}`,
    every: (c: string) => `em todas as mercadorias ${c}`,
    total: (e: string) => `o total de ${e}`,
    is: (e: string, v: string) => `${e} é ${v}`,
    has: (e: string) => `${e} é informado`,
    lacks: (e: string) => `${e} não é informado`,
    starts: (e: string, v: string) => `${e} começa com ${v}`,
    min: 'é no mínimo',
    max: 'é no máximo',
    above: 'é mais de',
    below: 'é menos de',
    from: 'é a partir de',
    until: 'é até',
    after: 'é depois de',
    before: 'é antes de',
    yes: 'sim',
    no: 'não',
    today: 'hoje',
    free: (c: string) => `Não se paga se ${c}`,
    percent: (p: string, of: string) => `${p} % de ${of}`,
    floor: (a: string) => `com mínimo de ${a}`,
    cap: (a: string) => `com máximo de ${a}`,
    upTo: (e: string, q: string, a: string) => `até ${q} de ${e}: ${a}`,
    beyond: (a: string) => `acima disso: ${a}`,
    plus: (p: string) => `mais ${p} % de imposto`,
    when: (c: string) => `se ${c}`,
    issue: 'paga-se na emissão',
  },
} as const

const FACTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'applicant.size': { es: 'el tamaño de la empresa', en: 'the size of the firm', pt: 'o porte da empresa' },
  'applicant.aeo': {
    es: 'la empresa es operador autorizado',
    en: 'authorised operator status',
    pt: 'a empresa é operador autorizado',
  },
  'applicant.verified': { es: 'la empresa está verificada', en: 'verified status', pt: 'a empresa está verificada' },
  'applicant.taxCompliant': { es: 'la situación tributaria al día', en: 'tax compliance', pt: 'a regularidade fiscal' },
  'applicant.cleanApprovals': {
    es: 'el número de aprobaciones sin observación',
    en: 'the number of approvals without observation',
    pt: 'o número de aprovações sem exigência',
  },
  'risk.channel': { es: 'el canal de riesgo', en: 'the risk channel', pt: 'o canal de risco' },
}
const FACT_CODES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  micro: { es: 'micro', en: 'micro', pt: 'micro' },
  small: { es: 'pequeña', en: 'small', pt: 'pequena' },
  medium: { es: 'mediana', en: 'medium', pt: 'média' },
  large: { es: 'grande', en: 'large', pt: 'grande' },
  green: { es: 'verde', en: 'green', pt: 'verde' },
  yellow: { es: 'amarillo', en: 'yellow', pt: 'amarelo' },
  red: { es: 'rojo', en: 'red', pt: 'vermelho' },
}

export const factLabel = (name: string, language: Language): string => FACTS[name]?.[language] ?? name

function nameOf(element: string, speaker: Speaker): string {
  return isFact(element) ? factLabel(element, speaker.language) : speaker.label(element)
}

const whenIn = (when: When, speaker: Speaker): string => {
  const { language } = speaker
  if ('day' in when) return when.day
  const plus = 'today' in when ? when.today : when.plus
  const base = 'today' in when ? WORDS[language].today : speaker.label(when.element)
  return plus ? `${base} ${plus.n >= 0 ? '+' : '−'} ${periodIn({ ...plus, n: Math.abs(plus.n) }, language)}` : base
}

function testIn(element: string, test: Test, name: string, speaker: Speaker): string {
  const w = WORDS[speaker.language]
  if ('present' in test) return test.present ? w.has(name) : w.lacks(name)
  if ('starts' in test) return w.starts(name, test.starts.join(w.or))
  if ('in' in test) {
    const say = (v: string | boolean): string =>
      typeof v === 'boolean'
        ? v
          ? w.yes
          : w.no
        : isFact(element)
          ? (FACT_CODES[v]?.[speaker.language] ?? v)
          : speaker.code(element, v)
    return w.is(name, test.in.map(say).join(w.or))
  }
  const parts: string[] = []
  for (const [key, bound] of Object.entries(test) as [keyof typeof w, unknown][]) {
    if (bound === undefined) continue
    const said =
      key === 'from' || key === 'until' || key === 'after' || key === 'before'
        ? whenIn(bound as When, speaker)
        : sayBound(bound as Parameters<typeof sayBound>[0])
    parts.push(`${name} ${String(w[key])} ${said}`)
  }
  return parts.join(w.and)
}

/** A condition as a clause: `Uso previsto es Investigación o Siembra`. */
export function conditionIn(condition: Condition, speaker: Speaker): string {
  const w = WORDS[speaker.language]
  const inner = (c: Condition): string =>
    c.op === 'all' || c.op === 'any' ? `(${conditionIn(c, speaker)})` : conditionIn(c, speaker)
  switch (condition.op) {
    case 'all':
      return condition.of.length === 1
        ? conditionIn(condition.of[0] as Condition, speaker)
        : condition.of.map(inner).join(w.and)
    case 'any':
      return condition.of.map(inner).join(w.or)
    case 'not':
      return w.not(conditionIn(condition.of, speaker))
    case 'some':
      return w.some(conditionIn(condition.of, speaker))
    case 'every':
      return w.every(conditionIn(condition.of, speaker))
    case 'total':
      return testIn(condition.element, condition.test, w.total(nameOf(condition.element, speaker)), speaker)
    case 'test':
      return testIn(condition.element, condition.test, nameOf(condition.element, speaker), speaker)
  }
}

/** The formula of one line of a fee: `0.2 % de Valor de la línea, con un mínimo de 10.00 PEN`. */
export function feeIn(line: FeeLine, speaker: Speaker): string {
  const w = WORDS[speaker.language]
  if (line.kind === 'exempt') return w.free(conditionIn(line.exempt, speaker))
  const formula =
    line.kind === 'amount'
      ? [sayAmount(line.amount)]
      : line.kind === 'percent'
        ? [
            w.percent(line.percent, speaker.label(line.of)),
            ...(line.floor ? [w.floor(sayAmount(line.floor))] : []),
            ...(line.cap ? [w.cap(sayAmount(line.cap))] : []),
          ]
        : [
            ...line.upTo.map(([limit, amount]) => w.upTo(speaker.label(line.by), sayBound(limit), sayAmount(amount))),
            w.beyond(sayAmount(line.beyond)),
          ]
  return [
    ...formula,
    ...(line.plus ? [w.plus(line.plus)] : []),
    ...(line.when ? [w.when(conditionIn(line.when, speaker))] : []),
    ...(line.due === 'issue' ? [w.issue] : []),
  ].join(line.kind === 'tiers' ? '; ' : ', ')
}

export const periodOr = (period: Period | null | undefined, language: Language) =>
  period ? { period: showPeriod(period), text: periodIn(period, language) } : null

/** Words of a code that a procedure's form knows. */
export const labelOf = (
  labels: Readonly<Record<string, Parameters<typeof wordsIn>[0]>> | undefined,
  code: string,
  language: Language,
): string | undefined => {
  const words = labels?.[code]
  return words ? wordsIn(words, language) : undefined
}
