import type { Form, Procedures } from './procedures.ts'
import { isList, isMap, isText, toValues, type Written, type WrittenMap } from './shorthand.ts'
import type { Shipment } from './story-file.ts'
import { attach } from './acts.ts'
import type { World } from './world.ts'

/** A dossier as `POST /v1/applications` takes it inline. */
export interface DossierBody {
  readonly country: string
  readonly regime: string
  readonly elements: Record<string, unknown>
  readonly lines: readonly Record<string, unknown>[]
  readonly answers: Record<string, unknown>
  readonly documents: readonly unknown[]
}

const NUMBER_OF = /^number of ([a-z0-9.-]+)$/

/** `number of pe.medicine-registration` becomes the number of the document that was issued in this story. */
export function withNumbers(written: Written, numberOf: (procedure: string) => string | undefined): Written {
  if (isText(written)) {
    const procedure = NUMBER_OF.exec(written)?.[1]
    return procedure === undefined ? written : (numberOf(procedure) ?? written)
  }
  if (isList(written)) return written.map((item) => withNumbers(item, numberOf))
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, withNumbers(value, numberOf)]))
}

/** Leaves out elements, answers or documents by their name. */
const without = (map: WrittenMap, names: readonly string[]): WrittenMap =>
  Object.fromEntries(Object.entries(map).filter(([key]) => !names.includes(key)))

/**
 * The shipment with what this attempt changes of it: `line 1: {…}` lays values over the first line, `data` over the header,
 * `without` leaves elements and documents out, `attached` replaces the documents.
 */
export function changed(shipment: Shipment, but: WrittenMap): Shipment {
  const left = isList(but.without) ? but.without.map(String) : []
  const lines = shipment.lines.map((line, i) => {
    const over = but[`line ${i + 1}`]
    return without({ ...line, ...(isMap(over) ? over : {}) }, left)
  })
  const answers = Object.entries(shipment.answers).map(([id, answer]) => [
    id,
    { data: without(answer.data, left), lines: answer.lines.map((line) => without(line, left)) },
  ])
  const attached = isList(but.attached) ? but.attached.map(String) : shipment.attached
  return {
    ...shipment,
    data: without({ ...shipment.data, ...(isMap(but.data) ? but.data : {}) }, left),
    lines,
    answers: Object.fromEntries(answers),
    attached: attached.filter((type) => !left.includes(type)),
  }
}

/** The dossier of a shipment in the shape of the API, its values read by the forms that ask them. */
export async function dossierOf(
  world: World,
  procedures: Procedures,
  country: string,
  shipment: Shipment,
): Promise<DossierBody> {
  const forms = await procedures.forms(country)
  const answers = Object.entries(shipment.answers).map(async ([id, own]) => {
    const form = await procedures.form(id)
    return [id, answerOf(form, own)] as const
  })
  return {
    country,
    regime: shipment.regime,
    elements: toValues(forms.elements, shipment.data),
    lines: shipment.lines.map((line) => toValues(forms.lines, line)),
    answers: Object.fromEntries(await Promise.all(answers)),
    documents: await attach(world, shipment.attached),
  }
}

const answerOf = (form: Form, { data, lines }: Shipment['answers'][string]): Record<string, unknown> => ({
  elements: toValues(form.elements, data),
  ...(lines.length ? { lines: lines.map((line) => toValues(form.lines, line)) } : {}),
})
