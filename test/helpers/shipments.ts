import type { Instant } from '#kernel'
import { daysAfter, type TestApp } from './house.ts'

/** Demo accounts of pack pe. */
export const people = {
  lucia: 'demo.pe.lucia',
  martin: 'demo.pe.martin',
  elvira: 'demo.pe.elvira',
  ana: 'demo.pe.ana',
  victor: 'demo.pe.victor',
  irene: 'demo.pe.irene',
  customs: 'demo.pe.aduana1',
} as const

export const PHONE = '+51 987 555 010'

export interface Document {
  readonly type: string
  readonly digest: string
  readonly name: string
}

/** Hydrochloric acid in transit: one notice of one agency, a fee, a document and a telephone number that is personal. */
export const acid = (now: string, documents: readonly Document[], more: Record<string, unknown> = {}) => ({
  country: 'pe',
  regime: 'transit',
  elements: {
    carrier: { name: 'Transportes Ñaupari e Hijos' },
    'transport.id': 'ABC-123',
    'location.loading': 'PECLL',
    'date.departure': daysAfter(now, 30),
    'contact.emergencyPhone': PHONE,
    ...more,
  },
  lines: [acidLine()],
  answers: { 'pe.hazmat-notice': { lines: [{ 'hazard-class': '8' }] } },
  documents,
})

export const acidLine = () => ({
  'goods.commodity': '280610',
  'goods.description': 'Ácido clorhídrico en solución',
  'goods.unNumber': '1789',
  'goods.quantity': { value: '1200', unit: 'KGM' },
})

export interface Filed {
  readonly application: string
  readonly permit: string
  readonly order: string
}

interface FiledBody {
  readonly id: string
  readonly permits: readonly { readonly id: string }[]
  readonly orders: readonly { readonly id: string }[]
}

export const filedOf = (body: unknown): Filed => {
  const { id, permits, orders } = body as FiledBody
  return { application: id, permit: permits[0]?.id ?? '', order: orders[0]?.id ?? '' }
}

export async function safetySheet(app: TestApp): Promise<Document[]> {
  return [{ type: 'sds', name: 'sds.pdf', digest: await app.upload(people.lucia, 'sds') }]
}

/** Files the notice for Lucía's firm. */
export async function fileAcid(
  app: TestApp,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Filed> {
  const dossier = acid(app.clock.now(), await safetySheet(app), more)
  return filedOf((await app.open('/v1/applications', people.lucia, { dossier }, headers)).body)
}

/** Files, pays, and has it approved by two officers. */
export async function approvedAcid(app: TestApp): Promise<Filed> {
  const filed = await fileAcid(app)
  await app.pay(filed.order)
  await app.act(people.victor, `/v1/permits/${filed.permit}`, 'propose', { outcome: 'approve' })
  await app.act(people.irene, `/v1/permits/${filed.permit}`, 'approve', {})
  return filed
}

/** Bananas into Montevideo: 40 units of account, in pesos, and a phytosanitary authorisation whose law asks for a qualified signature. */
export const bananas = (now: Instant) => ({
  country: 'uy',
  regime: 'import',
  elements: {
    importer: { name: 'Carnes del Litoral SA', id: '216554300124', country: 'UY' },
    'country.origin': 'EC',
    'country.shipment': 'EC',
    'location.entry': 'UYMVD',
    'date.arrival': daysAfter(now, 30),
    'transport.mode': '1',
  },
  lines: [
    {
      'goods.commodity': '080390',
      'goods.description': 'Banana fresca en cajas',
      'goods.botanicalName': 'Musa acuminata',
      'goods.state': 'fresh',
      'goods.use': 'consumption',
      'goods.quantity': { value: '21600', unit: 'KGM' },
      'goods.origin': 'EC',
    },
  ],
  answers: {},
  documents: [],
})
