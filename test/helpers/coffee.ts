import { daysAfter, type TestApp } from './house.ts'
import { filedOf, type Filed } from './shipments.ts'

/** People of the phytosanitary certificate of story S2. */
export const growers = {
  elvira: 'demo.pe.elvira',
  ana: 'demo.pe.ana',
  diego: 'demo.pe.diego',
  rosa: 'demo.pe.rosa',
  luis: 'demo.pe.luis',
} as const

export const coffee = (now: string, more: Record<string, unknown> = {}) => ({
  country: 'pe',
  regime: 'export',
  elements: {
    consignee: { name: 'Huaxin Foods <Shanghai>', country: 'CN' },
    'country.destination': 'CN',
    'location.entry': 'CNSHA',
    'transport.mode': '1',
    'date.departure': daysAfter(now, 14),
    ...more,
  },
  lines: [
    {
      'goods.commodity': '090111',
      'goods.description': 'Café verde en sacos',
      'goods.botanicalName': 'Coffea arabica',
      'goods.state': 'dried',
      'goods.quantity': { value: '13800', unit: 'KGM' },
      'goods.packages': '200',
      'goods.origin': 'PE',
    },
  ],
  answers: { 'pe.export-phyto': { elements: { treatment: 'none' } } },
  documents: [],
})

/** Files the phytosanitary certificate of a coffee export. */
export async function fileCoffee(app: TestApp, more: Record<string, unknown> = {}): Promise<Filed> {
  const dossier = coffee(app.clock.now(), more)
  return filedOf(
    (await app.open('/v1/applications', growers.elvira, { dossier, procedures: ['pe.export-phyto'] })).body,
  )
}

/** Files, pays, has it inspected and approved. */
export async function certifiedCoffee(app: TestApp): Promise<Filed> {
  const filed = await fileCoffee(app)
  const path = `/v1/permits/${filed.permit}`
  await app.pay(filed.order)
  await app.act(growers.ana, path, 'admit', {})
  await app.act(growers.luis, path, 'recordInspection', { task: 'goods', result: 'conform' })
  await app.act(growers.ana, path, 'propose', { outcome: 'approve' })
  await app.act(growers.rosa, path, 'approve', {})
  return filed
}
