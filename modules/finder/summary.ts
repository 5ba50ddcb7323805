import {
  addMoney,
  criticalPath,
  legalHours,
  type Instant,
  type Language,
  type Money,
  type Pack,
  type Procedure,
} from '#kernel'
import type { Measured } from './sheet.ts'

/** Minutes of a person's own time: reading, typing one datum, finding and attaching one document. Nobody measured them yet. */
const MINUTES = { reading: 5, datum: 0.5, document: 4 }

export interface Figure {
  /** Where the figure comes from, in words. */
  readonly source: string
  /** The day of which it speaks. */
  readonly date: string
}

/** The three figures under a verdict: what it costs, how long it takes, how much of one's own time (UX 3.3). */
export interface Summary {
  readonly verdict: string
  readonly cost: Figure & {
    /** One amount per currency; empty when nothing is paid. */
    readonly amounts: readonly Money[]
    /** Some fee depends on data that were not given. */
    readonly complete: boolean
    readonly text: string
  }
  /** Permits run side by side, and some wait for others: the longest chain (M08-3). Nothing where no procedure is needed. */
  readonly time:
    | (Figure & {
        readonly of: 'measured' | 'published'
        readonly medianHours: number
        /** Nine of ten are decided by then; by law, the longest it may take. */
        readonly slowHours: number
        readonly cases: number
        /** The chain that decides how long it takes, first to last, and when each procedure may start and ends. */
        readonly path: readonly string[]
        readonly steps: readonly {
          readonly procedure: string
          readonly startHours: number
          readonly endHours: number
          readonly after: readonly string[]
        }[]
        readonly text: string
      })
    | null
  readonly minutes: Figure & { readonly own: number; readonly data: number; readonly documents: number }
}

export interface Needed {
  readonly procedure: Procedure
  readonly agency: string
  readonly fee: { readonly amount: Money | null; readonly onIssue: Money | null; readonly depends: readonly unknown[] }
  readonly measured: Measured | undefined
}

interface Told {
  readonly status: string
  readonly regime: string | undefined
  readonly law: string | undefined
  readonly questions: number
  readonly needed: readonly Needed[]
}

const list = (names: readonly string[], and: string): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`

const goes = (regime: string | undefined, words: readonly [string, string, string]): string =>
  regime === 'export' ? words[0] : regime === 'import' ? words[1] : words[2]

const VERDICT: Readonly<Record<Language, (t: Told) => string>> = {
  es: ({ status, regime, law, questions, needed }) => {
    const verb = goes(regime, ['exportar', 'importar', 'mover la mercancía'])
    const agencies = list([...new Set(needed.map((n) => n.agency))], 'y')
    switch (status) {
      case 'prohibited':
        return `No se puede ${verb}. Lo prohíbe ${law ?? 'la ley'}.`
      case 'needed':
        return `Puede ${verb}. Necesita ${needed.length === 1 ? 'un trámite' : `${needed.length} trámites`} de ${agencies}.`
      case 'nothing-needed':
        return `Puede ${verb} por su cuenta. No necesita ningún permiso.`
      case 'depends':
        return questions === 1 ? 'Depende de una respuesta.' : `Depende de ${questions || 'más'} respuestas.`
      case 'choose-hs':
        return 'Elija el producto exacto.'
      default:
        return 'Ese código no está en el arancel.'
    }
  },
  en: ({ status, regime, law, questions, needed }) => {
    const verb = goes(regime, ['export', 'import', 'move the goods'])
    const agencies = list([...new Set(needed.map((n) => n.agency))], 'and')
    switch (status) {
      case 'prohibited':
        return `You cannot ${verb}. ${law ?? 'The law'} forbids it.`
      case 'needed':
        return `You can ${verb}. You need ${needed.length === 1 ? 'one procedure' : `${needed.length} procedures`} of ${agencies}.`
      case 'nothing-needed':
        return `You can ${verb} by yourself. You need no permit.`
      case 'depends':
        return questions === 1 ? 'It depends on one answer.' : `It depends on ${questions || 'more'} answers.`
      case 'choose-hs':
        return 'Choose the exact product.'
      default:
        return 'That code is not in the tariff.'
    }
  },
  pt: ({ status, regime, law, questions, needed }) => {
    const verb = goes(regime, ['exportar', 'importar', 'mover a mercadoria'])
    const agencies = list([...new Set(needed.map((n) => n.agency))], 'e')
    switch (status) {
      case 'prohibited':
        return `Não é possível ${verb}. ${law ?? 'A lei'} proíbe.`
      case 'needed':
        return `Pode ${verb}. Precisa de ${needed.length === 1 ? 'um procedimento' : `${needed.length} procedimentos`} de ${agencies}.`
      case 'nothing-needed':
        return `Pode ${verb} por conta própria. Não precisa de nenhuma licença.`
      case 'depends':
        return questions === 1 ? 'Depende de uma resposta.' : `Depende de ${questions || 'mais'} respostas.`
      case 'choose-hs':
        return 'Escolha o produto exato.'
      default:
        return 'Esse código não está na tarifa.'
    }
  },
}

const SAID: Readonly<
  Record<
    Language,
    Readonly<Record<'measured' | 'published' | 'law' | 'estimate' | 'free' | 'open' | 'half' | 'upTo', string>>
  >
> = {
  es: {
    measured: 'trámites resueltos en esta ventanilla en los últimos 90 días',
    published: 'plazo de la norma del trámite',
    law: 'tasas de la norma de cada trámite',
    estimate: 'estimado por los datos y documentos que se piden',
    free: 'Gratis',
    open: 'Depende de los datos',
    half: 'La mitad en {m}; 9 de cada 10, hasta {s}',
    upTo: 'Hasta {s}',
  },
  en: {
    measured: 'procedures decided in this window in the last 90 days',
    published: 'period that the law gives',
    law: 'fees in the law of each procedure',
    estimate: 'estimated from the data and documents that are asked',
    free: 'Free',
    open: 'It depends on the data',
    half: 'Half within {m}; 9 of 10 within {s}',
    upTo: 'Up to {s}',
  },
  pt: {
    measured: 'procedimentos decididos nesta janela nos últimos 90 dias',
    published: 'prazo da norma do procedimento',
    law: 'taxas da norma de cada procedimento',
    estimate: 'estimado pelos dados e documentos pedidos',
    free: 'Grátis',
    open: 'Depende dos dados',
    half: 'A metade em {m}; 9 de cada 10, até {s}',
    upTo: 'Até {s}',
  },
}
const SPAN: Readonly<Record<Language, readonly [hour: string, hours: string, day: string, days: string]>> = {
  es: ['hora', 'horas', 'día', 'días'],
  en: ['hour', 'hours', 'day', 'days'],
  pt: ['hora', 'horas', 'dia', 'dias'],
}
const spanIn = (hours: number, language: Language): string => {
  const [hour, many, day, days] = SPAN[language]
  const n = hours < 48 ? hours : Math.round(hours / 24)
  return `${n} ${hours < 48 ? (n === 1 ? hour : many) : n === 1 ? day : days}`
}

/** Which others a procedure waits for, before it starts and before it is decided. */
const waitsOf = ({ needs }: Procedure) => ({
  after: needs.filter((n) => n.at !== 'decision').map((n) => n.permit),
  decidedAfter: needs.filter((n) => n.at === 'decision').map((n) => n.permit),
})

const totalOf = (amounts: readonly Money[]): Money[] => {
  const totals = new Map<string, Money>()
  for (const m of amounts) {
    const before = totals.get(m.currency)
    totals.set(m.currency, before ? addMoney(before, m) : m)
  }
  return [...totals.values()].filter((m) => !/^0*(\.0*)?$/.test(m.amount))
}

/** Verdict and figures of an answer. Every figure says where it comes from and of which day it speaks (M35-2). */
export function summaryOf(
  told: Told,
  {
    pack,
    language,
    day,
    now,
  }: { readonly pack: Pack; readonly language: Language; readonly day: string; readonly now: Instant },
): Summary {
  const { needed } = told
  const words = SAID[language]
  const amounts = totalOf(needed.flatMap(({ fee }) => [fee.amount, fee.onIssue].filter((m) => m !== null)))
  const complete = needed.every(({ fee }) => fee.depends.length === 0)
  const each = needed.map(({ procedure, measured }) =>
    measured
      ? { id: procedure.id, median: measured.p50Hours, slow: measured.p90Hours, cases: measured.cases }
      : { id: procedure.id, median: legalHours(procedure, now), slow: legalHours(procedure, now), cases: 0 },
  )
  const along = (takes: 'median' | 'slow') =>
    criticalPath(
      needed.map(({ procedure }, i) => ({ id: procedure.id, takes: each[i]?.[takes] ?? 0, ...waitsOf(procedure) })),
    )
  const road = along('slow')
  const onRoad = each.filter(({ id }) => road.path.includes(id))
  const slowest = onRoad.length
    ? {
        of: onRoad.every((one) => one.cases > 0) ? ('measured' as const) : ('published' as const),
        medianHours: along('median').total,
        slowHours: road.total,
        cases: Math.min(...onRoad.map((one) => one.cases)),
        path: road.path,
        steps: road.steps.map(({ id, starts, ends, after }) => ({
          procedure: id,
          startHours: starts,
          endHours: ends,
          after: after.filter((other) => each.some((one) => one.id === other)),
        })),
      }
    : undefined
  const asked = new Set(
    needed.flatMap(({ procedure: p }) =>
      [...p.form, ...(p.lineForm?.items ?? [])].filter((i) => i.required && !i.when).map((i) => i.element.id),
    ),
  )
  const attached = new Set(
    needed.flatMap(({ procedure }) => procedure.attach.filter((a) => a.required && !a.when).map((a) => a.document)),
  )
  const own = needed.length === 0 ? 0 : MINUTES.reading + asked.size * MINUTES.datum + attached.size * MINUTES.document
  const fill = (text: string, m: number, s: number): string =>
    text.replace('{m}', spanIn(m, language)).replace('{s}', spanIn(s, language))
  return {
    verdict: VERDICT[language](told),
    cost: {
      amounts,
      complete,
      text: amounts.length
        ? amounts.map((m) => `${m.amount} ${m.currency}`).join(' + ')
        : complete
          ? words.free
          : words.open,
      source: words.law,
      date: day,
    },
    time: slowest
      ? {
          ...slowest,
          text: fill(slowest.of === 'measured' ? words.half : words.upTo, slowest.medianHours, slowest.slowHours),
          source: slowest.of === 'measured' ? words.measured : `${words.published} (${pack.id} ${pack.version})`,
          date: slowest.of === 'measured' ? now.slice(0, 10) : day,
        }
      : null,
    minutes: { own: Math.round(own), data: asked.size, documents: attached.size, source: words.estimate, date: day },
  }
}
