import { randomUUID } from 'node:crypto'
import { samplePdf } from '../server/seed.ts'
import type { ApiClient } from './api-client.ts'

/** People of pack pe who do the work of the benchmark. */
export const people = {
  firm: 'demo.pe.lucia',
  senasa: ['demo.pe.ana', 'demo.pe.rosa', 'demo.pe.hugo'],
  digemid: ['demo.pe.sofia', 'demo.pe.raul'],
  digesa: 'demo.pe.ivan',
  ambiente: 'demo.pe.julia',
  mtc: 'demo.pe.victor',
} as const

const inDays = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

export interface Prepared {
  readonly documents: readonly { type: string; digest: string; name: string }[]
  readonly pesticide: string
  readonly medicine: string
}

/** Registers one pesticide and one medicine through the window itself, so that what the shipment needs is really in force. */
export async function prepare(client: ApiClient): Promise<Prepared> {
  const types = ['invoice', 'sds', 'label', 'analysis', 'dossier-agronomic', 'gmp', 'free-sale', 'stability', 'formula']
  const documents = await Promise.all(
    types.map(async (type) => ({
      type,
      name: `${type}.pdf`,
      digest: await client.upload(people.firm, samplePdf(type)),
    })),
  )
  const pesticide = await register(client, 'pe.pesticide-registration', documents, people.senasa, [
    [people.digesa, 'toxicology'],
    [people.ambiente, 'environment'],
  ])
  const medicine = await register(client, 'pe.medicine-registration', documents, people.digemid, [])
  return { documents, pesticide, medicine }
}

async function register(
  client: ApiClient,
  procedure: string,
  documents: Prepared['documents'],
  [evaluator, ...approvers]: readonly string[],
  opinions: readonly (readonly [string, string])[],
): Promise<string> {
  const line = {
    'goods.tradeName': 'Malathion 57 % EC',
    'goods.cas': '121-75-5',
    'goods.concentration': '57',
    'goods.commodity': '380891',
    'goods.use': 'agriculture',
    'goods.description': 'sample',
    'goods.presentation': 'sample',
    'goods.activeIngredient': 'malathion',
  }
  const sheet = (await client.call('GET', `/v1/procedures/${procedure}`, people.firm)).body as unknown as {
    form: { properties: { elements?: { properties?: object }; lines?: { items?: { properties?: object } } } }
  }
  const asked = Object.keys(sheet.form.properties.lines?.items?.properties ?? {})
  const head = Object.keys(sheet.form.properties.elements?.properties ?? {})
  const elements: Record<string, unknown> = {
    manufacturer: { name: 'Nihon Chem', country: 'JP' },
    'country.origin': 'JP',
  }
  const dossier = {
    country: 'pe',
    regime: 'enterprise',
    elements: Object.fromEntries(Object.entries(elements).filter(([id]) => head.includes(id))),
    lines: [Object.fromEntries(Object.entries(line).filter(([id]) => asked.includes(id)))],
    documents,
  }
  const filed = await client.call(
    'POST',
    '/v1/applications',
    people.firm,
    { dossier, procedures: [procedure] },
    { 'idempotency-key': randomUUID() },
  )
  if (filed.status !== 201) throw new Error(`${procedure}: ${JSON.stringify(filed.body).slice(0, 1500)}`)
  const { permits, orders } = filed.body as unknown as { permits: { id: string }[]; orders: { id: string }[] }
  for (const order of orders) await pay(client, order.id)
  const path = `/v1/permits/${permits[0]?.id ?? ''}`
  await client.act(evaluator ?? '', path, 'admit', {})
  for (const [who, task] of opinions) await client.act(who, path, 'giveOpinion', { task, result: 'proceed' })
  await client.act(evaluator ?? '', path, 'propose', { outcome: 'approve' })
  for (const approver of approvers) {
    const done = await client.act(approver, path, 'approve', {})
    if (done.body.status === 'APPROVED') return String(done.body.number)
  }
  throw new Error(`${procedure} needs more approvers`)
}

export async function pay(client: ApiClient, order: string): Promise<void> {
  const started = await client.call(
    'POST',
    `/v1/orders/${order}/checkout`,
    people.firm,
    {},
    { 'idempotency-key': randomUUID() },
  )
  const paid = await fetch(String(started.body.payUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: '{}',
  })
  if (!paid.ok) throw new Error(`the payment answered ${paid.status}`)
}

/** Ten lines, five of each kind: three agencies, as in story S7. */
export function shipment({ documents, pesticide, medicine }: Prepared): string {
  const drums = (i: number) => ({
    'goods.commodity': '380891',
    'goods.tradeName': `Malathion 57 % EC, drum ${i}`,
    'goods.registration': pesticide,
    'goods.cas': '121-75-5',
    'goods.concentration': '57',
    'goods.use': 'agriculture',
    'goods.batch': `L${i}`,
    'goods.batchExpiry': inDays(700),
    'goods.quantity': { value: '2000', unit: 'LTR' },
    'goods.unNumber': '3082',
    'goods.description': 'Organophosphate insecticide, liquid',
  })
  const boxes = (i: number) => ({
    'goods.commodity': '300410',
    'goods.tradeName': `Amoxicillin 500 mg, lot ${i}`,
    'goods.registration': medicine,
    'goods.batch': `M${i}`,
    'goods.batchExpiry': inDays(700),
    'goods.quantity': { value: '50000', unit: 'NIU' },
  })
  const lines = Array.from({ length: 10 }, (_, i) => (i < 5 ? drums(i) : boxes(i)))
  return JSON.stringify({
    dossier: {
      country: 'pe',
      regime: 'import',
      elements: {
        manufacturer: { name: 'Nihon Chem', country: 'JP' },
        'country.origin': 'JP',
        'country.shipment': 'JP',
        'customs.office': '118',
        'date.arrival': inDays(30),
        warehouse: 'PECLL',
        'invoice.number': 'F-2026-118',
        carrier: { name: 'Transportes del Norte' },
        'transport.id': 'ABC-123',
        'location.loading': 'PECLL',
        'date.departure': inDays(31),
        'contact.emergencyPhone': '+51 1 555 0100',
      },
      lines,
      answers: {
        'pe.hazmat-notice': { lines: lines.map((_, i) => (i < 5 ? { 'hazard-class': '9' } : {})) },
        'pe.medicine-import': { elements: { storage: 'ambient', emergency: false } },
      },
      documents,
    },
  })
}
