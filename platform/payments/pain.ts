import type { Instant, Money } from '#kernel'

/** One transfer that a treasury orders at its bank. `id` travels end to end and stands on the statement afterwards. */
export interface CreditTransfer {
  readonly id: string
  readonly amount: Money
  readonly creditor: string
  readonly remittance: string
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
/** Names and words in the characters that banks carry (SWIFT X), and no longer than the message allows. */
const plain = (text: string, max: number): string =>
  escape(
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^0-9A-Za-z/\-?:().,'+ ]/g, ' ')
      .slice(0, max),
  )

/**
 * A customer credit transfer initiation (ISO 20022 pain.001.001.09), one payment of each currency. The creditor's account is left to the bank: what
 * came by transfer goes back to the account it came from.
 */
export function creditTransfers(
  transfers: readonly CreditTransfer[],
  { id, at, debtor, account }: { id: string; at: Instant; debtor: string; account: string },
): string {
  const day = at.slice(0, 10)
  const currencies = [...new Set(transfers.map((t) => t.amount.currency))]
  const payments = currencies.map((currency) => {
    const own = transfers.filter((t) => t.amount.currency === currency)
    const lines = own.map(
      (t) => `<CdtTrfTxInf><PmtId><EndToEndId>${escape(t.id)}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="${currency}">${t.amount.amount}</InstdAmt></Amt><Cdtr><Nm>${plain(t.creditor, 140)}</Nm></Cdtr>
<RmtInf><Ustrd>${plain(t.remittance, 140)}</Ustrd></RmtInf></CdtTrfTxInf>`,
    )
    return `<PmtInf><PmtInfId>${escape(id)}-${currency}</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>${own.length}</NbOfTxs>
<ReqdExctnDt><Dt>${day}</Dt></ReqdExctnDt><Dbtr><Nm>${plain(debtor, 140)}</Nm></Dbtr>
<DbtrAcct><Id><Othr><Id>${escape(account)}</Id></Othr></Id><Ccy>${currency}</Ccy></DbtrAcct><DbtrAgt><FinInstnId/></DbtrAgt>
${lines.join('\n')}</PmtInf>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>${escape(id)}</MsgId><CreDtTm>${at}</CreDtTm><NbOfTxs>${transfers.length}</NbOfTxs><InitgPty><Nm>${plain(debtor, 140)}</Nm></InitgPty></GrpHdr>
${payments.join('\n')}
</CstmrCdtTrfInitn></Document>
`
}
