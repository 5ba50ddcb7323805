import type { Language } from '#kernel'
import type { DifferenceCode } from './statement.ts'

interface Words {
  readonly message: string
  readonly fix: string
}

/** What a difference means and what to do about it. */
export const differenceTexts: Readonly<Record<DifferenceCode, Readonly<Record<Language, Words>>>> = {
  UNKNOWN_REFERENCE: {
    es: {
      message: 'Entró dinero que ninguna orden espera. Queda en cuentas por aplicar.',
      fix: 'Busque la orden por el importe y el pagador, o devuelva el dinero.',
    },
    en: {
      message: 'Money came in that no order awaits. It stands in suspense.',
      fix: 'Look for the order by amount and payer, or give the money back.',
    },
    pt: {
      message: 'Entrou dinheiro que nenhuma ordem espera. Fica em contas a aplicar.',
      fix: 'Procure a ordem pelo valor e pelo pagador, ou devolva o dinheiro.',
    },
  },
  UNKNOWN_DEBIT: {
    es: {
      message: 'Salió dinero que ninguna devolución explica.',
      fix: 'Pida al banco el origen del cargo y regularícelo.',
    },
    en: {
      message: 'Money left that no refund explains.',
      fix: 'Ask the bank where the debit comes from, and settle it.',
    },
    pt: {
      message: 'Saiu dinheiro que nenhuma devolução explica.',
      fix: 'Pergunte ao banco a origem do débito e regularize.',
    },
  },
  AMOUNT_DIFFERS: {
    es: {
      message: 'El proveedor avisó otro importe. Vale el del banco y los libros ya lo dicen.',
      fix: 'Reclame la diferencia al proveedor de pagos.',
    },
    en: {
      message: 'The provider told another amount. The bank’s counts, and the books say so already.',
      fix: 'Claim the difference from the payment provider.',
    },
    pt: {
      message: 'O provedor informou outro valor. Vale o do banco e os livros já o dizem.',
      fix: 'Reclame a diferença ao provedor de pagamentos.',
    },
  },
  CURRENCY_DIFFERS: {
    es: { message: 'El banco lo muestra en otra moneda.', fix: 'Aclare con el banco y devuelva lo que sobra.' },
    en: {
      message: 'The bank shows it in another currency.',
      fix: 'Settle it with the bank, and give back what is over.',
    },
    pt: { message: 'O banco mostra outra moeda.', fix: 'Esclareça com o banco e devolva o que sobra.' },
  },
  NOT_ON_STATEMENT: {
    es: {
      message: 'Se cobró y el banco no lo muestra.',
      fix: 'Reclame al proveedor de pagos: ya debía estar en la cuenta.',
    },
    en: {
      message: 'It was collected and the bank does not show it.',
      fix: 'Claim it from the payment provider: it should be on the account by now.',
    },
    pt: {
      message: 'Foi cobrado e o banco não mostra.',
      fix: 'Reclame ao provedor de pagamentos: já devia estar na conta.',
    },
  },
  BALANCE_DIFFERS: {
    es: {
      message: 'El extracto no empieza donde terminan los libros.',
      fix: 'Cargue antes los extractos que faltan.',
    },
    en: {
      message: 'The statement does not begin where the books end.',
      fix: 'Take in the statements that are missing first.',
    },
    pt: {
      message: 'O extrato não começa onde terminam os livros.',
      fix: 'Carregue antes os extratos que faltam.',
    },
  },
}
