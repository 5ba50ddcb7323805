/** Remainder by 97 of a text whose letters count as 10 to 35 (ISO 7064 MOD 97-10, as in IBAN). */
const remainder = (text: string): number => {
  let rest = 0
  for (const char of text) rest = Number(`${rest}${Number.parseInt(char, 36)}`) % 97
  return rest
}

/**
 * The code a payer types into a bank transfer: an ISO 11649 creditor reference made of the order's number, `OP-2026-0000123` to
 * `RF37OP20260000123`. Two check digits, so that a slip is found before the money leaves.
 */
export function paymentCode(orderNumber: string): string {
  const plain = orderNumber.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return `RF${String(98 - remainder(`${plain}RF00`)).padStart(2, '0')}${plain}`
}

/** The number of the order that a payment code names; nothing when it is no such code or its check digits are wrong. */
export function findOrderNumber(code: string): string | undefined {
  const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const match = /^RF(\d{2})OP(\d{4})(\d{7,12})$/.exec(plain)
  if (!match || remainder(`${plain.slice(4)}RF${match[1]}`) !== 1) return undefined
  return `OP-${match[2]}-${match[3]}`
}
