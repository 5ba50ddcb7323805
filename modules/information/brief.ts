import { canonical, type Language } from '#kernel'
import type { FinderAnswer } from '#modules/finder'
import { sha256 } from '#platform/cases'

/** What of an answer matters to whoever lives by it, small enough to be kept in an event. */
export interface Brief {
  readonly digest: string
  readonly status: string
  readonly procedures: readonly {
    readonly id: string
    readonly title: string
    readonly version: string
    readonly fee: string
    readonly period: string
    /** Of the whole sheet: data, documents, checks, what it gives. */
    readonly sheet: string
  }[]
  readonly prohibitions: readonly string[]
  readonly duty: string | null
  readonly preference: string | null
}

const digestOf = (value: unknown): string => sha256(canonical(JSON.parse(JSON.stringify(value)))).toString('hex')

interface Sheet {
  readonly procedure: string
  readonly title: string
  readonly version?: string
  readonly fee?: {
    readonly lines: readonly { readonly text: string }[]
    readonly amount: { amount: string; currency: string } | null
  }
  readonly times?: { readonly decision: { readonly period: string } | null }
}

export function briefOf(answer: FinderAnswer, sheetOfProcedure: (id: string) => string): Brief {
  const procedures = (answer.procedures as unknown as readonly Sheet[]).map((p) => ({
    id: p.procedure,
    title: p.title,
    version: p.version ?? '',
    fee: p.fee?.amount
      ? `${p.fee.amount.amount} ${p.fee.amount.currency}`
      : (p.fee?.lines ?? []).map((l) => l.text).join('; '),
    period: p.times?.decision?.period ?? '',
    sheet: sheetOfProcedure(p.procedure),
  }))
  const [best] = answer.duties?.preferences ?? []
  const said = {
    status: answer.status,
    procedures,
    prohibitions: answer.prohibitions.map((p) => String(p.law.cite)),
    duty: answer.duties?.mfn?.rate ?? null,
    preference: best ? `${best.agreement.id} ${best.rate}` : null,
  }
  return { digest: digestOf(said), ...said }
}

const WORDS: Readonly<Record<Language, Readonly<Record<string, (a: string, b: string) => string>>>> = {
  es: {
    status: (a, b) => `La respuesta pasó de «${a}» a «${b}».`,
    added: (a) => `Ahora necesita: ${a}.`,
    gone: (a) => `Ya no necesita: ${a}.`,
    fee: (a, b) => `${a}: la tasa es ahora ${b}.`,
    period: (a, b) => `${a}: el plazo es ahora ${b}.`,
    sheet: (a) => `${a}: cambiaron los datos o documentos que se piden.`,
    banned: (a) => `Ahora lo prohíbe ${a}.`,
    allowed: (a) => `Ya no lo prohíbe ${a}.`,
    duty: (a, b) => `El arancel pasó de ${a} % a ${b} %.`,
    preference: (a, b) => `La preferencia pasó de ${a} a ${b}.`,
    none: () => 'ninguna',
  },
  en: {
    status: (a, b) => `The answer changed from “${a}” to “${b}”.`,
    added: (a) => `You now need: ${a}.`,
    gone: (a) => `You no longer need: ${a}.`,
    fee: (a, b) => `${a}: the fee is now ${b}.`,
    period: (a, b) => `${a}: the period is now ${b}.`,
    sheet: (a) => `${a}: the data or documents that are asked have changed.`,
    banned: (a) => `It is now forbidden by ${a}.`,
    allowed: (a) => `It is no longer forbidden by ${a}.`,
    duty: (a, b) => `The duty changed from ${a} % to ${b} %.`,
    preference: (a, b) => `The preference changed from ${a} to ${b}.`,
    none: () => 'none',
  },
  pt: {
    status: (a, b) => `A resposta passou de «${a}» a «${b}».`,
    added: (a) => `Agora precisa de: ${a}.`,
    gone: (a) => `Já não precisa de: ${a}.`,
    fee: (a, b) => `${a}: a taxa agora é ${b}.`,
    period: (a, b) => `${a}: o prazo agora é ${b}.`,
    sheet: (a) => `${a}: mudaram os dados ou documentos pedidos.`,
    banned: (a) => `Agora é proibido por ${a}.`,
    allowed: (a) => `Já não é proibido por ${a}.`,
    duty: (a, b) => `A tarifa passou de ${a} % para ${b} %.`,
    preference: (a, b) => `A preferência passou de ${a} para ${b}.`,
    none: () => 'nenhuma',
  },
}
const STATUS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  es: {
    needed: 'necesita trámites',
    prohibited: 'prohibido',
    'nothing-needed': 'no necesita nada',
    depends: 'depende',
  },
  en: {
    needed: 'procedures needed',
    prohibited: 'forbidden',
    'nothing-needed': 'nothing needed',
    depends: 'it depends',
  },
  pt: {
    needed: 'precisa de procedimentos',
    prohibited: 'proibido',
    'nothing-needed': 'não precisa de nada',
    depends: 'depende',
  },
}

/** What changed between two answers, one sentence each. Two answers that differ always say something. */
export function changesBetween(before: Brief, after: Brief, language: Language): string[] {
  const w = (name: string, a = '', b = ''): string => WORDS[language][name]?.(a, b) ?? ''
  const lines: string[] = []
  if (before.status !== after.status)
    lines.push(
      w('status', STATUS[language][before.status] ?? before.status, STATUS[language][after.status] ?? after.status),
    )
  for (const p of after.procedures) {
    const old = before.procedures.find((o) => o.id === p.id)
    if (!old) lines.push(w('added', p.title))
    else {
      if (old.fee !== p.fee) lines.push(w('fee', p.title, p.fee || '0'))
      if (old.period !== p.period) lines.push(w('period', p.title, p.period))
      if (old.sheet !== p.sheet) lines.push(w('sheet', p.title))
    }
  }
  for (const p of before.procedures) if (!after.procedures.some((n) => n.id === p.id)) lines.push(w('gone', p.title))
  for (const law of after.prohibitions) if (!before.prohibitions.includes(law)) lines.push(w('banned', law))
  for (const law of before.prohibitions) if (!after.prohibitions.includes(law)) lines.push(w('allowed', law))
  if (before.duty !== after.duty) lines.push(w('duty', before.duty ?? '–', after.duty ?? '–'))
  if (before.preference !== after.preference)
    lines.push(w('preference', before.preference ?? w('none'), after.preference ?? w('none')))
  return lines.length
    ? lines
    : after.procedures.map((p) => w('sheet', p.title)).concat(after.procedures.length ? [] : [w('status')])
}
