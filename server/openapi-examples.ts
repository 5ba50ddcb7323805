import { catalogueExamples } from './openapi-catalogues.ts'

/** A shipment as story S7 has it: two kinds of goods, three agencies. */
export const shipmentExample = {
  country: 'pe',
  regime: 'import',
  elements: {
    'country.origin': 'JP',
    'country.shipment': 'JP',
    'customs.office': '118',
    'date.arrival': '2026-06-24',
    warehouse: 'PECLL',
  },
  lines: [
    {
      'goods.commodity': '380891',
      'goods.tradeName': 'Malathion 57 % EC',
      'goods.cas': '121-75-5',
      'goods.quantity': { value: '2000', unit: 'LTR' },
    },
  ],
}

const document = {
  type: 'analysis',
  digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  name: 'analysis.pdf',
}

/** One example per command, by `type.command`. A command without one has an empty body. */
export const commandExamples: Readonly<Record<string, unknown>> = {
  ...catalogueExamples,
  'dossier.open': shipmentExample,
  'dossier.declare': { elements: { 'date.arrival': '2026-06-25' } },
  'dossier.setElements': { elements: { incoterm: 'FOB' }, lines: [{ line: 0, elements: { 'goods.packages': '20' } }] },
  'dossier.addLine': { line: { 'goods.commodity': '610110', 'goods.description': 'Chompa de alpaca para niños' } },
  'dossier.removeLine': { line: 0 },
  'dossier.attachReference': { type: 'packing-list', number: 'PL-0031', states: { 'packages.count': '20' } },
  'dossier.verifyElement': { element: 'transport.id', value: 'MV PACHACAMAC', registry: 'pe.apn' },
  'dossier.resolveConflict': { element: 'transport.id', choose: 0, reason: 'The carrier confirmed it.' },
  'dossier.share': {
    org: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a92',
    scopes: ['logistics'],
    until: '2026-07-31T23:00:00.000Z',
  },
  'dossier.unshare': { org: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a92' },
  'dossier.recordExit': { at: '2026-06-15T15:00:00.000Z' },
  'dossier.close': { reason: 'the operation ended' },
  'dossier.cancel': { reason: 'The buyer gave up.' },
  'dossier.split': { lines: [1] },
  'dossier.merge': { with: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a93' },
  'application.file': { dossier: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90' },
  'permit.admit': {},
  'permit.requestCure': { defects: [{ text: 'The safety data sheet cannot be read.', about: 'sds' }] },
  'permit.cure': { documents: [{ ...document, type: 'sds', name: 'sds.pdf' }], text: 'A readable copy.' },
  'permit.observe': { observations: [{ text: 'The certificate of analysis is not signed.', about: 'analysis' }] },
  'permit.answer': { text: 'The signed certificate is attached.', documents: [document] },
  'permit.askExtension': {},
  'permit.giveOpinion': { task: 'toxicology', result: 'proceed' },
  'permit.recordInspection': { task: 'goods', result: 'conform', text: 'Ten drums opened, sealed again.' },
  'permit.reportResult': { task: 'chemistry', result: 'conform' },
  'permit.propose': { outcome: 'approve' },
  'permit.approve': {},
  'permit.deny': { grounds: 'The dose is above the limit of the norm.' },
  'permit.return': { reason: 'The dose is unclear.' },
  'permit.askRectify': { elements: { warehouse: 'PECLL' }, text: 'The goods go to another warehouse.' },
  'permit.declineRectify': { reason: 'That warehouse is not authorised.' },
  'permit.renew': { elements: { 'date.arrival': '2027-03-01' } },
  'permit.rectify': { elements: { warehouse: 'PECLL' } },
  'permit.extend': {},
  'permit.draw': { lines: [{ line: 0, quantity: { value: '1200', unit: 'LTR' } }], reference: '118-2026-10-000123' },
  'permit.revoke': { grounds: 'The analysis was false.' },
  'permit.withdraw': { reason: 'The buyer cancelled.' },
  'permit.appeal': { text: 'A new study shows the dose is within the limit.' },
  'permit.resolveAppeal': { outcome: 'overturned', grounds: 'The study is conclusive.' },
  'statement.resolve': { difference: 0, order: 'OP-2026-0000123', note: 'The payer called: it was for this order.' },
  'handover.order': { currency: 'PEN' },
  'order.requestRefund': { reason: 'The buyer cancelled the order before anything was done.' },
  'order.decideRefund': { outcome: 'grant', reason: 'Nothing was done for it.' },
  'order.decideHeld': { action: 'refund', reason: 'It came after the order had expired.' },
  'inspection.convene': {
    application: '0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a90',
    permits: ['0190c1a4-7c1e-7a62-9d0e-3f6d2c1b5a91'],
    agencies: ['pe.senasa'],
    place: 'Callao, muelle norte',
    opensAt: '2026-06-25T13:00:00.000Z',
    reason: 'Red channel: pesticide in drums',
  },
  'sheet.draftSheet': { procedure: 'pe.export-phyto' },
  'alert.subscribe': { question: { country: 'pe', hs: '090121', regime: 'export', destination: 'CN' } },
  'enquiry.askEnquiry': { agency: 'pe.senasa', text: 'Does roasted coffee in capsules need a certificate?' },
  'enquiry.answerEnquiry': { text: 'No: it is a processed product.', law: 'DS-032-2003-AG art. 89' },
  'inspection.record': { result: 'conform', text: 'Seals intact, quantity as declared.' },
}

export const problemExample = {
  type: '/docs#CAS_CHECK_DIGIT',
  code: 'CAS_CHECK_DIGIT',
  status: 422,
  title_es: 'El número CAS no existe: el último dígito no coincide.',
  title_en: 'That CAS number does not exist: its last digit does not match.',
  detail: 'Revise el número en la hoja de seguridad.',
  errors: [
    {
      pointer: '/dossier/lines/0/goods.cas',
      code: 'CAS_CHECK_DIGIT',
      message_es: 'El número CAS no existe: el último dígito no coincide.',
      message_en: 'That CAS number does not exist: its last digit does not match.',
      fix_es: 'Revise el número en la hoja de seguridad.',
      example: '121-75-5',
    },
  ],
  traceId: 'b7a3c1de-0a51-4c7e-9f43-2f1f3f0d9a10',
}
