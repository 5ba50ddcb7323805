import type { Movement } from './bank.ts'

export type StatementVersion = '02' | '08'

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** Adds decimal texts exactly, in units of a hundred-thousandth. */
const SCALE = 5
const units = (amount: string): bigint => {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.padEnd(SCALE, '0'))
}
const shown = (n: bigint): string => {
  const digits = (n < 0n ? -n : n).toString().padStart(SCALE + 1, '0')
  const fraction = digits.slice(-SCALE).replace(/0+$/, '').padEnd(2, '0')
  return `${digits.slice(0, -SCALE)}.${fraction}`
}
const sum = (movements: readonly Movement[]): bigint =>
  movements.reduce((n, m) => n + (m.direction === 'CRDT' ? 1n : -1n) * units(m.amount.amount), 0n)

function entry(m: Movement, version: StatementVersion): string {
  const amount = `<Amt Ccy="${m.amount.currency}">${m.amount.amount}</Amt>`
  const code = m.code ? `<Strd><CdtrRefInf><Ref>${escape(m.code)}</Ref></CdtrRefInf></Strd>` : ''
  const own =
    version === '02' ? `<AmtDtls><TxAmt>${amount}</TxAmt></AmtDtls>` : `${amount}<CdtDbtInd>${m.direction}</CdtDbtInd>`
  const role = m.direction === 'CRDT' ? 'Dbtr' : 'Cdtr'
  const party = version === '02' ? `<Nm>${escape(m.party)}</Nm>` : `<Pty><Nm>${escape(m.party)}</Nm></Pty>`
  return `<Ntry>${amount}<CdtDbtInd>${m.direction}</CdtDbtInd><Sts>${version === '02' ? 'BOOK' : '<Cd>BOOK</Cd>'}</Sts>
<BookgDt><DtTm>${m.at}</DtTm></BookgDt><ValDt><Dt>${m.at.slice(0, 10)}</Dt></ValDt><AcctSvcrRef>${m.id}</AcctSvcrRef>
<BkTxCd><Prtry><Cd>${m.direction === 'CRDT' ? 'RCDT' : 'ICDT'}</Cd></Prtry></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>${escape(m.endToEnd.slice(0, 60))}</EndToEndId></Refs>${own}
<RltdPties><${role}>${party}</${role}></RltdPties>${code ? `<RmtInf>${code}</RmtInf>` : ''}</TxDtls></NtryDtls></Ntry>`
}

const balance = (type: string, amount: bigint, currency: string, day: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${shown(amount)}</Amt><CdtDbtInd>${amount < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`

/** The account's statement of a day in one currency (ISO 20022, camt.053.001.02 or .08). */
export function statementOf(
  movements: readonly Movement[],
  { day, currency, account, version }: { day: string; currency: string; account: string; version: StatementVersion },
): string {
  const own = movements.filter((m) => m.amount.currency === currency)
  const before = sum(own.filter((m) => m.at.slice(0, 10) < day))
  const today = own.filter((m) => m.at.slice(0, 10) === day)
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>SIM-${day}-${currency}</MsgId><CreDtTm>${day}T23:59:59.000Z</CreDtTm></GrpHdr>
<Stmt><Id>SIM-${day}-${currency}-${today.length}</Id><CreDtTm>${day}T23:59:59.000Z</CreDtTm>
<Acct><Id><Othr><Id>${escape(account)}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>
${balance('OPBD', before, currency, day)}${balance('CLBD', before + sum(today), currency, day)}
${today.map((m) => entry(m, version)).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`
}
