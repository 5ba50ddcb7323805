import type { ProblemText } from './text.ts'

/** Orders, refunds, statements of the bank. */
export const paymentProblems: Readonly<Record<string, ProblemText>> = {
  NOT_TOGETHER: {
    status: 422,
    es: {
      message: 'Esas órdenes no se pagan juntas.',
      fix: 'Junte órdenes de un mismo país y una misma moneda que se paguen en línea.',
    },
    en: {
      message: 'Those orders cannot be paid together.',
      fix: 'Put together orders of one country and one currency that are paid online.',
    },
    pt: {
      message: 'Essas ordens não se pagam juntas.',
      fix: 'Junte ordens de um mesmo país e de uma mesma moeda que se paguem em linha.',
    },
  },
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
  STATEMENT_UNREADABLE: {
    status: 422,
    es: {
      message: 'El extracto no se puede tomar: {reason} {at}.',
      fix: 'Envíe el camt.053 (versión 02 u 08) tal como lo dio el banco, entero.',
    },
    en: {
      message: 'The statement cannot be taken in: {reason} {at}.',
      fix: 'Send the camt.053 (version 02 or 08) as the bank gave it, whole.',
    },
    pt: {
      message: 'O extrato não pode ser aceito: {reason} {at}.',
      fix: 'Envie o camt.053 (versão 02 ou 08) tal como o banco o deu, inteiro.',
    },
  },
  STATEMENT_ACCOUNT: {
    status: 422,
    es: { message: 'El extracto es de la cuenta {account}.', fix: 'Envíe el de la cuenta {expected}.' },
    en: { message: 'The statement is of account {account}.', fix: 'Send the one of account {expected}.' },
    pt: { message: 'O extrato é da conta {account}.', fix: 'Envie o da conta {expected}.' },
  },
  STATEMENT_KNOWN: {
    status: 409,
    es: {
      message: 'Ya se tomó un extracto {number} con otro contenido.',
      fix: 'Pida al banco uno con número nuevo si corrigió el anterior.',
    },
    en: {
      message: 'A statement {number} with other content was taken in already.',
      fix: 'Ask the bank for one with a new number if it corrected the earlier one.',
    },
    pt: {
      message: 'Já foi aceito um extrato {number} com outro conteúdo.',
      fix: 'Peça ao banco um com número novo se corrigiu o anterior.',
    },
  },
  NOTHING_DUE: {
    status: 409,
    es: { message: 'No hay nada que entregar en {currency}.', fix: 'Concilie antes los extractos del banco.' },
    en: { message: 'There is nothing to hand over in {currency}.', fix: 'Reconcile the bank statements first.' },
    pt: { message: 'Não há nada a entregar em {currency}.', fix: 'Concilie antes os extratos do banco.' },
  },
  NO_SUCH_DIFFERENCE: {
    status: 422,
    es: {
      message: 'El extracto no tiene esa diferencia, o ya se resolvió.',
      fix: 'Use el lugar que tiene en la lista, desde 0.',
    },
    en: {
      message: 'The statement has no such difference, or it was resolved.',
      fix: 'Give its place in the list, from 0.',
    },
    pt: {
      message: 'O extrato não tem essa diferença, ou já foi resolvida.',
      fix: 'Use o lugar que tem na lista, desde 0.',
    },
  },
  NOTHING_TO_PLACE: {
    status: 422,
    es: { message: 'Esa diferencia no es dinero por aplicar.', fix: 'Explíquela en la nota, sin orden.' },
    en: { message: 'That difference is no money to be placed.', fix: 'Explain it in the note, without an order.' },
    pt: { message: 'Essa diferença não é dinheiro por aplicar.', fix: 'Explique na nota, sem ordem.' },
  },
  UNKNOWN_ORDER: {
    status: 422,
    es: { message: 'No hay ninguna orden {order} en este país.', fix: 'Revise el número de la orden.' },
    en: { message: 'There is no order {order} in this country.', fix: 'Check the number of the order.' },
    pt: { message: 'Não há nenhuma ordem {order} neste país.', fix: 'Confira o número da ordem.' },
  },
}
