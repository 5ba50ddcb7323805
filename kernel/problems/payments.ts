import type { ProblemText } from './text.ts'

/** Orders, refunds, statements of the bank. */
export const paymentProblems: Readonly<Record<string, ProblemText>> = {
  NOTHING_TO_REFUND: {
    status: 409,
    es: { message: 'De esa orden no queda nada por devolver.', fix: 'Mire en la orden lo que ya se devolvió.' },
    en: {
      message: 'There is nothing left of that order to give back.',
      fix: 'See in the order what went back already.',
    },
    pt: { message: 'Não resta nada dessa ordem para devolver.', fix: 'Veja na ordem o que já foi devolvido.' },
  },
  REFUND_TOO_MUCH: {
    status: 422,
    es: { message: 'Pide {asked} y se pueden devolver {most}.', fix: 'Pida {most} o menos, en la moneda de la orden.' },
    en: {
      message: '{asked} was asked for and {most} can go back.',
      fix: 'Ask for {most} or less, in the order’s currency.',
    },
    pt: { message: 'Pediu {asked} e podem ser devolvidos {most}.', fix: 'Peça {most} ou menos, na moeda da ordem.' },
  },
  REFUND_PENDING: {
    status: 409,
    es: { message: 'Ya hay una devolución pedida para esa orden.', fix: 'Espere la decisión de la tesorería.' },
    en: { message: 'A refund of that order was asked for already.', fix: 'Wait for the treasury’s decision.' },
    pt: { message: 'Já há uma devolução pedida para essa ordem.', fix: 'Espere a decisão da tesouraria.' },
  },
  NOTHING_TO_DECIDE: {
    status: 409,
    es: { message: 'No hay ninguna devolución por decidir.', fix: 'Mire el estado de la orden.' },
    en: { message: 'There is no refund to decide.', fix: 'See how the order stands.' },
    pt: { message: 'Não há nenhuma devolução por decidir.', fix: 'Veja o estado da ordem.' },
  },
  NOTHING_HELD: {
    status: 409,
    es: { message: 'Esa orden no tiene dinero en espera.', fix: 'Mire los pagos de la orden.' },
    en: { message: 'No money of that order is held.', fix: 'See the payments of the order.' },
    pt: { message: 'Essa ordem não tem dinheiro em espera.', fix: 'Veja os pagamentos da ordem.' },
  },
  NOT_ENOUGH_HELD: {
    status: 409,
    es: { message: 'Lo que llegó no alcanza para la orden vencida. Faltan {missing}.', fix: 'Devuelva el dinero.' },
    en: {
      message: 'What came is not enough for the expired order. {missing} is missing.',
      fix: 'Give the money back.',
    },
    pt: { message: 'O que chegou não basta para a ordem vencida. Faltam {missing}.', fix: 'Devolva o dinheiro.' },
  },
}
