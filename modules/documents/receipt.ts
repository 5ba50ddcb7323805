import { createHash } from 'node:crypto'
import { canonical, countryOf, showMoney, type Language, type Pack } from '#kernel'
import { paymentCode, type OrderState } from '#modules/payments'
import { treasuryOrg, type Directory } from '#platform/access'
import type { Reaction, Statement } from '#platform/cases'
import type { PackLibrary } from '#platform/packs'
import { showInstant } from '#platform/pdf'
import type { Signer } from '#platform/signing'
import { awaitStamp, newCode } from './issue.ts'
import type { DocumentRecord } from './record.ts'

const putReceipt: Statement = {
  name: 'document.put-receipt',
  text: `INSERT INTO documents.issued (case_id, edition, code, number, type, issuer, record, digest, jws, issued_at, readers)
         VALUES ($1, 1, $2, $3, 'payment-receipt', $4, $5, $6, $7, $8, $9) ON CONFLICT (case_id, edition) DO NOTHING`,
}

const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  es: {
    title: 'Recibo de pago',
    procedure: 'Pago de tasas por la ventanilla',
    order: 'Orden de pago',
    code: 'Código de pago',
    paid: 'Pagado el',
    reference: 'Referencia del banco',
    law: 'Base legal',
    total: 'Total',
  },
  en: {
    title: 'Payment receipt',
    procedure: 'Fees paid through the window',
    order: 'Payment order',
    code: 'Payment code',
    paid: 'Paid on',
    reference: 'Bank reference',
    law: 'Legal basis',
    total: 'Total',
  },
  pt: {
    title: 'Recibo de pagamento',
    procedure: 'Taxas pagas pelo portal',
    order: 'Ordem de pagamento',
    code: 'Código de pagamento',
    paid: 'Pago em',
    reference: 'Referência do banco',
    law: 'Base legal',
    total: 'Total',
  },
}

interface ReceiptOf {
  readonly caseId: string
  readonly state: OrderState
  readonly pack: Pack
  readonly holder: { readonly name: string; readonly taxId: string | null }
  readonly issuer: string
  readonly issuedAt: string
  readonly code: string
  readonly sandbox: boolean
}

/** What the treasury signs when an order is paid: the data of an invoice, one amount with its law for each agency. */
function receiptRecord({ caseId, state: s, pack, holder, issuer, issuedAt, code, sandbox }: ReceiptOf): DocumentRecord {
  const { language } = pack
  const w = WORDS[language]
  const zone = pack.calendars.get(pack.calendar)?.zone ?? 'UTC'
  const element = (id: string, label: string | undefined, value: string) => ({ id, label: label ?? id, value })
  return {
    id: caseId,
    edition: 1,
    documentType: 'payment-receipt',
    documentCode: '',
    title: w.title ?? '',
    number: `REC-${s.number}`,
    code,
    issuer: { id: `${pack.id}.treasury`, name: issuer, country: countryOf(pack) },
    holder: { name: holder.name, taxId: holder.taxId ?? '' },
    procedure: { id: 'payments', version: pack.version, title: w.procedure ?? '', law: pack.payments.law },
    issuedAt,
    zone,
    validUntil: null,
    lines: [],
    elements: [
      element('order', w.order, s.number),
      element('code', w.code, paymentCode(s.number)),
      element('paid', w.paid, showInstant(s.paidAt ?? issuedAt, zone, language)),
      element('reference', w.reference, (s.receipts ?? []).map((r) => r.paymentId).join(', ')),
      ...s.lines.map((l) =>
        element(
          l.permit,
          pack.agencies.get(l.agency)?.name ?? l.agency,
          `${showMoney(l.amount)} · ${l.title} · ${l.law}`,
        ),
      ),
      element('total', w.total, showMoney(s.total)),
    ],
    conditions: [],
    signedBy: { role: 'system', level: 'seal' },
    sandbox,
  }
}

export interface ReceiptServices {
  readonly library: PackLibrary
  readonly directory: Directory
  readonly signer: Signer
}

/** Signs the receipt with the treasury's seal, in the transaction in which the order is paid. */
export async function issueReceipt(
  { work, file }: Reaction,
  { library, directory, signer }: ReceiptServices,
): Promise<void> {
  const s = file.state as OrderState
  const pack = library.packs.get(s.lines[0]?.procedure.split('.')[0] ?? '')
  // Orders that were paid before the books were kept have no treasury to sign for them.
  if (!pack || !s.treasury) return
  const issuer = treasuryOrg(pack.id)
  const [holder, treasury] = await Promise.all([directory.getOrganisation(s.payer), directory.findOrganisation(issuer)])
  const code = newCode()
  const record = receiptRecord({
    caseId: file.id,
    state: s,
    pack,
    holder,
    issuer: treasury?.name ?? pack.id,
    issuedAt: work.now,
    code,
    sandbox: work.world.sandbox !== null,
  })
  const text = canonical(record)
  const digest = createHash('sha256').update(text).digest('hex')
  const jws = await signer.sign(issuer, record)
  const readers = [...new Set([s.payer, issuer])]
  work.also(putReceipt, [file.id, code, record.number, issuer, text, digest, jws, work.now, readers])
  work.also(awaitStamp, [file.id, 1])
}
