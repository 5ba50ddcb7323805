import { showQuantity, subtractDecimal, trimDecimal } from '#kernel'
import { dayOf, type PermitCase } from './cases.ts'
import { same, type Refused, type StepKind, type Words } from './report.ts'
import { dayWords, joined, resultOf, statusWords } from './words.ts'

/** What the landing page shows of a step at a glance. */
export function kindOf(refused: readonly Refused[], status: string | undefined): StepKind {
  if (refused.length) return 'refused'
  if (status === 'OBSERVED' || status === 'CURE_REQUESTED') return 'observed'
  return status === 'WAITING' || status === 'AWAITING_PAYMENT' ? 'waiting' : 'done'
}

const TASKS: Readonly<Record<string, Words>> = {
  open: { en: 'awaited', es: 'se espera' },
  silent: { en: 'silent', es: 'en silencio' },
}

/** Where the document stands: its number, how long it is good, and what is left of it. */
function documentWords(permit: PermitCase): Words[] {
  const { resolution } = permit.state
  if (!resolution) return []
  const { number, validUntil, balance } = resolution
  const until = validUntil && dayWords(validUntil)
  const document: Words = until
    ? { en: `${number}, valid until ${until.en}`, es: `${number}, vale hasta el ${until.es}` }
    : same(number)
  const used = balance.filter((b) => Number(b.used) > 0)
  return [
    document,
    ...used.map(({ authorised, used: n }) => {
      const left = trimDecimal(subtractDecimal(authorised.value, n))
      const all = showQuantity(authorised)
      return { en: `saldo ${left} of ${all}`, es: `saldo ${left} de ${all}` }
    }),
  ]
}

/** A permit after a step, in words: its status, until when it may take, its open tasks, its document; what only time did, by name. */
export function permitResult(permit: PermitCase | undefined, zone: string, happened: readonly string[]): Words[] {
  if (!permit) return []
  const { clock, period } = permit.state
  const running = clock !== null && clock.stoppedAt === null
  const until = (running ? clock.due : null) ?? period?.due
  const due = until ? dayWords(dayOf(zone, until)) : undefined
  const tasks = Object.values(permit.state.tasks).map(({ name, status, result }) => {
    const { en, es } = status === 'done' && result ? resultOf(result) : (TASKS[status] ?? same(status))
    return { en: `${name}: ${en}`, es: `${name}: ${es}` }
  })
  const line = [
    statusWords(permit.status),
    ...(due ? [{ en: `due ${due.en}`, es: `hasta el ${due.es}` }] : []),
    ...(tasks.length && running ? [joined(tasks, ', ')] : []),
    ...documentWords(permit),
  ]
  const notable = happened.filter((type) => type in NOTABLE).map((type) => NOTABLE[type] ?? same(type))
  return [joined(line, ' · '), ...(notable.length ? [joined(notable, ' · ')] : [])]
}

/** What time alone causes, which nobody's name stands beside. */
const NOTABLE: Readonly<Record<string, Words>> = {
  SlaHalf: { en: 'half of the period is used', es: 'usó la mitad del plazo' },
  SlaAtRisk: { en: '80 % of the period is used', es: 'usó el 80 % del plazo' },
  SlaBreached: { en: 'the period ended without a decision', es: 'venció el plazo sin decisión' },
  SilenceApplied: { en: 'silence took effect', es: 'operó el silencio' },
  OpinionSilent: { en: 'an opinion stayed silent', es: 'una opinión quedó en silencio' },
  Lapsed: { en: 'it lapsed', es: 'caducó' },
  Abandoned: { en: 'it was abandoned', es: 'quedó en abandono' },
  DrExpired: { en: 'its validity ended', es: 'terminó su vigencia' },
  ExpiryWarned: { en: 'the firm was warned of the end', es: 'se avisó a la empresa del vencimiento' },
  FeeWaived: { en: 'the fee is waived', es: 'se exonera la tasa' },
}
