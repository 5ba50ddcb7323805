export const LANGUAGES = ['es', 'en', 'pt'] as const
export type Language = (typeof LANGUAGES)[number]

/** Words of the payer's pages. */
export const texts = {
  es: {
    band: 'SIMULADOR: no mueve dinero',
    bank: 'Banco Simulado',
    fake: 'Banco Simulado. Es un banco de mentira, para probar.',
    pay: 'Pagar',
    payTitle: 'Pagar una orden',
    concept: 'Concepto',
    order: 'Orden',
    code: 'Código de pago',
    amount: 'Importe',
    back: 'Volver sin pagar',
    paidTitle: 'Orden pagada',
    paid: 'Pagó',
    told: 'La ventanilla ya lo sabe.',
    untold: 'La ventanilla aún no confirma. No pague otra vez: vale la hora en que usted pagó.',
    home: 'Volver a la ventanilla',
    down: 'El banco no responde',
    downText: 'Pruebe más tarde. No se cobró nada.',
    none: 'No hay tal orden',
    noneText: 'Esa dirección no es de una orden de pago.',
  },
  en: {
    band: 'SIMULATOR: it moves no money',
    bank: 'Banco Simulado',
    fake: 'Banco Simulado. It is a make-believe bank, to try things out.',
    pay: 'Pay',
    payTitle: 'Pay an order',
    concept: 'For',
    order: 'Order',
    code: 'Payment code',
    amount: 'Amount',
    back: 'Go back without paying',
    paidTitle: 'Order paid',
    paid: 'You paid',
    told: 'The window knows it already.',
    untold: 'The window has not confirmed yet. Do not pay again: the time at which you paid counts.',
    home: 'Back to the window',
    down: 'The bank does not answer',
    downText: 'Try later. Nothing was charged.',
    none: 'There is no such order',
    noneText: 'That address is not of a payment order.',
  },
  pt: {
    band: 'SIMULADOR: não move dinheiro',
    bank: 'Banco Simulado',
    fake: 'Banco Simulado. É um banco de mentira, para testar.',
    pay: 'Pagar',
    payTitle: 'Pagar uma ordem',
    concept: 'Referente a',
    order: 'Ordem',
    code: 'Código de pagamento',
    amount: 'Valor',
    back: 'Voltar sem pagar',
    paidTitle: 'Ordem paga',
    paid: 'Você pagou',
    told: 'O portal já sabe.',
    untold: 'O portal ainda não confirmou. Não pague de novo: vale a hora em que você pagou.',
    home: 'Voltar ao portal',
    down: 'O banco não responde',
    downText: 'Tente mais tarde. Nada foi cobrado.',
    none: 'Não existe essa ordem',
    noneText: 'Esse endereço não é de uma ordem de pagamento.',
  },
} as const

/** The language asked for in the address, else the first one the browser names that we speak, else Spanish. */
export function languageOf(asked: string | null, accepted: string | undefined): Language {
  const wanted = [asked ?? '', ...(accepted ?? '').split(',').map((l) => l.trim().slice(0, 2).toLowerCase())]
  return LANGUAGES.find((l) => l === wanted.find((w) => (LANGUAGES as readonly string[]).includes(w))) ?? 'es'
}
