import { canonical, countryOf, money, type Actor, type Money } from '#kernel'
import {
  customsOrg,
  queueChannel,
  queueControl,
  queueMessage,
  type DeclaredContent,
  type DeclaredItem,
} from '#modules/customs'
import { packOf, prepareDeclaration } from '#modules/declarations'
import { openDossier, type OpenDossier } from '#modules/dossier'
import { assess } from '#modules/risk'
import { partyOf, type Directory } from '#platform/access'
import { sha256, systemActor, type CaseModule, type Reaction, type Work } from '#platform/cases'
import type { FileStore } from '#platform/files'
import type { PackLibrary } from '#platform/packs'
import { batch, UploadSchema, type BatchState } from './batch.ts'
import type { RowData } from './columns.ts'
import { batchFacts, workedIn } from './facts.ts'
import { priceOf, type Order } from './orders.ts'
import * as store from './store.ts'
import { listXml } from './xml.ts'

export interface EcommerceServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly files: FileStore
}

type Reactions = NonNullable<CaseModule['reactions']>
const stateOf = ({ file }: Reaction): BatchState => file.state as BatchState

/** A general order as the dossier of an export: nobody types it again (M14-2). */
async function openGeneral(
  work: Work,
  services: EcommerceServices,
  country: string,
  order: Order,
  rows: readonly RowData[],
  actor: Actor,
): Promise<string> {
  const [first] = rows
  const dossier = await openDossier(
    work,
    services,
    {
      country,
      regime: 'export' as OpenDossier['regime'],
      elements: {
        consignee: { name: first?.buyer_name ?? '', country: order.buyerCountry },
        'country.destination': order.buyerCountry,
        'customs.office': 'POST',
        incoterm: first?.incoterm || 'DAP',
        'transport.mode': '5',
        'invoice.number': order.orderId.slice(0, 35),
      },
      lines: rows.map((r) => ({
        'goods.commodity': r.hs6,
        'goods.description': r.description_en,
        'goods.sku': r.sku.slice(0, 35),
        'goods.quantity': { value: r.qty, unit: r.unit },
        'goods.value': money(priceOf(r), r.currency),
        'goods.origin': r.origin,
      })),
    },
    actor,
  )
  const declaration = await prepareDeclaration(work, services, { dossier: dossier.id }, actor)
  await work.run(declaration, 'send', {}, actor)
  return declaration.id
}

/** What the risk engine looks at in a list: its dearest rows. */
function contentOf(
  s: BatchState,
  pack: string,
  country: string,
  rows: readonly RowData[],
  total: Money,
): DeclaredContent {
  const zero = money('0', total.currency)
  const items = rows.map((r, line): DeclaredItem => {
    const value = money(priceOf(r), r.currency)
    return {
      line,
      hs: r.hs6,
      description: r.description_en,
      origin: r.origin,
      quantity: { value: r.qty, unit: r.unit },
      packages: null,
      packageType: null,
      marks: null,
      gross: null,
      net: null,
      value,
      customsValue: value,
      taxes: [],
      lpco: [],
      ruling: null,
    }
  })
  const said = (amount: Money) => ({ amount, how: 'orders together' })
  return {
    direction: 'export',
    country,
    pack,
    regime: 'list',
    procedure: 'LST',
    ucr: s.number,
    office: '',
    declarant: { name: s.name },
    exporter: null,
    importer: null,
    consignee: null,
    destination: rows[0]?.buyer_country ?? null,
    shipment: country,
    incoterm: 'DAP',
    incotermPlace: null,
    invoice: { number: null, date: null, total },
    transport: { mode: '5', id: null, nationality: null, document: null },
    equipment: null,
    location: null,
    packages: { count: null, type: null, marks: null },
    gross: null,
    net: null,
    values: {
      fob: said(total),
      freight: zero,
      insurance: said(zero),
      cif: said(total),
      customs: said(total),
      basis: 'FOB',
    },
    items,
    taxes: zero,
    payable: null,
    guarantee: null,
    reuse: { presented: 0, typed: 0 },
  }
}

function batchReactions(services: EcommerceServices): Reactions {
  const { library, directory } = services
  return {
    BatchUploaded: async ({ work, file }) => {
      const all = workedIn(work)
      if (all)
        work.also(store.putRows, [
          file.id,
          JSON.stringify(all.rows.map(({ n, data, faults }) => ({ n, data, faults }))),
        ])
    },
    RowsCorrected: async ({ work, file }) => {
      const all = workedIn(work)
      if (!all) return
      const open = all.rows.filter((r) => !r.sent)
      work.also(store.setRows, [
        file.id,
        JSON.stringify(open.map(({ n, data, before, faults }) => ({ n, data, before, faults }))),
      ])
    },
    BatchConfirmed: async (r) => {
      const { work, file, actor } = r
      const s = stateOf(r)
      const all = workedIn(work)
      const pack = packOf(library, s.country)
      const { run } = r.event.data as { run: number }
      if (!all) return
      const byN = new Map(all.rows.map((row) => [row.n, row.data]))
      const rowOf = (n: number): RowData => byN.get(n) ?? ({} as RowData)
      const listed = all.orders.filter((o) => o.route !== 'general')
      const general: { order: Order; declaration: string }[] = []
      for (const order of all.orders.filter((o) => o.route === 'general'))
        general.push({
          order,
          declaration: await openGeneral(work, services, s.country, order, order.rows.map(rowOf), actor),
        })
      const put = (order: Order, item: number, declaration: string | null) => ({
        key: order.key,
        platform: order.platform,
        order_id: order.orderId,
        buyer_country: order.buyerCountry,
        payment_ref: order.paymentRef,
        item,
        value: order.value,
        currency: order.currency,
        local: order.local,
        route: order.route,
        declaration,
        tracking: rowOf(order.rows[0] ?? 0).tracking_no || null,
      })
      const world = work.world.sandbox ?? ''
      const rows = [...listed.map((o, i) => put(o, i, null)), ...general.map((g) => put(g.order, -1, g.declaration))]
      work.also(store.putOrders, [file.id, world, s.country, s.owner, run, JSON.stringify(rows)])
      const sent = all.orders.flatMap((o) => o.rows)
      work.also(store.markSent, [file.id, sent])
      const uses = new Map<string, { sku: string; hs6: string; uses: number }>()
      for (const n of sent) {
        const { sku, hs6 } = rowOf(n)
        const known = uses.get(`${sku} ${hs6}`)
        uses.set(`${sku} ${hs6}`, { sku, hs6, uses: (known?.uses ?? 0) + 1 })
      }
      work.also(store.useCodes, [world, s.owner, JSON.stringify([...uses.values()])])
      if (listed.length) {
        const exporter = partyOf(await directory.getOrganisation(s.owner))
        const country = countryOf(pack)
        queueMessage(r, 'declaration', country, ({ id }) => listXml({ id, country, exporter }, listed, rowOf))
      }
    },
    OrdersAnswered: async (r) => {
      const { work, file } = r
      const s = stateOf(r)
      const { rejected, mrn, at } = r.event.data as { rejected: number[]; mrn: string; at: string }
      const run = s.runs.length
      work.also(store.acceptOrders, [file.id, run, mrn, rejected, at])
      // A second run of the same batch is assessed under the first one's assignment.
      if (run !== 1) return
      const pack = packOf(library, s.country)
      const { rows, total } = await store.loadDearest(work, file.id, run, rejected)
      const content = contentOf(s, pack.id, countryOf(pack), rows, money(total, pack.currency))
      await assess(r, services, { owner: s.owner, customs: s.customs, content, mrn })
    },
    GeneralAccepted: async ({ work, file, event }) => {
      const { key, mrn } = event.data as { key: string; mrn: string }
      work.also(store.acceptGeneral, [file.id, key, mrn, event.at])
    },
    ChannelAssigned: async (r) => {
      const s = stateOf(r)
      const country = countryOf(packOf(library, s.country))
      const { channel } = r.event.data as { channel: 'green' | 'yellow' | 'red' }
      const { mrn } = s
      if (mrn) queueChannel(r, country, mrn, channel)
    },
    ControlRecorded: async (r) => {
      const s = stateOf(r)
      const country = countryOf(packOf(library, s.country))
      const { result } = r.event.data as { result: string }
      const { mrn } = s
      if (mrn) queueControl(r, country, mrn, result)
    },
    ParcelShipped: async ({ work, file }) => work.also(store.setOrders, [file.id, ['accepted'], 'shipped', null]),
    ParcelsExited: async ({ work, file, event }) =>
      work.also(store.setOrders, [file.id, ['accepted', 'shipped'], 'exited', event.at]),
    PriceCorrected: async ({ work, file, event }) => {
      const { order, after } = event.data as { order: string; after: Money }
      work.also(store.setOrder, [file.id, order, null, after.amount])
    },
    ReturnDeclared: async ({ work, file, event }) =>
      work.also(store.setOrder, [file.id, (event.data as { order: string }).order, 'returning', null]),
    ReEntered: async ({ work, file, event }) =>
      work.also(store.setOrder, [file.id, (event.data as { order: string }).order, 'returned', null]),
  }
}

/** General declarations of a batch tell it that customs accepted them. */
export const generalOrders: Reactions = {
  DeclarationAccepted: async ({ work, file, event }) => {
    const { mrn } = event.data as { mrn: string }
    const { rows } = await work.tx.query<{ batch: string; key: string }>(store.findByDeclaration, [file.id])
    for (const { batch: id, key } of rows)
      await work.run(await work.get('shop-batch', id), 'generalAccepted', { key, mrn }, systemActor)
  },
}

export const batchModule = (services: EcommerceServices): CaseModule => ({
  type: batch,
  path: 'shop-batches',
  noun: 'shop batch',
  summary: 'Orders of an online shop, declared together',
  opens: {
    command: 'uploadBatch',
    input: UploadSchema,
    run: async (work, input, actor) => {
      const { country, rows } = input as { country: string; rows: readonly object[] }
      const pack = packOf(services.library, country)
      const file = work.open('shop-batch', actor.org)
      const digest = sha256(canonical(rows)).toString('hex')
      const about = { owner: actor.org, customs: customsOrg(pack.id), file: digest }
      await work.run(file, 'uploadBatch', { ...(input as object), ...about }, actor)
      return file
    },
  },
  facts: (request) => batchFacts(request, services),
  reactions: batchReactions(services),
})
