/** Numbers of bank accounts, by the arithmetic of whoever issues them. */

/** Remainder of a long decimal number, digit by digit: it does not fit a number. */
const modulo = (digits: string, by: number): number => {
  let rest = 0
  for (const d of digits) rest = (rest * 10 + Number(d)) % by
  return rest
}

/** An IBAN with or without spaces (ISO 13616): letters count from A = 10, the first four characters go last, modulo 97 is 1. */
export function validIban(text: string): boolean {
  const iban = text.replaceAll(' ', '')
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false
  const moved = iban.slice(4) + iban.slice(0, 4)
  return (
    modulo(
      moved.replaceAll(/[A-Z]/g, (c) => String(c.charCodeAt(0) - 55)),
      97,
    ) === 1
  )
}

/** A Mexican CLABE of 18 digits: weights 3, 7 and 1 in turn, each product modulo 10. */
export function validClabe(clabe: string): boolean {
  if (!/^\d{18}$/.test(clabe)) return false
  const sum = Array.from(clabe.slice(0, 17)).reduce((n, d, i) => n + ((Number(d) * ([3, 7, 1][i % 3] ?? 0)) % 10), 0)
  return (10 - (sum % 10)) % 10 === Number(clabe[17])
}

/** A Peruvian CCI: 20 digits, plain or in its groups of bank, office, account and control. Its control digits are the bank's to judge. */
export const validCci = (cci: string): boolean => /^(\d{20}|\d{3}-\d{3}-\d{12}-\d{2})$/.test(cci)
