import { dueAt, isZero, type Instant, type Language, type PermitState, type Period } from '#kernel'
import type { Statement, Work } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { packOf } from './module.ts'
import { held, missing, type OrderState } from './order-state.ts'
import { paymentCode } from './payment-code.ts'

const permitsOf: Statement = {
  name: 'basket.permits',
  text: 'SELECT id, status, definition, state FROM cases."case" WHERE id = ANY($1)',
}
const startedOf: Statement = {
  name: 'basket.attempts',
  text: `SELECT max(started_at) AS at FROM payments.attempt WHERE case_id = $1 AND ask_at IS NOT NULL`,
}

/** How an order stands, as its payer reads it (UX 3.8). `waiting`: the payer was at the bank and no word has come yet. */
export type BasketState = 'open' | 'waiting' | 'part-paid' | 'paid' | 'lapsed' | 'late' | 'cancelled'

const SENTENCES: Readonly<Record<BasketState, Readonly<Record<Language, string>>>> = {
  open: {
    es: 'Páguela hasta el vencimiento para que empiecen los plazos.',
    en: 'Pay it before it expires so that the clocks start.',
    pt: 'Pague até o vencimento para que os prazos comecem.',
  },
  waiting: {
    es: 'Su banco aún no confirma. No pague otra vez: vale la hora en que usted pagó.',
    en: 'Your bank has not confirmed yet. Do not pay again: the time at which you paid counts.',
    pt: 'O seu banco ainda não confirmou. Não pague de novo: vale a hora em que você pagou.',
  },
  'part-paid': {
    es: 'Falta una parte. Pague solo lo que falta.',
    en: 'A part is missing. Pay only what is missing.',
    pt: 'Falta uma parte. Pague só o que falta.',
  },
  paid: { es: 'Está pagada.', en: 'It is paid.', pt: 'Está paga.' },
  lapsed: {
    es: 'La orden venció. Haga otra con un toque; sus datos siguen aquí.',
    en: 'The order expired. Make another one with one tap; your data are still here.',
    pt: 'A ordem venceu. Faça outra com um toque; os seus dados continuam aqui.',
  },
  late: {
    es: 'Su pago llegó después del vencimiento. La tesorería decide si lo aplica o lo devuelve.',
    en: 'Your payment came after the order expired. The treasury decides whether to apply it or give it back.',
    pt: 'O seu pagamento chegou depois do vencimento. A tesouraria decide se o aplica ou devolve.',
  },
  cancelled: {
    es: 'Ya no hay nada que pagar.',
    en: 'There is nothing to pay any more.',
    pt: 'Já não há nada a pagar.',
  },
}

function stateOf(s: OrderState, waitingSince: Instant | null): BasketState {
  if (s.paidAt) return 'paid'
  if (s.status === 'CANCELLED') return 'cancelled'
  if (s.status === 'EXPIRED') return held(s).length ? 'late' : 'lapsed'
  if (waitingSince) return 'waiting'
  return held(s).length ? 'part-paid' : 'open'
}

interface PermitRow {
  readonly id: string
  readonly definition: string
  readonly state: PermitState
}

/**
 * When the agency has to answer: by its running clock; while the fee is unpaid, what its period would come to if the order were paid
 * now. Nothing where no period runs for it.
 */
async function deadlineOf(row: PermitRow | undefined, library: PackLibrary, now: Instant): Promise<object | null> {
  if (!row) return null
  const { clock } = row.state
  if (clock?.stoppedAt) return { due: null, assumes: 'decided', within: clock.within }
  if (clock?.due) return { due: clock.due, assumes: 'running', within: clock.within }
  const { procedure } = await library.getPinned(row.definition)
  const { within, countsFrom } = procedure.decision
  if (!within || row.state.status !== 'AWAITING_PAYMENT') return null
  const admit: Period | null = procedure.review?.admit ?? null
  const from = countsFrom !== 'payment' && admit ? dueAt(procedure.calendar, now, admit) : now
  return { due: dueAt(procedure.calendar, from, within), assumes: 'paid-now', within }
}

/** What the basket shows of an order: a line for each agency with its deadline, how to pay, and the sentence for how it stands. */
export async function basketOf(
  { id, state }: { id: string; state: unknown },
  work: Work,
  { library, redirects }: { readonly library: PackLibrary; readonly redirects: boolean },
): Promise<Readonly<Record<string, unknown>>> {
  const s = state as OrderState
  const pack = packOf(library, s.lines)
  const inHand = new Map(work.touched.map((c) => [c.id, c]))
  const absent = s.lines.map((l) => l.permit).filter((p) => !inHand.has(p))
  const [stored, started] = await Promise.all([
    absent.length
      ? work.tx.query<PermitRow & Record<string, unknown>>(permitsOf, [absent]).then(({ rows }) => rows)
      : [],
    startedAt(work, id),
  ])
  const rowOf = (permit: string): PermitRow | undefined => {
    const file = inHand.get(permit)
    return file
      ? { id: permit, definition: file.definition, state: file.state as PermitState }
      : stored.find((r) => r.id === permit)
  }
  const lines = await Promise.all(
    s.lines.map(async (l) => ({
      permit: l.permit,
      agency: { id: l.agency, name: pack?.agencies.get(l.agency)?.name ?? l.agency },
      title: l.title,
      amount: l.amount,
      law: l.law,
      status: rowOf(l.permit)?.state.status ?? null,
      deadline: await deadlineOf(rowOf(l.permit), library, work.now),
    })),
  )
  const open = s.status === 'ISSUED'
  const standing = stateOf(s, started)
  const account = pack?.payments.account
  const code = s.number ? paymentCode(s.number) : ''
  const means = [
    ...(open && redirects && pack?.payments.provider !== 'bank-file' ? [{ kind: 'redirect' }] : []),
    ...(open && account ? [{ kind: 'transfer', ...account, reference: code, amount: missing(s) }] : []),
  ]
  return {
    basket: {
      state: standing,
      sentence: SENTENCES[standing],
      due: s.due,
      total: s.total,
      missing: open ? missing(s) : null,
      held: held(s).filter((m) => !isZero(m)),
      code,
      means,
      waitingSince: standing === 'waiting' ? started : null,
      paidAt: s.paidAt,
      lines,
    },
  }
}

/** When the payer was last sent to a provider that has not answered. */
async function startedAt(work: Work, order: string): Promise<Instant | null> {
  work.tx.asPlatform()
  const { rows } = await work.tx.query<{ at: Instant | null }>(startedOf, [order])
  return rows[0]?.at ?? null
}
