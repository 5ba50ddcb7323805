import { randomUUID } from 'node:crypto'
import { samplePdf } from '../server/seed.ts'

const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const COFFEES = [
  ['Café verde en grano', 'CN', 'CNSHA', '13800', 'Huaxin Foods'],
  ['Café verde lavado', 'DE', 'DEHAM', '9200', 'Kaffeehaus Nord'],
  ['Café orgánico en sacos', 'US', 'USNYC', '4600', 'Brooklyn Roasters'],
  ['Café caracolillo', 'ES', 'ESBCN', '1380', 'Tostadores del Ebro'],
  ['Café de altura', 'JP', 'JPTYO', '2760', 'Kissaten'],
  ['Café en pergamino', 'CL', 'CLVAP', '3450', 'Cafés del Pacífico'],
] as const

/** Applications of a demo firm, filed and paid at the simulated bank, so that an agency has work; then some of it is done. */
export async function fillQueue(url: string): Promise<{ readonly permits: readonly string[] }> {
  const ask = async <T>(by: string, path: string, body: unknown, more: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer demo.${by}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...more,
      },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 400)}`)
    return (await response.json()) as T
  }
  const act = (by: string, permit: string, command: string, body: object = {}): Promise<unknown> =>
    ask(by, `/v1/permits/${permit}/${command}`, body, { 'if-match': '*' })
  const upload = async (title: string): Promise<string> => {
    const response = await fetch(`${url}/v1/files`, {
      method: 'POST',
      headers: { authorization: 'Bearer demo.pe.elvira', 'content-type': 'application/pdf' },
      body: new Uint8Array(samplePdf(title)),
    })
    return ((await response.json()) as { digest: string }).digest
  }
  const permits: string[] = []
  for (const [i, [description, country, port, kilos, buyer]] of COFFEES.entries()) {
    const name = `tratamiento-${2231 + i}.pdf`
    const filed = await ask<{ permits: { id: string }[]; orders: { id: string }[] }>('pe.elvira', '/v1/applications', {
      procedures: ['pe.export-phyto'],
      dossier: {
        country: 'pe',
        regime: 'export',
        elements: {
          consignee: { name: buyer, country },
          'country.destination': country,
          'location.entry': port,
          'transport.mode': '1',
          'date.departure': soon(14 + i),
        },
        lines: [
          {
            'goods.commodity': '090111',
            'goods.description': description,
            'goods.botanicalName': 'Coffea arabica',
            'goods.state': 'dried',
            'goods.quantity': { value: kilos, unit: 'KGM' },
            'goods.packages': '200',
            'goods.origin': 'PE',
          },
        ],
        answers: { 'pe.export-phyto': { elements: { treatment: 'fumigation', 'treatment-hours': '24' } } },
        documents: [{ type: 'treatment-record', digest: await upload(`Treatment record ${2231 + i}`), name }],
      },
    })
    const [permit, order] = [filed.permits[0]?.id ?? '', filed.orders[0]?.id ?? '']
    const { payUrl } = await ask<{ payUrl: string }>('pe.elvira', `/v1/orders/${order}/checkout`, {})
    await fetch(payUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    permits.push(permit)
  }
  // Three are proposed, one waits for its inspection; the rest waits for whoever comes next.
  for (const permit of permits.slice(0, 4)) await act('pe.ana', permit, 'admit')
  for (const permit of permits.slice(0, 3)) {
    await act('pe.luis', permit, 'recordInspection', { task: 'goods', result: 'conform', text: 'Precinto intacto.' })
    await act('pe.ana', permit, 'propose', { outcome: 'approve', grounds: 'Cumple los requisitos de la norma.' })
  }
  return { permits }
}
