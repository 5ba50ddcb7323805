import { findMoney, findQuantity, type Money } from '#kernel'
import type { ApplicationCase, OrderRow, PermitCase } from './cases.ts'
import type { Answer } from './client.ts'
import type { Form } from './procedures.ts'
import type { Refused } from './report.ts'
import { isList, isMap, isText, toValues, type Written, type WrittenMap } from './shorthand.ts'
import type { Actor, AttachedFile, World } from './world.ts'

/** Files of several document types, each saying what it is. `mark` makes another file of the same type. */
export const attach = (world: World, types: readonly string[], mark = ''): Promise<AttachedFile[]> =>
  Promise.all(types.map((type) => world.upload(type, `Sample: ${type}${mark ? ` (${mark})` : ''}`)))

const NO_ORDER: Refused = {
  code: 'NOT_NOW',
  pointer: '',
  message: { en: 'There is no order to pay.', es: 'No hay orden que pagar.' },
}

export interface Payment {
  readonly refused: readonly Refused[]
  readonly order: OrderRow | undefined
  readonly paid: Money | null
}

interface Callback {
  readonly status: number
  readonly body: string
}

/** What the window told the payment provider. */
function callbackRefusals(callback: Callback | null): readonly Refused[] {
  if (!callback)
    return [
      {
        code: 'NO_CALLBACK',
        pointer: '',
        message: { en: 'The provider has not called back.', es: 'El proveedor no ha avisado.' },
      },
    ]
  if (callback.status >= 200 && callback.status < 300) return []
  try {
    const { errors } = JSON.parse(callback.body) as {
      errors: readonly { code: string; pointer: string; message_en: string; message_es: string }[]
    }
    return errors.map((e) => ({ code: e.code, pointer: e.pointer, message: { en: e.message_en, es: e.message_es } }))
  } catch {
    return [
      {
        code: `HTTP_${callback.status}`,
        pointer: '',
        message: { en: callback.body.slice(0, 120), es: callback.body.slice(0, 120) },
      },
    ]
  }
}

/** How a payment of a story differs from a plain one. */
export interface PayAs {
  /** Another amount than what is asked. */
  readonly amount?: string | undefined
  /** How the bank misbehaves about it: `lost` never tells. */
  readonly fault?: string | undefined
  /** The bank's time, by the test clock of the story. */
  readonly at?: string | undefined
}

/** Pays the open order of an application at the provider. */
export async function pay(
  world: World,
  who: Actor,
  application: string | undefined,
  { amount, fault, at }: PayAs = {},
): Promise<Payment> {
  const found = application && (await world.get<ApplicationCase>(`/v1/applications/${application}`, world.firm))
  const orders = found && found.ok ? found.body.orders : []
  const order = orders.find((o) => o.status === 'ISSUED') ?? orders.at(-1)
  if (!order) return { refused: [NO_ORDER], order, paid: null }
  const checkout = await world.post<{ payUrl: string }>(`/v1/orders/${order.id}/checkout`, who, {})
  if (!checkout.ok) return { refused: checkout.refused, order, paid: null }
  const other = amount === undefined ? undefined : findMoney(amount)
  const paid = await world.client.post<{ callback: Callback | null }>(checkout.body.payUrl, {
    json: { ...(other ? { amount: other } : {}), ...(fault ? { fault } : {}), ...(at ? { at } : {}) },
  })
  const refused = paid.ok ? callbackRefusals(paid.body.callback) : paid.refused
  return { refused, order, paid: refused.length ? null : (other ?? order.total) }
}

const lineOf = (written: Written): Record<string, unknown> => {
  if (!isMap(written)) return {}
  const { line, quantity, ...rest } = written
  return {
    line: Number(line ?? 0),
    ...(isText(quantity) ? { quantity: quantity === 'none' ? null : (findQuantity(quantity) ?? quantity) } : {}),
    ...rest,
  }
}

const observations = (written: Written | undefined): unknown[] =>
  isList(written)
    ? written.map((said) => (isText(said) ? { text: said } : said))
    : isText(written)
      ? [{ text: written }]
      : []

/** What the API wants said and a scenario may leave out, because nothing turns on the words. */
const UNSAID: Readonly<Record<string, Record<string, unknown>>> = {
  appeal: { text: 'I disagree.' },
  answer: { text: 'Corrected.' },
  return: { reason: 'To be looked at again.' },
}

/** The JSON body of a command on a permit, from what a story says `with` it. */
export async function inputOf(
  world: World,
  name: string,
  given: WrittenMap,
  form: Form,
): Promise<Record<string, unknown>> {
  const { data, lines, attached, quantity, mark, ...rest } = given
  const files = isList(attached) ? await attach(world, attached.map(String), isText(mark) ? mark : '') : undefined
  const documents = files ? { documents: files } : {}
  switch (name) {
    case 'requestCure':
      return { ...rest, defects: observations(given.defects) }
    case 'observe':
      return { ...rest, observations: observations(given.observations) }
    case 'draw':
      return { ...rest, lines: (isList(lines) ? lines : [{ line: '0', quantity: quantity ?? '' }]).map(lineOf) }
    case 'propose':
      return { ...rest, ...(isList(lines) ? { lines: lines.map(lineOf) } : {}) }
    default:
      return {
        ...UNSAID[name],
        ...rest,
        ...(isMap(data) ? { elements: toValues(form.elements, data) } : {}),
        ...(isList(lines) ? { lines: lines.filter(isMap).map((line) => toValues(form.lines, line)) } : {}),
        ...documents,
      }
  }
}

/** Gives a command on a permit, on the version that stands: it is read first, as any client would. */
export async function command(
  world: World,
  who: Actor,
  permit: string,
  name: string,
  json: unknown,
): Promise<Answer<PermitCase>> {
  const seen = await world.get<PermitCase>(`/v1/permits/${permit}`, world.firm)
  return world.command<PermitCase>(`/v1/permits/${permit}/${name}`, who, json, seen.ok ? seen.body.version : 0)
}

interface EventRow {
  readonly seq: number
  readonly type: string
}

/** The types of a permit's events after one already seen, oldest first. */
export async function eventsAfter(world: World, permit: string, seq: number): Promise<readonly EventRow[]> {
  const all: EventRow[] = []
  for (let cursor: string | null = String(seq); cursor !== null;) {
    const page: Answer<{ items: readonly EventRow[]; next: string | null }> = await world.get(
      `/v1/permits/${permit}/history?limit=200&cursor=${cursor}`,
      world.firm,
    )
    if (!page.ok) return all
    all.push(...page.body.items)
    cursor = page.body.next
  }
  return all
}

/** The firm opens whatever lies unread in its mailbox: its periods run from there (M07). */
export async function openNotices(world: World): Promise<void> {
  const unread = await world.get<{ items: readonly { id: string }[] }>('/v1/notices?unread=true&limit=50', world.firm)
  if (unread.ok) for (const { id } of unread.body.items) await world.post(`/v1/notices/${id}/open`, world.firm, {})
}
