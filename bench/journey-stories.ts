/** What a firm of a story knows and would type, by what the dossier calls it. `12 | KGM` is a quantity; `+20 d` a day from now. */
export interface Journey {
  readonly name: string
  readonly by: string
  readonly country: string
  readonly regime: 'export' | 'import'
  readonly place: string
  readonly goods: readonly { readonly words: string; readonly look: string; readonly hs: string }[]
  readonly data: Readonly<Record<string, string>>
  readonly papers: readonly string[]
  /** Sent once, it is sent once more: what a firm does most days. */
  readonly again?: true
}

const coffee: Journey = {
  name: 'S2: coffee and quinoa',
  by: 'pe.elvira',
  country: 'pe',
  regime: 'export',
  place: 'CN',
  goods: [
    { words: 'Café verde en grano', look: 'café verde', hs: '090111' },
    { words: 'Quinua blanca', look: 'quinua', hs: '100850' },
  ],
  data: {
    '/elements/consignee': 'Huaxin Foods',
    '/elements/producer': 'Cooperativa Valle Verde SAC',
    '/elements/location.entry': 'CNSHA',
    '/elements/location.loading': 'PECLL',
    '/elements/transport.mode': '1',
    '/elements/date.departure': '+20 d',
    '/lines/0/goods.botanicalName': 'Coffea arabica',
    '/lines/0/goods.state': 'dried',
    '/lines/0/goods.quantity': '13800 | KGM',
    '/lines/0/goods.packages': '200',
    '/lines/0/goods.batch': 'CV-2605',
    '/lines/0/goods.batchManufacture': '2026-05-18',
    '/lines/0/goods.batchExpiry': '+500 d',
    '/lines/1/goods.botanicalName': 'Chenopodium quinoa',
    '/lines/1/goods.state': 'dried',
    '/lines/1/goods.quantity': '4000 | KGM',
    '/lines/1/goods.packages': '160',
    '/lines/1/goods.batch': 'QB-2605',
    '/lines/1/goods.batchManufacture': '2026-05-20',
    '/lines/1/goods.batchExpiry': '+600 d',
    '/elements/treatmentpe.export-phyto': 'none',
    '/elements/enterprise.establishment': 'HS-0412-2025',
    '/elements/infant-foodpe.sanitary-export': 'false',
  },
  papers: ['invoice', 'haccp', 'treatment-record'],
  again: true,
}

const pesticide: Journey = {
  name: 'S7: pesticide and medicine',
  by: 'pe.lucia',
  country: 'pe',
  regime: 'import',
  place: 'IN',
  goods: [
    { words: 'Insecticida malatión', look: 'insecticida', hs: '380891' },
    { words: 'Amoxicilina 500 mg, cápsulas', look: 'amoxicilina', hs: '300410' },
  ],
  data: {
    '/elements/country.shipment': 'India',
    '/elements/customs.office': '118',
    '/elements/date.arrival': '+30 d',
    '/elements/warehouse': 'PECLL',
    '/elements/invoice.number': 'SVP-2026-0417',
    '/elements/carrier': 'Transportes Cordillera SAC',
    '/elements/transport.id': 'T8K-914',
    '/elements/location.loading': 'PECLL',
    '/elements/date.departure': '+36 d',
    '/elements/contact.emergencyPhone': '+51 987 555 010',
    '/elements/manufacturer': 'Shandara Crop Chemicals Ltd',
    '/lines/0/goods.tradeName': 'Malatión 57 % EC',
    '/lines/0/goods.registration': 'PQUA-0417',
    '/lines/0/goods.cas': '121-75-5',
    '/lines/0/goods.unNumber': '3082',
    '/lines/0/goods.concentration': '57',
    '/lines/0/goods.use': 'agriculture',
    '/lines/0/goods.batch': 'MLT-2605-A',
    '/lines/0/goods.batchExpiry': '+700 d',
    '/lines/0/goods.quantity': '2000 | LTR',
    '/lines/1/goods.tradeName': 'Amoxicilina 500 mg',
    '/lines/1/goods.registration': 'EE-01234',
    '/lines/1/goods.cas': '61336-70-7',
    '/lines/1/goods.presentation': 'Cápsula de 500 mg, caja de 100',
    '/lines/1/goods.batch': 'AMX-0328',
    '/lines/1/goods.batchExpiry': '+650 d',
    '/lines/1/goods.quantity': '50000 | NIU',
    '/elements/emergencype.medicine-import': 'false',
    '/elements/storagepe.medicine-import': 'ambient',
    '/lines/0/hazard-classpe.hazmat-notice': '9',
  },
  papers: ['invoice', 'sds', 'label', 'analysis'],
}

export const journeys: readonly Journey[] = [coffee, pesticide]
